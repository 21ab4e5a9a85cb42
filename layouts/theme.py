"""Themes: the colours of every card, in a day and a night variant, with contrast by construction."""

from __future__ import annotations

import msgspec


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
