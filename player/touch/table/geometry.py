"""Where a card lies, and what fingers make of it. Pure; pixels of the table, angles in degrees clockwise."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

Point = tuple[float, float]


class Pose(msgspec.Struct, frozen=True):
    """The middle of a card, how far it is turned clockwise (0 to 360), and how much it is enlarged."""

    x: float
    y: float
    turn: float = 0.0
    scale: float = 1.0

    def outward(self, point: Point) -> Point:
        """A point of the card, from its middle in its own pixels, on the table."""
        across, up = _direction(self.turn)
        x, y = point[0] * self.scale, point[1] * self.scale
        return self.x + x * across - y * up, self.y + x * up + y * across

    def inward(self, point: Point) -> Point:
        """A point of the table, from the card's middle in the card's own pixels."""
        across, up = _direction(self.turn)
        x, y = (point[0] - self.x) / self.scale, (point[1] - self.y) / self.scale
        return x * across + y * up, y * across - x * up


class Bounds(msgspec.Struct, frozen=True):
    """Where a card's middle may lie (pixels of the table), and how much cards may be enlarged."""

    left: float
    top: float
    right: float
    bottom: float
    scale: tuple[float, float]

    def keep(self, pose: Pose) -> Pose:
        """The nearest pose within reach."""
        return Pose(
            min(max(pose.x, self.left), self.right),
            min(max(pose.y, self.top), self.bottom),
            pose.turn % 360.0,
            min(max(pose.scale, self.scale[0]), self.scale[1]),
        )


def carried(pose: Pose, before: Sequence[Point], after: Sequence[Point], bounds: Bounds) -> Pose:
    """A pose after the fingers on it went from `before` to `after`, one by one.

    One finger moves a card; more also turn and enlarge it, by the similarity that fits them best. At the
    bounds of its size a card still turns and moves.
    """
    if not before:
        return pose
    old, new = _middle(before), _middle(after)
    cross = dot = norm = 0.0
    for one, other in zip(before, after, strict=True):
        bx, by, ax, ay = one[0] - old[0], one[1] - old[1], other[0] - new[0], other[1] - new[1]
        dot += bx * ax + by * ay
        cross += bx * ay - by * ax
        norm += bx * bx + by * by
    turn, zoom = 0.0, 1.0
    if norm > 1.0 and math.hypot(dot, cross) > 1.0:
        turn, zoom = math.degrees(math.atan2(cross, dot)), math.hypot(dot, cross) / norm
    low, high = bounds.scale
    scale = min(max(pose.scale * zoom, low), high)
    zoom = scale / pose.scale
    across, up = _direction(turn)
    x, y = (pose.x - old[0]) * zoom, (pose.y - old[1]) * zoom
    moved = Pose(new[0] + x * across - y * up, new[1] + x * up + y * across, pose.turn + turn, scale)
    return bounds.keep(moved)


def straightened(pose: Pose, within_deg: float) -> Pose:
    """A pose turned to the nearest quarter, where it is nearly there."""
    quarter = round(pose.turn / 90.0) * 90.0
    if abs(pose.turn - quarter) > within_deg:
        return pose
    return msgspec.structs.replace(pose, turn=quarter % 360.0)


def _middle(points: Sequence[Point]) -> Point:
    return sum(point[0] for point in points) / len(points), sum(point[1] for point in points) / len(points)


def _direction(turn: float) -> Point:
    """Cosine and sine, exact at the quarters."""
    if turn % 90.0 == 0.0:
        return ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))[int(turn // 90.0) % 4]
    return math.cos(math.radians(turn)), math.sin(math.radians(turn))
