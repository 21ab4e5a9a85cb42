"""Geometry in a plane: cutting lines and rings at the edges of a box, leaving out needless points. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]
_PIECE = 500


def cut_line(points: Sequence[Point], width: float, height: float) -> list[list[Point]]:
    """The parts of a line that lie in the box from (0, 0) to (width, height)."""
    parts: list[list[Point]] = []
    going = False
    for one, other in pairwise(points):
        inside = _segment(one, other, width, height)
        if inside is None:
            going = False
            continue
        start, end = inside
        if going and parts[-1][-1] == start:
            parts[-1].append(end)
        else:
            parts.append([start, end])
        going = end == other
    return parts


def _segment(one: Point, other: Point, width: float, height: float) -> tuple[Point, Point] | None:
    """What of a segment lies in the box (Liang and Barsky)."""
    low, high = 0.0, 1.0
    across, down = other[0] - one[0], other[1] - one[1]
    for step, room in ((-across, one[0]), (across, width - one[0]), (-down, one[1]), (down, height - one[1])):
        if step == 0:
            if room < 0:
                return None
        elif step < 0:
            low = max(low, room / step)
        else:
            high = min(high, room / step)
    if low > high:
        return None

    def at(part: float) -> Point:
        return one[0] + across * part, one[1] + down * part

    return (one if low == 0 else at(low)), (other if high == 1 else at(high))


def cut_ring(points: Sequence[Point], width: float, height: float) -> list[Point]:
    """A ring cut at the box, an edge after the other (Sutherland, Hodgman); empty where it lies outside."""
    ring = list(points)
    for axis, edge, keeps_more in ((0, 0.0, True), (0, width, False), (1, 0.0, True), (1, height, False)):
        ring = _cut_side(ring, axis, edge, keeps_more=keeps_more)
    return ring


def _cut_side(ring: list[Point], axis: int, edge: float, *, keeps_more: bool) -> list[Point]:
    kept: list[Point] = []
    for one, other in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        was, is_in = (
            (point[axis] >= edge) if keeps_more else (point[axis] <= edge) for point in (one, other)
        )
        if was != is_in:
            part = (edge - one[axis]) / (other[axis] - one[axis])
            between = one[1 - axis] + (other[1 - axis] - one[1 - axis]) * part
            kept.append((edge, between) if axis == 0 else (between, edge))
        if is_in:
            kept.append(other)
    return kept


def joined(lines: Sequence[Sequence[Point]]) -> list[list[Point]]:
    """Lines of which one ends where another does, as one; at a fork the first of them goes on."""
    ends: dict[Point, list[int]] = defaultdict(list)
    for number in reversed(range(len(lines))):
        for end in {lines[number][0], lines[number][-1]}:
            ends[end].append(number)
    found: list[list[Point]] = []
    taken: set[int] = set()
    for number, line in enumerate(lines):
        if number in taken:
            continue
        taken.add(number)
        chain = list(line)
        for _ in range(2):
            while (follows := _next(ends[chain[-1]], taken)) is not None:
                taken.add(follows)
                more = lines[follows]
                chain += more[1:] if more[0] == chain[-1] else more[-2::-1]
            chain.reverse()
        found.append(chain)
    return found


def _next(waiting: list[int], taken: set[int]) -> int | None:
    """The last number that is not taken; those after it are dropped."""
    while waiting and waiting[-1] in taken:
        waiting.pop()
    return waiting[-1] if waiting else None


def simpler(points: Sequence[Point], tolerance: float) -> list[Point]:
    """A line without the points that it does not need to stay within `tolerance` (Douglas and Peucker).

    Every so many points one is kept: the work grows with the square of a piece, not of a coast.
    """
    keep = [at % _PIECE == 0 for at in range(len(points))]
    keep[-1] = True
    ends = [*range(0, len(points) - 1, _PIECE), len(points) - 1]
    spans = list(pairwise(ends))
    while spans:
        first, last = spans.pop()
        farthest, far = first, tolerance
        for at in range(first + 1, last):
            if (away := _away(points[at], points[first], points[last])) > far:
                farthest, far = at, away
        if farthest != first:
            keep[farthest] = True
            spans += [(first, farthest), (farthest, last)]
    return [point for point, kept in zip(points, keep, strict=True) if kept]


def _away(point: Point, start: Point, end: Point) -> float:
    """How far a point is from a segment."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = across * across + down * down
    part = 0.0
    if length > 0:
        part = ((point[0] - start[0]) * across + (point[1] - start[1]) * down) / length
        part = min(1.0, max(0.0, part))
    left, below = point[0] - start[0] - across * part, point[1] - start[1] - down * part
    return float((left * left + below * below) ** 0.5)
