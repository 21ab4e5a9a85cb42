"""A map that was composed, and the pins in it."""

from __future__ import annotations

import msgspec

from layouts.layout import Rect
from layouts.page import Page
from player.touch.district.frame import Frame


class Pin(msgspec.Struct, frozen=True, kw_only=True):
    """Something with a place: `about` and `id` say what it is, `x` and `y` are decimetres of the district."""

    about: str
    id: str
    x: float
    y: float
    title: str
    pictogram: str
    colour: str
    ink: str


class Gathered(msgspec.Struct, frozen=True):
    """One pin, or several that are too near for a finger, and where it is touched in pixels of the frame."""

    rect: Rect
    pins: tuple[Pin, ...]
    chosen: bool = False

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle in pixels."""
        return self.rect.x + self.rect.width / 2, self.rect.y + self.rect.height / 2


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """A map as it is painted: its frame, its marks, and the pins in it, those on top last."""

    frame: Frame
    page: Page
    pins: tuple[Gathered, ...] = ()
