"""A shelf that prepares nothing and tells sizes from names, for tests of the compiler."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from playlists.errors import MediaError
from playlists.media.shelf import Target
from playlists.program import Film, Rendition, Stills


class NameShelf:
    """Media named like `beach-1920x1080.jpg`; `broken` in a name cannot be decoded, `-3p` has three pages."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Target]] = []

    def _rendition(self, path: Path, target: Target) -> Rendition:
        self.asked.append((path.name, target))
        if "broken" in path.name:
            raise MediaError(f"{path.name} is cut short; export it again.")
        return Rendition(object=path.name, bytes=1, width=target.width, height=target.height)

    def image(self, path: Path, target: Target) -> Stills | Film:
        rendition = self._rendition(path, target)
        if path.suffix == ".gif" and target.moving:
            return Film(rendition=rendition, length_ms=14_000, frame_ms=100.0)
        return Stills(pages=(rendition,))

    def film(self, path: Path, target: Target) -> Film:
        return Film(rendition=self._rendition(path, target), length_ms=21_500, frame_ms=40.0)

    def document(self, path: Path, target: Target) -> Stills:
        pages = re.search(r"-(\d+)p", path.stem)
        return Stills(pages=(self._rendition(path, target),) * int(pages.group(1) if pages else 1))

    def picture(self, path: Path, target: Target) -> Rendition:
        return self._rendition(path, target)

    def keep(self, data: bytes) -> str:
        return hashlib.sha256(data).hexdigest()

    def size(self, path: Path) -> tuple[int, int]:
        found = re.search(r"(\d+)x(\d+)", path.stem)
        if found is None:
            raise MediaError(f"{path.name} is no image.")
        return int(found.group(1)), int(found.group(2))

    def pixels(self, path: Path) -> tuple[int, int] | None:
        return self.size(path) if re.search(r"\d+x\d+", path.stem) else None
