"""One tile after the other, from a sheet of signs drawn once; the large ones say their name."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPixmap

from central.control_room.ink import Ink
from central.control_room.shapes import draw_sign, sign_picture
from central.control_room.theme import BODY, INK, OUTLINED, SMALL, Theme
from central.control_room.wall_plan import Plan
from central.telling.signs import Key, Sign


class Labels(NamedTuple):
    """What a large tile says: the device, where and which screen it is, how it stands; long to short."""

    name: str
    places: tuple[str, ...]
    standings: tuple[str, ...]


class TilePainter:
    """Draws tiles of a plan."""

    def __init__(
        self,
        painter: QPainter,
        theme: Theme,
        plan: Plan,
        sign: Callable[[Key], Sign],
        labels: Callable[[Key], Labels],
        *,
        sure: bool,
    ) -> None:
        self._painter, self._theme, self._plan, self._sure = painter, theme, plan, sure
        self._sign, self._labels = sign, labels
        self._sheet: dict[Sign, QPixmap] = {}

    def draw_all(self) -> None:
        """Every section with its heading."""
        ink, mood = Ink(self._painter, self._theme), self._theme.mood
        for block in self._plan.blocks:
            box = QRectF(block.x, block.y, block.width, self._plan.grain.head - self._theme.px(5))
            count = str(block.tiles)
            room = self._theme.metrics(SMALL).horizontalAdvance(count) + self._theme.px(8)
            wide = ink.line(box.adjusted(0, 0, -room, 0), block.title, BODY, mood.quiet)
            ink.line(box.adjusted(wide + self._theme.px(8), 0, 0, 0), count, SMALL, mood.faint)
        for number, key in enumerate(self._plan.keys):
            self.draw(key, *self._plan.place(number))

    def draw(self, key: Key, x: int, y: int) -> None:
        """One tile at a corner."""
        sign, grain = self._sign(key), self._plan.grain
        if self._plan.labelled:
            self._large(key, sign, QRectF(x, y, grain.width, grain.height))
            return
        if sign not in self._sheet:
            self._sheet[sign] = sign_picture(sign, grain.width, grain.height, sure=self._sure)
        if sign in OUTLINED:
            self._painter.fillRect(x, y, grain.width, grain.height, self._theme.mood.ground)
        self._painter.drawPixmap(x, y, self._sheet[sign])

    def _large(self, key: Key, sign: Sign, box: QRectF) -> None:
        """A tile that says its name, and with more room its place and its standing."""
        theme, mood, said = self._theme, self._theme.mood, self._labels(key)
        quiet = sign is Sign.RIGHT or sign in OUTLINED or not self._sure
        self._painter.fillRect(box, mood.ground)
        ink = Ink(self._painter, theme)
        ink.card(box, mood.raised if quiet else theme.sign(sign).name(), 5)
        if sign is not Sign.RIGHT:
            side = min(box.height() * 0.5, theme.px(30))
            mark = QRectF(box.right() - side - theme.px(7), box.top() + theme.px(7), side, side)
            draw_sign(self._painter, mark, sign, sure=self._sure, glyph=0.62)
        inner = box.adjusted(theme.px(11), theme.px(8), -theme.px(11), -theme.px(8))
        text, soft = (mood.text, mood.quiet) if quiet else (INK, INK)
        lines = (
            ((said.name,), BODY, text, True),
            (said.places, SMALL, soft, False),
            (said.standings, SMALL, soft, False),
        )[: self._plan.labelled]
        step = inner.height() / len(lines)
        for number, (texts, units, colour, bold) in enumerate(lines):
            taken = 0 if sign is Sign.RIGHT or number else min(box.height() * 0.5, theme.px(30)) + theme.px(4)
            row = QRectF(inner.left(), inner.top() + number * step, inner.width() - taken, step)
            ink.line(row, ink.first(texts, units, row.width(), bold=bold), units, colour, bold=bold)
