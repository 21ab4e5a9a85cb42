"""Lettering: words as outlines of the bundled face, so that a drawing needs no font to be read."""

from __future__ import annotations

from functools import cache

import uharfbuzz as hb

from illustrations.drawing import Drawing, number
from layouts.family import FONT_FILES
from layouts.page import Face

_EM = 1000


class _Pen:
    """Collects a glyph's outline as an SVG path, y turned to point down."""

    def __init__(self, x: float, scale: float) -> None:
        self._x = x
        self._scale = scale
        self.outline: list[str] = []

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - the names of uharfbuzz's pens
        self.outline.append(f"M{self._at(point)}")

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self.outline.append(f"L{self._at(point)}")

    def qCurveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self.outline.append("Q" + " ".join(self._at(point) for point in points))

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self.outline.append("C" + " ".join(self._at(point) for point in points))

    def closePath(self) -> None:  # noqa: N802
        self.outline.append("Z")

    def _at(self, point: tuple[float, float]) -> str:
        return f"{number(self._x + point[0] * self._scale)} {number(-point[1] * self._scale)}"


@cache
def _font(face: Face) -> hb.Font:
    return hb.Font(hb.Face(hb.Blob.from_file_path(str(FONT_FILES[face]))))


def outline(text: str, size: float, *, face: Face = Face.BOLD) -> tuple[str, float]:
    """The path of a line whose baseline starts at (0, 0), and its width; `size` is the em."""
    font = _font(face)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    scale = size / font.face.upem
    parts: list[str] = []
    x = 0.0
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        pen = _Pen(x + position.x_offset * scale, scale)
        font.draw_glyph_with_pen(info.codepoint, pen)
        parts += pen.outline
        x += position.x_advance * scale
    return "".join(parts), x


def write(
    d: Drawing,
    start: tuple[float, float],
    text: str,
    size: float,
    fill: str,
    *,
    face: Face = Face.BOLD,
    align: float = 0,
) -> float:
    """Write a line on its baseline; `align` 0 begins at `start`, 1 ends there. Returns the width."""
    path, width = outline(text, size, face=face)
    with d.at(start[0] - align * width, start[1]):
        d.path(path, fill)
    return width
