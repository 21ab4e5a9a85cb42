"""The shelf of `parvis check`: what it gives has been decoded for real, though nothing is prepared."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from pathlib import Path

from playlists.errors import MediaError
from playlists.media.library import Library
from playlists.media.shelves import Looking
from playlists.media.wants import Want
from playlists.program import Film, Stills


class Examining(Looking):
    """Right sizes and lengths of files that were decoded whole; what cannot be decoded raises `MediaError`.

    Each file is decoded once, in a child process with limits, and remembered by its bytes.
    """

    def __init__(self, library: Library) -> None:
        super().__init__(library)
        self._library = library

    def size(self, path: Path) -> tuple[int, int]:
        """The size of an image in pixels upright."""
        facts = self._library.examine(path)
        return facts.width, facts.height

    def doubt(self, path: Path) -> str:
        """What is wrong with a file that can be shown all the same. Raises `MediaError`."""
        return self._library.doubt(path)

    def _give(self, want: Want) -> Stills | Film:
        content = super()._give(want)
        self._library.examine(want.path)
        return content


def examine_all(
    library: Library, paths: Iterable[Path], done: Callable[[int], None], at_once: int = 2
) -> None:
    """Decode files ahead, several at a time, so that a shelf that examines them need not wait.

    `done` is called in the caller's thread with how many are finished.
    """
    threads = ThreadPoolExecutor(at_once)
    try:
        waiting = [threads.submit(library.examine, path) for path in dict.fromkeys(paths)]
        for count, future in enumerate(as_completed(waiting), start=1):
            with suppress(MediaError):  # the shelf tells, at the item that names the file
                future.result()
            done(count)
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
