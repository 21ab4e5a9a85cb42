"""City data in the program that a device plays: anew when there are other data, and every few minutes."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from player.clock import ClockTrust
from player.standing import Data
from playlists.program import Program

if TYPE_CHECKING:
    from playlists.living import Filling

_log = logging.getLogger(__name__)
_STEP_S = 600
"""As `playlists.living.STEP`, which is loaded only where something is live."""


class Living:
    """Keeps what the live items of each program show. By an untrusted clock nobody knows how old data are."""

    def __init__(self) -> None:
        self._known: WeakKeyDictionary[Program, tuple[object, tuple[Filling, ...]]] = WeakKeyDictionary()
        self._asked: tuple[Program, object] | None = None

    def is_ready(
        self,
        program: Program,
        data: Data,
        trust: ClockTrust,
        at: datetime,
        do: Callable[[Callable[[], None]], None],
    ) -> bool:
        """Whether `found` answers at once; where not, `do` has it found in another thread meanwhile."""
        if not program.is_live or trust is ClockTrust.UNTRUSTED:
            return True
        key = _key(data, trust, at)
        known = self._known.get(program)
        if known is not None and known[0] == key:
            return True
        if self._asked is None or self._asked[0] is not program or self._asked[1] != key:
            self._asked = program, key
            do(lambda: self._find(program, data, trust, at))
        return False

    def _find(self, program: Program, data: Data, trust: ClockTrust, at: datetime) -> None:
        """In another thread. Data of which nothing can be made hold up no program: it plays without them."""
        try:
            self.found(program, data, trust, at)
        except Exception:  # noqa: BLE001 - whatever it is, the screen goes on
            _log.exception("what is live cannot be shown, the program plays without it")
            self._known[program] = _key(data, trust, at), ()

    def found(
        self, program: Program, data: Data, trust: ClockTrust, at: datetime
    ) -> tuple[Filling, ...] | None:
        """What the live items of a program show; None where it has none. Equal as long as nothing changes."""
        if not program.is_live:
            return None
        key = _key(data, trust, at)
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


def _key(data: Data, trust: ClockTrust, at: datetime) -> object:
    return data.root, data.version, trust, int(at.timestamp()) // _STEP_S
