"""A map on a page: where it lies, what is seen of it, and the larger picture that moves behind it."""

from __future__ import annotations

import msgspec

from layouts.layout import Rect
from player.touch.district.chart import Chart, Gathered
from player.touch.district.frame import Frame, Point
from playlists.district import District


class Sight(msgspec.Struct, frozen=True, kw_only=True):
    """A window (`rect`, in pixels of the page) on a map that is painted with more around it than is seen.

    `frame` is what the window shows; `farthest` and `nearest` are pixels per metre.
    """

    rect: Rect
    frame: Frame
    chart: Chart
    district: District
    farthest: float
    nearest: float

    def seen(self, one: Gathered, frame: Frame) -> Rect:
        """Where a pin of the painted map is on the page while the window shows `frame`."""
        x, y = frame.shown(*self.chart.frame.meant(*one.middle))
        wide, high = one.rect.width, one.rect.height
        return Rect(self.rect.x + x - wide / 2, self.rect.y + y - high / 2, wide, high)

    def pin(self, at: Point, frame: Frame) -> Gathered | None:
        """The topmost pin at a point of the page while the window shows `frame`."""
        for one in reversed(self.chart.pins):
            rect = self.seen(one, frame)
            if rect.x <= at[0] < rect.right and rect.y <= at[1] < rect.bottom:
                return one
        return None

    def painted(self, frame: Frame) -> tuple[float, float, float]:
        """Where the painted map's corner is in the window that shows `frame`, and how enlarged it is."""
        x, y = frame.shown(*self.chart.frame.meant(0, 0))
        return x, y, frame.scale / self.chart.frame.scale
