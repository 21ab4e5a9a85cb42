"""Bitmap type for LED boards: Terminus Font, drawn dot by dot, with a gap of its own after every letter."""

from __future__ import annotations

import gzip
import io
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache, reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import ImageFont

_FOLDER = Path(__file__).with_name("fonts")
_HARD_SPACES = "\u00a0\u202f\u2007\u2009"
_NARROW = "\u202f\u2009"
_SAME = str.maketrans({"\u2011": "-", "\u2010": "-", "\u00ad": "", "\u200b": "", "\ufeff": ""})
_STAND_IN = "?"
"""What the fonts draw for a character that they do not have; that character itself they have."""


@dataclass(frozen=True, slots=True)
class Strip:
    """Dots of a line of text: one number a row, whose lowest bit is the leftmost dot."""

    width: int
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Type:
    """One size of the type: the height of its box, and in it the rows of capitals, in dots."""

    size: int
    cell: int
    capital_top: int
    baseline: int
    gap: int

    @property
    def capital(self) -> int:
        """The height of a capital in dots."""
        return self.baseline - self.capital_top

    @property
    def space(self) -> int:
        """The width of a space between words, beside the gap that follows every letter."""
        return self.cell // 2

    @property
    def narrow_space(self) -> int:
        """The width of a narrow space, as before « h » and « ! »."""
        return max(2, self.cell // 3)

    def has(self, character: str) -> bool:
        """Whether the type draws this character."""
        return character.isspace() or not _is_missing(self, character)

    def glyph(self, character: str) -> Strip:
        """The dots of one character, without the gap after it; a hollow box where the type has none."""
        return _glyph(self, character)

    def strip(self, text: str) -> Strip:
        """One line of text."""
        end, pen, rows = 0, 0, [0] * self.size
        for character in text:
            if character.isspace():
                pen += self.narrow_space if character in _NARROW else self.space
                continue
            glyph = self.glyph(character)
            for y, row in enumerate(glyph.rows):
                rows[y] |= row << pen
            end = pen + glyph.width
            pen = end + self.gap
        return Strip(end, tuple(rows))

    def width(self, text: str) -> int:
        """How many dots wide a line of text is."""
        end, pen = 0, 0
        for character in text:
            if character.isspace():
                pen += self.narrow_space if character in _NARROW else self.space
            else:
                end = pen + self.glyph(character).width
                pen = end + self.gap
        return end


TYPES = (
    Type(32, 16, 6, 26, 3),
    Type(28, 14, 4, 22, 3),
    Type(24, 12, 4, 19, 2),
    Type(20, 10, 3, 16, 2),
    Type(16, 8, 2, 12, 1),
    Type(14, 8, 2, 12, 1),
    Type(12, 6, 2, 10, 1),
)
"""All sizes, the largest first."""


def plain(text: str) -> str:
    """Text as LED type can set it: composed letters, plain hyphens, no invisible characters."""
    composed = unicodedata.normalize("NFC", text).translate(_SAME)
    return "".join(
        character if character.isspace() or unicodedata.category(character) not in {"Cc", "Cf"} else ""
        for character in composed
    )


def is_hard_space(character: str) -> bool:
    """Whether a space holds together what stands on both sides of it."""
    return character in _HARD_SPACES


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415 - only boards of lamps need it, and every screen loads this

    bitmaps = gzip.decompress((_FOLDER / f"ter-u{size}b_unicode.pcf.gz").read_bytes())
    return ImageFont.truetype(io.BytesIO(bitmaps), size, layout_engine=ImageFont.Layout.BASIC)


def _drawn(face: Type, character: str) -> tuple[int, ...]:
    """The rows of a character as the font has it, on its full cell."""
    mask, (left, top) = _font(face.size).getmask2(character, mode="1")
    width, height = mask.size
    rows = [0] * face.size
    for y in range(max(0, -top), min(height, face.size - top)):
        rows[y + top] = sum(1 << (x + left) for x in range(max(0, -left), width) if mask.getpixel((x, y)))
    return tuple(rows)


def _is_missing(face: Type, character: str) -> bool:
    return character != _STAND_IN and _drawn(face, character) == _drawn(face, _STAND_IN)


@lru_cache(maxsize=4096)
def _glyph(face: Type, character: str) -> Strip:
    """A glyph on its own width; figures keep the width of « 0 », so that numbers stand still."""
    if _is_missing(face, character):
        return _box(face)
    rows = _drawn(face, character)
    inked = reduce(or_, rows)
    if not inked:
        return Strip(face.space, rows)
    left = (inked & -inked).bit_length() - 1
    width = inked.bit_length() - left
    full = max(width, _glyph(face, "0").width) if character in "123456789" else width
    return Strip(full, tuple(row >> left << (full - width) // 2 for row in rows))


def _box(face: Type) -> Strip:
    """What stands for a character that the type does not have."""
    width = face.cell - face.gap
    side, full = 1 | 1 << width - 1, (1 << width) - 1
    edges = {face.capital_top, face.baseline - 1}
    rows = (
        full if y in edges else side if face.capital_top < y < face.baseline else 0 for y in range(face.size)
    )
    return Strip(width, tuple(rows))
