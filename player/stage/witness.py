"""What one screen tells of its work, to whoever wants to know."""

from __future__ import annotations

from collections.abc import Mapping

from device_profiles.report import What
from player.stage.glass import Glass
from player.stage.props import PageKey, SceneProps
from playlists.program import Program


class Witness:
    """Told by a `LiveScreen`; does nothing with it. What is told must be taken quickly."""

    def opens(self, glass: Glass) -> None:
        """The screen has a window, which may be looked at."""

    def leaves(self) -> None:
        """The screen is closed: nothing of it is on the glass any more."""

    def scene(self, props: SceneProps, program: Program, at_ms: int) -> None:
        """From now on this is to be drawn, if it differs from before."""

    def frame(self, at_ms: int) -> None:
        """A frame of the last scene was presented."""

    def covered(self, *, covered: bool) -> None:
        """Something else lies over the scene, from now on or no more: what is drawn is not on the glass."""

    def tallies(self, _what: What, _name: str, _answer: str, _hour_ms: int, _count: int, /) -> int | None:
        """So many times within an hour people did this at the screen.

        Once `written` has come to what is returned, that is on the disk; None: it cannot be taken.
        """
        return 0

    @property
    def written(self) -> int:
        """How far what was told is on the disk."""
        return 0

    @property
    def votes(self) -> Mapping[tuple[str, str], int]:
        """How often each answer to each poll was given at this device, by poll and answer."""
        return {}

    def painting(self, key: PageKey) -> None:
        """A worker begins to decode and paint this."""

    def painted(self, _: PageKey) -> None:
        """It is done with it, well or not."""

    def broken(self, key: PageKey, reason: Exception) -> None:
        """It cannot be shown; its predecessor stays."""
