"""What a touch screen offers now: by the program on the air, and the city data that stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from device_profiles.profile import Screen
from player.touch.here import Here
from player.touch.search import Index
from playlists.documents import Batch
from playlists.program import Program

HereOf = Callable[[Program, Screen, Sequence[Batch]], Here | None]


class Offer:
    """What there is, and how it is searched; None of it where nothing is offered. `here_of` finds it."""

    def __init__(self, screen: Screen, here_of: HereOf) -> None:
        self._screen, self._here_of = screen, here_of
        self._program: Program | None = None
        self._data: tuple[Batch, ...] = ()
        self.here: Here | None = None
        self.index: Index | None = None

    def know(self, data: tuple[Batch, ...]) -> bool:
        """Take other city data, for the next look. Whether they are others."""
        if data == self._data:
            return False
        self._data, self._program = data, None
        return True

    def look(self, program: Program) -> None:
        """Take what is offered by a program."""
        if program is self._program:
            return
        self._program = program
        here = self._here_of(program, self._screen, self._data)
        if here is None:
            self.here = self.index = None
        elif here != self.here:
            self.here, self.index = here, Index(here.offered, here.data, self.index)
