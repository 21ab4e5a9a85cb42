"""What comes from fingers and keys to a window under test."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QEventPoint, QKeyEvent, QTouchEvent
from PySide6.QtQuick import QQuickWindow

from device_profiles.profile import Screen
from player.stage.acceptance.conductor import Conductor

_TOUCHES = {QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd, QEvent.Type.TouchCancel}
_KEYS = {
    Qt.Key.Key_Return: "good",
    Qt.Key.Key_Enter: "good",
    Qt.Key.Key_D: "bad",
    Qt.Key.Key_Space: "hide",
    Qt.Key.Key_Escape: "leave",
}


class Senses(QObject):
    """Passes on what one window feels; what a test needs for itself does not reach the keys below."""

    def __init__(
        self, window: QQuickWindow, screen: Screen, conductor: Conductor, *, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._screen, self._conductor, self._window = screen, conductor, window
        window.installEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Fingers and keys; everything else goes its way."""
        if event.type() in _TOUCHES and isinstance(event, QTouchEvent):
            across = self._screen.width / max(1, self._window.width())
            down = self._screen.height / max(1, self._window.height())
            lifted = event.type() in {QEvent.Type.TouchEnd, QEvent.Type.TouchCancel}
            points = {
                point.id(): (point.position().x() * across, point.position().y() * down)
                for point in ([] if lifted else event.points())
                if point.state() != QEventPoint.State.Released
            }
            return self._conductor.touch(self._screen.name, points)
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            answer = _KEYS.get(Qt.Key(event.key()))
            if answer and not event.isAutoRepeat():
                self._conductor.answer(answer)
                return True
        return False
