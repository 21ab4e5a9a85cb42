"""Paint LED pages: the true matrix, one pixel a dot, and a faithful picture of the lit board."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QRadialGradient

from layouts.led import LedPage

_LIT = ("#000000", "#ffb000", "#ff3b24", "#3ddc5a")
"""Dark, amber, red, green, as the page's rows number them."""

_BOARD, _UNLIT = "#0b0c0d", "#17191a"
_HALO = 3
"""How many dots wide the light around a dot is."""


def true_matrix(page: LedPage) -> QImage:
    """One pixel a dot, as wide as the page: wider than the matrix by `scroll_px`."""
    width = page.width + page.scroll_px
    image = QImage(width, page.height, QImage.Format.Format_Indexed8)
    image.setColorTable([QColor(colour).rgb() for colour in _LIT])
    lines = memoryview(image.bits()).cast("B")  # type: ignore[arg-type]
    stride = image.bytesPerLine()
    for y, row in enumerate(page.rows):
        lines[y * stride : y * stride + width] = row
    return image.convertToFormat(QImage.Format.Format_RGB32)
