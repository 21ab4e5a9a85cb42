"""The four sides at which people stand: how a panel is turned there, and where one finds room."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from layouts.layout import Rect
from player.touch.table.geometry import Point


class Side(IntEnum):
    """A side of the table; its number is how far what stands there is turned clockwise, in degrees."""

    BOTTOM = 0
    LEFT = 90
    TOP = 180
    RIGHT = 270

    @property
    def is_long(self) -> bool:
        """Whether it lies along the table's width."""
        return self in (Side.BOTTOM, Side.TOP)


def nearest_side(width: float, height: float, at: Point) -> tuple[Side, float]:
    """The side that is nearest to a point of the table, and how far away it is."""
    far = {
        Side.BOTTOM: height - at[1],
        Side.TOP: at[1],
        Side.LEFT: at[0],
        Side.RIGHT: width - at[0],
    }
    side = min(far, key=lambda one: far[one])
    return side, far[side]


def inward(rect: Rect, side: Side, point: Point) -> Point:
    """A point of the table in the pixels of a panel that fills `rect` on a side."""
    x, y = point
    match side:
        case Side.BOTTOM:
            return x - rect.x, y - rect.y
        case Side.LEFT:
            return y - rect.y, rect.right - x
        case Side.TOP:
            return rect.right - x, rect.bottom - y
        case Side.RIGHT:
            return rect.bottom - y, x - rect.x


def outward(rect: Rect, side: Side, inner: Rect) -> Rect:
    """A rectangle of a panel, on the table."""
    match side:
        case Side.BOTTOM:
            return Rect(rect.x + inner.x, rect.y + inner.y, inner.width, inner.height)
        case Side.LEFT:
            return Rect(rect.right - inner.bottom, rect.y + inner.x, inner.height, inner.width)
        case Side.TOP:
            return Rect(rect.right - inner.right, rect.bottom - inner.bottom, inner.width, inner.height)
        case Side.RIGHT:
            return Rect(rect.x + inner.y, rect.bottom - inner.right, inner.height, inner.width)


def room_at(
    table: Point,
    side: Side,
    at: Point,
    size: tuple[float, float],
    *,
    taken: Sequence[Rect],
    corner: float,
) -> Rect | None:
    """Where a panel of a size (along the edge, inwards) finds room on a side, as near to `at` as can be.

    It lies against the edge, whole on the table, over none of `taken`; None where there is no such place.
    On a long side it leaves `corner` pixels free at both ends, for those who stand at the short ones.
    """
    long, deep = size
    edge = table[0] if side.is_long else table[1]
    low = corner if side.is_long else 0.0
    high = edge - low - long
    wanted = min(max((at[0] if side.is_long else at[1]) - long / 2, low), high)
    whole = _strip(table, side, 0.0, edge, deep)
    spans = [_span(other, side) for other in taken if overlap(other, whole)]
    starts = [wanted, *(end for _, end in spans), *(start - long for start, _ in spans)]
    free = [
        start
        for start in starts
        if low <= start <= high and all(start >= end or start + long <= begin for begin, end in spans)
    ]
    if not free:
        return None
    return _strip(table, side, min(free, key=lambda start: abs(start - wanted)), long, deep)


def _strip(table: Point, side: Side, start: float, long: float, deep: float) -> Rect:
    match side:
        case Side.BOTTOM:
            return Rect(start, table[1] - deep, long, deep)
        case Side.TOP:
            return Rect(start, 0.0, long, deep)
        case Side.LEFT:
            return Rect(0.0, start, deep, long)
        case Side.RIGHT:
            return Rect(table[0] - deep, start, deep, long)


def _span(rect: Rect, side: Side) -> tuple[float, float]:
    return (rect.x, rect.right) if side.is_long else (rect.y, rect.bottom)


def overlap(one: Rect, other: Rect) -> bool:
    """Whether two rectangles have points in common."""
    across = one.x < other.right and other.x < one.right
    return across and one.y < other.bottom and other.y < one.bottom
