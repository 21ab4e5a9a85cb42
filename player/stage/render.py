"""Snapshots: what is on the glass at any instant, through the same scene that a screen shows."""

from __future__ import annotations

import logging
from collections import OrderedDict
from datetime import datetime
from pathlib import Path

from PySide6.QtGui import QImage

from player.stage.air import Air
from player.stage.canvas import Canvases
from player.stage.errors import StageError
from player.stage.instants import to_ms
from player.stage.objects import Objects
from player.stage.pages import Painter
from player.stage.props import Layer, PageKey
from player.stage.scene import derive
from player.stage.theatre import Theatre
from playlists.program import Program

_log = logging.getLogger(__name__)

_HELD_BYTES = 256 * 2**20
_CANVAS_BYTES = 64 * 2**20
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
        self._canvases = Canvases(self._theatre, _CANVAS_BYTES)
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
        canvas = self._canvases.get(screen.width, screen.height)
        offered: dict[Layer, str] = {}

        def source(layer: Layer) -> str:
            if layer not in offered:
                offered[layer] = self._theatre.pictures.offer(show.picture(layer, at_ms))
            return offered[layer]

        canvas.model.apply(props, at_ms, source)
        image = canvas.draw()
        canvas.rest()
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
