"""Media prepared in the background: what is finished is given at once, what is not is stood in for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from playlists.errors import MediaError
from playlists.media.library import Library
from playlists.media.shelves import Looking
from playlists.media.wants import Want
from playlists.program import Film, Stills

STAND_IN = ""
"""The name of the object of a rendition that is not prepared yet."""

Dated = tuple[Want, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far preparation is, counted since nothing was in hand; `name` is the file finished last."""

    done: int
    total: int
    name: str = ""

    @property
    def over(self) -> bool:
        """Whether nothing is left to prepare."""
        return self.done == self.total


class Darkroom:
    """Prepares wants of a library, `workers` at a time; tells of each, from their threads."""

    def __init__(
        self, library: Library, workers: int, tell: Callable[[Progress], None], most_known: int
    ) -> None:
        self._library = library
        self._most_known = most_known
        self._tell = tell
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="darkroom")
        self._guard = threading.Lock()
        self._asked: set[Want] = set()
        self._found: dict[Dated, Stills | Film] = {}
        self._failed: dict[Dated, MediaError] = {}
        self._progress = Progress(0, 0)

    def shelf(self) -> Shelf:
        """A shelf for one compilation."""
        return Shelf(self._library, self)

    def finished(self, want: Want) -> Stills | Film | None:
        """The finished renditions, or None while they are made. Raises `MediaError` if there can be none."""
        dated = _dated(want)
        failed = self._failed.get(dated)
        if failed is not None:
            raise failed
        found = self._found.get(dated) or self._library.at_hand(want)
        if found is None:
            self._ask(want)
        else:
            if len(self._found) >= self._most_known:
                self._found.clear()
            self._found[dated] = found
        return found

    def close(self) -> None:
        """Forget what is not begun; what is ends with the library's workers."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _ask(self, want: Want) -> None:
        with self._guard:
            if want in self._asked:
                return
            self._asked.add(want)
            before = self._progress
            self._progress = Progress(0, 1) if before.over else Progress(before.done, before.total + 1)
            progress = self._progress
        self._tell(progress)
        self._threads.submit(self._prepare, want)

    def _prepare(self, want: Want) -> None:
        dated = _dated(want)
        try:
            self._library.prepare(want)
        except MediaError as error:
            if len(self._failed) >= self._most_known:
                self._failed.clear()
            self._failed[dated] = error
        with self._guard:
            self._asked.discard(want)
            self._progress = Progress(self._progress.done + 1, self._progress.total, want.path.name)
            progress = self._progress
        self._tell(progress)


class Shelf(Looking):
    """Gives what is finished; of the rest the right sizes and lengths, with an object named `STAND_IN`."""

    def __init__(self, library: Library, darkroom: Darkroom) -> None:
        super().__init__(library)
        self._darkroom = darkroom

    def _give(self, want: Want) -> Stills | Film:
        found = self._darkroom.finished(want)
        return super()._give(want) if found is None else found


def _dated(want: Want) -> Dated:
    """A want and the state of its file: another file is another want, a mended one is tried again."""
    try:
        status = want.path.stat()
    except OSError:
        return want, ()
    return want, (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)
