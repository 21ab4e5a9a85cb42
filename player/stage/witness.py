"""What one screen tells of its work, to whoever wants to know."""

from __future__ import annotations

from player.stage.glass import Glass
from player.stage.props import PageKey, SceneProps
from playlists.program import Program


class Witness:
    """Told by a `LiveScreen`; does nothing with it. What is told must be taken quickly."""

    def opens(self, glass: Glass) -> None:
        """The screen has a window, which may be looked at."""

    def scene(self, props: SceneProps, program: Program, at_ms: int) -> None:
        """From now on this is to be drawn, if it differs from before."""

    def frame(self, at_ms: int) -> None:
        """A frame of the last scene was presented."""

    def covered(self, *, covered: bool) -> None:
        """Something else lies over the scene, from now on or no more: what is drawn is not on the glass."""

    def painting(self, key: PageKey) -> None:
        """A worker begins to decode and paint this."""

    def painted(self, _: PageKey) -> None:
        """It is done with it, well or not."""

    def broken(self, key: PageKey, reason: Exception) -> None:
        """It cannot be shown; its predecessor stays."""
