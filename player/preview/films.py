"""Frames of films for the preview: read in one thread of its own, the newest question first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from player.preview.newest import Newest, Stale
from player.preview.pages import PageName
from player.stage.errors import StageError
from player.stage.films import FilmReader

Opener = Callable[[], FilmReader]
Questions = dict[PageName, tuple[Opener, float]]
"""For every film on a screen: how to open it, and the position in milliseconds."""


class Films(QObject):
    """The frame shown last of every film asked for. `read` is emitted when others were read."""

    read = Signal()
    _finished = Signal(object, object)

    def __init__(self, most: int) -> None:
        """At most `most` films are open at once."""
        super().__init__()
        self._most = most
        self._frames: OrderedDict[PageName, tuple[float, QImage]] = OrderedDict()
        self._readers: OrderedDict[PageName, FilmReader] = OrderedDict()
        self._thread: Newest[tuple[Questions, bool]] = Newest("films", self._read)
        self._finished.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def frame(self, name: PageName) -> tuple[float, QImage] | None:
        """The position asked for last and its frame; None while there is none."""
        return self._frames.get(name)

    def ask(self, questions: Questions, *, alone: bool) -> None:
        """Read these frames next, and no others; `alone` lets go of all other films."""
        self._thread.put((questions, alone))

    def close(self) -> None:
        """End the thread and let go of all films."""
        self._thread.close()
        for reader in self._readers.values():
            reader.close()
        self._readers.clear()

    def _read(self, job: tuple[Questions, bool], stale: Stale) -> None:
        """In the thread."""
        questions, alone = job
        if alone:
            for name in [name for name in self._readers if name not in questions]:
                self._readers.pop(name).close()
        found: dict[PageName, tuple[float, QImage]] = {}
        for name, (opener, position_ms) in questions.items():
            if found and stale():
                break
            try:
                reader = self._readers.pop(name, None) or opener()
                self._readers[name] = reader
                found[name] = position_ms, reader.frame(position_ms)[1]
            except StageError:
                found[name] = position_ms, QImage()
        while len(self._readers) > self._most:
            self._readers.popitem(last=False)[1].close()
        self._finished.emit(found, frozenset(questions) if alone else None)

    def _take(self, found: dict[PageName, tuple[float, QImage]], only: frozenset[PageName] | None) -> None:
        if only is not None:
            for name in [name for name in self._frames if name not in only]:
                del self._frames[name]
        for name, frame in found.items():
            self._frames[name] = frame
            self._frames.move_to_end(name)
        while len(self._frames) > self._most:
            self._frames.popitem(last=False)
        if found:
            self.read.emit()
