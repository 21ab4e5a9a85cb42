"""City data in the program that a device plays: anew when there are other data, and every few minutes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from player.clock import ClockTrust
from player.standing import Data
from playlists.program import Program

if TYPE_CHECKING:
    from playlists.living import Filling

_STEP_S = 600
"""As `playlists.living.STEP`, which is loaded only where something is live."""


class Living:
    """Keeps what the live items of each program show. By an untrusted clock nobody knows how old data are."""

    def __init__(self) -> None:
        self._known: WeakKeyDictionary[Program, tuple[object, tuple[Filling, ...]]] = WeakKeyDictionary()

    def found(
        self, program: Program, data: Data, trust: ClockTrust, at: datetime
    ) -> tuple[Filling, ...] | None:
        """What the live items of a program show; None where it has none. Equal as long as nothing changes."""
        if not program.is_live:
            return None
        key = data.version, trust, int(at.timestamp()) // _STEP_S
        known = self._known.get(program)
        if known is None or known[0] != key:
            known = self._known[program] = (key, self._made(program, data, trust, at))
        return known[1]

    def filled(self, program: Program, found: tuple[Filling, ...] | None) -> Program:
        """The program with its live items filled."""
        if found is None:
            return program
        from playlists.living import filled  # noqa: PLC0415 - the usual start is without

        return filled(program, found)

    def _made(self, program: Program, data: Data, trust: ClockTrust, at: datetime) -> tuple[Filling, ...]:
        from playlists.living import fillings  # noqa: PLC0415

        return () if trust is ClockTrust.UNTRUSTED else fillings(program, data.batches, at)
