"""Millimetres and letters of one screen in pixels: how large what is touched and read must be."""

from __future__ import annotations

from dataclasses import dataclass

from device_profiles.profile import Screen
from layouts.family import CAP_HEIGHT
from layouts.layout import Rect
from layouts.legibility import unit_px
from player.touch.limits import LIMITS
from player.touch.session import Comfort

_MARGIN = 0.05
"""Of the short side."""
_LEADING = 1.25


@dataclass(frozen=True, slots=True)
class Measures:
    """Sizes on one screen, in its pixels, with the comforts of a session; `headed` where a header stands."""

    screen: Screen
    comfort: Comfort
    headed: bool = True

    def mm(self, millimetres: float) -> float:
        """Millimetres in whole pixels, rounded up: never smaller than asked for."""
        return float(-(-millimetres // self.screen.pitch_mm))

    @property
    def margin(self) -> float:
        """Between the edge and all that is on it."""
        return round(min(self.screen.width, self.screen.height) * _MARGIN)

    @property
    def body(self) -> float:
        """The em of plain text: its capitals are as high as the profile's rule asks, or twice that."""
        em = unit_px(self.screen) / CAP_HEIGHT
        return round(em * (2 if self.comfort.large else 1))

    @property
    def title(self) -> float:
        """The em of a page's title."""
        plain, large = (1.8, 1.25) if self.headed else (1.4, 1.0)
        return round(self.body * (large if self.comfort.large else plain))

    @property
    def leading(self) -> float:
        """From line to line of plain text."""
        return round(self.body * _LEADING)

    @property
    def gap(self) -> float:
        """Between two targets."""
        return self.mm(LIMITS.gap_mm)

    @property
    def target(self) -> float:
        """The least height and width of a target."""
        return self.mm(LIMITS.target_mm)

    @property
    def header(self) -> Rect:
        """Where place and time stand."""
        ems, edge = (1.25, 0.4) if self.comfort.large else (3.4, 0.6)
        height = round(self.body * ems + self.margin * edge) if self.headed else 0
        return Rect(0, 0, self.screen.width, height)

    @property
    def apart(self) -> float:
        """The least between two targets."""
        return self.mm(LIMITS.apart_mm)

    @property
    def has_own_row(self) -> bool:
        """Whether reading aloud has a row of the bar of its own: on every page, whatever is spoken."""
        return self.comfort.large and self.headed and self.screen.speech

    @property
    def bar_row(self) -> float:
        """The height of one of them."""
        ems = 1.25 if self.is_tight else 1.35 if self.comfort.large else 1.9
        return max(self.target, round(self.body * ems))

    @property
    def bar(self) -> Rect:
        """Where the switches of all comforts, back, home and languages are, always in the same place."""
        rows = 3 if self.has_own_row else 2
        height = rows * (self.bar_row + self.apart) + self.apart
        return Rect(0, self.screen.height - height, self.screen.width, height)

    @property
    def top(self) -> float:
        """Where a page begins to be seen; what can be touched may begin lower."""
        return self.header.bottom + round(self.margin * 0.6)

    @property
    def room(self) -> Rect:
        """Where the page is; low enough for everyone where that was asked for."""
        top = max(self.top, self.reach_top) if self.comfort.reach else self.top
        bottom = self.bar.y - round(self.margin * 0.5)
        return Rect(self.margin, top, self.screen.width - 2 * self.margin, bottom - top)

    @property
    def line(self) -> float:
        """The height of a button or field of one line."""
        return max(self.target, round(self.body * (1.6 if self.is_tight else 2.0)))

    @property
    def is_tight(self) -> bool:
        """Whether large text has to do with little room."""
        return self.comfort.large and not self.headed

    @property
    def reach_top(self) -> float:
        """Above this, in pixels from the top edge, nothing can be reached from a wheelchair."""
        top_mm = self.screen.bottom_mm + self.screen.height_mm
        return self.mm(max(0.0, top_mm - LIMITS.reach_high_mm))
