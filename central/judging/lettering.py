"""Words in the place of a picture that was not published: what is due there, as far as words can say it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import count, takewhile

from PIL import Image, ImageDraw, ImageFont

from layouts.family import FONT_FILES
from layouts.page import Face

_LARGEST, _SMALLEST = 30, 9
_PART = 0.24
"""The largest letters, of the height of their box."""
_LEADING = 1.25
_MARGIN = 0.05
_LIGHT, _DARK = "#f4f0e8", "#10222b"
_MIDDLE = 128

Box = tuple[int, int, int, int]


def write(canvas: Image.Image, box: Box, texts: Sequence[str]) -> None:
    """Write texts below each other in the middle of a box, as large as fits; nothing where none does."""
    left, top, right, bottom = box
    margin = max(1, round(_MARGIN * min(right - left, bottom - top)))
    width, height = right - left - 2 * margin, bottom - top - 2 * margin
    largest = max(_SMALLEST, min(_LARGEST, round(_PART * height)))
    for size in takewhile(lambda size: size >= _SMALLEST, count(largest, -1)):
        font = _font(size)
        lines = [line for text in texts for line in _broken(text, font, width)]
        high = round(size * _LEADING)
        if len(lines) * high <= height and all(font.getlength(line) <= width for line in lines):
            _set(canvas, box, lines, font, high)
            return


def _set(canvas: Image.Image, box: Box, lines: list[str], font: ImageFont.FreeTypeFont, high: int) -> None:
    left, top, right, bottom = box
    draw, middle = ImageDraw.Draw(canvas), ((left + right) // 2, (top + bottom) // 2)
    ground = canvas.crop(box).resize((1, 1), Image.Resampling.BOX).convert("L").tobytes()[0]
    ink = _LIGHT if ground < _MIDDLE else _DARK
    first = middle[1] - high * (len(lines) - 1) / 2
    for number, line in enumerate(lines):
        draw.text((middle[0], first + number * high), line, ink, font, anchor="mm")


def _broken(text: str, font: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    """A text in lines that are no wider, as far as its words allow."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > width:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line


@lru_cache(maxsize=_LARGEST)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT_FILES[Face.BOLD], size)
