"""What lies over the wall when it cannot be trusted, or has nothing to show: large, and said plainly."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QBrush, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from central.control_room.ink import Ink, height
from central.control_room.theme import BODY, LEAD, Theme


class Cover(NamedTuple):
    """A title in big letters, a sentence, a quiet line. `veil` lets the wall be seen under it."""

    title: str
    body: str
    foot: str = ""
    colour: str = ""
    veil: bool = False


class CoverSheet(QWidget):
    """Lies over the fleet."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cover: Cover | None = None
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take another size or mood."""
        self._theme = theme
        self.update()

    def show_cover(self, cover: Cover | None) -> None:
        """Lay a cover, or take it away."""
        if cover != self._cover:
            self._cover = cover
            self.update()
        self.setVisible(cover is not None)
        if cover is not None and cover.title != self.accessibleName():
            self.setAccessibleName(cover.title)
            self.setAccessibleDescription(cover.body)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    @property
    def cover(self) -> Cover | None:
        """What is said, if anything."""
        return self._cover

    def paintEvent(self, event: QPaintEvent) -> None:
        """A veil with hatching, or a plain ground; the words in the upper middle."""
        if self._cover is None:
            return
        theme, cover = self._theme, self._cover
        painter = QPainter(self)
        ground = QColor(theme.mood.ground)
        if cover.veil:
            ground.setAlpha(165)
        painter.fillRect(event.rect(), ground)
        if cover.veil:
            hatch = QColor(cover.colour)
            hatch.setAlpha(26)
            painter.fillRect(event.rect(), QBrush(hatch, Qt.BrushStyle.BDiagPattern))
        self._write(Ink(painter, theme), cover)
        painter.end()

    def _write(self, ink: Ink, cover: Cover) -> None:
        theme, mood = self._theme, self._theme.mood
        wide = min(self.width() - 2 * theme.px(32), theme.px(900))
        size = 62.0 if cover.veil else 44.0
        heights = (
            height(theme, cover.title, size, wide, bold=True),
            height(theme, cover.body, LEAD + 3, wide),
            height(theme, cover.foot, BODY, wide) if cover.foot else 0.0,
        )
        gap = theme.px(18)
        top = max(theme.px(20), (self.height() - sum(heights) - 2 * gap) * 0.42)
        left = (self.width() - wide) / 2
        if cover.veil:
            plate = QRectF(
                left - theme.px(32),
                top - theme.px(28),
                wide + theme.px(64),
                sum(heights) + 2 * gap + theme.px(56),
            )
            ink.card(plate, mood.ground, 10)
            ink.painter.fillRect(
                QRectF(plate.left(), plate.top(), theme.px(8), plate.height()), QColor(cover.colour)
            )
        said = (
            (cover.title, size, cover.colour or mood.text),
            (cover.body, LEAD + 3, mood.text),
            (cover.foot, BODY, mood.quiet),
        )
        for (text, units, colour), tall in zip(said, heights, strict=True):
            if text:
                ink.block(QRectF(left, top, wide, tall + 2), text, units, colour, bold=units == size)
            top += tall + gap
