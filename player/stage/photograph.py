"""Pictures of what is on the glass, for whoever asks: each window as it is drawn, and of which instant."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtGui import QImage

from player.stage.encode import encoded
from player.stage.instants import from_ms
from player.status import GLASS, GlassPicture, GlassStatus, read_glass
from playlists.durable import put

if TYPE_CHECKING:
    from player.stage.player import StagePlayer

_FAST = 80
"""Of the grades that Qt knows from 0 to 100, the highest that packs at all: the least work."""


class Photograph(msgspec.Struct, frozen=True):
    """A screen's picture and the instant of its scene, in milliseconds since 1970."""

    screen: str
    at_ms: int
    image: QImage


def photographs(player: StagePlayer) -> tuple[Photograph, ...]:
    """All windows that are open, drawn once more into memory, in the application's thread.

    None of a screen that somebody uses: what they look at is theirs, whatever was told of it last.
    """
    return tuple(
        Photograph(name, window.live.model.at_ms, window.window.grabWindow())
        for name, window in player.windows.items()
        if window.window.isVisible() and not window.live.is_covered
    )


def develop(shots: tuple[Photograph, ...], folder: Path, asked: int, edition: str | None) -> None:
    """Put the pictures into a folder, and when all are there, what tells of them.

    Each has a name of its own, and those of the answer before stay: whoever has read that finds them as told.
    """
    before = read_glass(folder / GLASS)
    told = []
    for shot in shots:
        name = f"glass-{shot.screen}-{asked}.png"
        put(folder / name, encoded(shot.image, "PNG", _FAST), durable=False)
        told.append(GlassPicture(screen=shot.screen, file=name, at=from_ms(shot.at_ms)))
    status = GlassStatus(asked=asked, edition=edition, pictures=tuple(told))
    put(folder / GLASS, msgspec.json.encode(status), durable=False)
    kept = {picture.file for picture in (*told, *(before.pictures if before else ()))}
    for file in folder.glob("glass-*.png"):
        if file.name not in kept:
            file.unlink(missing_ok=True)
