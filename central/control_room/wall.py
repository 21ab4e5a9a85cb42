"""The wall of tiles: one for every screen. Drawn once into a picture; what changes is drawn over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from central.control_room.fleet_model import Section
from central.control_room.limits import Limits
from central.control_room.ruler import Notch, Ruler
from central.control_room.theme import BODY, SIGN_COLOURS, Theme
from central.control_room.tiles import Labels, TilePainter
from central.control_room.wall_plan import Plan, Room, Way, plan
from central.telling.signs import ODD, Key, Sign

ARROWS: Final = {
    Qt.Key.Key_Left: Way.LEFT,
    Qt.Key.Key_Right: Way.RIGHT,
    Qt.Key.Key_Up: Way.UP,
    Qt.Key.Key_Down: Way.DOWN,
}
_RING: Final = 3
_LIMITS: Final = Limits()


class Wall(QAbstractScrollArea):
    """Shows sections of tiles. `sign` and `labels` tell what a tile bears and says."""

    picked = Signal(object)

    def __init__(
        self, theme: Theme, sign: Callable[[Key], Sign], labels: Callable[[Key], Labels], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._theme, self._sign, self._labels = theme, sign, labels
        self._sections: tuple[Section, ...] = ()
        self._selected: Key | None = None
        self._ringed: frozenset[Key] = frozenset()
        self._sure, self._zoom = True, 0
        self._picture: QPixmap | None = None
        self.plan: Plan = plan((), Room(1, 1, 1), lambda _: 0.0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._ruler = Ruler(self)
        self.setVerticalScrollBar(self._ruler)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def set_theme(self, theme: Theme) -> None:
        """Take another size or mood."""
        self._theme = theme
        self._lay()

    def show_sections(self, sections: tuple[Section, ...]) -> None:
        """Lay the wall out anew."""
        self._sections = sections
        self._lay()

    def mark(self, keys: Iterable[Key]) -> None:
        """Draw tiles again that bear another sign."""
        known = [key for key in keys if key in self.plan.number]
        if self._picture is not None and known:
            painter = QPainter(self._picture)
            tiles = self._tiles(painter)
            for key in known:
                tiles.draw(key, *self.plan.place(self.plan.number[key]))
            painter.end()
        for key in known:
            self.viewport().update(self._box(key))
        self._notch()

    def select(self, key: Key | None) -> None:
        """Put the ring around a tile, and bring it into view."""
        for one in (self._selected, key):
            if one is not None and one in self.plan.number:
                self.viewport().update(self._box(one))
        self._selected = key
        if key is not None and key in self.plan.number:
            self._reveal(key)

    def ring(self, keys: frozenset[Key]) -> None:
        """Mark the tiles that an alarm speaks of."""
        self._ringed = keys
        self.viewport().update()

    def set_sure(self, sure: bool) -> None:
        """Whether what is shown is what is; otherwise the wall is grey."""
        if sure is not self._sure:
            self._sure = sure
            self._drawn_anew()

    def zoom(self, steps: int) -> None:
        """Larger or smaller tiles; 0 goes back to the largest that fit."""
        self._zoom = 0 if not steps else max(-4, min(8, self._zoom + steps))
        self._lay()

    def _lay(self) -> None:
        measures = self._theme.metrics(BODY)
        wide = self.viewport().width() - self._theme.px(_RING) * 2
        tall = self.viewport().height() - self._theme.px(_RING) * 2
        room = Room(max(40, wide), tall, self._theme.unit)
        title = measures.horizontalAdvance
        self.plan = plan(self._sections, room, lambda text: title(f"{text}  0000"), self._zoom)
        while self._zoom > 0 and self.plan.height * room.width > _LIMITS.wall_pixels:
            self._zoom -= 1
            self.plan = plan(self._sections, room, lambda text: title(f"{text}  0000"), self._zoom)
        beyond = max(0, int(self.plan.height + 2 * self._theme.px(_RING) - self.viewport().height()))
        bar = self.verticalScrollBar()
        bar.setRange(0, beyond)
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self.plan.grain.height + self.plan.grain.gap)
        self._notch()
        self._drawn_anew()

    def _notch(self) -> None:
        """Tell the scroll bar where something stands out, if there is anything out of view."""
        notches: set[Notch] = set()
        if self._ruler.maximum() and self._sure:
            for number, key in enumerate(self.plan.keys):
                sign = self._sign(key)
                if sign in ODD:
                    part = round(self.plan.place(number)[1] / self.plan.height, 3)
                    notches.add(Notch(part, SIGN_COLOURS[sign]))
        self._ruler.show_notches(frozenset(notches))

    def _drawn_anew(self) -> None:
        self._picture = None
        self.viewport().update()

    def _origin(self) -> QPoint:
        edge = self._theme.px(_RING)
        return QPoint(edge, edge - self.verticalScrollBar().value())

    def _box(self, key: Key) -> QRect:
        """Where a tile is in view, with its ring."""
        x, y = self.plan.place(self.plan.number[key])
        edge = self._theme.px(_RING) + 1
        return QRect(x, y, self.plan.grain.width, self.plan.grain.height).translated(self._origin()).adjusted(
            -edge, -edge, edge, edge
        )  # fmt: skip

    def _reveal(self, key: Key) -> None:
        box, bar = self._box(key), self.verticalScrollBar()
        if box.top() < 0:
            bar.setValue(bar.value() + box.top() - self.plan.grain.head)
        elif box.bottom() > self.viewport().height():
            bar.setValue(bar.value() + box.bottom() - self.viewport().height())

    def _tiles(self, painter: QPainter) -> TilePainter:
        return TilePainter(painter, self._theme, self.plan, self._sign, self._labels, sure=self._sure)

    def _whole(self) -> QPixmap:
        """The picture of all tiles."""
        if self._picture is None:
            picture = QPixmap(max(1, self.viewport().width()), max(1, int(self.plan.height) + 1))
            picture.fill(QColor(self._theme.mood.ground))
            painter = QPainter(picture)
            self._tiles(painter).draw_all()
            painter.end()
            self._picture = picture
        return self._picture

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy what is in view; rings come on top."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._theme.mood.ground))
        part = event.rect()
        painter.drawPixmap(part, self._whole(), part.translated(-self._origin()))
        for key in self._ringed:
            if key in self.plan.number and self._box(key).intersects(part):
                self._draw_ring(painter, key, self._theme.mood.accent, 1.5)
        if self._selected is not None and self._selected in self.plan.number:
            self._draw_ring(painter, self._selected, self._theme.mood.text, 2.0)
        painter.end()

    def _draw_ring(self, painter: QPainter, key: Key, colour: str, line: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colour), max(1.0, line * self._theme.unit)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = 1.0 + line * self._theme.unit / 2
        painter.drawRoundedRect(QRectF(self._box(key)).adjusted(inset, inset, -inset, -inset), 4, 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The largest tiles that fit may be others."""
        super().resizeEvent(event)
        self._lay()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick the tile under the pointer."""
        at = event.position().toPoint() - self._origin()
        key = self.plan.at(at.x(), at.y())
        if key is not None:
            self.picked.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys walk from tile to tile; Page keys turn the wall."""
        way = ARROWS.get(Qt.Key(event.key()))
        bar = self.verticalScrollBar()
        if way is not None and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            key = self.plan.walk(self._selected, way)
            if key is not None:
                self.picked.emit(key)
        elif event.key() in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}:
            bar.setValue(bar.value() + bar.pageStep() * (1 if event.key() == Qt.Key.Key_PageDown else -1))
        else:
            event.ignore()
