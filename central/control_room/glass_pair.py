"""What is on the glass beside what should be, side by side at one scale."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from central.control_room.ink import Ink
from central.control_room.leaf import Leaf
from central.control_room.theme import SMALL


class Glass(NamedTuple):
    """One side: its picture, its caption, and what is said where there is no picture."""

    picture: QPixmap | None
    caption: str
    none: str = ""


class GlassPair(Leaf):
    """Two pictures of one screen. `size` is the screen's, in pixels: it shapes the frame of one not there."""

    sides: tuple[Glass, Glass] = (Glass(None, ""), Glass(None, ""))
    size_px: tuple[int, int] = (16, 9)
    rim = ""

    def show_sides(self, shown: Glass, due: Glass, size_px: tuple[int, int], rim: str) -> None:
        """Take other pictures; `rim` is the colour around the glass where it is not right."""
        self.sides, self.size_px, self.rim = (shown, due), (max(1, size_px[0]), max(1, size_px[1])), rim
        self.update()

    def wanted(self, width: int) -> int:
        """As high as the pictures at half the width, within bounds, and a caption."""
        half = (width - self.theme.px(16)) / 2
        tall = min(half * self.size_px[1] / self.size_px[0], self.theme.px(214))
        return int(tall) + self.theme.px(30)

    def draw(self, ink: Ink) -> None:
        """Both sides, each at the left of its half."""
        theme = self.theme
        half = (self.width() - theme.px(16)) / 2
        room = QSizeF(half, self.height() - theme.px(30))
        frame = QSizeF(*self.size_px).scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        for number, side in enumerate(self.sides):
            box = QRectF(number * (half + theme.px(16)), 0, frame.width(), frame.height())
            self._draw_glass(ink.painter, ink, side, box, rim=self.rim if number == 0 else "")
            caption = QRectF(box.left(), box.bottom() + theme.px(4), half, theme.px(22))
            ink.line(caption, side.caption, SMALL, theme.mood.quiet)

    def _draw_glass(self, painter: QPainter, ink: Ink, side: Glass, box: QRectF, rim: str) -> None:
        theme, mood = self.theme, self.theme.mood
        if side.picture is None:
            ink.card(box, mood.ground, 4)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(mood.line), 1))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            inner = box.adjusted(theme.px(10), theme.px(8), -theme.px(10), -theme.px(8))
            if inner.height() > theme.px(20):
                ink.block(inner, side.none, SMALL, mood.quiet)
            else:
                ink.line(inner, side.none, SMALL, mood.quiet)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(box, side.picture, QRectF(side.picture.rect()))
        if rim:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(rim), theme.px(2)))
            painter.drawRect(box)
