"""Whether what lies in the store is still right: read again in idle time, and where there is a suspicion.

What the disk can no longer read is wrong too: what is fetched in its place lies elsewhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress

from player.agent.store import Store, Wanted, pieces


class Scrub:
    """Goes round the store. An object that is wrong is dropped, so that the next cycle fetches it again."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._judged: dict[str, int] = {}
        """By name, when the object that was judged last had been written."""
        self._round: Iterator[int] | None = None
        self.bad: Mapping[str, int] = {}
        """How often each object was found wrong; never changed in place: others may be reading it."""

    def step(self, wanted: Mapping[str, Wanted], budget: int) -> bool:
        """Read on for so many bytes. True where this was the end of a round."""
        while budget > 0:
            self._round = self._round or self._go_round(wanted)
            read = next(self._round, None)
            if read is None:
                self._round = None
                return True
            budget -= read
        return False

    def suspect(self, wanted: Mapping[str, Wanted], told: Iterable[str]) -> None:
        """Read again what changed since it was right, and what the stage could not show (`told`)."""
        for one in wanted.values():
            changed = self._changed(one.name)
            if changed is not None and self._judged.get(one.name, changed) != changed:
                self._read(one.name, changed)
        for name in told:
            changed = self._changed(name) if name in wanted else None
            if changed is not None and self._judged.get(name) != changed:
                self._read(name, changed)

    def _go_round(self, wanted: Mapping[str, Wanted]) -> Iterator[int]:
        for name in sorted(wanted):
            changed = self._changed(name)
            if changed is not None:
                yield from self._judge(name, changed)

    def read_all(self, wanted: Mapping[str, Wanted], is_over: Callable[[], bool]) -> None:
        """Read all of them once more, beside the round, unless it is over. To be called from any thread."""
        for _ in self._go_round(wanted):
            if is_over():
                return

    def _read(self, name: str, changed: int) -> None:
        for _ in self._judge(name, changed):
            pass

    def _judge(self, name: str, changed: int) -> Iterator[int]:
        """Believe an object, or drop it; unless another one took its place while it was read."""
        digest = hashlib.sha256()
        is_read = False
        with suppress(OSError):
            for piece in pieces(self._store.path(name)):
                digest.update(piece)
                yield len(piece)
            is_read = True
        if self._changed(name) != changed:
            return
        self._judged[name] = changed
        if not (is_read and digest.hexdigest() == name):
            self.bad = {**self.bad, name: self.bad.get(name, 0) + 1}
            with suppress(OSError):  # a disk that is read-only keeps it; the stage shows none that is wrong
                self._store.drop(name)

    def _changed(self, name: str) -> int | None:
        found = self._store.look(name)
        return None if found is None else found.st_mtime_ns
