"""The truth in figures, over the whole width: what is right, what is not, and when that was heard."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from central.control_room.ink import Ink
from central.control_room.shapes import draw_sign, grey
from central.control_room.theme import FIGURE, GOOD, SIGN_COLOURS, SMALL, Theme
from central.telling.signs import Sign

WRONG = frozenset({Sign.WRONG, Sign.PICTURE, Sign.STALE, Sign.FALLBACK, Sign.BLACK})
_HEIGHT = 92
_WEIGHTS = {"longest": 1.35, "clock": 1.15, "availability": 1.2}


class Figure(NamedTuple):
    """One figure: its name, the number, what it means, its sign, the signs or the device it stands for."""

    name: str
    number: str
    meaning: str
    sign: Sign | None = None
    only: frozenset[Sign] = frozenset()
    device: str = ""


class FiguresBar(QWidget):
    """Figures side by side. One that stands for signs can be picked: the wall then shows these alone."""

    picked = Signal(object)
    named = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._figures: tuple[Figure, ...] = ()
        self._only: frozenset[Sign] = frozenset()
        self._sure = True
        self.setSizePolicy(self.sizePolicy().Policy.Expanding, self.sizePolicy().Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Take another size or mood."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_figures(self, figures: tuple[Figure, ...], only: frozenset[Sign], *, sure: bool) -> None:
        """Take other figures; not `sure` where nothing is known of now."""
        if (figures, only, sure) != (self._figures, self._only, self._sure):
            self._figures, self._only, self._sure = figures, only, sure
            self.update()

    def sizeHint(self) -> QSize:
        """As high as a figure with its meaning."""
        return QSize(600, self._theme.px(_HEIGHT))

    def boxes(self) -> list[tuple[Figure, QRectF]]:
        """Where each figure stands."""
        weights = [_WEIGHTS.get(figure.name, 1.0) for figure in self._figures]
        whole, x, found = sum(weights) or 1.0, 0.0, []
        for figure, weight in zip(self._figures, weights, strict=True):
            wide = self.width() * weight / whole
            found.append((figure, QRectF(x, 0, wide, self.height())))
            x += wide
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the figures; one of nothing is quiet."""
        theme, mood = self._theme, self._theme.mood
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(mood.panel))
        ink = Ink(painter, theme)
        for number, (figure, box) in enumerate(self.boxes()):
            if number:
                painter.fillRect(QRectF(box.left(), 0, 1, box.height()), QColor(mood.line))
            if figure.only and figure.only == self._only:
                painter.fillRect(box.adjusted(1, 0, 0, 0), QColor(mood.raised))
            self._draw(ink, figure, box)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), QColor(mood.line))
        painter.end()

    def _draw(self, ink: Ink, figure: Figure, box: QRectF) -> None:
        theme, mood = self._theme, self._theme.mood
        inner = box.adjusted(theme.px(20), theme.px(12), -theme.px(10), -theme.px(14))
        upper = QRectF(inner.left(), inner.top(), inner.width(), inner.height() * 0.6)
        lower = QRectF(inner.left(), upper.bottom(), inner.width(), inner.height() * 0.4)
        nothing = figure.sign is not None and figure.number in {"0", "–"}
        colour = mood.faint if nothing else mood.text
        if figure.sign is not None and not nothing:
            shade = theme.sign(figure.sign)
            colour = (shade if self._sure else grey(shade).lighter(170)).name()
        if figure.name == "availability" and self._sure and figure.number.startswith("100"):
            colour = GOOD
        if not self._sure and figure.sign is None and figure.name != "clock":
            colour = mood.faint
        mark = 0
        if figure.sign is not None and not nothing:
            mark = theme.px(24)
            square = QRectF(0, 0, mark, mark)
            square.moveCenter(upper.center())
            square.moveLeft(upper.left())
            draw_sign(ink.painter, square, figure.sign, sure=self._sure, glyph=0.6)
            mark += theme.px(10)
        ink.line(upper.adjusted(mark, 0, 0, 0), figure.number, FIGURE, colour, bold=True)
        late = not self._sure and figure.name == "clock"
        meaning = ink.first((figure.meaning, figure.device or figure.meaning), SMALL, lower.width())
        ink.line(lower, meaning, SMALL, SIGN_COLOURS[Sign.WRONG] if late else mood.quiet, bold=late)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick the figure under the pointer: its signs alone, or the device that it names."""
        for figure, box in self.boxes():
            if not box.contains(event.position()) or event.button() != Qt.MouseButton.LeftButton:
                continue
            if figure.only:
                self.picked.emit(figure.only)
            elif figure.device:
                self.named.emit(figure.device)
