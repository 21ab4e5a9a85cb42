"""The shapes of the signs: drawn, so that each can be told from the others at 9 pixels and at 60."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPixmap

from central.control_room.theme import INK, OUTLINED, SIGN_COLOURS
from central.telling.signs import Sign

_TINY: Final = 14
"""A tile lower than this many pixels has the shape over its whole height."""

Stroke = Callable[[QPainter, QRectF], None]


def _cross(painter: QPainter, box: QRectF) -> None:
    painter.drawLine(box.topLeft(), box.bottomRight())
    painter.drawLine(box.topRight(), box.bottomLeft())


def _unequal(painter: QPainter, box: QRectF) -> None:
    third = box.height() / 3
    for y in (box.top() + third, box.bottom() - third):
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
    painter.drawLine(box.topRight(), box.bottomLeft())


def _old(painter: QPainter, box: QRectF) -> None:
    """A clock that stands."""
    painter.drawEllipse(box)
    painter.drawLine(box.center(), QPointF(box.center().x(), box.top() + box.height() * 0.22))
    painter.drawLine(box.center(), QPointF(box.right() - box.width() * 0.24, box.center().y()))


def _slide(painter: QPainter, box: QRectF) -> None:
    """A frame in a frame: the built-in slide."""
    painter.drawRect(box)
    painter.fillRect(
        box.adjusted(box.width() * 0.3, box.height() * 0.3, -box.width() * 0.3, -box.height() * 0.3), INK
    )


def _black(painter: QPainter, box: QRectF) -> None:
    painter.fillRect(box, QColor(INK))


def _bars(painter: QPainter, box: QRectF) -> None:
    for x in (box.left() + box.width() * 0.3, box.right() - box.width() * 0.3):
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))


def _dash(painter: QPainter, box: QRectF) -> None:
    painter.drawLine(QPointF(box.left(), box.center().y()), QPointF(box.right(), box.center().y()))


def _call(painter: QPainter, box: QRectF) -> None:
    x = box.center().x()
    painter.drawLine(QPointF(x, box.top()), QPointF(x, box.top() + box.height() * 0.58))
    painter.drawPoint(QPointF(x, box.bottom()))


def _ask(painter: QPainter, box: QRectF) -> None:
    upper = QRectF(box.left() + box.width() * 0.15, box.top(), box.width() * 0.7, box.height() * 0.55)
    painter.drawArc(upper, 180 * 16, -230 * 16)
    painter.drawLine(
        QPointF(box.center().x(), upper.bottom()), QPointF(box.center().x(), upper.bottom() + 0.5)
    )
    painter.drawPoint(QPointF(box.center().x(), box.bottom()))


def _slash(painter: QPainter, box: QRectF) -> None:
    painter.drawLine(box.topRight(), box.bottomLeft())


def _moon(painter: QPainter, box: QRectF) -> None:
    """A crescent."""
    whole, bite = QPainterPath(), QPainterPath()
    whole.addEllipse(box)
    bite.addEllipse(box.translated(box.width() * 0.32, -box.height() * 0.16))
    painter.fillPath(whole.subtracted(bite), painter.pen().color())


def _plus(painter: QPainter, box: QRectF) -> None:
    _dash(painter, box)
    painter.drawLine(QPointF(box.center().x(), box.top()), QPointF(box.center().x(), box.bottom()))


SHAPES: Final[dict[Sign, Stroke]] = {
    Sign.WRONG: _cross,
    Sign.PICTURE: _unequal,
    Sign.STALE: _old,
    Sign.FALLBACK: _slide,
    Sign.BLACK: _black,
    Sign.FROZEN: _bars,
    Sign.SILENT: _dash,
    Sign.DEGRADED: _call,
    Sign.UNKNOWN: _ask,
    Sign.DARK: _moon,
    Sign.OUT: _slash,
    Sign.NEW: _plus,
}


def grey(colour: QColor) -> QColor:
    """A colour that is no longer sure: its light without its hue, dimmed."""
    light = round(0.3 * colour.red() + 0.59 * colour.green() + 0.11 * colour.blue())
    return QColor.fromRgb(*(3 * [38 + light // 3]))


def draw_sign(painter: QPainter, box: QRectF, sign: Sign, *, sure: bool = True, glyph: float = 0.46) -> None:
    """A tile with its sign. `glyph` is how high the shape is in it; not `sure`: it may have changed."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = QColor(SIGN_COLOURS[sign])
    colour = colour if sure else grey(colour)
    radius = min(4.0, box.height() * 0.18)
    if sign in OUTLINED:
        line = 1.0 if box.height() < 2 * _TINY else 1.5
        painter.setPen(QPen(colour, line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(line / 2, line / 2, -line / 2, -line / 2), radius, radius)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(colour))
        painter.drawRoundedRect(box, radius, radius)
    stroke = SHAPES.get(sign)
    if stroke is not None:
        side = box.height() * (0.6 if box.height() < _TINY else glyph)
        inner = QRectF(0, 0, side, side)
        inner.moveCenter(box.center())
        pen = QPen(colour if sign in OUTLINED else QColor(INK), max(1.0, side * 0.17))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap if sign is Sign.SILENT else Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        stroke(painter, inner)
    painter.restore()


def sign_picture(sign: Sign, width: int, height: int, *, sure: bool = True) -> QPixmap:
    """A tile with its sign as a picture, transparent around its corners."""
    picture = QPixmap(width, height)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    draw_sign(painter, QRectF(0, 0, width, height), sign, sure=sure)
    painter.end()
    return picture
