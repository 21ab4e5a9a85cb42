"""Draws the screens that are to be seen, each when it changes, and never so many that the window stalls."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from math import floor, log2
from typing import Any

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage

from device_profiles.profile import Screen
from player.preview.films import Questions
from player.preview.gallery import Gallery
from player.preview.pages import PageName
from player.preview.scene import Scene, Workbench
from player.preview.session import Session
from player.preview.views import DeviceModel, ScreenModel
from player.stage.instants import from_ms
from player.stage.paint_led import lit_picture
from player.stage.pictures import Pictures
from player.stage.props import SceneProps
from playlists.program import Program
from playlists.timeline import BUILT_IN, showing

_BUDGET_S = 0.012
"""Time for thumbnails in one turn of the event loop."""
_FLOWING_MS, _PLAYING_MS = 16, 80
_THUMBNAIL_FILM_MS = 1000
_OVERSAMPLED = 1.5
"""Small pictures are drawn at least so many times finer than they are seen."""
_LARGEST_DOT = 16
_MOST_DOTS = 2


@dataclass(slots=True, eq=False)
class _View:
    """A screen to be seen, and how far its picture is."""

    model: ScreenModel
    device: str
    bare: Program
    """As it was compiled; that of the scene has city data."""
    scene: Scene
    size: QSize
    props: SceneProps | None = None
    at_ms: int = -1
    asked_ms: int | None = None
    """The instant whose pages are being painted: it is shown when they are there, however late."""
    turn: int = 0
    stale: bool = True

    @property
    def waiting(self) -> bool:
        """Whether pages of its next picture are being painted."""
        return self.asked_ms is not None


class Glass(QObject):
    """Keeps the pictures of the gallery's open devices in step with the session; `drawn` after each."""

    drawn = Signal(str, str)
    ticked = Signal()

    def __init__(
        self,
        session: Session,
        gallery: Gallery,
        bench: Workbench,
        pictures: Pictures,
        words: Mapping[str, str],
    ) -> None:
        super().__init__()
        self._session, self._gallery, self._bench, self._pictures = session, gallery, bench, pictures
        self._words = words
        self._views: dict[ScreenModel, _View] = {}
        self._asked: tuple[dict[PageName, float], bool] = {}, True
        self._turn = 0
        self._closed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        bench.pages.painted.connect(self._painted)
        bench.films.read.connect(self._film_read)
        gallery.devices_changed.connect(self.wake)
        gallery.fitted.connect(self.wake)
        gallery.seen_changed.connect(self.wake)
        gallery.left.connect(self._left)
        session.programs_changed.connect(self._replaced)
        session.chosen_changed.connect(self.wake)
        session.moved.connect(self._moved)

    @property
    def is_behind(self) -> bool:
        """Whether a screen in view has not the picture yet that it should have."""
        at_ms, large = self._session.at_ms, self._session.large
        views = [view for device in self._gallery.open_models for view in self._views_of(device)]
        return any(view.waiting or self._is_due(view, at_ms, large=large) for view in views)

    def close(self) -> None:
        """Draw no more, whatever may still be signalled: the models are about to go."""
        self._closed = True
        self._timer.stop()

    def wake(self) -> None:
        """Something may have to be drawn."""
        if not self._closed:
            self._timer.start(0)

    def _replaced(self, device: str) -> None:
        """Let go of the old program of a device; its pictures stay on the glass until they are drawn anew."""
        self._views = {model: view for model, view in self._views.items() if view.device != device}
        self.wake()

    def _left(self, device: DeviceModel) -> None:
        for model in device.screens:
            self._views.pop(model, None)
            self._pictures.withdraw(model.source)

    def _moved(self) -> None:
        self._bench.pages.forget_waiting()
        for view in self._views.values():
            view.stale |= view.waiting
            view.asked_ms = None
        self.wake()

    def _painted(self) -> None:
        for view in self._views.values():
            view.stale |= view.waiting
        self.wake()

    def _film_read(self) -> None:
        for view in self._views.values():
            view.stale |= view.props is not None and bool(view.scene.films(view.props, view.at_ms))
        self.wake()

    def _tick(self) -> None:
        at_ms, large = self._session.at_ms, self._session.large
        views = [view for device in self._gallery.open_models for view in self._views_of(device)]
        began, waits = time.monotonic(), False
        # The one drawn longest ago comes first.
        for view in sorted(views, key=lambda view: view.turn):
            if not self._is_due(view, at_ms, large=large):
                continue
            if not large and time.monotonic() - began > _BUDGET_S:
                waits = True
                break
            self._draw(view, at_ms, first=large or view.device == self._session.chosen)
        self._ask_films(views, at_ms)
        flows = large and any(view.props and view.props.moves(at_ms) for view in views)
        self.ticked.emit()
        if waits:
            self._timer.start(0)
        elif self._session.transport.playing:
            self._timer.start(_FLOWING_MS if flows else _PLAYING_MS)

    def _views_of(self, device: DeviceModel) -> list[_View]:
        program = self._session.edition.programs.get(device.device)
        if program is None:
            return []
        views = []
        for model in device.screens:
            view = self._views.get(model)
            if view is None or view.bare is not program:
                scene = Scene(program, model.screen.name, self._bench)
                view = self._views[model] = _View(model, device.device, program, scene, QSize())
            views.append(view)
        return views

    def _bring_data(self, view: _View, at_ms: int) -> None:
        """Let a screen show the city data of an instant."""
        workspace = self._session.edition.workspace
        if workspace is None or not view.bare.is_live:
            return
        program = self._bench.fill(workspace, view.bare, from_ms(at_ms))
        if program is not view.scene.program:
            view.scene = Scene(program, view.model.screen.name, self._bench)

    def _is_due(self, view: _View, at_ms: int, *, large: bool) -> bool:
        if view.model.size.isEmpty():
            return False
        if view.stale or view.size != view.model.size:
            return True
        if at_ms == view.at_ms:
            return False
        if view.props is None or view.waiting:
            return large
        inside = view.at_ms <= at_ms < view.props.valid_until_ms
        return not inside or _goes_on(view.props, view.at_ms, at_ms, large=large)

    def _draw(self, view: _View, now_ms: int, *, first: bool) -> None:
        self._turn += 1
        # Of what goes by faster than it is painted, some is left out; nothing waits for what is over.
        at_ms = now_ms if view.asked_ms is None else view.asked_ms
        view.stale, view.turn = False, self._turn
        model = view.model
        self._bring_data(view, at_ms)
        view.scene.reduction = _reduction(view.scene.screen, model.size)
        props = view.scene.props(at_ms, first=first)
        view.asked_ms = at_ms if props is None else None
        if props is None:
            return
        view.at_ms = at_ms
        view.props, view.size = props, QSize(model.size)
        image = fitted(view.scene.draw(props, at_ms), view.scene.screen, view.size)
        old, model.source = model.source, self._pictures.offer(image)
        model.waiting = False
        model.pictured.emit()
        if old:
            self._pictures.withdraw(old)
        self._tell(view, props)
        self.drawn.emit(view.device, model.screen.name)

    def _tell(self, view: _View, props: SceneProps) -> None:
        """What the zones are, and what is in them."""
        shown = showing(view.scene.program, from_ms(view.at_ms)).screen(view.model.screen.name)
        width, height = view.scene.screen.width, view.scene.screen.height
        zones: list[dict[str, Any]] = []
        lines: list[dict[str, str]] = []
        for zone in props.zones:
            playing = shown.zone(zone.name) if shown else None
            item = playing.item_id if playing else BUILT_IN
            rect = zone.rect
            zones.append(
                {
                    "name": zone.name or self._words["main"],
                    "item": self._words["built_in"] if item == BUILT_IN else item,
                    "x": rect.x / width,
                    "y": rect.y / height,
                    "width": rect.width / width,
                    "height": rect.height / height,
                }
            )
            until = playing.end.astimezone(self._session.zone) if playing else None
            lines.append(
                {
                    "zone": zone.name or self._words["main"],
                    "item": str(zones[-1]["item"]),
                    "until": self._words["until"].format(time=f"{until:%H:%M:%S}") if until else "",
                }
            )
        model = view.model
        if (zones, lines, props.dark) != (model.zones, model.lines, model.dark):
            model.zones, model.lines, model.dark = zones, lines, props.dark
            model.changed.emit()

    def _ask_films(self, views: list[_View], at_ms: int) -> None:
        questions: Questions = {}
        for view in views:
            if view.props is not None and not view.waiting:
                at = at_ms if self._session.large else view.at_ms
                questions.update(view.scene.films(view.props, at))
        # Of a screen that waits for its picture it is not known yet whether a film goes on there.
        seen = [view for view in views if not view.model.size.isEmpty()]
        alone = not any(view.waiting or view.props is None for view in seen)
        positions = {name: position for name, (_, position) in questions.items()}
        if (positions, alone) != self._asked:
            self._asked = positions, alone
            if positions or alone:
                self._bench.films.ask(questions, alone=alone)


def _goes_on(props: SceneProps, drawn_ms: int, at_ms: int, *, large: bool) -> bool:
    """Whether what was drawn at `drawn_ms` has moved; small pictures show no more than they must."""
    if large:
        return props.moves(drawn_ms)
    fading = any(zone.fades_until(drawn_ms) for zone in props.zones)
    film = any(layer.film for layer in props.layers(drawn_ms))
    return fading or (film and at_ms - drawn_ms >= _THUMBNAIL_FILM_MS)


def _reduction(screen: Screen, size: QSize) -> int:
    """How many pixels of the screen may be drawn as one, seen at this size; a lamp of a matrix stays one."""
    most = 1 if screen.is_matrix else screen.width / (_OVERSAMPLED * max(1, size.width()))
    return max(1, 2 ** floor(log2(most))) if most > 1 else 1


def fitted(picture: QImage, screen: Screen, size: QSize) -> QImage:
    """A screen's picture in the pixels it takes on the monitor; a matrix as its lamps look."""
    if screen.is_matrix:
        dot = min(max(round(size.width() / screen.width), _MOST_DOTS), _LARGEST_DOT)
        picture = lit_picture(picture, dot)
    if picture.size() == size:
        return picture
    return picture.scaled(
        size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
