"""Snapshots: what is on the glass at any instant, through the same scene that a screen shows."""

from __future__ import annotations

import logging
from collections import OrderedDict
from datetime import datetime
from pathlib import Path

from PySide6.QtGui import QColor, QImage
from PySide6.QtQuick import QQuickRenderControl, QQuickRenderTarget, QQuickWindow

from player.stage.air import Air
from player.stage.errors import StageError
from player.stage.instants import to_ms
from player.stage.model import StageModel
from player.stage.objects import Objects
from player.stage.pages import Painter
from player.stage.props import Layer, PageKey
from player.stage.scene import derive
from player.stage.theatre import Theatre
from playlists.program import Program

_log = logging.getLogger(__name__)

_HELD_BYTES = 256 * 2**20
_HELD_SCENES = 8


class Renderer:
    """Draws any screen of any program at any instant, without a window.

    The same program, screen and instant give the same pixels in every process. Pictures that were painted
    are held up to a bound, so that neighbouring instants are cheap. Needs `theatre.application()` with the
    software renderer; lives in its thread.
    """

    def __init__(self, objects: Path) -> None:
        """Draw from the objects in the folder `objects` (`<aa>/<sha256>`)."""
        self._objects = Objects(objects)
        self._theatre = Theatre()
        self._canvases: dict[tuple[int, int], Canvas] = {}
        self._shows: OrderedDict[tuple[int, str], _Show] = OrderedDict()

    def render(self, program: Program, screen_name: str, at: datetime) -> QImage:
        """The picture of one screen at `at`, in its exact pixels; of a matrix, one pixel a lamp.

        An item that cannot be shown is passed over, as on the device. Raises KeyError for a screen that
        the program does not have.
        """
        show = self._show(program, screen_name)
        screen = show.air.screen.screen
        at_ms = to_ms(at)
        props = derive(show.air.view(at_ms), at_ms, show.usable)
        size = (screen.width, screen.height)
        canvas = self._canvases.get(size) or self._canvases.setdefault(size, Canvas(self._theatre, *size))
        offered: dict[Layer, str] = {}

        def source(layer: Layer) -> str:
            if layer not in offered:
                offered[layer] = self._theatre.pictures.offer(show.picture(layer, at_ms))
            return offered[layer]

        canvas.model.apply(props, at_ms, source)
        image = canvas.draw()
        for address in offered.values():
            self._theatre.pictures.withdraw(address)
        return image

    def _show(self, program: Program, screen_name: str) -> _Show:
        key = (id(program), screen_name)
        show = self._shows.get(key)
        if show is None or show.air.program is not program:
            show = self._shows[key] = _Show(self._objects, program, screen_name)
        self._shows.move_to_end(key)
        while len(self._shows) > _HELD_SCENES:
            self._shows.popitem(last=False)
        return show


class _Show:
    """One screen of one program, and the pictures painted for it."""

    def __init__(self, objects: Objects, program: Program, screen_name: str) -> None:
        self.air = Air(program, screen_name)
        self._painter = Painter(objects, program, self.air.screen.screen)
        self._held: OrderedDict[PageKey, QImage | None] = OrderedDict()

    def usable(self, key: PageKey) -> bool:
        return self._page(key) is not None

    def picture(self, layer: Layer, at_ms: int) -> QImage:
        if layer.film is not None:
            return self._painter.film_frame(layer.key, layer.position_ms(at_ms))
        page = self._page(layer.key)
        return page if page is not None else QImage()

    def _page(self, key: PageKey) -> QImage | None:
        if key not in self._held:
            try:
                self._held[key] = self._painter(key)
            except StageError as error:
                _log.warning("%s is passed over, its zone keeps what it shows: %s", key.item, error)
                self._held[key] = None
        self._held.move_to_end(key)
        while sum(held.bytes for held in self._held) > _HELD_BYTES and len(self._held) > 2:  # noqa: PLR2004
            self._held.popitem(last=False)
        return self._held[key]


class Canvas:
    """A scene drawn into an image, by the software renderer; lives in the application's thread."""

    def __init__(self, theatre: Theatre, width: int, height: int) -> None:
        control = QQuickRenderControl()
        self._window = QQuickWindow(control)
        self._window.setColor(QColor("black"))
        self._window.setGeometry(0, 0, width, height)
        self._image = QImage(width, height, QImage.Format.Format_RGB32)
        self._image.fill(QColor("black"))
        self._window.setRenderTarget(QQuickRenderTarget.fromPaintDevice(self._image))
        self.model = StageModel(width, height)
        theatre.build(self._window, self.model)
        # Let go of in this order: the window before what draws it, and the engine last.
        self._control = control
        self._theatre = theatre

    def draw(self) -> QImage:
        """The scene as its model stands now."""
        # The software renderer wants none of initialize(), beginFrame() and endFrame().
        self._control.polishItems()
        self._control.sync()
        self._control.render()
        return self._image.copy()
