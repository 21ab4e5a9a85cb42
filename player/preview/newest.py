"""A thread that always does the newest job: what was asked before and has not begun is forgotten."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Job = TypeVar("Job")
Stale = Callable[[], bool]
"""Whether a newer job waits, or the thread is to end: then the present one may as well be given up."""


class Newest(Generic[Job]):
    """Calls `work(job, stale)` in a thread of its own, until `close`."""

    def __init__(self, name: str, work: Callable[[Job, Stale], None]) -> None:
        self._work = work
        self._news = threading.Condition()
        self._waiting: Job | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def put(self, job: Job) -> None:
        """Do this next."""
        with self._news:
            self._waiting = job
            self._news.notify_all()

    def quiet(self, seconds: float) -> bool:
        """Wait so long; whether nothing newer came meanwhile. For the thread itself."""
        with self._news:
            return not self._news.wait_for(self._is_stale, seconds)

    def close(self) -> None:
        """End the thread, after the job that it is at."""
        with self._news:
            self._closed = True
            self._news.notify_all()
        self._thread.join()

    def _is_stale(self) -> bool:
        return self._closed or self._waiting is not None

    def _run(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(self._is_stale)
                if self._closed:
                    return
                job, self._waiting = self._waiting, None
            if job is not None:
                self._work(job, self._is_stale)
            # Not until the next one: it may hold a program that is gone by then.
            job = None
