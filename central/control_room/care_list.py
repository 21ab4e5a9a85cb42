"""What a device says is wrong with it, and what was ordered of it; below, what may be ordered."""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QPushButton, QWidget

from central.control_room.ink import Ink
from central.control_room.leaf import Leaf
from central.control_room.theme import SMALL, Theme

_ROW: Final = 23
_HEAD: Final = 27
_MOST: Final = 4
_BUTTON: Final = 34
_ABREAST: Final = 600
"""From this width on both columns stand side by side."""


class Column(NamedTuple):
    """A heading, lines of text with what stands at their right, and what is said where there is none."""

    title: str
    lines: tuple[tuple[str, str], ...]
    none: str


class CareList(Leaf):
    """Faults at the left, orders at the right."""

    columns: tuple[Column, Column] = (Column("", (), ""), Column("", (), ""))

    def show_columns(self, faults: Column, orders: Column) -> None:
        """Say something else."""
        self.columns = (faults, orders)
        self.update()

    def _columns(self, width: float) -> int:
        return 2 if width >= self.theme.px(_ABREAST) else 1

    def _tall(self, column: Column) -> int:
        rows = min(_MOST, max(1, len(column.lines)))
        return self.theme.px(_HEAD) + self.theme.px(_ROW) * rows + self.theme.px(4)

    def wanted(self, width: int) -> int:
        """Side by side where there is room, else one under the other."""
        talls = [self._tall(column) for column in self.columns]
        return max(talls) if self._columns(width) > 1 else sum(talls)

    def draw(self, ink: Ink) -> None:
        """Both columns."""
        theme = self.theme
        if self._columns(self.width()) > 1:
            half = (self.width() - theme.px(24)) / 2
            self._draw_column(ink, self.columns[0], QRectF(0, 0, half, self.height()))
            self._draw_column(ink, self.columns[1], QRectF(half + theme.px(24), 0, half, self.height()))
            return
        top = self._tall(self.columns[0])
        self._draw_column(ink, self.columns[0], QRectF(0, 0, self.width(), top))
        self._draw_column(ink, self.columns[1], QRectF(0, top, self.width(), self.height() - top))

    def _draw_column(self, ink: Ink, column: Column, box: QRectF) -> None:
        theme, mood = self.theme, self.theme.mood
        ink.painter.fillRect(QRectF(box.left(), box.top(), box.width(), 1), QColor(mood.line))
        head = QRectF(box.left(), box.top() + theme.px(3), box.width(), theme.px(_HEAD - 4))
        ink.line(head, column.title, SMALL, mood.quiet, bold=True)
        row = QRectF(box.left(), box.top() + theme.px(_HEAD), box.width(), theme.px(_ROW))
        for text, aside in column.lines[:_MOST]:
            taken = ink.line(row, aside, SMALL, mood.quiet, right=True) + theme.px(12) if aside else 0.0
            ink.line(row.adjusted(0, 0, -taken, 0), text, SMALL, mood.text)
            row.translate(0, theme.px(_ROW))
        if not column.lines:
            ink.line(row, column.none, SMALL, mood.faint)


class CareButtons(Leaf):
    """A button for each care that the token may order; none for a token that may only look."""

    ordered = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._cares: tuple[tuple[str, str], ...] = ()
        self.buttons: list[QPushButton] = []

    def show_cares(self, cares: tuple[tuple[str, str], ...]) -> None:
        """Offer other cares: the name of each, and what its button says."""
        if cares == self._cares:
            return
        self._cares = cares
        for button in self.buttons:
            button.deleteLater()
        self.buttons = [self._button(name, said) for name, said in cares]
        self.place()

    def _button(self, name: str, said: str) -> QPushButton:
        button = QPushButton(said, self)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(lambda: self.ordered.emit(name))
        button.show()
        return button

    def _rows(self, width: int) -> list[list[tuple[QPushButton, int]]]:
        rows: list[list[tuple[QPushButton, int]]] = [[]]
        used, gap = 0, self.theme.px(8)
        for button in self.buttons:
            wide = int(self.theme.metrics(SMALL + 1).horizontalAdvance(button.text())) + self.theme.px(28)
            if rows[-1] and used + wide > width:
                rows.append([])
                used = 0
            rows[-1].append((button, wide))
            used += wide + gap
        return rows

    def wanted(self, width: int) -> int:
        """As many rows as the buttons need."""
        return len(self._rows(width)) * (self.theme.px(_BUTTON) + self.theme.px(8)) if self.buttons else 0

    def place(self) -> None:
        """Put the buttons where they belong."""
        gap, tall = self.theme.px(8), self.theme.px(_BUTTON)
        for number, row in enumerate(self._rows(self.width())):
            x = 0
            for button, wide in row:
                button.setGeometry(x, number * (tall + gap), wide, tall)
                x += wide + gap

    def draw(self, ink: Ink) -> None:
        """The buttons draw themselves."""
