"""What the signs mean, told in the panel while no screen is picked."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from central.control_room.ink import Ink
from central.control_room.leaf import Leaf
from central.control_room.shapes import draw_sign
from central.control_room.theme import BODY
from central.telling.signs import Sign

_ROW: Final = 40
_MARK: Final = (42, 24)


class Legend(Leaf):
    """A row for each sign: its tile, its name, how many screens bear it."""

    rows: tuple[tuple[Sign, str, str], ...] = ()

    def show_rows(self, rows: tuple[tuple[Sign, str, str], ...]) -> None:
        """Take other counts."""
        if rows != self.rows:
            self.rows = rows
            self.update()

    def wanted(self, _width: int) -> int:
        """All rows."""
        return self.theme.px(_ROW) * len(self.rows)

    def draw(self, ink: Ink) -> None:
        """From top to bottom; what no screen bears is quiet."""
        theme, mood = self.theme, self.theme.mood
        wide, tall = theme.px(_MARK[0]), theme.px(_MARK[1])
        for number, (sign, name, count) in enumerate(self.rows):
            row = QRectF(0, number * theme.px(_ROW), self.width(), theme.px(_ROW))
            ink.painter.fillRect(QRectF(0, row.top(), row.width(), 1), QColor(mood.line))
            draw_sign(ink.painter, QRectF(0, row.center().y() - tall / 2, wide, tall), sign)
            colour = mood.faint if count == "0" else mood.text
            taken = ink.line(row, count, BODY, colour, right=True, bold=count != "0")
            ink.line(row.adjusted(wide + theme.px(16), 0, -taken - theme.px(12), 0), name, BODY, colour)
