"""The time machine: a track of the last day or month to drag along, and a way back to now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from central.control_room.ink import Ink
from central.control_room.theme import SMALL, Theme

_HEIGHT: Final = 46
_EDGE: Final = 12
_NEAR: Final = 0.006
"""So near to the end of the track is now."""


class Reach(StrEnum):
    """How far back the track goes."""

    DAY = "day"
    MONTH = "month"


SPANS: Final = {Reach.DAY: timedelta(hours=24), Reach.MONTH: timedelta(days=30)}
STEPS: Final = {Reach.DAY: timedelta(minutes=5), Reach.MONTH: timedelta(hours=2)}


class Mark(NamedTuple):
    """A mark on the track with its text; a heavy one is a midnight."""

    at: datetime
    text: str
    heavy: bool = False


def stepped(at: datetime | None, now: datetime, reach: Reach, steps: int) -> datetime | None:
    """An instant so many steps further; None is now, which nothing is beyond."""
    there = (at or now) + steps * STEPS[reach]
    if there >= now:
        return None
    return max(there, now - SPANS[Reach.MONTH] + timedelta(minutes=1))


class TimeTrack(QWidget):
    """Drag, click, or use the arrow keys: `went` says the instant, None for now."""

    went = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._at: datetime | None = None
        self._now = datetime.fromtimestamp(0, UTC)
        self._reach = Reach.DAY
        self._marks: tuple[Mark, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_theme(self, theme: Theme) -> None:
        """Take another size or mood."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_time(self, at: datetime | None, now: datetime, reach: Reach, marks: tuple[Mark, ...]) -> None:
        """Take another instant."""
        self._at, self._now, self._reach, self._marks = at, now, reach, marks
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as it may be."""
        return QSize(200, self._theme.px(_HEIGHT))

    def _x(self, at: datetime) -> float:
        edge = self._theme.px(_EDGE)
        part = 1 - (self._now - at) / SPANS[self._reach]
        return edge + min(max(part, 0.0), 1.0) * (self.width() - 2 * edge)

    def instant(self, x: float) -> datetime | None:
        """The instant at a point of the track; None for now."""
        edge = self._theme.px(_EDGE)
        part = min(max((x - edge) / max(1, self.width() - 2 * edge), 0.0), 1.0)
        return None if part > 1 - _NEAR else self._now - (1 - part) * SPANS[self._reach]

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line, its marks, and where we are."""
        theme, mood = self._theme, self._theme.mood
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(mood.panel))
        ink, y = Ink(painter, theme), theme.px(13)
        edge = theme.px(_EDGE)
        here = self._x(self._at or self._now)
        painter.fillRect(QRectF(edge, y - 1, self.width() - 2 * edge, theme.px(3)), QColor(mood.line))
        painter.fillRect(QRectF(edge, y - 1, here - edge, theme.px(3)), QColor(mood.faint))
        free = 0.0
        for mark in self._marks:
            x = self._x(mark.at)
            tall = theme.px(9 if mark.heavy else 5)
            painter.fillRect(QRectF(x, y - tall / 2 + 1, 1, tall), QColor(mood.faint))
            wide = theme.metrics(SMALL - 0.5).horizontalAdvance(mark.text)
            left = min(max(x - wide / 2, 0.0), self.width() - wide)
            if mark.text and left >= free:
                box = QRectF(left, y + theme.px(8), wide + 1, theme.px(20))
                ink.line(box, mark.text, SMALL - 0.5, mood.quiet if mark.heavy else mood.faint)
                free = left + wide + theme.px(12)
        painter.setPen(QPen(QColor(mood.ground), theme.px(2)))
        painter.setBrush(QColor(mood.text if self._at is None else mood.accent))
        painter.drawEllipse(QPointF(here, y + 0.5), theme.px(8), theme.px(8))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(mood.accent), theme.px(1.5)))
            painter.drawEllipse(QPointF(here, y + 0.5), theme.px(11), theme.px(11))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """There."""
        self.went.emit(self.instant(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Along with the pointer while it is pressed."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.went.emit(self.instant(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A step back or on; End is now."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -12, Qt.Key.Key_PageDown: 12}
        if event.key() in steps:
            self.went.emit(stepped(self._at, self._now, self._reach, steps[Qt.Key(event.key())]))
        elif event.key() == Qt.Key.Key_End:
            self.went.emit(None)
        else:
            event.ignore()
