"""Pages as their zones will show them, for whoever publishes: what each is known by, and a thumbnail."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from device_profiles.profile import Screen
from device_profiles.sight import Sight
from layouts.layout import Zone
from player.stage.encode import encoded
from player.stage.errors import StageError
from player.stage.objects import Objects
from player.stage.pages import Painter
from player.stage.props import page_key
from player.stage.sample import Sample
from playlists.program import Film, Item, Program

THUMBNAIL_BYTES = 12 * 1024
_LONG_SIDE = 320
_QUALITIES = (75, 60, 45, 30, 15)


class Depictor:
    """Draws pages from the objects in a folder, as the stage does. Needs `theatre.application()`."""

    def __init__(self, objects: Path) -> None:
        self._objects = Objects(objects)

    def __call__(
        self, program: Program, screen: Screen, zone: Zone, item: Item, number: int, *, night: bool
    ) -> tuple[Sight | None, bytes] | None:
        """What a page is known by, None if it moves, and its thumbnail; None if it cannot be shown.

        Of a film the first frame is drawn. A matrix's thumbnail is a PNG of its dots, any other a JPEG.
        """
        key = page_key(screen, zone, item.id, item.content, number, night=night)
        try:
            picture = Painter(self._objects, program, screen)(key)
        except StageError:
            return None
        if screen.is_matrix:
            picture = picture.copy(0, 0, key.width, key.height)
            return Sample(picture, picture.rect(), exactly=True).sight(), encoded(picture, "PNG", -1)
        moves = isinstance(item.content, Film)
        return None if moves else Sample(picture, picture.rect()).sight(), thumbnail(picture)


def thumbnail(picture: QImage) -> bytes:
    """A small JPEG of at most `THUMBNAIL_BYTES`."""
    small = picture.scaled(
        _LONG_SIDE,
        _LONG_SIDE,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    made = (encoded(small, "JPEG", quality) for quality in _QUALITIES)
    return next((data for data in made if len(data) <= THUMBNAIL_BYTES), encoded(small, "JPEG", 1))
