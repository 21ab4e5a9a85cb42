"""The thread that writes for a stage: plays and faults to the spool, its status to a file."""

from __future__ import annotations

import logging
import queue
import sqlite3
import threading
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from device_profiles.report import Record, Tally
from player.spool import Spool
from playlists.durable import put

_log = logging.getLogger(__name__)
_WAITING = 10_000
"""Records that wait for a disk that does not answer; what comes on top is counted as lost."""
_RETRY_S = 5.0


class Recorder:
    """Takes records and status from the drawing thread at once, and writes them in a thread of its own.

    What a disk refuses is tried again; of the status only the newest counts. `votes` are those that were ever
    written here, by poll and answer.
    """

    def __init__(self, spool: Path) -> None:
        self._path = spool
        self._waiting: queue.Queue[Record | tuple[Path, bytes] | None] = queue.Queue(_WAITING)
        self._stopping = threading.Event()
        self._spool: Spool | None = None
        self.lost = self.written = self._kept = 0
        self.votes: Mapping[tuple[str, str], int] = {}
        self.trouble = ""
        self._thread = threading.Thread(target=self._work, name="recorder", daemon=True)
        self._thread.start()

    def keep(self, record: Record) -> int | None:
        """Write a record to the spool: done once `written` has come to what is returned; None: it is lost."""
        try:
            self._waiting.put_nowait(record)
        except queue.Full:
            self.lost += 1
            return None
        self._kept += 1
        return self._kept

    def tell(self, file: Path, status: bytes) -> None:
        """Put a status file in place."""
        if self._waiting.qsize() < _WAITING // 2:
            self._waiting.put((file, status))

    def close(self, patience_s: float = 5.0) -> None:
        """Write what waits, as far as the disk takes it in time."""
        self._stopping.set()
        self._waiting.put(None)
        self._thread.join(patience_s)

    def _work(self) -> None:
        self._attempt(self._recount)
        last = False
        while not last:
            batch = self._next()
            last = None in batch
            records = [one for one in batch if one is not None and not isinstance(one, tuple)]
            while records and not self._attempt(partial(self._add, records)):
                if self._stopping.is_set():
                    return
                self._stopping.wait(_RETRY_S)
            self.written += len(records)
            if any(isinstance(one, Tally) for one in records):
                self._attempt(self._recount)
            for file, status in dict(one for one in batch if isinstance(one, tuple)).items():
                self._attempt(partial(put, file, status, durable=False))
        if self._spool is not None:
            self._spool.close()

    def _add(self, records: list[Record]) -> None:
        """Add to the spool. Nothing follows that can fail: what failed is added again."""
        spool, self._spool = self._opened(), None
        spool.add(records)
        self._spool = spool

    def _recount(self) -> None:
        self._spool = self._opened()
        self.votes = self._spool.votes()

    def _opened(self) -> Spool:
        """The spool, opened anew where it was not to be had."""
        return Spool(self._path) if self._spool is None else self._spool

    def _next(self) -> list[Record | tuple[Path, bytes] | None]:
        """What waits, one at least."""
        found = [self._waiting.get()]
        while not self._waiting.empty():
            found.append(self._waiting.get())
        return found

    def _attempt(self, write: Callable[[], None]) -> bool:
        try:
            write()
        except (OSError, sqlite3.Error) as error:
            if str(error) != self.trouble:
                _log.warning("the state cannot be written, playing goes on: %s", error)
            self.trouble = str(error)
            return False
        self.trouble = ""
        return True
