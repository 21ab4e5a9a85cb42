"""Themes: the colours of every card, in a day and a night variant, with contrast by construction."""

from __future__ import annotations

from typing import Final

import msgspec

from layouts.legibility import MIN_CONTRAST, contrast
from layouts.oklch import Oklch, from_hex, to_hex


class Palette(msgspec.Struct, frozen=True, kw_only=True):
    """Finished colours as `#rrggbb`. Every text colour has at least 4.5:1 on every ground it is used on.

    `categories` maps a category to the ground of its badge, `on_categories` to the ink on that ground;
    `category_inks` to the same hue made readable as text on `background` and on `surface`.
    """

    background: str
    surface: str
    line: str
    text: str
    quiet: str
    accent: str
    on_accent: str
    ticker: str
    on_ticker: str
    categories: dict[str, str]
    on_categories: dict[str, str]
    category_inks: dict[str, str]


class Theme(msgspec.Struct, frozen=True, kw_only=True):
    """The day and the night variant of one city's colours."""

    day: Palette
    night: Palette


DEFAULT_BACKGROUND: Final = "#0f2a33"
DEFAULT_ACCENT: Final = "#00a79d"
CATEGORIES: Final[dict[str, str]] = {
    "culture": "#f4b562",
    "sport": "#b9d670",
    "mobility": "#c9b7f3",
    "environment": "#8ed99e",
    "democracy": "#f3a9bd",
    "services": "#80c9ec",
    "works": "#f6d66b",
    "school": "#9bdcd2",
    "alert": "#d5222f",
}
"""One hue for each category; red belongs to alerts alone."""

_CREAM = "#f4f0e8"
_TEXT_CONTRAST = 7.0
_QUIET_CONTRAST = 5.5
_DARK = 0.5
_STEP = 0.01


def derive(*, background: str | None, accent: str | None, categories: dict[str, str] | None) -> Theme:
    """The theme that follows from a city's few colours, `#rrggbb` or `#rgb`; None takes Parvis's own.

    Hues are kept; lightness moves until every text has its contrast on every ground. Raises ValueError
    for what is not a colour.
    """
    ground, brand = from_hex(background or DEFAULT_BACKGROUND), from_hex(accent or DEFAULT_ACCENT)
    hues = {name: from_hex(colour) for name, colour in {**CATEGORIES, **(categories or {})}.items()}
    dark = ground.lightness < _DARK
    day = _palette(_legible_ground(ground), brand, hues, cream=from_hex(_CREAM), bright=True)
    night_ground = Oklch(min(0.17, ground.lightness if dark else 1), min(0.02, ground.chroma), ground.hue)
    dimmed = {name: hue._replace(lightness=hue.lightness * 0.82) for name, hue in hues.items()}
    night_brand = brand._replace(lightness=brand.lightness * 0.82)
    cream = Oklch(0.86, 0.011, from_hex(_CREAM).hue)
    return Theme(day=day, night=_palette(night_ground, night_brand, dimmed, cream=cream, bright=False))


def _palette(ground: Oklch, brand: Oklch, hues: dict[str, Oklch], *, cream: Oklch, bright: bool) -> Palette:
    dark = ground.lightness < _DARK
    up = 1 if dark else -1
    background = to_hex(ground)
    surface = to_hex(ground._replace(lightness=ground.lightness + up * 0.045))
    grounds = (background, surface)
    ink = Oklch(0.25 if bright else 0.16, min(0.04, ground.chroma), ground.hue)
    text = _readable(cream if dark else ink, grounds, _TEXT_CONTRAST)
    softer = from_hex(text)._replace(lightness=from_hex(text).lightness - up * 0.17)
    ticker = to_hex(cream) if bright and dark else surface
    return Palette(
        background=background,
        surface=surface,
        line=to_hex(ground._replace(lightness=ground.lightness + up * 0.16)),
        text=text,
        quiet=_readable(softer, grounds, _QUIET_CONTRAST),
        accent=to_hex(brand),
        on_accent=_ink_on(to_hex(brand), ink, cream),
        ticker=ticker,
        on_ticker=_ink_on(ticker, ink, cream),
        categories={name: to_hex(hue) for name, hue in hues.items()},
        on_categories={name: _ink_on(to_hex(hue), ink, cream) for name, hue in hues.items()},
        category_inks={name: _readable(hue, grounds, MIN_CONTRAST) for name, hue in hues.items()},
    )


def _legible_ground(ground: Oklch) -> Oklch:
    """The nearest ground, darker or lighter, that leaves room for text, quiet text and coloured text."""
    lightness = min(ground.lightness, 0.32) if ground.lightness < _DARK else max(ground.lightness, 0.9)
    return ground._replace(lightness=lightness, chroma=min(ground.chroma, 0.09))


def _readable(ink: Oklch, grounds: tuple[str, ...], least: float) -> str:
    """`ink` moved away from the `grounds` until it has at least the contrast `least` on each of them."""
    step = _STEP if from_hex(grounds[0]).lightness < _DARK else -_STEP
    while min(contrast(to_hex(ink), ground) for ground in grounds) < least and 0 <= ink.lightness <= 1:
        ink = ink._replace(lightness=ink.lightness + step)
    return to_hex(ink)


def _ink_on(ground: str, *inks: Oklch) -> str:
    """The ink that reads best on `ground`, moved to black or white where it must be."""
    best = max(inks, key=lambda ink: contrast(to_hex(ink), ground))
    step = -_STEP if contrast("#000000", ground) > contrast("#ffffff", ground) else _STEP
    while contrast(to_hex(best), ground) < MIN_CONTRAST and -_STEP < best.lightness < 1 + _STEP:
        best = best._replace(lightness=best.lightness + step)
    return to_hex(best)
