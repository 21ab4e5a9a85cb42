"""The colours of maps: a quiet ground by day, a dark one by night, black under white where asked for."""

from __future__ import annotations

import msgspec

from layouts.legibility import contrast, luminance
from layouts.theme import Palette

_WHITE, _BLACK, _YELLOW = "#ffffff", "#000000", "#ffd800"
_MIDDLE = 0.18


class MapInk(msgspec.Struct, frozen=True, kw_only=True):
    """Finished colours as `#rrggbb`. Every word has 7:1 on every ground, inside its halo or not."""

    ground: str
    water: str
    green: str
    built: str
    square: str
    shore: str
    """The edge of water; empty where it needs none."""
    street: str
    casing: str
    rail: str
    tram: str
    word: str
    water_word: str
    halo: str
    here: str
    on_here: str
    pin_edge: str


_DAY = MapInk(
    ground="#f1ede4",
    water="#b9dcec",
    green="#cfe3c2",
    built="#e4ddd0",
    square="#faf6ec",
    shore="",
    street=_WHITE,
    casing="#d3cabb",
    rail="#9d968b",
    tram="#5b6b73",
    word="#12242d",
    water_word="#0a3f5c",
    halo="#fbf9f4",
    here="#12242d",
    on_here=_WHITE,
    pin_edge=_WHITE,
)
_NIGHT = MapInk(
    ground="#0d171d",
    water="#0e2f42",
    green="#14291f",
    built="#15212a",
    square="#18252d",
    shore="",
    street="#2b3a43",
    casing="#0a1216",
    rail="#4c5a62",
    tram="#8fa0a8",
    word="#e2ded6",
    water_word="#b4dcf2",
    halo="#0a1216",
    here="#e2ded6",
    on_here="#061117",
    pin_edge="#0a1216",
)
_STRONG = MapInk(
    ground=_BLACK,
    water="#00264d",
    green="#08210f",
    built="#161616",
    square=_BLACK,
    shore="#6fb7ff",
    street="#9a9a9a",
    casing=_BLACK,
    rail="#5c5c5c",
    tram=_YELLOW,
    word=_WHITE,
    water_word=_WHITE,
    halo=_BLACK,
    here=_WHITE,
    on_here=_BLACK,
    pin_edge=_BLACK,
)


def map_ink(palette: Palette, *, strong: bool) -> MapInk:
    """The colours for a palette: by day or by night as its pages are, or those of strong contrast."""
    if strong:
        return _STRONG
    return _NIGHT if luminance(palette.ticker) < _MIDDLE else _DAY


def on(colour: str) -> str:
    """Black or white, whichever is read better on a colour."""
    return max((_BLACK, _WHITE), key=lambda ink: contrast(ink, colour))
