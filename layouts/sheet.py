"""A4 sheets in the city's type: a head with what it is, columns that line up, a foot with the page.

Lengths are millimetres, sizes of type are points, colours `#rrggbb`. A narrow no-break space is drawn by
hand: the type has none.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime
from typing import Final

import msgspec
from fpdf import FPDF
from fpdf.fonts import TTFFont

from layouts.family import FONT_FILES
from layouts.page import Face

INK: Final = "#14252c"
QUIET: Final = "#5b6a70"
HAIR: Final = "#d5dcde"
GROUND: Final = "#f2f5f5"
ACCENT: Final = "#00796f"
BAD: Final = "#b3261e"

WIDTH: Final = 210.0
HEIGHT: Final = 297.0
LEFT: Final = 20.0
RIGHT: Final = 190.0
TOP: Final = 18.0
BOTTOM: Final = 272.0

_FAMILY = "atkinson"
_NARROW = "\u202f"
_NARROW_EM = 0.16
_MM = 25.4 / 72
_ELLIPSIS = "…"
_BASE = 0.8
"""Where the base line of a cell as high as its type lies, in parts of it."""


Draw = Callable[["Sheets"], None]
"""Draws a document on its sheets, the same each time."""


Widths = dict[tuple[str, float, bool], float]
"""How wide texts are, by size and whether they are bold: many stand there many times."""


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """What a document is called, what stands at the foot of each page, its language, when it was made."""

    title: str
    foot: str
    language: str
    made: datetime


def document(paper: Paper, draw: Draw) -> bytes:
    """A PDF. It is drawn twice: how many pages there are stands on each."""
    widths: Widths = {}
    with closing(Sheets(paper, widths)) as first:
        draw(first)
        count = first.pages
    with closing(Sheets(paper, widths, count)) as second:
        draw(second)
        return second.done()


class Sheets:
    """A document in the making; `y` is how far down the page it has come."""

    def __init__(self, paper: Paper, widths: Widths, count: int = 0) -> None:
        """`count` is how many pages there will be; without it nothing is drawn, only placed."""
        self._pdf = FPDF(format="A4")
        self._pdf.set_auto_page_break(auto=False)
        self._pdf.c_margin = 0
        for face, style in ((Face.REGULAR, ""), (Face.BOLD, "B")):
            self._pdf.add_font(_FAMILY, style, FONT_FILES[face])
        self._pdf.set_text_shaping(
            use_shaping_engine=True, features={"tnum": True, "kern": True}, direction="ltr"
        )
        self._pdf.set_title(paper.title)
        self._pdf.set_lang(paper.language)
        self._pdf.set_creator("Parvis")
        self._pdf.set_creation_date(paper.made)
        self._paper, self._count, self._widths = paper, count, widths
        self.y = TOP

    @property
    def pages(self) -> int:
        """How many pages have begun."""
        return int(self._pdf.pages_count)

    def page(self) -> None:
        """Begin a page."""
        self._pdf.add_page()
        self.y = TOP
        self.rule(HEIGHT - 18.5)
        self.text(LEFT, HEIGHT - 12.5, self._paper.foot, 8, colour=QUIET, most=RIGHT - LEFT - 20)
        self.text(RIGHT, HEIGHT - 12.5, f"{self.pages} / {self._count}", 8, colour=QUIET, align="right")

    def room(self, height: float) -> bool:
        """Whether so much is left on this page."""
        return self.y + height <= BOTTOM

    def done(self) -> bytes:
        """The document."""
        return bytes(self._pdf.output())

    def close(self) -> None:
        """Close the files of the type, which nobody else does."""
        for font in self._pdf.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """How wide a text is."""
        key = text, size, bold
        if key not in self._widths:
            self._font(size, bold=bold)
            parts = text.split(_NARROW)
            narrow = (len(parts) - 1) * _NARROW_EM * size * _MM
            drawn = sum(self._pdf.get_string_width(part) for part in parts if part)
            self._widths[key] = float(drawn) + narrow
        return self._widths[key]

    def text(
        self,
        x: float,
        base: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        colour: str = INK,
        align: str = "left",
        most: float | None = None,
    ) -> None:
        """A line of text on its base line; what is wider than `most` ends in an ellipsis."""
        if most is not None:
            text = self._fitted(text, size, most, bold=bold)
        if align == "right":
            x -= self.width(text, size, bold=bold)
        if not self._count:
            return
        self._font(size, bold=bold)
        self._pdf.set_text_color(colour)
        for part in text.split(_NARROW):
            if part:
                wide = self.width(part, size, bold=bold)
                self._pdf.set_xy(x, base - _BASE * size * _MM)
                self._pdf.cell(wide, size * _MM, part)
                x += wide
            x += _NARROW_EM * size * _MM

    def block(
        self, x: float, text: str, size: float, *, wide: float, colour: str = INK, bold: bool = False
    ) -> None:
        """Lines of text from `y` on, broken between words; `y` is then below them."""
        step = size * _MM * 1.35
        for line in self.lines(text, size, wide, bold=bold):
            self.y += step
            self.text(x, self.y - step * 0.25, line, size, colour=colour, bold=bold)

    def rule(
        self, y: float, *, colour: str = HAIR, x: float = LEFT, to: float = RIGHT, thick: float = 0.2
    ) -> None:
        """A hairline."""
        self._pdf.set_draw_color(colour)
        self._pdf.set_line_width(thick)
        self._pdf.line(x, y, to, y)

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A plain rectangle."""
        self._pdf.set_fill_color(colour)
        self._pdf.rect(x, y, width, height, style="F")

    def stroke(self, points: Sequence[tuple[float, float]], *, colour: str = INK, thick: float = 0.4) -> None:
        """A line through points, its ends and corners round."""
        self._pdf.set_draw_color(colour)
        self._pdf.set_line_width(thick)
        with self._pdf.local_context(stroke_cap_style="ROUND", stroke_join_style="ROUND"):
            self._pdf.polyline(list(points))

    def picture(self, data: bytes, x: float, y: float, width: float, height: float) -> None:
        """A picture (PNG or JPEG), stretched to a rectangle."""
        if self._count:
            self._pdf.image(io.BytesIO(data), x=x, y=y, w=width, h=height)

    def _font(self, size: float, *, bold: bool) -> None:
        self._pdf.set_font(_FAMILY, "B" if bold else "", size)

    def _fitted(self, text: str, size: float, most: float, *, bold: bool) -> str:
        if self.width(text, size, bold=bold) <= most:
            return text
        while text and self.width(text + _ELLIPSIS, size, bold=bold) > most:
            text = text[:-1]
        return text.rstrip() + _ELLIPSIS

    def lines(self, text: str, size: float, wide: float, *, bold: bool = False) -> Sequence[str]:
        """A text in lines of a width, broken between words."""
        lines: list[str] = []
        for word in text.split(" "):
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.width(longer, size, bold=bold) <= wide:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines
