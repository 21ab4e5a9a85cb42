"""What is on the glass beside what should be, side by side at one scale."""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from central.control_room.ink import Ink
from central.control_room.leaf import Leaf
from central.control_room.theme import SMALL

_GAP: Final = 16
_ROW: Final = 20
_BELOW: Final = 30 + _ROW
"""Under the pictures a caption, and a row that has its place whether anything is known or not."""
_TALLEST: Final = 206
_FLATTEST: Final = 66
_LEAST: Final = 118
_FACTS: Final = 190


class Glass(NamedTuple):
    """One side: its picture, its caption, and what is said where there is no picture."""

    picture: QPixmap | None
    caption: str
    none: str = ""


class GlassPair(Leaf):
    """Two pictures of one screen. `size_px` is the screen's: it shapes the frame of one that is not there.

    Beside upright ones is room for `facts`, each a name and what it is.
    """

    sides: tuple[Glass, Glass] = (Glass(None, ""), Glass(None, ""))
    size_px: tuple[int, int] = (16, 9)
    rim = ""
    facts: tuple[tuple[str, str], ...] = ()
    seen = ""

    def show_sides(self, shown: Glass, due: Glass, size_px: tuple[int, int], *, rim: str, seen: str) -> None:
        """Take other pictures.

        `rim` is the colour around the glass where it is not right, `seen` is said below of what is on it.
        """
        self.sides, self.size_px, self.rim = (shown, due), (max(1, size_px[0]), max(1, size_px[1])), rim
        self.seen = seen
        self.update()

    def show_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        """Say other facts."""
        self.facts = facts
        self.update()

    def wanted(self, width: int) -> int:
        """As high as the pictures at half the width, within bounds, a caption, and what is seen."""
        half = (width - self.theme.px(_GAP)) / 2
        tall = min(half * self.size_px[1] / self.size_px[0], self.theme.px(_TALLEST))
        return int(max(tall, self.theme.px(_FLATTEST))) + self.theme.px(_BELOW)

    def draw(self, ink: Ink) -> None:
        """Both sides next to each other, and the facts where there is room."""
        theme = self.theme
        gap, half = theme.px(_GAP), (self.width() - theme.px(_GAP)) / 2
        room = QSizeF(half, self.height() - theme.px(_BELOW))
        frame = QSizeF(*self.size_px).scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        left = 0.0
        for number, side in enumerate(self.sides):
            wide = max(frame.width(), theme.metrics(SMALL).horizontalAdvance(side.caption), theme.px(_LEAST))
            wide = min(wide, half)
            box = QRectF(left, 0, frame.width(), frame.height())
            self._draw_glass(ink.painter, ink, side, box, rim=self.rim if number == 0 else "")
            caption = QRectF(left, box.bottom() + theme.px(4), wide, theme.px(22))
            ink.line(caption, side.caption, SMALL, theme.mood.quiet)
            left += wide + gap
        if self.seen:
            row = QRectF(0, frame.height() + theme.px(4 + _ROW), self.width(), theme.px(22))
            ink.line(row, self.seen, SMALL, theme.mood.text)
        self._draw_facts(ink, QRectF(left + gap, 0, self.width() - left - gap, frame.height()))

    def _draw_facts(self, ink: Ink, box: QRectF) -> None:
        """Rows of a name and what it is, from the top."""
        theme, mood = self.theme, self.theme.mood
        if box.width() < theme.px(_FACTS):
            return
        step = theme.px(27)
        for number, (name, what) in enumerate(self.facts[: int(box.height() // step)]):
            row = QRectF(box.left(), box.top() + number * step, box.width(), step)
            ink.painter.fillRect(QRectF(row.left(), row.bottom() - 1, row.width(), 1), QColor(mood.line))
            taken = ink.line(row, name, SMALL, mood.quiet) + theme.px(12)
            ink.line(row.adjusted(taken, 0, 0, 0), what, SMALL, mood.text, right=True)

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
