"""Whether what lies in the store is still right: read again in idle time, and where there is a suspicion."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from player.agent.store import Store, Wanted, hashed, pieces


class Scrub:
    """Goes round the store. An object that is wrong is dropped, so that the next cycle fetches it again."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._right: dict[str, int] = {}
        self._round: Iterator[int] | None = None
        self.bad: dict[str, int] = {}
        """How often each object was found wrong."""

    def begin(self) -> None:
        """Let the next step be the first one of a round."""
        self._round = None

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
            if changed is not None and self._right.get(one.name, changed) != changed:
                self._judge(one.name, hashed(self._store.path(one.name)).hexdigest(), changed)
        for name in told:
            changed = self._changed(name) if name in wanted else None
            if changed is not None and self._right.get(name) != changed:
                self._judge(name, hashed(self._store.path(name)).hexdigest(), changed)

    def _go_round(self, wanted: Mapping[str, Wanted]) -> Iterator[int]:
        for name in sorted(wanted):
            changed = self._changed(name)
            if changed is None:
                continue
            digest = hashlib.sha256()
            for piece in pieces(self._store.path(name)):
                digest.update(piece)
                yield len(piece)
            self._judge(name, digest.hexdigest(), changed)

    def _judge(self, name: str, found: str, changed: int) -> None:
        """Believe an object, or drop it; unless another one took its place while it was read."""
        if found == name:
            self._right[name] = changed
        elif self._changed(name) == changed:
            self.bad[name] = self.bad.get(name, 0) + 1
            self._store.drop(name)

    def _changed(self, name: str) -> int | None:
        found = self._store.look(name)
        return None if found is None else found.st_mtime_ns
