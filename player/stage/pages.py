"""From a page's key to its finished picture: the one place where content becomes pixels.

What paints cards and reads films is loaded at the first use, in the worker: the first picture comes half
a second earlier on a small machine, and a device without films saves their decoders.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QImage, QImageReader

from device_profiles.profile import Screen
from player.stage.errors import PageError
from player.stage.objects import Objects
from player.stage.plate import paint_plate
from player.stage.props import PageKey
from playlists.program import CardContent, Film, Program, Rendition, Stills

if TYPE_CHECKING:
    from player.stage.films import FilmReader

_FORMAT = QImage.Format.Format_RGB32
_JPEG, _PNG = b"\xff\xd8", b"\x89PNG"
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
        self._objects.require_free(key.item)
        match key.content:
            case Stills(pages=(mark,)) if key.plate:
                picture = paint_plate(self._picture(mark), key.width, key.height)
            case Stills(pages=pages) if key.page < len(pages):
                picture = self._still(pages[key.page], key)
            case Film():
                picture = self.film_frame(key, 0.0)
            case CardContent() as content:
                picture = self._card(content, key)
            case _:
                raise PageError(f"page {key.page + 1} does not exist")
        return picture.convertToFormat(_FORMAT)

    def open_film(self, key: PageKey) -> FilmReader:
        """The film of `key`, ready to be read.

        Raises:
            ObjectError: its object is missing or damaged.
            PageError: it cannot be decoded.
        """
        from player.stage.films import FilmReader

        return FilmReader(self.film_path(key), key.width, key.height)

    def film_path(self, key: PageKey) -> Path:
        """The file of the film of `key`.

        Raises:
            ObjectError: its object is missing or damaged.
            PageError: it is no film.
        """
        if not isinstance(key.content, Film):
            raise PageError(f"{key.item} is no film")
        self._objects.require_free(key.item)
        return self._objects.path(key.content.rendition.object)

    def film_frame(self, key: PageKey, position_ms: float) -> QImage:
        """The exact frame of a film at `position_ms`; raises as `open_film` does."""
        reader = self.open_film(key)
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
        from player.stage.cards import paint_card

        picture = self._picture(content.picture) if content.picture else None
        return paint_card(content, picture, key, self._program, self._screen)

    def _picture(self, rendition: Rendition) -> QImage:
        return decoded(self._objects, rendition)


def decoded(objects: Objects, rendition: Rendition) -> QImage:
    """A prepared picture.

    Raises:
        ObjectError: its object is missing or damaged.
        PageError: it cannot be decoded, or is of another size than is said of it.
    """
    picture = _decoded(objects.path(rendition.object).read_bytes(), QSize(rendition.width, rendition.height))
    if picture.isNull():
        raise PageError(
            f"object {rendition.object[:12]}… holds no picture that can be decoded, of "
            f"{rendition.width}x{rendition.height} pixels"
        )
    return picture


def _decoded(data: bytes, size: QSize) -> QImage:
    """The picture of a size in a JPEG or PNG file, the two that are published; a null one if it is none.

    One of another size is not decoded: who names a picture says how much memory it takes.

    No other decoder of Qt is loaded. A reader lets the drawing thread go on; `QImage.fromData` does not.
    """
    if not data.startswith((_JPEG, _PNG)):
        return QImage()
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, b"jpeg" if data.startswith(_JPEG) else b"png")
    return reader.read() if reader.size() == size else QImage()
