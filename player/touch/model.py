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
    """One screen's session as it is drawn. `pressed` and `released` tell where, in pixels of the screen.

    Fingers that are `lost` were taken away by the system. Over a page a map may lie in a window: a larger
    picture that is moved and enlarged behind it. `felt` tells where all fingers are.
    """

    changed = Signal()
    pressed_changed = Signal()
    pressed = Signal(int, float, float)
    released = Signal(int, float, float)
    felt = Signal(object)
    lost = Signal()
    map_moved = Signal()

    def __init__(self, width: int, height: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._width, self._height = width, height
        self._picture = ""
        self._pressed = _NOWHERE
        self._shade = "#000000"
        self._window, self._map, self._laid = _NOWHERE, "", (0.0, 0.0, 1.0)
        self._painted = 0.0, 0.0

    def show(self, picture: str, shade: str) -> None:
        """Show a page by its picture's address, none if empty; `shade` is laid over what is pressed."""
        self._picture, self._shade = picture, shade
        self.changed.emit()

    def lay(self, window: Rect | None, picture: str, width: float = 0.0, height: float = 0.0) -> None:
        """Show a map by its picture's address in a window of the page; none without a window.

        `width` and `height` are the picture's, in pixels of the page.
        """
        self._window, self._map = window or _NOWHERE, picture if window else ""
        self._painted = width, height
        self.changed.emit()

    def move_map(self, x: float, y: float, enlarged: float) -> None:
        """Move the map's picture: its corner in its window, and how much larger than painted it is."""
        self._laid = x, y, enlarged
        self.map_moved.emit()

    def press(self, rect: Rect | None) -> None:
        """Show that this is pressed."""
        self._pressed = rect or _NOWHERE
        self.pressed_changed.emit()

    @Slot(int, float, float)
    def down(self, finger: int, x: float, y: float) -> None:
        """A finger goes down; it goes by its number until it is lifted."""
        self.pressed.emit(finger, x, y)

    @Slot(int, float, float)
    def up(self, finger: int, x: float, y: float) -> None:
        """A finger goes up."""
        self.released.emit(finger, x, y)

    @Slot("QVariantList")
    def feel(self, flat: list[float]) -> None:
        """Where all fingers are now, the first one down first: number, x, y, number, x, y, …."""
        self.felt.emit({int(flat[at]): (flat[at + 1], flat[at + 2]) for at in range(0, len(flat) - 2, 3)})

    @Slot()
    def cancel(self) -> None:
        """The system takes all fingers away: they have touched nothing."""
        self.lost.emit()

    width = Property(float, lambda self: float(self._width), constant=True)
    height = Property(float, lambda self: float(self._height), constant=True)
    picture = Property(str, lambda self: self._picture, notify=changed)
    shade = Property(str, lambda self: self._shade, notify=changed)
    map = Property(str, lambda self: self._map, notify=changed)
    windowX = Property(float, lambda self: self._window.x, notify=changed)
    windowY = Property(float, lambda self: self._window.y, notify=changed)
    windowWidth = Property(float, lambda self: self._window.width, notify=changed)
    windowHeight = Property(float, lambda self: self._window.height, notify=changed)
    mapWidth = Property(float, lambda self: self._painted[0], notify=changed)
    mapHeight = Property(float, lambda self: self._painted[1], notify=changed)
    mapX = Property(float, lambda self: self._laid[0], notify=map_moved)
    mapY = Property(float, lambda self: self._laid[1], notify=map_moved)
    mapScale = Property(float, lambda self: self._laid[2], notify=map_moved)
    pressedX = Property(float, lambda self: self._pressed.x, notify=pressed_changed)
    pressedY = Property(float, lambda self: self._pressed.y, notify=pressed_changed)
    pressedWidth = Property(float, lambda self: self._pressed.width, notify=pressed_changed)
    pressedHeight = Property(float, lambda self: self._pressed.height, notify=pressed_changed)
