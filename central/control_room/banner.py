"""Says in full width that the window shows the past."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from central.control_room.ink import Ink
from central.control_room.theme import INK, LEAD, Theme

_HEIGHT: Final = 44


class Banner(QWidget):
    """One sentence; not there at all where there is none."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self.text = theme, ""
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take another size or mood."""
        self._theme = theme
        self.setFixedHeight(theme.px(_HEIGHT))
        self.update()

    def show_text(self, text: str) -> None:
        """Say something, or nothing."""
        self.text = text
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dark on the accent."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._theme.mood.accent))
        box = QRectF(self._theme.px(22), 0, self.width() - self._theme.px(44), self.height())
        Ink(painter, self._theme).line(box, self.text, LEAD, INK, bold=True)
        painter.end()
