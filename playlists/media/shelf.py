"""What the compiler asks of prepared media, whoever answers: a quick look, or the finished renditions."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Protocol

import msgspec

from playlists.program import Film, Rendition, Stills

Fit = Literal["cover", "contain"]


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """The exact pixels that a picture or film is prepared for, and what its place allows.

    `focus` is the point, in fractions of the source, that a crop keeps. `moving` is False where only
    stills may be shown; then an animation gives its first frame.
    """

    width: int
    height: int
    fit: Fit = "cover"
    focus: tuple[float, float] = (0.5, 0.5)
    moving: bool = True
    sound: bool = False
    frames_per_second: int = 30


class Shelf(Protocol):
    """Gives media for a target. Raises `MediaError` naming the file, the fault and the cure."""

    def image(self, path: Path, target: Target) -> Stills | Film:
        """A still, or a film where the file is an animation and the target may move."""
        ...

    def film(self, path: Path, target: Target) -> Film:
        """A film, decodable by every device."""
        ...

    def document(self, path: Path, target: Target) -> Stills:
        """One still for each page of a PDF."""
        ...

    def picture(self, path: Path, target: Target) -> Rendition:
        """The picture of a card."""
        ...

    def keep(self, data: bytes) -> str:
        """The name of an object of these finished bytes; empty where none is made."""
        ...

    def size(self, path: Path) -> tuple[int, int]:
        """The size of an image in pixels upright, to choose among variants."""
        ...

    def pixels(self, path: Path) -> tuple[int, int] | None:
        """The pixels that a picture or film has, upright; None of a drawing, which has none."""
        ...
