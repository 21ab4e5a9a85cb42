"""A hand on the map: one finger drags, two draw apart or together; one that hardly moves has only touched.

Pure but for what it remembers of the present touch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from player.touch.district.frame import Frame, Point, kept, moved
from player.touch.district.sight import Sight

_SPARE = 0.15
"""Of the window: so near to the edge of what is painted more is painted."""
_ENLARGED = 1.6
"""So much larger or smaller than it was painted a map is painted anew."""


@dataclass(slots=True)
class Hand:
    """The fingers that went down on a map, from the first one until the last one is lifted.

    `slop` is in pixels, points are of the page; fingers go by their numbers.
    """

    frame: Frame
    slop: float
    moves: bool = False
    _starts: dict[int, Point] = field(default_factory=dict)
    _seen: dict[int, Point] = field(default_factory=dict)
    _last: tuple[Point, ...] = ()

    @property
    def is_lifted(self) -> bool:
        """Whether no finger is left."""
        return not self._starts

    def join(self, sight: Sight, finger: int, at: Point) -> None:
        """A finger goes down on the map."""
        self._starts[finger] = self._seen[finger] = at
        self._last = (*self._last, self._in(sight, at))[:2]

    def lifted(self, points: Mapping[int, Point]) -> Point | None:
        """Where the finger went down that is not there any more; None while all are."""
        gone = [finger for finger in self._starts if finger not in points]
        starts = [self._starts.pop(finger) for finger in gone]
        if starts:
            self._last = ()
        return starts[-1] if starts else None

    def feel(self, sight: Sight, points: Mapping[int, Point]) -> bool:
        """Where the fingers are now; a finger more or less moves nothing by itself.

        Whether one has gone anywhere since that was last so: what only trembles is nobody's doing.
        """
        there = {finger: points[finger] for finger in self._starts}
        now = tuple(self._in(sight, point) for point in list(there.values())[:2])
        stirs = self._are_far(there, self._seen)
        if stirs:
            self._seen.update(there)
        self.moves = self.moves or self._are_far(there, self._starts)
        if self.moves and len(now) == len(self._last):
            frame = moved(self.frame, self._last, now)
            self.frame = kept(frame, sight.district, farthest=sight.farthest, nearest=sight.nearest)
        if self.moves or len(now) != len(self._last):
            self._last = now
        return stirs

    def _are_far(self, points: Mapping[int, Point], others: Mapping[int, Point]) -> bool:
        """Whether a finger is so far from where it was that it has moved."""
        pairs = ((point, others[finger]) for finger, point in points.items())
        return any(max(abs(a[0] - b[0]), abs(a[1] - b[1])) > self.slop for a, b in pairs)

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
