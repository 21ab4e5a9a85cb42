"""The colours of touch pages: a light ground under dark words, or white on black for those who need it."""

from __future__ import annotations

import msgspec

from layouts.legibility import contrast
from layouts.theme import Palette

_WHITE, _BLACK, _YELLOW = "#ffffff", "#000000", "#ffd800"


class Ink(msgspec.Struct, frozen=True, kw_only=True):
    """Finished colours as `#rrggbb`; every word has 7:1 on its ground.

    `chips` are the ground and the ink of pictograms by category.
    """

    ground: str
    card: str
    line: str
    word: str
    bar: str
    on_bar: str
    accent: str
    on_accent: str
    chips: dict[str, tuple[str, str]]

    def chip(self, category: str) -> tuple[str, str]:
        """The ground of a pictogram of a category, and its own colour."""
        return self.chips.get(category, (self.accent, self.on_accent))


def ink(palette: Palette, *, strong: bool) -> Ink:
    """The colours of a palette, or those of strong contrast."""
    if strong:
        return Ink(
            ground=_BLACK,
            card=_BLACK,
            line=_WHITE,
            word=_WHITE,
            bar=_BLACK,
            on_bar=_WHITE,
            accent=_YELLOW,
            on_accent=_BLACK,
            chips={},
        )
    light = contrast(palette.ticker, _BLACK) > contrast(palette.ticker, _WHITE)
    return Ink(
        ground=palette.ticker,
        card=_WHITE if light else palette.background,
        line=palette.line if not light else palette.on_ticker,
        word=palette.on_ticker,
        bar=palette.background,
        on_bar=palette.text,
        accent=palette.accent,
        on_accent=palette.on_accent,
        chips={name: (ground, palette.on_categories[name]) for name, ground in palette.categories.items()},
    )
