"""Paint LED pages: the true matrix, one pixel a dot, and a faithful picture of the lit board."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QRadialGradient

from layouts.led import LedPage

_LIT = ("#000000", "#ffb000", "#ff3b24", "#3ddc5a")
"""Dark, amber, red, green, as the page's rows number them."""

_HEART = ("#000000", "#ffdf8a", "#ff9c80", "#b4ffc0")
"""The same colours at the middle of a dot, where the eye is dazzled a little."""

_BOARD, _UNLIT = "#0b0c0d", "#1a1c1d"
_DOT = 0.36
"""Radius of a dot, of the pitch."""

_HALO = 5
"""How many dots wide the light around a lit dot is."""

_SMALLEST_DOT_PX = 3
_PREMULTIPLIED = QImage.Format.Format_ARGB32_Premultiplied


def true_matrix(page: LedPage) -> QImage:
    """One pixel a dot, as wide as the page: wider than the matrix by `scroll_px`."""
    width = page.width + page.scroll_px
    image = QImage(width, page.height, QImage.Format.Format_Indexed8)
    image.setColorTable([QColor(colour).rgb() for colour in _LIT])
    dots = memoryview(image.bits()).cast("B")
    stride = image.bytesPerLine()
    for y, row in enumerate(page.rows):
        dots[y * stride : y * stride + width] = row
    del dots
    return image.convertToFormat(QImage.Format.Format_RGB32)


def lit_matrix(page: LedPage, dot_px: int, offset_px: int = 0) -> QImage:
    """The board as it looks when the page has scrolled by `offset_px`; see `lit_picture`."""
    return lit_picture(true_matrix(page).copy(offset_px, 0, page.width, page.height), dot_px)


def lit_picture(matrix: QImage, dot_px: int) -> QImage:
    """A true matrix as the board looks: round dots `dot_px` apart, faint where dark, with a bloom where lit.

    Dots closer than three pixels have no form: then each is a square of its colour.
    """
    width, height = matrix.width() * dot_px, matrix.height() * dot_px
    if dot_px < _SMALLEST_DOT_PX:
        return matrix.scaled(width, height)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.fillRect(image.rect(), QBrush(_unlit(dot_px)))
    lit = _lit_dots(matrix)
    colours = {colour for _, _, colour in lit}
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
    _stamp(painter, lit, {colour: _halo(colour, dot_px) for colour in colours}, dot_px)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    _stamp(painter, lit, {colour: _lamp(colour, dot_px) for colour in colours}, dot_px)
    painter.end()
    return image


def _lit_dots(matrix: QImage) -> list[tuple[int, int, int]]:
    """Column, row and colour number of every dot that has one of a board's colours."""
    numbers = {QColor(colour).rgb(): number for number, colour in enumerate(_LIT) if number}
    return [
        (x, y, numbers[pixel])
        for y in range(matrix.height())
        for x in range(matrix.width())
        if (pixel := matrix.pixel(x, y)) in numbers
    ]


def _stamp(
    painter: QPainter, lit: list[tuple[int, int, int]], stamps: dict[int, QImage], dot_px: int
) -> None:
    """Set a stamp centred on every lit dot."""
    for x, y, colour in lit:
        stamp = stamps[colour]
        around = (stamp.width() - dot_px) // 2
        painter.drawImage(x * dot_px - around, y * dot_px - around, stamp)


def _unlit(dot_px: int) -> QImage:
    """One dark dot on the board."""
    tile = QImage(dot_px, dot_px, QImage.Format.Format_RGB32)
    tile.fill(QColor(_BOARD))
    _disc(tile, QBrush(QColor(_UNLIT)), _DOT * dot_px)
    return tile


def _halo(colour: int, dot_px: int) -> QImage:
    """The light that a lit dot throws around itself."""
    stamp = QImage(_HALO * dot_px, _HALO * dot_px, _PREMULTIPLIED)
    stamp.fill(Qt.GlobalColor.transparent)
    radius = stamp.width() / 2
    light = QRadialGradient(QPointF(radius, radius), radius)
    for at, alpha in ((0.0, 0.30), (0.2, 0.17), (0.45, 0.045), (1.0, 0.0)):
        shade = QColor(_LIT[colour])
        shade.setAlphaF(alpha)
        light.setColorAt(at, shade)
    _disc(stamp, QBrush(light), radius)
    return stamp


def _lamp(colour: int, dot_px: int) -> QImage:
    """A lit dot."""
    stamp = QImage(dot_px, dot_px, _PREMULTIPLIED)
    stamp.fill(Qt.GlobalColor.transparent)
    middle, radius = dot_px / 2, _DOT * 1.12 * dot_px
    light = QRadialGradient(QPointF(middle, middle), radius)
    light.setColorAt(0.0, QColor(_HEART[colour]))
    light.setColorAt(0.55, QColor(_LIT[colour]))
    light.setColorAt(1.0, QColor(_LIT[colour]).darker(115))
    _disc(stamp, QBrush(light), radius)
    return stamp


def _disc(image: QImage, brush: QBrush, radius: float) -> None:
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush)
    middle = image.width() / 2
    painter.drawEllipse(QRectF(middle - radius, middle - radius, 2 * radius, 2 * radius))
    painter.end()
