"""What QML sees of devices and their screens."""

# ruff: noqa: N815 - these are names of QML

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Property, QObject, QSize, Signal, Slot
from PySide6.QtQml import QmlElement

from device_profiles.profile import Screen
from player.preview.overview import Box, Hung
from player.preview.reach import edges, reach
from player.touch.model import TouchModel
from player.touch.table.model import TableModel

QML_IMPORT_NAME = "Parvis.Preview"
QML_IMPORT_MAJOR_VERSION = 1

_NOWHERE = Box(0, 0, 0, 0)


@QmlElement
class ScreenModel(QObject):
    """One screen: its picture at the size at which it is seen, and what lies on it."""

    changed = Signal()
    pictured = Signal()
    placed = Signal()
    fitted = Signal()
    touched = Signal()
    targets_changed = Signal()

    def __init__(self, screen: Screen, parent: QObject) -> None:
        super().__init__(parent)
        self.screen = screen
        self.source = ""
        self.waiting = True
        self.dark = False
        self.zones: list[dict[str, Any]] = []
        self.lines: list[dict[str, str]] = []
        self.marked = ""
        self.box = _NOWHERE
        self.true_width = 0.0
        self.seen_from = ""
        self.size = QSize()
        self.touch: TouchModel | None = None
        self.table: TableModel | None = None
        self.targets: list[dict[str, Any]] = []

    def touch_with(self, touch: TouchModel | TableModel | None) -> None:
        """Let it be touched, or no more; a table has a model of its own."""
        self.touch = touch if isinstance(touch, TouchModel) else None
        self.table = touch if isinstance(touch, TableModel) else None
        self.touched.emit()

    def tell_targets(self, targets: list[dict[str, Any]]) -> None:
        """What can be touched on it now, in fractions, and how large that is in words."""
        if targets != self.targets:
            self.targets = targets
            self.targets_changed.emit()

    @Slot(int, int)
    def fit(self, width: int, height: int) -> None:
        """The pixels of the monitor that the picture takes."""
        size = QSize(width, height)
        if size != self.size:
            self.size = size
            self.fitted.emit()

    name = Property(str, lambda self: self.screen.name, constant=True)
    pixels = Property(str, lambda self: f"{self.screen.width} × {self.screen.height}", constant=True)
    ratio = Property(float, lambda self: self.screen.width / self.screen.height, constant=True)
    picture = Property(str, lambda self: self.source, notify=pictured)
    isWaiting = Property(bool, lambda self: self.waiting, notify=pictured)
    isDark = Property(bool, lambda self: self.dark, notify=changed)
    zoneList = Property("QVariantList", lambda self: self.zones, notify=changed)  # type: ignore[arg-type]
    lineList = Property("QVariantList", lambda self: self.lines, notify=changed)  # type: ignore[arg-type]
    markedZone = Property(str, lambda self: self.marked, notify=changed)
    x = Property(float, lambda self: self.box.x, notify=placed)
    y = Property(float, lambda self: self.box.y, notify=placed)
    width = Property(float, lambda self: self.box.width, notify=placed)
    height = Property(float, lambda self: self.box.height, notify=placed)
    trueWidth = Property(float, lambda self: self.true_width, notify=placed)
    seenFrom = Property(str, lambda self: self.seen_from, notify=placed)
    touchModel = Property(TouchModel, lambda self: self.touch, notify=touched)
    tableModel = Property(TableModel, lambda self: self.table, notify=touched)
    targetList = Property("QVariantList", lambda self: self.targets, notify=targets_changed)  # type: ignore[arg-type]
    reachTop = Property(float, lambda self: reach(self.screen)[0], constant=True)
    reachBottom = Property(float, lambda self: reach(self.screen)[1], constant=True)
    reachEdges = Property("QVariantList", lambda self: edges(self.screen), constant=True)  # type: ignore[arg-type]


@QmlElement
class DeviceModel(QObject):
    """One device with its screens, where it hangs in the overview, and what is wrong with it."""

    changed = Signal()
    placed = Signal()
    shown = Signal()

    def __init__(self, device: str, family: str, screens: tuple[Screen, ...], parent: QObject) -> None:
        super().__init__(parent)
        self.device = device
        self.family = family
        self.place = ""
        self.chosen = False
        self.fault = ""
        self.fault_place = ""
        self.errors = 0
        self.seen = False
        self.box = _NOWHERE
        self.screens = [ScreenModel(screen, self) for screen in screens]

    def hang(self, hung: Hung) -> None:
        """Take its place in the overview."""
        self.box = hung.box
        for screen, box in zip(self.screens, hung.screens, strict=True):
            screen.box = box
            screen.placed.emit()
        self.placed.emit()

    def show(self, *, seen: bool) -> None:
        """Whether it is in view of the overview."""
        if seen != self.seen:
            self.seen = seen
            self.shown.emit()

    def tell(self, **facts: Any) -> None:
        """Take over facts; says so only where one is new."""
        fresh = {name: value for name, value in facts.items() if getattr(self, name) != value}
        for name, value in fresh.items():
            setattr(self, name, value)
        if fresh:
            self.changed.emit()

    name = Property(str, lambda self: self.device, constant=True)
    familyTitle = Property(str, lambda self: self.family, constant=True)
    placeName = Property(str, lambda self: self.place, notify=changed)
    isChosen = Property(bool, lambda self: self.chosen, notify=changed)
    faultText = Property(str, lambda self: self.fault, notify=changed)
    faultPlace = Property(str, lambda self: self.fault_place, notify=changed)
    errorCount = Property(int, lambda self: self.errors, notify=changed)
    isTouched = Property(
        bool, lambda self: any(screen.screen.touch_points for screen in self.screens), constant=True
    )
    isSeen = Property(bool, lambda self: self.seen, notify=shown)
    screenList = Property("QVariantList", lambda self: self.screens, constant=True)  # type: ignore[arg-type]
    x = Property(float, lambda self: self.box.x, notify=placed)
    y = Property(float, lambda self: self.box.y, notify=placed)
    width = Property(float, lambda self: self.box.width, notify=placed)
    height = Property(float, lambda self: self.box.height, notify=placed)
