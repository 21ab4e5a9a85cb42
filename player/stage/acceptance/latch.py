"""What of the door is on the disk: the PIN, the tries and the wish for tests, in a thread of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from enum import Enum, auto

from PySide6.QtCore import QObject, Signal

from player.acceptance import Desk
from player.pin import Tries, is_right, read_pin, read_tries, write_tries
from player.stage.worker import Worker

_log = logging.getLogger(__name__)


class Outcome(Enum):
    """What came of a try; FAILED is the right PIN on a disk that takes no wish."""

    RIGHT = auto()
    WRONG = auto()
    FAILED = auto()


class Latch(QObject):
    """Looks and tries for the drawing thread, which never waits for the disk. Clocks are those of the door.

    `found` tells whether there is a PIN, `judged` what came of a try: one answer to each question, however
    late; while it is out nothing else is asked. Where there is a PIN, `get_ready` is called in the thread
    before that is told.
    """

    found = Signal(bool)
    judged = Signal(Outcome)
    _seen = Signal(bool, object)
    _tested = Signal(object)

    def __init__(
        self,
        desk: Desk,
        clock: Callable[[], int],
        steady_ms: Callable[[], float],
        get_ready: Callable[[], None],
    ) -> None:
        super().__init__()
        self._desk, self._clock, self._steady, self._get_ready = desk, clock, steady_ms, get_ready
        self._worker = Worker("pin")
        self._tries, self._tried_ms = Tries(), steady_ms()
        self._is_read = self.is_busy = False
        self._seen.connect(self._find)
        self._tested.connect(self._judge)

    @property
    def wrong(self) -> int:
        """Wrong tries since the last right one."""
        return self._tries.wrong

    @property
    def locked_ms(self) -> int:
        """How long no try is taken."""
        return self._tries.locked_ms(self._clock(), self._steady() - self._tried_ms)

    def look(self) -> None:
        """Ask whether there is a PIN."""
        if not self.is_busy:
            self.is_busy = True
            self._worker.submit(self._look)

    def attempt(self, typed: str) -> None:
        """Ask whether that is it; and if it is, for the tests."""
        if not self.is_busy:
            self.is_busy = True
            self._note(self._tries.failed(self._clock(), self._steady() - self._tried_ms))
            self._worker.submit(self._attempt, typed, self._tries)

    def _note(self, tries: Tries) -> None:
        self._tries, self._tried_ms = tries, self._steady()

    def _look(self) -> None:
        """In the worker."""
        known = read_pin(self._desk.pin)
        if known is not None:
            self._get_ready()
        self._seen.emit(known is not None, None if self._is_read else read_tries(self._desk.door))

    def _attempt(self, typed: str, tries: Tries) -> None:
        """In the worker. A try is on the disk before it is judged: a power cut saves none."""
        known = read_pin(self._desk.pin)
        self._write(tries)
        if known is None or not is_right(known, typed):
            self._tested.emit(Outcome.WRONG)
            return
        self._write(Tries())
        try:
            self._desk.ask()
        except OSError as error:
            _log.warning("the tests cannot be asked for: %s", error)
            self._tested.emit(Outcome.FAILED)
        else:
            self._tested.emit(Outcome.RIGHT)

    def _write(self, tries: Tries) -> None:
        with suppress(OSError):  # then they count as long as this process lives
            write_tries(self._desk.door, tries)

    def _find(self, is_there: bool, tries: Tries | None) -> None:
        """Tries of a process before are known since this one began."""
        self.is_busy = False
        if tries is not None and not self._is_read:
            self._tries, self._is_read = tries, True
        self.found.emit(is_there)

    def _judge(self, outcome: Outcome) -> None:
        self.is_busy = False
        if outcome is not Outcome.WRONG:
            self._note(Tries())
        self.judged.emit(outcome)
