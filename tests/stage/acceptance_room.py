"""A technician's room and a stage's door for tests: real windows, synthetic fingers and keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickWindow
from PySide6.QtTest import QTest

from player.acceptance import Desk
from player.state import State

PIN = "739146"


class Hand:
    """Fingers on a window."""

    def __init__(self, window: QQuickWindow) -> None:
        self._window = window
        self._device = QTest.createTouchDevice()
        self._down: dict[int, QPoint] = {}

    def lay(self, places: Mapping[int, tuple[float, float]]) -> None:
        """Let these fingers be on the glass, and no others."""
        event = QTest.touchEvent(self._window, self._device, autoCommit=False)
        for name in list(self._down):
            if name not in places:
                event.release(name, self._down.pop(name), self._window)
        for name, (x, y) in places.items():
            place = QPoint(round(x), round(y))
            if name in self._down:
                event.move(name, place, self._window)
            else:
                event.press(name, place, self._window)
            self._down[name] = place
        event.commit()

    def lift(self) -> None:
        """No finger is on the glass."""
        if self._down:
            self.lay({})

    def tap(self, x: float, y: float) -> None:
        """One finger, down and up."""
        self.lay({1: (x, y)})
        self.lift()


def key(window: QQuickWindow, name: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
    """A key, down and up."""
    QTest.keyClick(window, name, modifiers or Qt.KeyboardModifier.NoModifier)


def type_pin(window: QQuickWindow, pin: str) -> None:
    """Digits, and Enter."""
    for digit in pin:
        key(window, Qt.Key(Qt.Key.Key_0 + int(digit)))
    key(window, Qt.Key.Key_Return)


def pump(until: Callable[[], bool] = lambda: True, most_ms: int = 60_000) -> None:
    """Let Qt work until something is so."""
    for _ in range(max(1, most_ms // 5)):
        QGuiApplication.processEvents()
        if until():
            return
        QTest.qWait(5)
    raise AssertionError("never")


def desk(folder: Path) -> Desk:
    """The files of a device."""
    return Desk(State(folder))


def five(x: float = 100, y: float = 100) -> dict[int, tuple[float, float]]:
    """Five fingers side by side."""
    return {number: (x + 30 * number, y) for number in range(5)}


def names(checks: Sequence[object]) -> list[str]:
    """The last parts of checks' names."""
    return [str(getattr(check, "name", "")).rpartition("/")[2] for check in checks]
