"""A hand on the map: one finger drags, two draw apart or together; one that hardly moves has only touched.

Pure but for what it remembers of the present touch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from player.touch.district.frame import Frame, Point, kept, moved
from player.touch.district.sight import Sight
from player.touch.limits import LIMITS

_SPARE = 0.15
"""Of the window: so near to the edge of what is painted more is painted."""
_ENLARGED = 1.6
"""So much larger or smaller than it was painted a map is painted anew."""


@dataclass(slots=True)
class Hand:
    """From the first finger down on a map to the last one up. `slop` is in pixels, points are of the page."""

    frame: Frame
    start: Point
    slop: float
    moves: bool = False
    _last: tuple[Point, ...] = field(default_factory=tuple)

    @classmethod
    def on(cls, sight: Sight, frame: Frame, at: Point, mm: float) -> Hand:
        """A finger goes down on a map that shows `frame`."""
        return cls(frame, at, LIMITS.drag_mm * mm, _last=(cls._in(sight, at),))

    def feel(self, sight: Sight, points: Sequence[Point]) -> None:
        """Where the fingers are now, none left out; a finger more or less moves nothing by itself."""
        now = tuple(self._in(sight, point) for point in points[:2])
        if not now:
            return
        if not self.moves:
            far = max(abs(points[0][0] - self.start[0]), abs(points[0][1] - self.start[1]))
            self.moves = len(points) > 1 or far > self.slop
        if self.moves and len(now) == len(self._last):
            frame = moved(self.frame, self._last, now)
            self.frame = kept(frame, sight.district, farthest=sight.farthest, nearest=sight.nearest)
        if self.moves or len(now) != len(self._last):
            self._last = now

    @staticmethod
    def _in(sight: Sight, point: Point) -> Point:
        return point[0] - sight.rect.x, point[1] - sight.rect.y


def runs_out(sight: Sight, frame: Frame) -> bool:
    """Whether what is painted ends soon under a window that shows `frame`, or is enlarged too much."""
    x, y, enlarged = sight.painted(frame)
    wide, high = frame.width * _SPARE, frame.height * _SPARE
    right = x + sight.chart.frame.width * enlarged
    bottom = y + sight.chart.frame.height * enlarged
    painted = sight.chart.frame
    left_over = (
        (x > -wide and painted.meant(0, 0)[0] > 0)
        or (y > -high and painted.meant(0, 0)[1] > 0)
        or (right < frame.width + wide and painted.meant(painted.width, 0)[0] < sight.district.width)
        or (bottom < frame.height + high and painted.meant(0, painted.height)[1] < sight.district.height)
    )
    return left_over or not 1 / _ENLARGED < enlarged < _ENLARGED
