"""How fast objects may be fetched: one bucket for all threads."""

from __future__ import annotations

import threading
import time

_BURST_S = 0.25
_TELLING = 256 * 1024
"""Bytes from which on a rate is more than the time of a few answers."""


class Rate:
    """Lets so many bytes a second through, all threads together; None lets all through."""

    def __init__(self, per_second: int | None, stop: threading.Event) -> None:
        self._per_second, self._stop = per_second, stop
        self._lock = threading.Lock()
        self._due = 0.0
        self._taken = 0
        self._lap = 0, time.monotonic()
        self.measured: int | None = None
        """What the last lap got, in bytes a second; None where too little came to tell."""

    def allow(self, per_second: int | None) -> None:
        """Go on at another rate."""
        self._per_second = per_second

    def begin_lap(self) -> None:
        """Measure from here."""
        self._lap = self._taken, time.monotonic()

    def end_lap(self) -> None:
        """Tell what came since, where that is enough to tell."""
        taken, since = self._lap
        seconds = time.monotonic() - since
        if self._taken - taken >= _TELLING and seconds > 0:
            self.measured = round((self._taken - taken) / seconds)

    def take(self, size: int) -> None:
        """Wait until so many bytes more are within the rate, or the agent is to end."""
        per_second = self._per_second
        with self._lock:
            self._taken += size
            if per_second is None:
                return
            now = time.monotonic()
            self._due = max(self._due, now - _BURST_S) + size / per_second
            wait = self._due - now
        if wait > 0:
            self._stop.wait(wait)
