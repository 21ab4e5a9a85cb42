"""The painted pages of all scenes of the preview: painted in the background, held up to a bound.

A page is known by what it shows and on what, not by the program it comes from: after an edit only what
has changed is painted again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from player.stage.errors import PageError, StageError

_IN_HAND = 2

PageName = tuple[object, ...]
Answer = QImage | StageError


class Pages(QObject):
    """Pages by name. `painted` is emitted, in the thread that made this, after one or more were painted."""

    painted = Signal()
    _finished = Signal(object, object)

    def __init__(self, workers: ThreadPoolExecutor, most_bytes: int) -> None:
        """Paint with `workers`, which someone else shuts down; hold `most_bytes`, and the newest page."""
        super().__init__()
        self._most_bytes = most_bytes
        self._workers = workers
        self._held: OrderedDict[PageName, Answer] = OrderedDict()
        self._bytes = 0
        self._asked: OrderedDict[PageName, Callable[[], QImage]] = OrderedDict()
        self._running: dict[PageName, Future[None]] = {}
        self._finished.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def find(self, name: PageName) -> Answer | None:
        """A page, or why there is none; None while it is not painted."""
        found = self._held.get(name)
        if found is not None:
            self._held.move_to_end(name)
        return found

    def ask(self, name: PageName, paint: Callable[[], QImage], *, first: bool) -> None:
        """Have a page painted; `first` before all that waits."""
        if name in self._running or name in self._held:
            return
        self._asked[name] = paint
        self._asked.move_to_end(name, last=not first)
        self._start()

    def forget_waiting(self) -> None:
        """Nothing that waits is wanted any more."""
        self._asked.clear()

    def _start(self) -> None:
        while self._asked and len(self._running) < _IN_HAND:
            name, paint = self._asked.popitem(last=False)
            self._running[name] = self._workers.submit(self._paint, name, paint)

    def _paint(self, name: PageName, paint: Callable[[], QImage]) -> None:
        """In a worker."""
        answer: Answer = PageError("it could not be painted")
        try:
            answer = paint()
        except StageError as error:
            answer = error
        finally:
            self._finished.emit(name, answer)

    def _take(self, name: PageName, answer: Answer) -> None:
        running = self._running.pop(name)
        self._held[name] = answer
        self._bytes += _size(answer)
        while self._bytes > self._most_bytes and len(self._held) > 1:
            _, dropped = self._held.popitem(last=False)
            self._bytes -= _size(dropped)
        self._start()
        self.painted.emit()
        running.result()


def _size(answer: Answer) -> int:
    return answer.sizeInBytes() if isinstance(answer, QImage) else 0
