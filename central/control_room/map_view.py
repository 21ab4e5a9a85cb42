"""The map: a dot for every screen that has a position, over the city's water if that is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from central.control_room.ink import Ink
from central.control_room.map_plan import Frame, Position, framed, spread
from central.control_room.shapes import sign_picture
from central.control_room.theme import SMALL, Theme
from central.control_room.wall import ARROWS
from central.control_room.wall_plan import Way
from central.telling.signs import BAD, Key, Sign
from central.waters import Water

_MARGIN: Final = 40
_WELL: Final = 9
_ODD: Final = 19
_ORDER: Final = {sign: -rank for rank, sign in enumerate(BAD)} | {Sign.RIGHT: -99, Sign.DARK: -98}
_METRE: Final = 1 / 111_320
"""A metre in degrees of latitude."""


class MapView(QWidget):
    """What is well is a small dot; what is not stands out, on top of it."""

    picked = Signal(object)

    def __init__(
        self, theme: Theme, sign: Callable[[Key], Sign], waters: tuple[Water, ...], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._theme, self._sign, self._waters = theme, sign, waters
        self._positions: dict[Key, Position] = {}
        self._selected: Key | None = None
        self._ringed: frozenset[Key] = frozenset()
        self._sure, self._note = True, ""
        self._frame: Frame | None = None
        self._points: dict[Key, tuple[float, float]] = {}
        self._drag: QPointF | None = None
        self._dragged = QPointF()
        self._ground: QPixmap | None = None
        self._picture: QPixmap | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def set_theme(self, theme: Theme) -> None:
        """Take another size or mood."""
        self._theme = theme
        self._placed()

    def show_positions(self, positions: dict[Key, Position], note: str) -> None:
        """Take other screens; `note` tells of those without a position."""
        self._positions, self._note = positions, note
        self._placed()

    def mark(self, _keys: Iterable[Key]) -> None:
        """Draw anew: some bear another sign."""
        self._drawn_anew()

    def select(self, key: Key | None) -> None:
        """Put the ring around a dot, and bring it into view."""
        moved, self._selected = key != self._selected, key
        if moved and key in self._points and not self.rect().contains(*map(int, self._points[key])):
            self._frame = self._around(key, self._here())
            self._placed()
        self.update()

    def _around(self, key: Key | None, frame: Frame) -> Frame:
        """The frame, moved so that a dot is in its middle."""
        if key not in self._positions:
            return frame
        latitude, longitude = self._positions[key]
        return frame._replace(latitude=latitude, longitude=longitude)

    def ring(self, keys: frozenset[Key]) -> None:
        """Mark the dots that an alarm speaks of."""
        self._ringed = keys
        self.update()

    def set_sure(self, sure: bool) -> None:
        """Whether what is shown is what is."""
        self._sure = sure
        self._drawn_anew()

    def _drawn_anew(self) -> None:
        self._picture = None
        self.update()

    def zoom(self, steps: int) -> None:
        """Nearer to the selected dot, or further; 0 shows all."""
        frame = self._around(self._selected, self._here())
        self._frame = None if not steps else frame._replace(scale=frame.scale * 1.3**steps)
        self._placed()

    def _here(self) -> Frame:
        whole = framed(self._positions.values(), self.width(), self.height(), self._theme.px(_MARGIN))
        return self._frame or whole

    def _placed(self) -> None:
        side = self._theme.px(_WELL) + 2
        self._points = spread(self._positions, self._here(), self.width(), self.height(), side)
        self._ground = None
        self._drawn_anew()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All in view again."""
        super().resizeEvent(event)
        self._placed()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy the map; while it is taken along, only that."""
        theme, mood = self._theme, self._theme.mood
        painter = QPainter(self)
        if self._picture is None:
            self._picture = self._drawn()
        painter.fillRect(event.rect(), QColor(mood.ground))
        painter.translate(self._dragged)
        painter.drawPixmap(0, 0, self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for key in self._ringed & self._points.keys():
            self._draw_ring(painter, key, mood.accent, 13)
        if self._selected in self._points:
            self._draw_ring(painter, self._selected, mood.text, 15)
        painter.resetTransform()
        if self._note:
            box = QRectF(theme.px(8), self.height() - theme.px(26), self.width() - theme.px(16), theme.px(22))
            Ink(painter, theme).line(box, self._note, SMALL, mood.quiet)
        painter.end()

    def _drawn(self) -> QPixmap:
        """Water, then the dots: well ones, odd ones, the worst last."""
        picture = QPixmap(self._drawn_ground())
        painter = QPainter(picture)
        sheet: dict[Sign, QPixmap] = {}
        signs = {key: self._sign(key) for key in self._points}
        for key in sorted(signs, key=lambda key: _ORDER.get(signs[key], -50)):
            sign, (x, y) = signs[key], self._points[key]
            side = self._theme.px(_ODD if sign in BAD or sign is Sign.DEGRADED else _WELL)
            if sign not in sheet:
                sheet[sign] = sign_picture(sign, side, side, sure=self._sure)
            painter.drawPixmap(QPointF(x - side / 2, y - side / 2), sheet[sign])
        painter.end()
        return picture

    def _draw_ring(self, painter: QPainter, key: Key, colour: str, units: float) -> None:
        painter.setPen(QPen(QColor(colour), self._theme.px(2)))
        painter.drawEllipse(QPointF(*self._points[key]), self._theme.px(units), self._theme.px(units))

    def _drawn_ground(self) -> QPixmap:
        """The city's water, drawn once for a frame."""
        if self._ground is None:
            self._ground = QPixmap(max(1, self.width()), max(1, self.height()))
            self._ground.fill(QColor(self._theme.mood.ground))
            painter, frame = QPainter(self._ground), self._here()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for water in self._waters:
                wide = max(2.0, water.width_m * _METRE * frame.scale)
                pen = QPen(QColor(self._theme.mood.panel).lighter(135), wide)
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
                pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
                painter.setPen(pen)
                points = [QPointF(*frame.point(at, self.width(), self.height())) for at in water.line]
                painter.drawPath(_flowing(points))
            painter.end()
        return self._ground

    def _at(self, x: float, y: float) -> Key | None:
        near = [
            ((px - x) ** 2 + (py - y) ** 2, self._sign(key) is Sign.RIGHT, key)
            for key, (px, py) in self._points.items()
        ]
        close = [one for one in near if one[0] < self._theme.px(16) ** 2]
        return min(close)[2] if close else None

    def walk(self, way: Way) -> Key | None:
        """The nearest dot in a direction, where a tile is the nearest."""
        if self._selected not in self._points:
            return next(iter(self._points), None)
        x, y = self._points[self._selected]
        right, down = {Way.LEFT: (-1, 0), Way.RIGHT: (1, 0), Way.UP: (0, -1), Way.DOWN: (0, 1)}[way]
        beyond = [
            (along + 2.5 * abs((px - x) * down + (py - y) * right), key)
            for key, (px, py) in self._points.items()
            if (along := (px - x) * right + (py - y) * down) > 1
        ]
        return min(beyond)[1] if beyond else self._selected

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick a dot, or take hold of the map."""
        key = self._at(event.position().x(), event.position().y())
        if key is not None:
            self.picked.emit(key)
        self._drag = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The map follows the pointer."""
        if self._drag is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self.drag_by(event.position() - self._drag)

    def drag_by(self, by: QPointF) -> None:
        """Take the map along."""
        self._dragged = by
        self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """There it stays."""
        if not self._dragged.isNull():
            self._frame = self._here().moved(self._dragged.x(), self._dragged.y())
            self._placed()
        self._drag, self._dragged = None, QPointF()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Nearer or further."""
        self.zoom(1 if event.angleDelta().y() > 0 else -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys walk from dot to dot."""
        way = ARROWS.get(Qt.Key(event.key()))
        key = None if way is None else self.walk(way)
        if key is not None:
            self.picked.emit(key)
        else:
            event.ignore()


def _flowing(points: list[QPointF]) -> QPainterPath:
    """A line through points without corners."""
    path = QPainterPath(points[0])
    ends = [points[0], *points, points[-1]]
    for before, here, there, after in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        path.cubicTo(here + (there - before) / 6, there - (after - here) / 6, there)
    return path
