"""What QML sees of a table: a ground, cards and panels in places that are always there, and fingers."""

# ruff: noqa: N815 - these are names of QML

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from layouts.layout import Rect
from player.touch.table.limits import LIMITS

QML_IMPORT_NAME = "Parvis.Table"
QML_IMPORT_MAJOR_VERSION = 1

_NOWHERE = Rect(0, 0, 0, 0)


@QmlElement
class TablePlace(QObject):
    """A place for a card or panel, empty while it has no picture. Pixels of the table, degrees clockwise."""

    changed = Signal()
    moved = Signal()
    pressed_changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._picture = ""
        self._rect, self._pressed = _NOWHERE, _NOWHERE
        self._turn, self._scale, self._layer = 0.0, 1.0, 0

    def show(self, picture: str) -> None:
        """Show a picture by its address; nothing if empty."""
        if picture != self._picture:
            self._picture = picture
            self.changed.emit()

    def put(self, rect: Rect, layer: int, turn: float = 0.0, scale: float = 1.0) -> None:
        """Lie there, turned and enlarged about the middle; a higher layer lies over a lower one."""
        where = rect, layer, turn, scale
        if where != (self._rect, self._layer, self._turn, self._scale):
            self._rect, self._layer, self._turn, self._scale = where
            self.moved.emit()

    def press(self, rect: Rect | None) -> None:
        """Show that this part of it is pressed."""
        if (rect or _NOWHERE) != self._pressed:
            self._pressed = rect or _NOWHERE
            self.pressed_changed.emit()

    picture = Property(str, lambda self: self._picture, notify=changed)
    x = Property(float, lambda self: float(self._rect.x), notify=moved)
    y = Property(float, lambda self: float(self._rect.y), notify=moved)
    width = Property(float, lambda self: float(self._rect.width), notify=moved)
    height = Property(float, lambda self: float(self._rect.height), notify=moved)
    layer = Property(int, lambda self: self._layer, notify=moved)
    turn = Property(float, lambda self: self._turn, notify=moved)
    scale = Property(float, lambda self: self._scale, notify=moved)
    pressedX = Property(float, lambda self: float(self._pressed.x), notify=pressed_changed)
    pressedY = Property(float, lambda self: float(self._pressed.y), notify=pressed_changed)
    pressedWidth = Property(float, lambda self: float(self._pressed.width), notify=pressed_changed)
    pressedHeight = Property(float, lambda self: float(self._pressed.height), notify=pressed_changed)


@QmlElement
class TableModel(QObject):
    """A table as it is drawn. Fingers come in flat lists: id, x, y, width of the spot, and so on."""

    changed = Signal()
    came = Signal(list)
    moved = Signal(list)
    left = Signal(list)
    lost = Signal(list)

    def __init__(self, width: int, height: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._width, self._height = width, height
        self._colour, self._picture, self._open = "#000000", "", False
        self.card_places = [TablePlace(self) for _ in range(LIMITS.cards)]
        self.panel_places = [TablePlace(self) for _ in range(LIMITS.panels)]

    def show(self, *, is_open: bool, colour: str, picture: str) -> None:
        """Lie over the stage, or not: a ground of a colour, and its picture once there is one."""
        if (is_open, colour, picture) != (self._open, self._colour, self._picture):
            self._open, self._colour, self._picture = is_open, colour, picture
            self.changed.emit()

    @Slot(list)
    def down(self, fingers: list[float]) -> None:
        """Fingers come down."""
        self.came.emit(fingers)

    @Slot(list)
    def move(self, fingers: list[float]) -> None:
        """Fingers move."""
        self.moved.emit(fingers)

    @Slot(list)
    def up(self, fingers: list[float]) -> None:
        """Fingers are lifted."""
        self.left.emit(fingers)

    @Slot(list)
    def cancel(self, fingers: list[float]) -> None:
        """Fingers were lost: taken by the system, or with the window."""
        self.lost.emit(fingers)

    width = Property(float, lambda self: float(self._width), constant=True)
    height = Property(float, lambda self: float(self._height), constant=True)
    isOpen = Property(bool, lambda self: self._open, notify=changed)
    colour = Property(str, lambda self: self._colour, notify=changed)
    picture = Property(str, lambda self: self._picture, notify=changed)
    cards = Property(list, lambda self: self.card_places, constant=True)
    panels = Property(list, lambda self: self.panel_places, constant=True)
    mostFingers = Property(int, lambda _: LIMITS.contacts, constant=True)
