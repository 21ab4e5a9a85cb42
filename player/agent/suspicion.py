"""Which record keeps reports from being taken: told apart from a line or a central that fails."""

from __future__ import annotations

from collections.abc import Sequence

from device_profiles.report import Entry
from player.agent.central import Answer, Taken
from player.agent.course import is_of_content, is_puzzling

_PROOFS = 3


class Suspicion:
    """What there is against the record that a report had alone, and no picture with it.

    Central itself says that it cannot take it (400, 413, 422): with the next heartbeat alone that it takes,
    that is proven. Any other refusal, or silence, may as well be a central that is down, for days too, or a
    line that fails. It counts only where the heartbeat alone is taken just after, and three times in a row
    prove it, with no heartbeat alone refused among them. So however long nothing is taken, and however often
    central comes and goes, nothing waits apart for it. Where `most` wait apart already, the records are not
    to blame: the others stay where they are.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._number: int | None = None
        self._proofs = self._pending = 0

    def after(
        self, answer: Answer, entries: Sequence[Entry], *, with_pictures: bool, apart: int
    ) -> int | None:
        """The number of the record that is to wait apart, once it is proven. So many wait there already."""
        if isinstance(answer, Taken):
            return self._proven(entries)
        is_said = is_of_content(answer)
        if len(entries) != 1 or with_pictures:
            self._pending = 0 if is_said or self._pending < _PROOFS else self._pending
            self._proofs = self._proofs if entries else 0
            return None
        if entries[0].number != self._number:
            self._number, self._proofs = entries[0].number, 0
        counts = is_puzzling(answer) and apart < self._most
        self._pending = _PROOFS if is_said else int(counts)
        return None

    def _proven(self, entries: Sequence[Entry]) -> int | None:
        self._proofs, self._pending = self._proofs + self._pending, 0
        if entries:
            self._number, self._proofs = None, 0
        if self._proofs < _PROOFS:
            return None
        number, self._number, self._proofs = self._number, None, 0
        return number
