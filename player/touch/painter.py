"""Has a screen's pages painted beside the drawing thread; only the one that was asked for last counts."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from player.stage.worker import Worker
from player.touch.target import TouchPage

_log = logging.getLogger(__name__)
Painted = tuple[TouchPage, QImage, QImage]
"""A page, its picture, and that of its map, null where it has none."""


class Painter(QObject):
    """Tells of a page that it is `painted`, with its pictures; or that it `failed`: the log says why.

    `offer` gives an image an address for QML, `withdraw` takes it back.
    """

    painted = Signal(object, QImage, QImage)
    failed = Signal()
    _finished = Signal(int, object, QImage, QImage)
    _stopped = Signal(int, object)

    def __init__(
        self, offer: Callable[[QImage], str], withdraw: Callable[[str], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._offer, self._withdraw = offer, withdraw
        self._worker = Worker("touch")
        self._asked = self._taken = 0
        self._addresses: tuple[str, ...] = ()
        self._finished.connect(self._take)
        self._stopped.connect(self._give_up)

    @property
    def is_settled(self) -> bool:
        """Whether what was asked for last has been painted."""
        return self._taken == self._asked

    def ask(self, work: Callable[[], Painted], then: Callable[[], None]) -> None:
        """Have a page made, in the place of what was asked for before; `then` follows while it is read."""
        self._asked += 1
        asked = self._asked

        def run() -> None:
            if asked != self._asked:
                return
            try:
                self._finished.emit(asked, *work())
                then()
            except Exception as error:  # noqa: BLE001 - the stage below goes on, whatever is wrong with a page
                self._stopped.emit(asked, error)

        self._worker.submit(run)

    def hang(self, *images: QImage) -> list[str]:
        """Addresses of the pictures that are shown from now on; what was shown before is let go of."""
        before, found = self._addresses, ["" if image.isNull() else self._offer(image) for image in images]
        self._addresses = tuple(found)
        for address in filter(None, before):
            self._withdraw(address)
        return found

    def forget(self) -> None:
        """Whatever was asked for is no longer wanted, and nothing is shown."""
        self._asked += 1
        self._taken = self._asked
        self.hang()

    def close(self) -> None:
        """Paint no more; nobody waits for what is in hand."""
        self._worker.shutdown(wait=False, cancel_futures=True)

    def join(self, patience_s: float) -> bool:
        """After `close`: whether nothing is being painted any more, within so many seconds."""
        return self._worker.join(patience_s)

    def _take(self, asked: int, page: TouchPage, image: QImage, ground: QImage) -> None:
        if asked == self._asked:
            self._taken = asked
            self.painted.emit(page, image, ground)

    def _give_up(self, asked: int, error: Exception) -> None:
        _log.error("a touch page cannot be painted", exc_info=error)
        if asked == self._asked:
            self.failed.emit()
