"""A scroll bar that shows where on the wall something stands out, also out of view."""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollBar

_TICK: Final = 3


class Notch(NamedTuple):
    """A place along the whole wall, from 0 to 1, and the colour of what is there."""

    part: float
    colour: str


class Ruler(QScrollBar):
    """Draws its notches over the bar."""

    notches: frozenset[Notch] = frozenset()

    def show_notches(self, notches: frozenset[Notch]) -> None:
        """Mark other places."""
        if notches != self.notches:
            self.notches = notches
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bar, then the notches."""
        super().paintEvent(event)
        painter = QPainter(self)
        for notch in self.notches:
            y = notch.part * (self.height() - _TICK)
            painter.fillRect(QRectF(0, y, self.width(), _TICK), QColor(notch.colour))
        painter.end()
