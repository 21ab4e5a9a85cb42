"""The test pictures in the exact pixels of their screens. What moves or is touched lies over them in QML."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen, QPolygonF

from device_profiles.profile import Screen
from player.stage.acceptance.course import Kind

_SOLID = {
    Kind.RED: "#ff0000",
    Kind.GREEN: "#00ff00",
    Kind.BLUE: "#0000ff",
    Kind.YELLOW: "#ffbf00",
    Kind.WHITE: "#ffffff",
    Kind.BLACK: "#000000",
}
_GROUND, _INK, _LINE, _ACCENT = "#10222b", "#f4f7f7", "#5f7580", "#00a79d"
_AMBER = "#ffbf00"
_STEPS, _FINE = 11, 8
_FINE_LEVEL = 4
"""Levels of 255 between the steps of the darkest and the brightest row: limited range swallows some."""


def pattern(screen: Screen, kind: Kind, top: str = "") -> QImage:
    """The picture of a test; `top` is the word for what is up."""
    image = QImage(screen.width, screen.height, QImage.Format.Format_RGB32)
    image.fill(QColor(_SOLID.get(kind, "#000000" if screen.is_matrix else _GROUND)))
    if kind in _SOLID:
        return image
    painter = QPainter(image)
    match kind:
        case Kind.ORIENTATION:
            _orientation(painter, screen, top)
        case Kind.GREYS:
            _greys(painter, screen)
        case Kind.RAMPS:
            _ramps(painter, screen)
        case Kind.GEOMETRY:
            _geometry(painter, screen)
        case _:
            pass
    painter.end()
    return image


def _lit(screen: Screen) -> QColor:
    return QColor(_AMBER if screen.is_matrix else _INK)


def _orientation(painter: QPainter, screen: Screen, top: str) -> None:
    """An arrow that points up, with the word, and the screen's name below it."""
    width, height = screen.width, screen.height
    short = min(width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not screen.is_matrix)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_lit(screen))
    if screen.is_matrix:
        size, left, peak = height * 0.8, height * 0.2, height * 0.1
    else:
        size = short * (0.42 if height > width else 0.28)
        left, peak = (width - size) / 2, height * (0.1 if height > width else 0.05)
    painter.drawPolygon(
        QPolygonF(
            [
                QPointF(left + size * x, peak + size * y)
                for x, y in ((0.5, 0), (1, 0.5), (0.68, 0.5), (0.68, 1), (0.32, 1), (0.32, 0.5), (0, 0.5))
            ]
        )
    )
    if screen.is_matrix:
        _name_on_matrix(painter, screen, round(left + size + height * 0.25))
        return
    below = round(peak + size + short * 0.03)
    rows = ((top, 0.07, 0.0, _INK), (screen.name, 0.15, 0.11, _ACCENT))
    font = QFont("Atkinson Hyperlegible")
    font.setBold(True)
    for text, part, down, ink in rows:
        font.setPixelSize(max(12, round(short * part)))
        painter.setFont(font)
        painter.setPen(QColor(ink))
        area = QRect(0, below + round(short * down), width, round(short * part * 1.5))
        painter.drawText(area, Qt.AlignmentFlag.AlignHCenter, text)


def _name_on_matrix(painter: QPainter, screen: Screen, left: int) -> None:
    """Its name in whole lamps."""
    font = QFont("Atkinson Hyperlegible")
    font.setStyleStrategy(QFont.StyleStrategy.NoAntialias)
    font.setPixelSize(max(8, round(screen.height * 0.45)))
    painter.setFont(font)
    painter.setPen(_lit(screen))
    area = QRect(left, 0, screen.width, screen.height)
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, screen.name)


def _greys(painter: QPainter, screen: Screen) -> None:
    """Eleven steps from black to white; above them the darkest steps, below them the brightest."""
    rows = (
        [_FINE_LEVEL * number for number in range(_FINE)],
        [round(255 * number / (_STEPS - 1)) for number in range(_STEPS)],
        [255 - _FINE_LEVEL * (_FINE - 1 - number) for number in range(_FINE)],
    )
    edges = [0, round(screen.height * 0.25), round(screen.height * 0.75), screen.height]
    for row, levels in enumerate(rows):
        for number, level in enumerate(levels):
            left = screen.width * number // len(levels)
            right = screen.width * (number + 1) // len(levels)
            top, bottom = edges[row], edges[row + 1]
            painter.fillRect(QRect(left, top, right - left, bottom - top), QColor(level, level, level))


def _ramps(painter: QPainter, screen: Screen) -> None:
    """Red, green, blue and white, each from black to full, level by level along the longer side."""
    upright = screen.height > screen.width
    long, across = (screen.height, screen.width) if upright else (screen.width, screen.height)
    for number, parts in enumerate(((1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 1))):
        left, right = across * number // 4, across * (number + 1) // 4
        for at in range(long):
            level = round(255 * at / (long - 1))
            colour = QColor(*(part * level for part in parts))
            if upright:
                painter.fillRect(left, long - 1 - at, right - left, 1, colour)
            else:
                painter.fillRect(at, left, 1, right - left, colour)


def _geometry(painter: QPainter, screen: Screen) -> None:
    """A border one pixel wide, squares and circles that are true in millimetres, a cross in the middle."""
    width, height = screen.width, screen.height
    x_mm, y_mm = screen.width / screen.width_mm, screen.height / screen.height_mm
    short_mm = min(screen.width_mm, screen.height_mm)
    lit = _lit(screen)
    painter.setPen(QPen(QColor(lit if screen.is_matrix else _LINE), 1))
    painter.drawLine(0, height // 2, width, height // 2)
    painter.drawLine(width // 2, 0, width // 2, height)
    if not screen.is_matrix:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = short_mm * 0.2
    centre = QPointF(width / 2, height / 2)
    thick = 1 if screen.is_matrix else max(2.0, min(width, height) / 300)
    painter.setPen(QPen(lit, thick))
    large = short_mm * (0.42 if not screen.is_matrix else 0.44)
    painter.drawEllipse(centre, large * x_mm, large * y_mm)
    half = large * 0.7071
    if not screen.is_matrix:
        painter.drawRect(
            QRectF(centre.x() - half * x_mm, centre.y() - half * y_mm, 2 * half * x_mm, 2 * half * y_mm)
        )
        painter.setPen(QPen(QColor(_ACCENT), thick))
        for left in (0.0, width - side * x_mm):
            for top in (0.0, height - side * y_mm):
                painter.drawEllipse(QRectF(left, top, side * x_mm, side * y_mm).adjusted(4, 4, -4, -4))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    edge = QColor("#ffffff") if not screen.is_matrix else lit
    for box in (
        QRect(0, 0, width, 1),
        QRect(0, height - 1, width, 1),
        QRect(0, 0, 1, height),
        QRect(width - 1, 0, 1, height),
    ):
        painter.fillRect(box, edge)
