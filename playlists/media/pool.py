"""Keeps a few decoding workers, each behind one thread; kills and replaces the one that a file has hung.

A worker is ended by the kernel when the thread that started it ends, so each thread keeps its own.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from playlists.media.child import Child, Steps
from playlists.media.jobs import Answer, Job, Refused
from playlists.media.limits import MediaLimits

_TRIES = 2


class Pool:
    """Up to `workers` child processes, started when first needed, that write below `folder`.

    A context manager.
    """

    def __init__(self, workers: int, limits: MediaLimits, folder: Path) -> None:
        self.workers = workers
        self._limits = limits
        self._folder = folder
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="media")
        self._own = threading.local()
        self._lock = threading.Lock()
        self._children: list[Child] = []
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all workers; jobs under way are dropped."""
        with self._lock:
            self._closed = True
            children, self._children = self._children, []
        self._threads.shutdown(wait=False, cancel_futures=True)
        for child in children:
            child.kill()
        self._threads.shutdown(wait=True)
        for child in children:
            child.close()

    def submit(self, job: Job, limit_s: float, steps: Steps | None = None) -> Future[Answer]:
        """Have a job done within `limit_s` seconds. `steps` hears of its progress, in another thread."""
        return self._threads.submit(self._do, job, limit_s, steps)

    def _do(self, job: Job, limit_s: float, steps: Steps | None) -> Answer:
        for _ in range(_TRIES):
            child: Child | None = getattr(self._own, "child", None)
            if child is None or not child.alive:
                child = self._own.child = self._started()
            answer = child.ask(job, limit_s, steps)
            if answer is not None:
                return answer
        return Refused(cause="was not decoded because its worker was ended: try again", final=False)

    def _started(self) -> Child:
        with self._lock:
            child = Child(self._limits, self._folder)
            if self._closed:
                child.close()
            else:
                self._children = [*(other for other in self._children if other.alive), child]
        return child
