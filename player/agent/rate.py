"""How fast objects may be fetched: one bucket for all threads."""

from __future__ import annotations

import threading
import time

_BURST_S = 0.25


class Rate:
    """Lets so many bytes a second through, all threads together; None lets all through."""

    def __init__(self, per_second: int | None, stop: threading.Event) -> None:
        self._per_second, self._stop = per_second, stop
        self._lock = threading.Lock()
        self._due = 0.0

    def allow(self, per_second: int | None) -> None:
        """Go on at another rate."""
        self._per_second = per_second

    def take(self, size: int) -> None:
        """Wait until so many bytes more are within the rate, or the agent is to end."""
        per_second = self._per_second
        if per_second is None:
            return
        with self._lock:
            now = time.monotonic()
            self._due = max(self._due, now - _BURST_S) + size / per_second
            wait = self._due - now
        if wait > 0:
            self._stop.wait(wait)
