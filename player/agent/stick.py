"""A folder where a stick may appear: seen as it comes, not only at the next cycle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from watchdog.events import DirCreatedEvent, FileCreatedEvent, FileMovedEvent, FileSystemEventHandler
from watchdog.observers import Observer

from playlists.feed.bundle import MANIFEST
from playlists.feed.tree import TIMESTAMP

_LAST = {f"{TIMESTAMP}.json", MANIFEST}
"""What is written last of a feed, and of a bundle."""


class _Waker(FileSystemEventHandler):
    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake

    def on_created(self, event: DirCreatedEvent | FileCreatedEvent) -> None:
        """Something appeared: a stick's folder, or the file that is written last."""
        if isinstance(event, DirCreatedEvent) or Path(str(event.src_path)).name in _LAST:
            self._wake()

    def on_moved(self, event: FileMovedEvent) -> None:  # type: ignore[override]
        """The file that is written last got its name."""
        if Path(str(event.dest_path)).name in _LAST:
            self._wake()


@contextmanager
def watching(stick: Path | None, wake: Callable[[], None]) -> Iterator[None]:
    """Call `wake`, in another thread, when a feed appears in the folder, or the folder itself."""
    if stick is None or not stick.parent.is_dir():
        yield
        return
    observer = Observer()
    observer.schedule(_Waker(wake), str(stick.parent), recursive=True)
    observer.start()
    try:
        yield
    finally:
        observer.stop()
        observer.join()
