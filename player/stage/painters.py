"""Who paints for a screen: a painter for each program that is on the stage, told apart by edition."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from device_profiles.profile import Screen
from player.stage.objects import Objects
from player.stage.pages import Painter
from player.stage.pictures import Pictures
from player.stage.props import PageKey
from player.stage.witness import Witness
from playlists.program import Program

if TYPE_CHECKING:
    from player.stage.films import FilmReader


class Painters:
    """Paints and opens films in any thread, and tells the witness of it."""

    def __init__(self, objects: Objects, screen: Screen, program: Program, witness: Witness) -> None:
        self._objects, self._screen, self._witness = objects, screen, witness
        self._painters = {0: Painter(objects, program, screen)}

    def add(self, program: Program) -> int:
        """Take in another program; returns its edition."""
        edition = max(self._painters) + 1
        self._painters[edition] = Painter(self._objects, program, self._screen)
        return edition

    def keep(self, editions: Iterable[int]) -> None:
        """Let go of all other editions."""
        kept = set(editions)
        self._painters = {edition: paint for edition, paint in self._painters.items() if edition in kept}

    def paint(self, key: PageKey) -> QImage:
        """The picture of a page; raises as `Painter` does."""
        self._witness.painting(key)
        try:
            return self._painters[key.edition](key)
        except Exception as error:
            self._witness.broken(key, error)
            raise
        finally:
            self._witness.painted(key)

    def open_film(self, key: PageKey) -> FilmReader:
        """A film ready to be read; raises as `Painter.open_film` does."""
        return self._painters[key.edition].open_film(key)

    def film_path(self, key: PageKey) -> Path:
        """The file of a film; raises as `Painter.film_path` does."""
        return self._painters[key.edition].film_path(key)


class Offered:
    """The pictures that QML may show now, by their addresses."""

    def __init__(self, pictures: Pictures, image: Callable[[PageKey], QImage | None]) -> None:
        self._pictures, self._image = pictures, image
        self._addresses: dict[PageKey, str] = {}

    def address(self, key: PageKey) -> str:
        """Where QML finds the picture, "" while there is none."""
        if key not in self._addresses:
            image = self._image(key)
            if image is None:
                return ""
            self._addresses[key] = self._pictures.offer(image)
        return self._addresses[key]

    def keep(self, keys: Iterable[PageKey]) -> None:
        """Withdraw all others."""
        kept = set(keys)
        for key in [key for key in self._addresses if key not in kept]:
            self._pictures.withdraw(self._addresses.pop(key))
