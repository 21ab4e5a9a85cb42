"""Shaping: which glyphs a text is drawn with and where, in the one family that Parvis ships.

The widths measured here are the widths drawn: the painter takes the same glyphs at the same places.
"""

from __future__ import annotations

from functools import lru_cache

import msgspec
import uharfbuzz as hb

from layouts.family import FONT_FILES, UNITS_PER_EM
from layouts.page import Face

_NARROW_ADVANCE = 160
_STAND_INS = {
    "\u202f": "\u00a0",
    "\u2009": "\u00a0",
    "\u2010": "-",
    "\u2011": "-",
    "\u2212": "–",
    "\u02bc": "’",
    "\u2192": "›",
    "\u00ad": "",
}
_NARROW_SPACES = "\u202f\u2009"


class Glyph(msgspec.Struct, frozen=True, gc=False):
    """A glyph by its index in the font file, at (`x`, `y`) from its line's start; font units, y up."""

    index: int
    x: float
    y: float


class Run(msgspec.Struct, frozen=True, gc=False):
    """A shaped text: its glyphs and its advance in font units."""

    glyphs: tuple[Glyph, ...]
    advance: float


@lru_cache(maxsize=2)
def font(face: Face) -> hb.Font:
    """The face as HarfBuzz draws it, unhinted, in font units."""
    return hb.Font(hb.Face(hb.Blob.from_file_path(str(FONT_FILES[face]))))


def shape_once(text: str, face: Face, *, tabular: bool = False) -> Run:
    """The glyphs of one line of `text`, kerned; figures on one common width where `tabular`.

    The family has no narrow no-break space: it is drawn as a space of 0.16 em. Soft hyphens take no room.
    """
    drawn = [(_STAND_INS.get(letter, letter), letter) for letter in text]
    letters = [letter for shown, letter in drawn if shown]
    if not letters:
        return Run((), 0.0)
    buffer = hb.Buffer()
    buffer.add_codepoints([ord(shown) for shown, _ in drawn if shown])
    buffer.guess_segment_properties()
    buffer.direction = "ltr"
    hb.shape(font(face), buffer, {"kern": not tabular, "liga": not tabular})
    glyphs, pen = [], 0.0
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        letter, advance, shift = letters[info.cluster], float(position.x_advance), 0.0
        if letter in _NARROW_SPACES:
            advance = _NARROW_ADVANCE
        elif tabular and letter in "0123456789":
            shift = (figure_width(face) - advance) / 2
            advance = figure_width(face)
        glyphs.append(Glyph(info.codepoint, pen + shift + position.x_offset, float(position.y_offset)))
        pen += advance
    return Run(tuple(glyphs), pen)


@lru_cache(maxsize=20_000)
def shape(text: str, face: Face, *, tabular: bool = False) -> Run:
    """The same, kept with its text for when it is drawn again."""
    return shape_once(text, face, tabular=tabular)


@lru_cache(maxsize=2)
def figure_width(face: Face) -> float:
    """The width of every figure in tabular setting, in font units: that of the widest."""
    letters = font(face)
    return max(float(letters.get_glyph_h_advance(letters.get_nominal_glyph(ord(c)))) for c in "0123456789")


def advance(text: str, face: Face, size: float, tracking: float = 0.0, *, tabular: bool = False) -> float:
    """The width of `text` in pixels at an em of `size` pixels; `tracking` pixels follow every glyph."""
    run = shape(text, face, tabular=tabular)
    return run.advance * size / UNITS_PER_EM + tracking * len(run.glyphs)


def missing_glyphs(text: str) -> str:
    """The letters of `text`, each once and in order, that the family cannot draw."""
    letters = font(Face.REGULAR)
    drawn = {c: _STAND_INS.get(c, c) for c in text if c != "\n"}
    return "".join(c for c, shown in drawn.items() if shown and not letters.get_nominal_glyph(ord(shown)))
