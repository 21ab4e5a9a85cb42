"""Where names stand on a map: the most important first, none over another, always the same ones. Pure.

Where a name stands depends on its place in the district and on the scale, not on what part of it is seen: so
names stay while a map is dragged.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from layouts.family import UNITS_PER_EM
from layouts.layout import Rect
from layouts.page import Face, Lettering
from layouts.shaping import advance
from layouts.typeset import break_lines
from player.touch.district.frame import Point

_LEADING = 1.12
_BROAD_EM = 9.0
"""A name broader than that goes into two lines, where it can be parted."""
_MOST_LINES = 3
_HEIGHT = 0.95
_SPREAD = 0.09
_CROOKED = 0.35
"""So far, in ems, a street may leave the straight line of its name."""
_EVERY_EM = 14.0
_AGAIN_EM = 40.0
"""How often along a street its name is tried, and how far from itself it may stand again."""
_SIGN_EM = 11.0
_CLEAR = 0.35
"""Between two names in one line, in ems."""
_HALF_TURN = 180.0


@dataclass(slots=True)
class Lettered:
    """Sets names on a picture, keeping clear of what is there and of the edges.

    `whole` is the picture; a name lies in its `window` or out of that, for behind it the picture is moved.
    """

    whole: Rect
    window: Rect
    size: float
    halo: str
    marks: list[Lettering] = field(default_factory=list)
    _taken: dict[tuple[int, int], list[Rect]] = field(default_factory=dict)
    _named: dict[str, list[Point]] = field(default_factory=dict)

    _signed: dict[str, list[Point]] = field(default_factory=dict)

    def block(self, rect: Rect) -> None:
        """Let nothing be set here."""
        for cell in self._cells(rect):
            self._taken.setdefault(cell, []).append(rect)

    def beside(self, text: str, at: Point, away: float, colour: str, face: Face) -> bool:
        """A name beside a point, `away` pixels from it, on one of eight sides. Whether it fits."""
        (x, y), (lines, width, high) = at, self._lines(text, face)
        inset = away * 0.7
        for left, top, flush in (
            (x + away, y - high / 2, 1),
            (x - away - width, y - high / 2, -1),
            (x - width / 2, y + away, 0),
            (x - width / 2, y - away - high, 0),
            (x + inset, y + inset, 1),
            (x + inset, y - inset - high, 1),
            (x - inset - width, y + inset, -1),
            (x - inset - width, y - inset - high, -1),
        ):
            rect = Rect(left, top, width, high)
            if self._fits([rect]):
                self._set(lines, rect, colour, face, flush=flush)
                return True
        return False

    def signs(self, text: str, points: Sequence[float]) -> Iterator[Rect]:
        """Where the number of a line stands on it, again and again: rectangles, taken from now on."""
        width = max(self.size, advance(text, Face.BOLD, self.size)) + self.size * 0.3
        places = self._signed.setdefault(text, [])
        for x, y, _ in straight(points, width, self.size, self.size * _SIGN_EM):
            rect = Rect(x - width / 2, y - self.size * 0.6, width, self.size * 1.2)
            if any(math.dist((x, y), other) < self.size * _SIGN_EM / 2 for other in places):
                continue
            if self._fits([rect]):
                places.append((x, y))
                yield rect

    def over(self, text: str, at: Point, colour: str, face: Face) -> bool:
        """A name in the middle of what it names. Whether it fits."""
        lines, width, high = self._lines(text, face)
        rect = Rect(at[0] - width / 2, at[1] - high / 2, width, high)
        if not self._fits([rect]):
            return False
        self._set(lines, rect, colour, face, flush=0)
        return True

    def along(self, text: str, points: Sequence[float], colour: str, face: Face) -> bool:
        """A name along a line, at most places where that is straight enough. Whether it stands anywhere."""
        width = advance(text, face, self.size)
        places = self._named.setdefault(text, [])
        before = len(places)
        for x, y, degrees in straight(points, width + self.size, self.size * _CROOKED, self.size * _EVERY_EM):
            if any(math.dist((x, y), other) < self.size * _AGAIN_EM for other in places):
                continue
            if self._fits(_chain(x, y, degrees, width, self.size)):
                places.append((x, y))
                self.marks.append(self._mark(text, (x, y), colour, face, degrees))
        return len(places) > before

    def _lines(self, text: str, face: Face) -> tuple[Sequence[str], float, float]:
        lines: Sequence[str] = (text,)
        if advance(text, face, self.size) > self.size * _BROAD_EM:
            parted = break_lines(text, face, _BROAD_EM * UNITS_PER_EM)
            lines = parted if parted and len(parted) <= _MOST_LINES else lines
        width = max(advance(line, face, self.size) for line in lines)
        return lines, width, self.size * (_HEIGHT + _LEADING * (len(lines) - 1))

    def _set(self, lines: Sequence[str], rect: Rect, colour: str, face: Face, *, flush: int) -> None:
        """Lines in a rectangle: from its left edge (1), in its middle (0), to its right edge (-1)."""
        for number, line in enumerate(lines):
            own = advance(line, face, self.size)
            x = rect.x + {1: own / 2, 0: rect.width / 2, -1: rect.width - own / 2}[flush]
            y = rect.y + self.size * (_HEIGHT / 2 + _LEADING * number)
            self.marks.append(self._mark(line, (x, y), colour, face))

    def _mark(self, text: str, at: Point, colour: str, face: Face, degrees: float = 0.0) -> Lettering:
        return Lettering(
            x=round(at[0], 1),
            y=round(at[1], 1),
            text=text,
            face=face,
            size=self.size,
            colour=colour,
            halo=self.halo,
            spread=self.size * _SPREAD,
            degrees=round(degrees, 1),
        )

    def _fits(self, rects: list[Rect]) -> bool:
        """Whether all is on the picture and free; then it is taken."""
        for rect in rects:
            if not _within(rect, self.whole) or (not _within(rect, self.window) and _meet(rect, self.window)):
                return False
            near = (other for cell in self._cells(rect) for other in self._taken.get(cell, ()))
            if any(_meet(rect, other) for other in near):
                return False
        clear = self.size * _CLEAR
        for rect in rects:
            self.block(Rect(rect.x - clear, rect.y, rect.width + 2 * clear, rect.height))
        return True

    def _cells(self, rect: Rect) -> Iterator[tuple[int, int]]:
        cell = 4 * self.size
        for column in range(int(rect.x // cell), int(rect.right // cell) + 1):
            for row in range(int(rect.y // cell), int(rect.bottom // cell) + 1):
                yield column, row


def straight(
    points: Sequence[float], length: float, crooked: float, step: float
) -> Iterator[tuple[float, float, float]]:
    """Middles and directions (degrees clockwise, never upside down) of the straight pieces of a flat line.

    Pieces of `length` are tried every `step` pixels from the middle of the line on; none leaves its straight
    line by more than `crooked`.
    """
    corners = list(zip(points[::2], points[1::2], strict=True))
    ways = [0.0]
    for one, other in pairwise(corners):
        ways.append(ways[-1] + math.dist(one, other))
    whole = ways[-1]
    count = int((whole - length) / 2 // step) if whole >= length else -1
    for number in sorted(range(-count, count + 1), key=abs):
        start = (whole - length) / 2 + number * step
        first, last = _at(corners, ways, start), _at(corners, ways, start + length)
        between = [corner for corner, way in zip(corners, ways, strict=True) if start < way < start + length]
        chord = math.dist(first, last)
        if chord < length * 0.9 or any(_off(corner, first, last, chord) > crooked for corner in between):
            continue
        degrees = math.degrees(math.atan2(last[1] - first[1], last[0] - first[0]))
        if not -_HALF_TURN / 2 < degrees <= _HALF_TURN / 2:
            degrees -= math.copysign(_HALF_TURN, degrees)
        yield (first[0] + last[0]) / 2, (first[1] + last[1]) / 2, degrees


def _at(corners: Sequence[Point], ways: Sequence[float], way: float) -> Point:
    """The point of a line so far from its start."""
    for (one, other), (begun, done) in zip(pairwise(corners), pairwise(ways), strict=True):
        if way <= done:
            part = (way - begun) / (done - begun) if done > begun else 0.0
            return one[0] + (other[0] - one[0]) * part, one[1] + (other[1] - one[1]) * part
    return corners[-1]


def _off(point: Point, one: Point, other: Point, chord: float) -> float:
    """How far a point is from a straight line."""
    across, down = other[0] - one[0], other[1] - one[1]
    return abs((point[0] - one[0]) * down - (point[1] - one[1]) * across) / chord


def _chain(x: float, y: float, degrees: float, width: float, size: float) -> list[Rect]:
    """Squares along a turned line of text, so near to each other that it lies in them."""
    count = max(1, math.ceil(2 * width / size))
    across, down = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    half = size * _HEIGHT / 2
    rects = []
    for number in range(count):
        at = (number + 0.5) * width / count - width / 2
        rects.append(Rect(x + at * across - half, y + at * down - half, 2 * half, 2 * half))
    return rects


def _within(one: Rect, other: Rect) -> bool:
    return other.x <= one.x and other.y <= one.y and one.right <= other.right and one.bottom <= other.bottom


def _meet(one: Rect, other: Rect) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom
