"""The stage of a screen, as what lies over it sees it."""

from __future__ import annotations

from typing import Protocol

from device_profiles.profile import Screen
from playlists.program import Program


class Show(Protocol):
    """The stage of a screen, as a session covers it."""

    @property
    def screen(self) -> Screen:
        """Where it is."""

    @property
    def program(self) -> Program:
        """What is on the air."""

    @property
    def may_be_covered(self) -> bool:
        """Whether nothing is on the glass that must stay there: an alert, or darkness by rule."""

    def cover(self, *, covered: bool) -> None:
        """Something lies over it, from now on or no more."""
