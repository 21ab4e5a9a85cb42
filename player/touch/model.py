"""What QML sees of a touch session: a picture, what is pressed on it, and where fingers go down and up."""

# ruff: noqa: N815 - these are names of QML

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from layouts.layout import Rect

QML_IMPORT_NAME = "Parvis.Touch"
QML_IMPORT_MAJOR_VERSION = 1

_NOWHERE = Rect(0, 0, 0, 0)


@QmlElement
class TouchModel(QObject):
    """One screen's session as it is drawn.

    `pressed`, `moved` and `released` tell where a finger is, in pixels of the screen.
    """

    changed = Signal()
    pressed_changed = Signal()
    pressed = Signal(float, float)
    moved = Signal(float, float)
    released = Signal(float, float)

    def __init__(self, width: int, height: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._width, self._height = width, height
        self._picture = ""
        self._pressed = _NOWHERE
        self._shade = "#000000"

    def show(self, picture: str, shade: str) -> None:
        """Show a page by its picture's address, none if empty; `shade` is laid over what is pressed."""
        self._picture, self._shade = picture, shade
        self.changed.emit()

    def press(self, rect: Rect | None) -> None:
        """Show that this is pressed."""
        self._pressed = rect or _NOWHERE
        self.pressed_changed.emit()

    @Slot(float, float)
    def down(self, x: float, y: float) -> None:
        """A finger goes down."""
        self.pressed.emit(x, y)

    @Slot(float, float)
    def move(self, x: float, y: float) -> None:
        """A finger moves."""
        self.moved.emit(x, y)

    @Slot(float, float)
    def up(self, x: float, y: float) -> None:
        """A finger goes up."""
        self.released.emit(x, y)

    width = Property(float, lambda self: float(self._width), constant=True)
    height = Property(float, lambda self: float(self._height), constant=True)
    picture = Property(str, lambda self: self._picture, notify=changed)
    shade = Property(str, lambda self: self._shade, notify=changed)
    pressedX = Property(float, lambda self: self._pressed.x, notify=pressed_changed)
    pressedY = Property(float, lambda self: self._pressed.y, notify=pressed_changed)
    pressedWidth = Property(float, lambda self: self._pressed.width, notify=pressed_changed)
    pressedHeight = Property(float, lambda self: self._pressed.height, notify=pressed_changed)
