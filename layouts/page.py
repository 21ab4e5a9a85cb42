"""A page: one zone's picture as a list of marks, ready to be painted without any further decision.

Positions and sizes are pixels of the zone. Colours are `#rrggbb`. Painting needs no measuring: lines of
text are already broken and placed on their baselines.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from layouts.layout import Rect


class Face(StrEnum):
    """The faces of the one family that Parvis sets text in."""

    REGULAR = "regular"
    BOLD = "bold"


class Panel(msgspec.Struct, frozen=True, tag="panel"):
    """A filled rectangle, corners rounded by `radius`."""

    rect: Rect
    colour: str
    radius: float = 0.0


class Scrim(msgspec.Struct, frozen=True, tag="scrim"):
    """A gradient of one colour over a picture, from `top_alpha` to `bottom_alpha` (0 to 1), straight down."""

    rect: Rect
    colour: str
    top_alpha: float
    bottom_alpha: float


class TextLine(msgspec.Struct, frozen=True, tag="text"):
    """One line of text. `x` is its left edge, `baseline` its baseline, `size` the em in pixels.

    `tracking` is added after every glyph; `tabular` sets figures on one width. What somebody `typed` who
    touches a screen is kept by nothing that draws it.
    """

    x: float
    baseline: float
    text: str
    face: Face
    size: float
    colour: str
    tracking: float = 0.0
    tabular: bool = False
    typed: bool = False


class Photo(msgspec.Struct, frozen=True, tag="photo"):
    """The card's prepared picture, painted to fill `rect` exactly; `radius` rounds its corners."""

    rect: Rect
    radius: float = 0.0


class Pictogram(msgspec.Struct, frozen=True, tag="pictogram"):
    """A pictogram of `layouts/pictograms` by name, in one colour."""

    rect: Rect
    name: str
    colour: str


class Code(msgspec.Struct, frozen=True, tag="code"):
    """A QR code: `rows` of "0" and "1" without quiet zone, painted dark on light inside `rect`."""

    rect: Rect
    rows: tuple[str, ...]
    dark: str
    light: str


class Trace(msgspec.Struct, frozen=True, tag="trace"):
    """Lines of one colour, `width` pixels wide, or with no width the areas inside them (even and odd).

    Each part is flat: x, y, x, y, …. `dash` is the length of dashes and gaps, in widths.
    """

    parts: tuple[tuple[float, ...], ...]
    colour: str
    width: float = 0.0
    dash: tuple[float, ...] = ()


class Lettering(msgspec.Struct, frozen=True, tag="lettering"):
    """A line of text on a picture: centred on (`x`, `y`), turned clockwise by `degrees`, in a halo.

    `halo` is the halo's colour, `spread` its width beyond the letters in pixels.
    """

    x: float
    y: float
    text: str
    face: Face
    size: float
    colour: str
    halo: str
    spread: float
    degrees: float = 0.0


Mark = Panel | Scrim | TextLine | Photo | Pictogram | Code | Trace | Lettering


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A whole zone at one moment: its size in pixels, its ground, and the marks on it, back to front."""

    width: int
    height: int
    background: str
    marks: tuple[Mark, ...]
