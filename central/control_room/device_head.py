"""The head of the device's panel: its sign, its name, where it is, and why it stands so."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF

from central.control_room.ink import Ink, height
from central.control_room.leaf import Leaf
from central.control_room.shapes import draw_sign
from central.control_room.theme import BODY, LEAD, SMALL, TITLE
from central.telling.signs import Sign


class HeadText(NamedTuple):
    """What the head says. `why` is one sentence for each reason."""

    sign: Sign | None
    name: str
    place: str
    standing: str
    why: tuple[str, ...]


class DeviceHead(Leaf):
    """Sign and name, place and standing, and the sentences."""

    text = HeadText(None, "", "", "", ())

    def show_text(self, text: HeadText) -> None:
        """Say something else."""
        self.text = text
        self.update()

    def wanted(self, width: int) -> int:
        """The name's rows and the sentences."""
        said = sum(
            height(self.theme, one, self._size(number), width) for number, one in enumerate(self.text.why)
        )
        gaps = max(0, len(self.text.why) - 1) * self.theme.px(4)
        return self.theme.px(72) + int(said) + gaps + self.theme.px(4)

    @staticmethod
    def _size(number: int) -> float:
        return LEAD - 1 if number == 0 else BODY

    def draw(self, ink: Ink) -> None:
        """From top to bottom."""
        theme, mood, text = self.theme, self.theme.mood, self.text
        left = 0
        if text.sign is not None:
            side = theme.px(46)
            draw_sign(ink.painter, QRectF(0, theme.px(6), side, side), text.sign, glyph=0.5)
            left = side + theme.px(16)
        wide = self.width() - left
        ink.line(QRectF(left, 0, wide, theme.px(32)), text.name, TITLE, mood.text, bold=True)
        row = QRectF(left, theme.px(34), wide, theme.px(22))
        taken = ink.line(row, text.standing, SMALL + 1, mood.quiet, right=True) if text.standing else 0
        ink.line(row.adjusted(0, 0, -taken - theme.px(14), 0), text.place, SMALL + 1, mood.quiet)
        top = float(theme.px(68))
        for number, sentence in enumerate(text.why):
            box = QRectF(0, top, self.width(), self.height() - top + theme.px(4))
            colour = mood.text if number == 0 else mood.quiet
            top += ink.block(box, sentence, self._size(number), colour) + theme.px(4)
