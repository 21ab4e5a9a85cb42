"""Fingers on the windows of a real stage, for who shows off what touching it opens.

No stage of a device can be touched so: whoever wants to see this makes a stage of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPoint, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from player.stage.player import StagePlayer
from player.stage.window import StageWindow

Point = tuple[float, float]
_GLANCE_MS, _PATIENCE_MS, _STEPS = 10, 60_000, 6


class Seen(NamedTuple):
    """What was opened: a word for its file, how it is called on the screen, and how it looks."""

    word: str
    label: str
    picture: QImage


class UntouchedError(Exception):
    """A finger opened nothing."""


class Fingers:
    """The fingers of somebody before a window, as a touch screen's driver has them."""

    def __init__(self, window: StageWindow) -> None:
        self.window = window.window
        self._screen = QTest.createTouchDevice()

    def see(self, word: str, label: str) -> Seen:
        """What is on the glass."""
        return Seen(word, label, self.window.grabWindow())

    def tap(self, at: Point) -> None:
        """Down and up."""
        self.draw({0: (at, at)}, steps=0)

    def draw(self, ways: Mapping[int, tuple[Point, Point]], *, steps: int = _STEPS) -> None:
        """Each finger goes from one point to another, at once with the others; then all go up."""
        for step in range(steps + 2):
            part = min(step, steps) / steps if steps else 1.0
            event = QTest.touchEvent(self.window, self._screen)
            act = event.press if step == 0 else event.move if step <= steps else event.release
            for finger, (start, end) in ways.items():
                at = [round(a + (b - a) * part) for a, b in zip(start, end, strict=True)]
                act(finger, QPoint(*at), self.window)
            event.commit()

    def wait(self, happened: Callable[[], bool]) -> None:
        """Let the stage live until something has happened. Raises `UntouchedError`."""
        loop, glance, end = QEventLoop(), QTimer(), QTimer()

        def look() -> None:
            if happened():
                loop.quit()

        glance.timeout.connect(look)
        glance.start(_GLANCE_MS)
        end.timeout.connect(loop.quit)
        end.start(_PATIENCE_MS)
        loop.exec()
        if not happened():
            raise UntouchedError("nothing opened")


def clear_away(player: StagePlayer) -> None:
    """Close a stage, its windows before all that they show."""
    player.close()
    for window in player.windows.values():
        window.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
