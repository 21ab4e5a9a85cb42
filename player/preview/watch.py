"""Watching the editor's folder: one call for every burst of changes, from watchdog's thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

QUIET_S = 0.02
"""So long nothing may happen before a burst counts as over: editors write, rename and touch in one go."""

_log = logging.getLogger("watchdog.observers.inotify")
_READ_ONLY = ("opened", "closed_no_write")


class Watch(FileSystemEventHandler):
    """Calls `changed` after files under `folder` were written, moved or removed. A context manager."""

    def __init__(self, folder: Path, changed: Callable[[], None]) -> None:
        self._folder = folder
        self._changed = changed
        self._observer = Observer()
        self._guard = threading.Lock()
        self._timer: threading.Timer | None = None
        self._closed = False

    def __enter__(self) -> Self:
        self._observer.schedule(self, str(self._folder), recursive=True)
        self._observer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # WORKAROUND: watchdog 7.1 reports its own end as an error where an event comes at that moment.
        _log.addFilter(_is_no_farewell)
        self._observer.stop()
        self._observer.join()
        _log.removeFilter(_is_no_farewell)
        with self._guard:
            self._closed = True
            timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()
            timer.join()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Something happened to a file."""
        if event.event_type in _READ_ONLY or _is_hidden(str(event.src_path), self._folder):
            return
        with self._guard:
            if self._closed:
                return
            if self._timer is not None:
                self._timer.cancel()
            self._timer = threading.Timer(QUIET_S, self._changed)
            self._timer.start()


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
