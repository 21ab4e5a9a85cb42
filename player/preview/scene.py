"""One screen of a device as the preview draws it: the stage's own scene, with pages painted elsewhere."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from player.preview.darkroom import STAND_IN
from player.preview.films import Films, Questions
from player.preview.pages import PageName, Pages
from player.preview.stand_in import stand_in
from player.stage.air import Air
from player.stage.canvas import Canvases
from player.stage.errors import StageError
from player.stage.objects import Objects
from player.stage.pages import Painter
from player.stage.props import Layer, PageKey, SceneProps
from player.stage.scene import derive
from player.stage.theatre import Theatre
from playlists.program import CardContent, Content, Film, Program, Stills
from playlists.workspace.model import Workspace

_log = logging.getLogger(__name__)


Fill = Callable[[Workspace, Program, datetime], Program]
"""Gives a program of a workspace the city data of an instant."""


@dataclass(slots=True)
class Workbench:
    """What all scenes share."""

    objects: Objects
    theatre: Theatre
    pages: Pages
    films: Films
    preparing: str
    """What stands in for a picture that is being prepared."""
    canvases: Canvases
    fill: Fill


class Scene:
    """Draws one screen of one program at any instant, as soon as all its pages are there.

    With a `reduction` it draws every so many pixels as one: what is seen small costs little, and the pages of
    a whole day can be kept.
    """

    def __init__(self, program: Program, screen_name: str, bench: Workbench) -> None:
        self._air = Air(program, screen_name)
        self._bench = bench
        self.program = program
        self.screen = self._air.screen.screen
        self._painter = Painter(bench.objects, program, self.screen)
        ground = program.theme, program.languages, program.logo, program.built_in, self.screen
        self._ground = msgspec.msgpack.encode(ground)
        self.reduction = 1
        self._missing: list[PageKey] = []
        self._said: set[PageKey] = set()

    def props(self, at_ms: int, *, first: bool) -> SceneProps | None:
        """What is drawn at `at_ms`; None while pages of it are missing, which are then asked for."""
        self._missing = []
        props = derive(self._air.view(at_ms), at_ms, self._usable)
        missing = [layer.key for layer in props.pictures(at_ms) if layer.key in self._missing]
        for key in missing:
            self._bench.pages.ask(self._name(key), self._brush(key), first=first)
        return None if missing else props

    def _brush(self, key: PageKey) -> Callable[[], QImage]:
        """What paints a page, as it is kept."""
        painter, reduction = self._painter, self.reduction

        def paint() -> QImage:
            page = painter(key)
            if reduction == 1:
                return page
            width, height = max(1, page.width() // reduction), max(1, page.height() // reduction)
            return page.scaled(
                width,
                height,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )

        return paint

    def films(self, props: SceneProps, at_ms: int) -> Questions:
        """The frames that films show at `at_ms`."""
        return {
            self._name(layer.key): (
                lambda key=layer.key: self._painter.open_film(key),  # type: ignore[misc]
                layer.position_ms(at_ms),
            )
            for layer in props.layers(at_ms)
            if layer.film is not None and not _stands_in(layer.key.content)
        }

    def draw(self, props: SceneProps, at_ms: int) -> QImage:
        """The picture of `props`, in the screen's exact pixels, divided by the reduction."""
        canvas = self._bench.canvases.get(self.screen.width, self.screen.height, self.reduction)
        pictures = self._bench.theatre.pictures
        offered: dict[Layer, str] = {}

        def source(layer: Layer) -> str:
            if layer not in offered:
                offered[layer] = pictures.offer(self._picture(layer))
            return offered[layer]

        canvas.model.apply(props, at_ms, source)
        image = canvas.draw()
        canvas.rest()
        for address in offered.values():
            pictures.withdraw(address)
        return image

    def _picture(self, layer: Layer) -> QImage:
        key = layer.key
        if _stands_in(key.content):
            return stand_in(key.width, key.height, self._bench.preparing)
        frame = self._bench.films.frame(self._name(key)) if layer.film else None
        if frame is not None and not frame[1].isNull():
            return frame[1]
        page = self._bench.pages.find(self._name(key))
        return page if isinstance(page, QImage) else QImage()

    def _usable(self, key: PageKey) -> bool:
        if _stands_in(key.content):
            return True
        page = self._bench.pages.find(self._name(key))
        if page is None:
            self._missing.append(key)
        elif isinstance(page, StageError):
            if key not in self._said:
                self._said.add(key)
                _log.info("%s is passed over, its zone keeps what it shows: %s", key.item, page)
            return False
        return True

    def _name(self, key: PageKey) -> PageName:
        return key, self._ground, self.reduction


def _stands_in(content: Content) -> bool:
    """Whether something of it is not prepared yet."""
    match content:
        case Stills(pages=pages):
            return any(page.object == STAND_IN for page in pages)
        case Film(rendition=rendition):
            return rendition.object == STAND_IN
        case CardContent(picture=picture):
            return picture is not None and picture.object == STAND_IN
        case _:
            return False
