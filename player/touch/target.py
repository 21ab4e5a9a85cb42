"""What can be touched on a page, and what that does."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from layouts.layout import Rect
from layouts.page import Page
from player.touch.district.sight import Sight


class Act(StrEnum):
    """What touching a target does."""

    BACK = "back"
    HOME = "home"
    LANGUAGES = "languages"
    SPEAK = "speak"
    EASE = "ease"
    SERVICE = "service"
    ENTRY = "entry"
    SEARCH = "search"
    TYPE = "type"
    ERASE = "erase"
    CLEAR = "clear"
    EMERGENCY = "emergency"
    TURN = "turn"
    POLL = "poll"
    VOTE = "vote"
    OUTDATED = "outdated"
    SIGNAL = "signal"
    AGAIN = "again"
    MAP = "map"
    GROUP = "group"
    NEARER = "nearer"
    FARTHER = "farther"
    CENTRE = "centre"
    NARROW = "narrow"
    STAY = "stay"
    END = "end"
    LAY = "lay"
    SWIVEL = "swivel"
    ZOOM = "zoom"


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """Something to touch: where, what it does (with which value), and how it is called when it is spoken."""

    rect: Rect
    act: Act
    value: str = ""
    about: str = ""
    label: str


class TouchPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page as it is painted, and what can be touched on it; `more` where another sheet of it follows.

    `shortened` tells that not all words found room where they stand.
    Of its marks and targets the first `own_marks` and `own_targets` are its own; those of every page follow.
    `map` is what lies over it and moves under fingers.
    """

    page: Page
    targets: tuple[Target, ...]
    more: bool = False
    shortened: bool = False
    own_marks: int = 0
    own_targets: int = 0
    map: Sight | None = None

    def at(self, x: float, y: float) -> Target | None:
        """The target at a point."""
        return next((target for target in reversed(self.targets) if holds(target.rect, x, y)), None)


def holds(rect: Rect, x: float, y: float) -> bool:
    """Whether a point lies in a rectangle."""
    return rect.x <= x < rect.right and rect.y <= y < rect.bottom
