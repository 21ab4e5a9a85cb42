"""Watching the editor's folder: one call for every burst of changes, from a thread of its own.

The system tells of most changes at once. What it does not tell (a folder put in the place of another, a share
written from elsewhere, more folders than it watches) is seen by looking, every few seconds.
"""

from __future__ import annotations

import logging
import os
import threading
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

QUIET_S = 0.02
"""So long nothing may happen before a burst counts as over: editors write, rename and touch in one go."""
LATEST_S = 1.0
"""A burst is told after so long though it goes on: a film is being copied, and texts are saved meanwhile."""
LOOK_S = 2.0
"""So often the folder is looked through, where that is quick."""
_REST = 20
"""Looking takes at most one in so many parts of the time, on however slow a disk."""
_MOST_FILES = 50_000
"""So many files are looked at: more than any editor's folder has."""

_log = logging.getLogger("watchdog.observers.inotify")
_READ_ONLY = ("opened", "closed_no_write")

Look = tuple[int, int]
"""Which folder it is, by its number on the disk, and what is in it, in one number; zeros where none is."""


class Watch(FileSystemEventHandler):
    """Calls `changed` after files under `folder` were written, moved or removed. A context manager."""

    def __init__(self, folder: Path, changed: Callable[[], None]) -> None:
        self._folder = folder
        self._changed = changed
        self._observer: BaseObserver | None = None
        self._guard = threading.Lock()
        self._timer: threading.Timer | None = None
        self._since = 0.0
        self._closed = threading.Event()
        self._seen = (0, 0)
        self._looker = threading.Thread(target=self._look, name="watch", daemon=True)

    def __enter__(self) -> Self:
        # WORKAROUND: watchdog 7.1 warns of folders moved out and in again; it follows them all the same.
        warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)
        self._observe()
        self._seen = look(self._folder)
        self._looker.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._guard:
            self._closed.set()
            timer, self._timer = self._timer, None
        self._looker.join()
        _end(self._observer)
        if timer is not None:
            timer.cancel()
            timer.join()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Something happened to a file."""
        if event.event_type not in _READ_ONLY and not _is_hidden(str(event.src_path), self._folder):
            self._soon()

    def _soon(self) -> None:
        """Tell when it has become quiet, or has been loud for long."""
        with self._guard:
            if self._closed.is_set():
                return
            if self._timer is None:
                self._since = time.monotonic()
            elif time.monotonic() - self._since < LATEST_S:
                self._timer.cancel()
            else:
                return
            self._timer = threading.Timer(QUIET_S, self._tell)
            self._timer.start()

    def _tell(self) -> None:
        with self._guard:
            self._timer = None
        self._seen = look(self._folder)
        self._changed()

    def _observe(self) -> None:
        """Let the system tell of changes, as far as it can."""
        _end(self._observer)
        self._observer = Observer()
        try:
            self._observer.schedule(self, str(self._folder), recursive=True)
            self._observer.start()
        except OSError:  # no such folder now, or more folders than the system watches: they are looked at
            self._observer = None

    def _look(self) -> None:
        """In the thread."""
        pause_s = LOOK_S
        while not self._closed.wait(pause_s):
            began, before = time.monotonic(), self._seen
            now = look(self._folder)
            pause_s = max(LOOK_S, _REST * (time.monotonic() - began))
            if now[0] != before[0]:
                self._observe()
            if now != before and self._timer is None:
                self._soon()


def look(folder: Path) -> Look:
    """Which folder there is now, and what is in it."""
    try:
        which = folder.stat().st_ino
    except OSError:
        return 0, 0
    found: list[tuple[str, int, int, int, int]] = []
    waiting = [str(folder)]
    while waiting and len(found) < _MOST_FILES:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    status = entry.stat(follow_symlinks=False)
                    state = (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)
                    if not entry.is_dir(follow_symlinks=False):
                        found.append((entry.path, *state))
                    elif not entry.name.startswith("."):
                        waiting.append(entry.path)
        except OSError:  # gone meanwhile: the next look sees what is there then
            continue
    return which, hash(tuple(sorted(found)))


def _end(observer: BaseObserver | None) -> None:
    if observer is None:
        return
    # WORKAROUND: watchdog 7.1 reports its own end as an error where an event comes at that moment.
    _log.addFilter(_is_no_farewell)
    observer.stop()
    observer.join()
    _log.removeFilter(_is_no_farewell)


def _is_no_farewell(record: logging.LogRecord) -> bool:
    """Whether a record is anything but watchdog ending."""
    return "when the thread is inactive" not in record.getMessage()


def _is_hidden(path: str, folder: Path) -> bool:
    """Whether a path lies in a hidden folder, such as .git. Hidden files count: editors rename them."""
    try:
        parents = Path(path).relative_to(folder).parts[:-1]
    except ValueError:
        return False
    return any(part.startswith(".") for part in parents)
