"""Pictures made ready before they are due: decoded in a worker, held within a stated bound."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from player.stage.errors import StageError
from player.stage.limits import Limits
from player.stage.props import PageKey

_log = logging.getLogger(__name__)

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

_ENOUGH_DOUBLINGS = 16


@dataclass(slots=True)
class _Broken:
    tries: int
    again_ms: int


class Preloader(QObject):
    """Holds the pictures asked for last, and no others.

    `paint` runs in the worker of each picture; everything else belongs to the thread that made this object.
    `settled` is emitted whenever a picture is ready or has failed.
    """

    settled = Signal()
    _painted = Signal(object, object)

    def __init__(
        self,
        paint: Callable[[PageKey], QImage],
        worker: Callable[[PageKey], Executor],
        limits: Limits,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._paint = paint
        self._worker = worker
        self._limits = limits
        self._held: dict[PageKey, QImage] = {}
        self._under_way: dict[PageKey, Future[None]] = {}
        self._wanted: frozenset[PageKey] = frozenset()
        self._broken: dict[PageKey, _Broken] = {}
        self._named: dict[str, None] = {}
        self._now_ms = 0
        self._painted.connect(self._settle)

    def want(self, keys: Iterable[PageKey], now_ms: int) -> None:
        """Hold the pictures of `keys`, the most urgent first, as far as they fit; let go of all others."""
        self._now_ms = now_ms
        room = self._limits.decoded_bytes
        wanted: list[PageKey] = []
        for key in dict.fromkeys(keys):
            room -= key.bytes
            if room >= 0 or not wanted:
                wanted.append(key)
        self._wanted = frozenset(wanted)
        for key in [key for key in self._held if key not in self._wanted]:
            del self._held[key]
        for key in [key for key in self._under_way if key not in self._wanted]:
            if self._under_way[key].cancel():
                del self._under_way[key]
        for key in wanted:
            if self._due(key):
                self._under_way[key] = self._worker(key).submit(self._work, key)

    def image(self, key: PageKey) -> QImage | None:
        """The picture, if it is ready."""
        return self._held.get(key)

    def usable(self, key: PageKey) -> bool:
        """Whether the picture is ready."""
        return key in self._held

    def is_broken(self, key: PageKey) -> bool:
        """Whether the picture has failed and waits to be tried again."""
        return key in self._broken

    @property
    def bytes(self) -> int:
        """The memory that the held pictures take."""
        return sum(image.sizeInBytes() for image in self._held.values())

    def retry_ms(self) -> int | None:
        """When the next broken picture is to be tried again, if one is wanted."""
        waits = (self._again_ms(self._broken[key]) for key in self._wanted if key in self._broken)
        return min(waits, default=None)

    def settled_on(self, keys: Iterable[PageKey]) -> bool:
        """Whether each of `keys` is ready or has failed."""
        return all(key in self._held or key in self._broken for key in keys)

    def give_up(self, key: PageKey, reason: StageError, now_ms: int) -> None:
        """Count a picture as broken that turned out so while it was shown: a film that fell silent."""
        self._now_ms = now_ms
        self._held.pop(key, None)
        self._note(key, reason)

    def _due(self, key: PageKey) -> bool:
        if key in self._held or key in self._under_way:
            return False
        broken = self._broken.get(key)
        return broken is None or self._again_ms(broken) <= self._now_ms

    def _again_ms(self, broken: _Broken) -> int:
        """When to try again; at once where the clock was set back by more than any wait."""
        return (
            self._now_ms if broken.again_ms - self._now_ms > self._limits.retry_most_ms else broken.again_ms
        )

    def _work(self, key: PageKey) -> None:
        try:
            result: QImage | Exception = self._paint(key)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one picture stays with it
            result = error
        self._painted.emit(key, result)

    def _settle(self, key: PageKey, result: QImage | Exception) -> None:
        self._under_way.pop(key, None)
        if key not in self._wanted:
            return
        if isinstance(result, Exception):
            self._note(key, result)
        else:
            self._broken.pop(key, None)
            self._held[key] = result
        self.settled.emit()

    def _note(self, key: PageKey, reason: Exception) -> None:
        tries = self._broken[key].tries + 1 if key in self._broken else 1
        wait = self._limits.retry_ms * 2 ** min(tries - 1, _ENOUGH_DOUBLINGS)
        self._broken.pop(key, None)
        self._broken[key] = _Broken(tries, self._now_ms + min(wait, self._limits.retry_most_ms))
        _shorten(self._broken, self._limits.broken_known)
        if key.item not in self._named:
            self._named[key.item] = None
            _shorten(self._named, self._limits.broken_known)
            _log.warning("%s is passed over, its zone keeps what it shows: %s", key.item, reason)


def _shorten(entries: dict[_Key, _Value], most: int) -> None:
    """Forget the oldest of more than `most`."""
    while len(entries) > most:
        del entries[next(iter(entries))]
