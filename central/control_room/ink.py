"""Writing on a widget: text that stands in its box, smaller rather than cut, and told of where it is not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

from central.control_room.theme import Theme

_SMALLEST: Final = 0.8
_STEP: Final = 0.95
_LEADING: Final = 1.02
"""Of the family's own height of a line."""


class Ink:
    """Writes with one painter. `tight` hears of every text that is cut."""

    def __init__(self, painter: QPainter, theme: Theme, tight: Callable[[str], None] | None = None) -> None:
        self.painter, self.theme = painter, theme
        self._tight = tight or theme.tight
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def line(
        self,
        box: QRectF,
        text: str,
        units: float,
        colour: str,
        *,
        bold: bool = False,
        right: bool = False,
        middle: bool = False,
    ) -> float:
        """One line, in the middle of the box's height; how wide it came out."""
        font, measures = self._fitting(text, units, bold, box.width())
        wide = measures.horizontalAdvance(text)
        if wide > box.width() + 0.5:
            self._tight(text)
            text = measures.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            wide = measures.horizontalAdvance(text)
        x = box.right() - wide if right else box.center().x() - wide / 2 if middle else box.left()
        y = box.center().y() + (measures.ascent() - measures.descent()) / 2
        self.painter.setFont(font)
        self.painter.setPen(QColor(colour))
        self.painter.drawText(QPointF(x, y), text)
        return wide

    def first(self, texts: Sequence[str], units: float, width: float, *, bold: bool = False) -> str:
        """The first of some texts, long to short, that fits; the last one where none does."""
        measures = self.theme.metrics(units, bold=bold)
        return next((text for text in texts if measures.horizontalAdvance(text) <= width), texts[-1])

    def _fitting(self, text: str, units: float, bold: bool, width: float) -> tuple[QFont, QFontMetricsF]:
        size = units
        while size > units * _SMALLEST:
            measures = self.theme.metrics(size, bold=bold)
            if measures.horizontalAdvance(text) <= width:
                break
            size *= _STEP
        return self.theme.font(size, bold=bold), self.theme.metrics(size, bold=bold)

    def block(self, box: QRectF, text: str, units: float, colour: str, *, bold: bool = False) -> float:
        """Lines from the box's top, broken between words; the height they took."""
        lines = broken(self.theme, text, units, box.width(), bold=bold)
        measures = self.theme.metrics(units, bold=bold)
        step = measures.height() * _LEADING
        room = max(1, int((box.height() + 1) // step))
        if len(lines) > room:
            self._tight(text)
            lines = [*lines[: room - 1], measures.elidedText(
                " ".join(lines[room - 1 :]), Qt.TextElideMode.ElideRight, box.width()
            )]  # fmt: skip
        self.painter.setFont(self.theme.font(units, bold=bold))
        self.painter.setPen(QColor(colour))
        for number, line in enumerate(lines):
            self.painter.drawText(QPointF(box.left(), box.top() + number * step + measures.ascent()), line)
        return len(lines) * step

    def card(self, box: QRectF, colour: str, radius: float = 8) -> None:
        """A panel's ground."""
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(QColor(colour))
        self.painter.drawRoundedRect(box, self.theme.px(radius), self.theme.px(radius))


def broken(theme: Theme, text: str, units: float, width: float, *, bold: bool = False) -> list[str]:
    """A text in lines of at most a width."""
    layout = QTextLayout(text, theme.font(units, bold=bold))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1.0, width))
        lines.append(text[line.textStart() : line.textStart() + line.textLength()].rstrip())
    layout.endLayout()
    return lines


def height(theme: Theme, text: str, units: float, width: float, *, bold: bool = False) -> float:
    """How high a text is that is broken to a width."""
    step = theme.metrics(units, bold=bold).height() * _LEADING
    return len(broken(theme, text, units, width, bold=bold)) * step
