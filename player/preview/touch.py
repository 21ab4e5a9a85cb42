"""The touch screens of the device that is open large: each played with the mouse, in a session of its own."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage

from device_profiles.profile import Screen
from layouts.dates import NO_BREAK
from layouts.layout import Rect
from player.preview.gallery import Gallery
from player.preview.newest import Newest, Stale
from player.preview.session import Session
from player.preview.views import ScreenModel
from player.stage.objects import Objects
from player.stage.pages import decoded
from player.stage.pictures import Pictures
from player.stage.witness import Witness
from player.touch.cover import Means, cover, is_touched
from player.touch.layer import TouchLayer
from player.touch.limits import LIMITS
from player.touch.show import Cover
from playlists.documents import Batch
from playlists.program import Program
from playlists.workspace.model import Workspace

City = Callable[[Workspace, datetime], tuple[Batch, ...]]
"""The city data that there are on this machine, as of an instant. Called beside the drawing thread."""
_PATIENCE_S = 1.0
"""So long the end waits for a page that is being painted."""
_ASK_EVERY_MS = 30_000


class _Show:
    """A screen of the preview, as a touch session covers it."""

    def __init__(self, session: Session, device: str, model: ScreenModel) -> None:
        self._session, self._device, self._model = session, device, model

    @property
    def screen(self) -> Screen:
        """Where it is."""
        return self._model.screen

    @property
    def program(self) -> Program:
        """What is on the air."""
        return self._session.edition.programs[self._device]

    @property
    def may_be_covered(self) -> bool:
        """Whether it is lit, and compiled."""
        return not self._model.dark and self._device in self._session.edition.programs

    def cover(self, *, covered: bool) -> None:
        """Nothing counts what is below."""


class Touching(QObject):
    """Gives the open device's touch screens their sessions; another device open ends them."""

    _city_known = Signal(object)

    def __init__(
        self, session: Session, gallery: Gallery, pictures: Pictures, objects: Objects, city: City
    ) -> None:
        super().__init__()
        self._objects = objects
        self._session, self._gallery, self._pictures, self._city = session, gallery, pictures, city
        self._reading: Newest[tuple[Workspace, datetime]] = Newest("city", self._read)
        self._layers: dict[ScreenModel, Cover] = {}
        self._leaving: list[Cover] = []
        self._open: str | None = None
        self._data: tuple[Batch, ...] = ()
        self._city_known.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._ask)
        for signal in (gallery.current_changed, gallery.devices_changed, session.programs_changed):
            signal.connect(self._follow)
        session.edition_changed.connect(self._follow)
        session.moved.connect(self._ask)

    def close(self) -> None:
        """End all sessions."""
        self._shut()
        self._timer.stop()
        self._reading.close()
        for layer in self._leaving:
            layer.join(_PATIENCE_S)

    def layer(self, model: ScreenModel) -> Cover | None:
        """What lies over a screen, if anything does."""
        return self._layers.get(model)

    def _follow(self) -> None:
        """Open what the open device has; close what is open no more."""
        session = self._session
        name = session.chosen if session.large and session.chosen in session.edition.programs else None
        models = self._gallery.models[name].screens if name in self._gallery.models else []
        touched = [model for model in models if is_touched(model.screen)]
        if name == self._open and set(touched) == set(self._layers):
            return
        self._shut()
        self._open = name
        for model in touched if name else []:
            self._layers[model] = self._made(name or "", model)
        if self._layers:
            self._ask()
            self._timer.start(_ASK_EVERY_MS)

    def _made(self, device: str, model: ScreenModel) -> Cover:
        show = _Show(self._session, device, model)
        layer = cover(show, self._means(model), ledger=Witness(), voice=None)
        if isinstance(layer, TouchLayer):
            layer.model.changed.connect(partial(_tell_targets, model, layer))
        layer.know(self._data)
        model.touch_with(layer.model)
        return layer

    def _means(self, model: ScreenModel) -> Means:
        """Pages are offered in the pixels that the screen takes on the monitor.

        What lies on a table stays in its own: it is made larger and smaller.
        """
        pictures = self._pictures
        return Means(
            offer=pictures.offer
            if model.screen.flat
            else lambda image: pictures.offer(_fitted(image, model.size)),
            withdraw=pictures.withdraw,
            picture=lambda rendition: decoded(self._objects, rendition),
            fetch=self._objects.bytes_of,
            clock=lambda: self._session.at_ms,
            steady_ms=lambda: time.monotonic_ns() / 1e6,
        )

    def _shut(self) -> None:
        for model, layer in self._layers.items():
            model.touch_with(None)
            layer.close()
            model.tell_targets([])
        self._leaving = [layer for layer in (*self._leaving, *self._layers.values()) if not layer.join(0)]
        self._layers, self._open = {}, None
        self._timer.stop()

    def _ask(self) -> None:
        """Have the city data read that there are now."""
        workspace = self._session.edition.workspace
        if workspace is not None and self._layers:
            self._reading.put((workspace, self._session.at))

    def _read(self, job: tuple[Workspace, datetime], _stale: Stale) -> None:
        """Read what there is, beside the drawing thread."""
        self._city_known.emit(self._city(*job))

    def _take(self, data: tuple[Batch, ...]) -> None:
        self._data = data
        for layer in self._layers.values():
            layer.know(data)


def _fitted(image: QImage, size: QSize) -> QImage:
    if size.isEmpty() or image.size() == size:
        return image
    return image.scaled(
        size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


def _tell_targets(model: ScreenModel, layer: TouchLayer) -> None:
    """How large what can be touched is, in millimetres."""
    targets = layer.page.targets if layer.page and layer.session else ()
    model.tell_targets([_target(target.rect, model.screen) for target in targets])


def _target(rect: Rect, screen: Screen) -> dict[str, Any]:
    wide, high = rect.width * screen.pitch_mm, rect.height * screen.pitch_mm
    return {
        "x": rect.x / screen.width,
        "y": rect.y / screen.height,
        "width": rect.width / screen.width,
        "height": rect.height / screen.height,
        "size": f"{wide:.0f} × {high:.0f}{NO_BREAK}mm",
        "least": f"{min(wide, high):.0f}{NO_BREAK}mm",
        "small": min(wide, high) < LIMITS.target_mm,
    }
