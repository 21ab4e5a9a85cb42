"""What QML sees of a scene: view models that change when the props change, and the time."""

# ruff: noqa: N815 - these are names of QML

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from device_profiles.profile import Transition
from player.stage.props import Ground, Layer, SceneProps, WidgetProps, ZoneProps

QML_IMPORT_NAME = "Parvis.Stage"
QML_IMPORT_MAJOR_VERSION = 1

Source = Callable[[Layer], str]
"""Gives the address under which QML finds the picture of a layer."""


@QmlElement
class WidgetModel(QObject):
    """One fixed widget."""

    changed = Signal()

    def __init__(self, props: WidgetProps, parent: QObject) -> None:
        super().__init__(parent)
        self.props = props
        self._source = ""

    def apply(self, props: WidgetProps) -> None:
        """Take over new props."""
        if props != self.props:
            self.props = props
            self.changed.emit()

    def show(self, source: Source) -> None:
        """Show its picture, if it has one."""
        self._fill(source(self.props.picture) if self.props.picture else "")

    def let_go(self) -> None:
        """Hold no picture until it is shown again."""
        self._fill("")

    def _fill(self, source: str) -> None:
        if source != self._source:
            self._source = source
            self.changed.emit()

    x = Property(float, lambda self: self.props.rect.x, notify=changed)
    y = Property(float, lambda self: self.props.rect.y, notify=changed)
    width = Property(float, lambda self: self.props.rect.width, notify=changed)
    height = Property(float, lambda self: self.props.rect.height, notify=changed)
    kind = Property(str, lambda self: self.props.kind.value, constant=True)
    texts = Property("QStringList", lambda self: list(self.props.texts), notify=changed)  # type: ignore[arg-type]
    picture = Property(str, lambda self: self._source, notify=changed)
    align = Property(str, lambda self: self.props.align, notify=changed)
    strong = Property(int, lambda self: self.props.strong, notify=changed)
    size = Property(float, lambda self: self.props.size, notify=changed)
    ink = Property(str, lambda self: self.props.ink, notify=changed)
    quiet = Property(str, lambda self: self.props.quiet, notify=changed)
    accent = Property(str, lambda self: self.props.accent, notify=changed)
    onAccent = Property(str, lambda self: self.props.on_accent, notify=changed)


@QmlElement
class ZoneModel(QObject):
    """One zone. Its two slots take turns, so that a picture on the glass is never loaded a second time."""

    changed = Signal()
    pictures_changed = Signal()

    def __init__(self, props: ZoneProps, parent: QObject) -> None:
        super().__init__(parent)
        self.props = props
        self._slots: list[Layer | None] = [None, None]
        self._sources = ["", ""]
        self._scrolled = 0
        self._front = 0

    def apply(self, props: ZoneProps) -> None:
        """Take over new props; the incoming picture takes the slot that the outgoing one does not hold."""
        if props != self.props:
            self.props = props
            self.changed.emit()

    def show(self, at_ms: int, source: Source) -> None:
        """Fill the slots with the pictures of `at_ms`; a film has another one at every frame."""
        self._place(self.props.incoming, self.props.outgoing if self.props.fading(at_ms) else None)
        shown = [source(layer) if layer else "" for layer in self._slots], self.props.scrolled(at_ms)
        if shown != (self._sources, self._scrolled):
            self._sources, self._scrolled = shown
            self.pictures_changed.emit()

    def let_go(self) -> None:
        """Hold no picture until some are shown again."""
        self._sources = ["", ""]
        self.pictures_changed.emit()

    def _place(self, incoming: Layer | None, outgoing: Layer | None) -> None:
        if incoming in self._slots and incoming is not None:
            self._front = self._slots.index(incoming)
        elif self._slots[self._front] is not None:
            self._front = 1 - self._front
        self._slots[self._front] = incoming
        self._slots[1 - self._front] = outgoing

    def _crossfades(self) -> bool:
        standing = self.props.line is not None and self.props.line.speed <= 0
        return standing or self.props.transition is Transition.CROSSFADE

    def _runs(self) -> list[dict[str, Any]]:
        line = self.props.line
        return [
            {"text": run.text, "width": run.width, "start": float(run.start_ms)}
            for run in (line.runs if line else ())
        ]

    x = Property(float, lambda self: self.props.rect.x, notify=changed)
    y = Property(float, lambda self: self.props.rect.y, notify=changed)
    width = Property(float, lambda self: self.props.rect.width, notify=changed)
    height = Property(float, lambda self: self.props.rect.height, notify=changed)
    kind = Property(str, lambda self: self.props.kind.value, notify=changed)
    ground = Property(str, lambda self: self.props.ground, notify=changed)
    startMs = Property(float, lambda self: float(self.props.start_ms), notify=changed)
    durationMs = Property(float, lambda self: float(self.props.duration_ms), notify=changed)
    darkUntilMs = Property(float, lambda self: float(self.props.dark_until_ms), notify=changed)
    crossfades = Property(bool, _crossfades, notify=changed)
    runs = Property("QVariantList", _runs, notify=changed)  # type: ignore[arg-type]
    speed = Property(float, lambda self: self.props.line.speed if self.props.line else 0.0, notify=changed)
    size = Property(float, lambda self: self.props.line.size if self.props.line else 0.0, notify=changed)
    ink = Property(str, lambda self: self.props.line.ink if self.props.line else "", notify=changed)
    accent = Property(str, lambda self: self.props.line.accent if self.props.line else "", notify=changed)
    firstSource = Property(str, lambda self: self._sources[0], notify=pictures_changed)
    secondSource = Property(str, lambda self: self._sources[1], notify=pictures_changed)
    scrolled = Property(int, lambda self: self._scrolled, notify=pictures_changed)
    secondInFront = Property(bool, lambda self: self._front == 1, notify=pictures_changed)


@QmlElement
class StageModel(QObject):
    """One screen: its zones and widgets, the time, and whether anything moves.

    `ticked` asks for the time of the frame about to be drawn, `projected` for the film of an address to be
    shown through a video sink.
    """

    changed = Signal()
    grounds_changed = Signal()
    now_changed = Signal()
    moving_changed = Signal()
    ticked = Signal()
    projected = Signal(str, QObject)
    upcoming_changed = Signal()

    def __init__(self, width: int, height: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._width, self._height = width, height
        self._grounds: tuple[Ground, ...] = ()
        self._now = 0.0
        self._moving = False
        self._upcoming = ""
        self._zones: list[ZoneModel] = []
        self._widgets: list[WidgetModel] = []

    def apply(self, props: SceneProps, at_ms: int, source: Source) -> None:
        """Show `props` as they stand at `at_ms`."""
        self._match_zones(props.zones)
        self._match_widgets(props.widgets)
        if props.grounds != self._grounds:
            self._grounds = props.grounds
            self.grounds_changed.emit()
        self.set_now(at_ms, source)
        self.set_moving(props.moves(at_ms))

    def set_now(self, at_ms: int, source: Source) -> None:
        """Go to another instant of the same props."""
        for zone in self._zones:
            zone.show(at_ms, source)
        for widget in self._widgets:
            widget.show(source)
        if at_ms != self._now:
            self._now = float(at_ms)
            self.now_changed.emit()

    @property
    def at_ms(self) -> int:
        """The instant that is shown."""
        return round(self._now)

    def set_moving(self, moving: bool) -> None:
        """Start or stop asking for frames."""
        if moving != self._moving:
            self._moving = moving
            self.moving_changed.emit()

    def rest(self) -> None:
        """Ask for no frames and hold no pictures, until something is applied again."""
        self.set_moving(moving=False)
        for zone in self._zones:
            zone.let_go()
        for widget in self._widgets:
            widget.let_go()

    def set_upcoming(self, address: str) -> None:
        """Get ready to show the film of this address; none if empty."""
        if address != self._upcoming:
            self._upcoming = address
            self.upcoming_changed.emit()

    def _match_zones(self, props: Sequence[ZoneProps]) -> None:
        if [(zone.props.name, zone.props.kind) for zone in self._zones] != [(p.name, p.kind) for p in props]:
            self._zones, old = [ZoneModel(zone, self) for zone in props], self._zones
            self.changed.emit()
            for zone in old:
                zone.deleteLater()
        for model, zone_props in zip(self._zones, props, strict=True):
            model.apply(zone_props)

    def _match_widgets(self, props: Sequence[WidgetProps]) -> None:
        if [widget.props.kind for widget in self._widgets] != [widget.kind for widget in props]:
            self._widgets, old = [WidgetModel(widget, self) for widget in props], self._widgets
            self.changed.emit()
            for widget in old:
                widget.deleteLater()
        for model, widget_props in zip(self._widgets, props, strict=True):
            model.apply(widget_props)

    def _ground_list(self) -> list[dict[str, Any]]:
        return [
            {"x": g.rect.x, "y": g.rect.y, "width": g.rect.width, "height": g.rect.height, "colour": g.colour}
            for g in self._grounds
        ]

    @Slot()
    def tick(self) -> None:
        """A frame is about to be drawn."""
        self.ticked.emit()

    @Slot(str, QObject)
    def project(self, address: str, sink: QObject) -> None:
        """The film of `address` is on the glass, and shown by `sink`."""
        self.projected.emit(address, sink)

    width = Property(float, lambda self: float(self._width), constant=True)
    height = Property(float, lambda self: float(self._height), constant=True)
    grounds = Property("QVariantList", _ground_list, notify=grounds_changed)  # type: ignore[arg-type]
    now = Property(float, lambda self: self._now, notify=now_changed)
    upcoming = Property(str, lambda self: self._upcoming, notify=upcoming_changed)
    moving = Property(bool, lambda self: self._moving, notify=moving_changed)
    zones = Property("QVariantList", lambda self: self._zones, notify=changed)  # type: ignore[arg-type]
    widgets = Property("QVariantList", lambda self: self._widgets, notify=changed)  # type: ignore[arg-type]
