"""What is being decoded on a device just now, noted where it survives the process."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock

import msgspec

from player.stage.ledger import object_of
from player.stage.props import PageKey, is_built_in
from player.status import Work
from playlists.durable import put


class InHand:
    """Of all screens, in whichever threads. The built-in slide is not noted: it hangs on nothing."""

    def __init__(self, file: Path, steady_ms: Callable[[], float]) -> None:
        self._file, self._steady_ms = file, steady_ms
        self._begun: dict[tuple[object, PageKey], float] = {}
        self._noting = Lock()

    def begin(self, owner: object, key: PageKey) -> None:
        """It is being decoded for somebody."""
        if not is_built_in(key):
            with self._noting:
                self._begun[owner, key] = self._steady_ms()
                self._note()

    def end(self, owner: object, key: PageKey) -> None:
        """It is so no more, well or not; another one that hangs still is."""
        if not is_built_in(key):
            with self._noting:
                self._begun.pop((owner, key), None)
                self._note()

    def longest_ms(self, owner: object) -> float:
        """How long the oldest of somebody's has been in hand; waits for no thread."""
        since = [begun for (whose, _), begun in list(self._begun.items()) if whose is owner]
        return self._steady_ms() - min(since) if since else 0.0

    def _note(self) -> None:
        """What was begun last: that is what a process dies of."""
        work = b""
        for (_, key), since_ms in list(self._begun.items())[-1:]:
            told = Work(item=key.item, object=object_of(key), steady_s=since_ms / 1000)
            work = msgspec.json.encode(told)
        with suppress(OSError):
            put(self._file, work, durable=False)
