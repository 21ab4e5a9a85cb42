"""A leaf of the device's panel: painted, as high as what it says at the width it is given."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from central.control_room.ink import Ink
from central.control_room.theme import Theme


class Leaf(QWidget):
    """Subclasses say how high they are and draw themselves."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def set_theme(self, theme: Theme) -> None:
        """Take another size or mood."""
        self.theme = theme
        self.update()

    def wanted(self, width: int) -> int:
        """How high this is at a width; 0 where there is nothing to say."""
        raise NotImplementedError

    def draw(self, ink: Ink) -> None:
        """Draw on the panel's ground."""
        raise NotImplementedError

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground, and what is drawn on it."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self.theme.mood.panel))
        self.draw(Ink(painter, self.theme))
        painter.end()
