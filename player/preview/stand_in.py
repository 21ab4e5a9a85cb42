"""What stands on the preview's glass while a picture is being prepared."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

_GROUND, _STRIPE, _INK = "#2a3237", "#2f383e", "#9fb0b8"
_STRIPES = 24


def stand_in(width: int, height: int, words: str) -> QImage:
    """A quiet striped picture that says `words`."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(_GROUND))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    step = (width + height) / _STRIPES
    painter.setPen(Qt.PenStyle.NoPen)
    painter.save()
    painter.rotate(-45)
    painter.setBrush(QColor(_STRIPE))
    for number in range(-_STRIPES, 2 * _STRIPES):
        painter.drawRect(QRectF(number * step, 0, step / 2, 2 * (width + height)))
    painter.restore()
    font = QFont("Atkinson Hyperlegible")
    font.setPixelSize(max(8, min(width // 11, height // 4)))
    painter.setFont(font)
    painter.setPen(QColor(_INK))
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(QRectF(image.rect()).adjusted(8, 8, -8, -8), int(flags), words)
    painter.end()
    return image
