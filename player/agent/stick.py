"""A folder where a stick may appear: looked for each second, beside the cycles.

It is not waited for by signs of the file system. There are none where a stick is mounted over a folder that
is there already; and whoever wants them for all that is below a folder lists it, which on a stranger's stick
of hundreds of thousands of folders takes minutes, and every watch that the system has.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playlists.feed.bundle import FEED, FOLDER, MANIFEST
from playlists.feed.tree import METADATA, TIMESTAMP

GLANCE_S = 1.0
FEEDS = ("", f"{FOLDER}/{FEED}")
"""Where a stick may hold a feed: itself, or in the folder of a bundle."""
_LAST = (*(f"{feed}/{METADATA}/{TIMESTAMP}.json".lstrip("/") for feed in FEEDS), f"{FOLDER}/{MANIFEST}")
"""What is written last of a feed, and of a bundle."""
Mark = tuple[tuple[int, int, int], ...]
"""What tells files from the same ones after a change."""


def mark(stick: Path, names: Iterable[str]) -> Mark | None:
    """How those files of a stick are now; None where there is none of them."""
    files = []
    for name in names:
        with suppress(OSError):
            found = (stick / name).stat()
            files.append((found.st_ino, found.st_size, found.st_mtime_ns))
    return tuple(files) or None


@contextmanager
def watching(stick: Path | None, wake: Callable[[], None]) -> Iterator[None]:
    """Call `wake`, in another thread, when a feed appears in the folder, or becomes another."""
    if stick is None:
        yield
        return
    over, seen = threading.Event(), mark(stick, _LAST)
    thread = threading.Thread(target=_look, args=(stick, seen, wake, over), name="stick", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(GLANCE_S)  # a stick that does not answer any more is not waited for


def _look(stick: Path, seen: Mark | None, wake: Callable[[], None], over: threading.Event) -> None:
    while not over.wait(GLANCE_S):
        now = mark(stick, _LAST)
        if now not in (seen, None):
            wake()
        seen = now
