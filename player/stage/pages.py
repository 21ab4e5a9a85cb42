"""From a page's key to its finished picture: the one place where content becomes pixels."""

from __future__ import annotations

from PySide6.QtGui import QImage

from device_profiles.profile import Screen
from layouts.compose import compose, frame_for
from layouts.layout import Rect, ZoneKind
from layouts.led import led_pages
from player.stage.errors import PageError
from player.stage.films import FilmReader
from player.stage.objects import Objects
from player.stage.paint import paint
from player.stage.paint_led import true_matrix
from player.stage.props import PageKey
from playlists.program import CardContent, Film, Program, Rendition, Stills

_FORMAT = QImage.Format.Format_RGB32
_ROUNDING = 2
"""Pixels by which a prepared picture may miss its zone before it counts as prepared for another one."""


class Painter:
    """Paints the pages of one screen of a program. Callable from any thread."""

    def __init__(self, objects: Objects, program: Program, screen: Screen) -> None:
        self._objects = objects
        self._program = program
        self._screen = screen

    def __call__(self, key: PageKey) -> QImage:
        """The picture of `key`, in its exact pixels and opaque.

        Raises:
            ObjectError: an object is missing or damaged.
            PageError: there is nothing in it that can be shown.
        """
        match key.content:
            case Stills(pages=pages) if key.page < len(pages):
                picture = self._still(pages[key.page], key)
            case Film(rendition=rendition):
                picture = self.film_frame(rendition, key, 0.0)
            case CardContent() as content:
                picture = self._card(content, key)
            case _:
                raise PageError(f"page {key.page + 1} does not exist")
        return picture.convertToFormat(_FORMAT)

    def film_frame(self, rendition: Rendition, key: PageKey, position_ms: float) -> QImage:
        """The exact frame of a film at `position_ms`."""
        reader = FilmReader(self._objects.path(rendition.object), key.width, key.height)
        try:
            return reader.frame(position_ms)[1]
        finally:
            reader.close()

    def _still(self, rendition: Rendition, key: PageKey) -> QImage:
        picture = self._picture(rendition)
        off = max(abs(picture.width() - key.width), abs(picture.height() - key.height))
        if off > _ROUNDING:
            raise PageError(
                f"the picture has {picture.width()}x{picture.height()} pixels, "
                f"its zone {key.width}x{key.height}: publish again"
            )
        return picture if off == 0 else picture.scaled(key.width, key.height)

    def _card(self, content: CardContent, key: PageKey) -> QImage:
        if key.zone.kind is ZoneKind.MATRIX:
            return true_matrix(led_pages(content.card, self._screen)[key.page])
        palette = self._program.theme.night if key.night else self._program.theme.day
        chosen = key.zone.language
        frame = frame_for(
            self._screen,
            Rect(0, 0, key.width, key.height),
            palette,
            languages=() if chosen is None else self._program.languages[chosen : chosen + 1],
            surface=key.zone.surface,
        )
        pages = compose(content.card, frame)
        if key.page >= len(pages):
            raise PageError(f"the card has {len(pages)} pages here, not {key.page + 1}: publish again")
        picture = self._picture(content.picture) if content.picture else None
        return paint(pages[key.page], picture)

    def _picture(self, rendition: Rendition) -> QImage:
        data = self._objects.path(rendition.object).read_bytes()
        picture = QImage.fromData(data)
        if picture.isNull():
            raise PageError(f"object {rendition.object[:12]}… holds no picture that can be decoded")
        return picture
