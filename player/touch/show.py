"""The stage of a screen, as what lies over it sees it."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject

from device_profiles.profile import Screen
from playlists.documents import Batch
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


class Cover(Protocol):
    """What lies over the stage for those who touch it: a QML file, and what that shows as `touch`."""

    @property
    def view(self) -> Path:
        """The file of its item."""

    @property
    def model(self) -> QObject:
        """What the item shows."""

    def touches(self) -> int:
        """How often it was touched in the last whole hour."""

    def know(self, data: tuple[Batch, ...]) -> None:
        """Take other city data."""

    def close(self) -> None:
        """End what is going on, and wait for nothing."""

    def join(self, patience_s: float) -> bool:
        """After `close`: whether nothing of it works any more, within so many seconds; keep it until then."""
