"""The thread that writes for a stage: plays and faults to the spool, its status to a file."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from functools import partial
from itertools import islice
from pathlib import Path

from device_profiles.report import Record, Tally
from player.spool import Spool
from playlists.durable import put

_log = logging.getLogger(__name__)
_WAITING = 10_000
"""Records that wait for a disk that does not answer; what comes on top is counted as lost."""
_RETRY_S = 5.0
_DISK = (OSError, sqlite3.Error)


class Recorder:
    """Takes records and status from the drawing thread at once, and writes them in a thread of its own.

    Records that the disk refuses are tried again; one that cannot be written at all is lost, alone. Of the
    status only the newest counts, and it waits for no record. `votes` are those that were ever written here,
    by poll and answer.
    """

    def __init__(self, spool: Path) -> None:
        self._path = spool
        self._new = threading.Condition()
        self._records: deque[Record] = deque()
        self._status: dict[Path, bytes] = {}
        self._stopping = False
        self._again_s = 0.0
        self._most = _WAITING
        self._spool: Spool | None = None
        self.lost = self.written = self._kept = 0
        self.votes: Mapping[tuple[str, str], int] = {}
        self._troubles = {"spool": "", "status": ""}
        self._thread = threading.Thread(target=self._work, name="recorder", daemon=True)
        self._thread.start()

    @property
    def trouble(self) -> str:
        """Why something could not be written, the last time it was tried."""
        return self._troubles["spool"] or self._troubles["status"]

    def keep(self, record: Record) -> int | None:
        """Write a record to the spool: done once `written` has come to what is returned; None: it is lost."""
        with self._new:
            if len(self._records) >= _WAITING:
                self.lost += 1
                return None
            self._records.append(record)
            self._kept += 1
            self._new.notify()
            return self._kept

    def tell(self, file: Path, status: bytes) -> None:
        """Put a status file in place."""
        with self._new:
            self._status[file] = status
            self._new.notify()

    def close(self, patience_s: float = 5.0) -> None:
        """Write what waits, as far as the disk takes it in time."""
        with self._new:
            self._stopping = True
            self._new.notify()
        self._thread.join(patience_s)

    def _work(self) -> None:
        self._attempt("spool", self._recount)
        while self._wait():
            self._write_status()
            if self._records and time.monotonic() >= self._again_s:
                self._write_records()
        self._write_status()
        while self._records and self._write_records():
            pass
        if self._spool is not None:
            self._spool.close()

    def _wait(self) -> bool:
        """Until there is something to write; whether to go on."""
        with self._new:
            while not (self._stopping or self._status):
                pause_s = self._again_s - time.monotonic() if self._records else None
                if pause_s is not None and pause_s <= 0:
                    break
                self._new.wait(pause_s)
            return not self._stopping

    def _write_status(self) -> None:
        with self._new:
            status, self._status = self._status, {}
        for file, told in status.items():
            self._attempt("status", partial(put, file, told, durable=False))

    def _write_records(self) -> bool:
        """Write those that wait, whether the disk took it.

        What fails otherwise is for one of them: fewer are tried, until it stands alone and is given up.
        """
        with self._new:
            records = list(islice(self._records, self._most))
        error = self._attempt("spool", partial(self._add, records))
        if isinstance(error, _DISK):
            self._again_s = time.monotonic() + _RETRY_S
            return False
        if error is not None and len(records) > 1:
            self._most = len(records) // 2
            return True
        with self._new:
            for _ in records:
                self._records.popleft()
            self.lost += error is not None
        self._most = min(self._most * 2, _WAITING)
        self.written += len(records)
        if any(isinstance(one, Tally) for one in records):
            self._attempt("spool", self._recount)
        return True

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

    def _attempt(self, what: str, write: Callable[[], None]) -> Exception | None:
        """Write, and why that failed."""
        try:
            write()
        except Exception as error:  # noqa: BLE001 - a thread that is no more would keep no record of anything
            said = str(error) or type(error).__name__
            if said != self._troubles[what]:
                _log.warning(
                    "the state cannot be written, playing goes on: %s", said, exc_info=_unknown(error)
                )
            self._troubles[what] = said
            return error
        self._troubles[what] = ""
        return None


def _unknown(error: Exception) -> Exception | None:
    """What nobody thought of, to be told at length."""
    return None if isinstance(error, _DISK) else error
