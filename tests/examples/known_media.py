"""A shelf for the example's media that opens no file."""

from __future__ import annotations

import hashlib
from pathlib import Path

from playlists.media.shelf import Target
from playlists.program import Film, Rendition, Stills


class KnownMedia:
    """Believes every file that is there."""

    def image(self, path: Path, target: Target) -> Stills | Film:
        return Stills(pages=(self.picture(path, target),))

    def film(self, path: Path, target: Target) -> Film:
        return Film(rendition=self.picture(path, target), length_ms=8_000, frame_ms=40)

    def document(self, path: Path, target: Target) -> Stills:
        return Stills(pages=(self.picture(path, target),) * 2)

    def picture(self, path: Path, target: Target) -> Rendition:
        assert path.is_file()
        return Rendition(object="0" * 64, bytes=1, width=target.width, height=target.height)

    def keep(self, data: bytes) -> str:
        return hashlib.sha256(data).hexdigest()

    def size(self, path: Path) -> tuple[int, int]:
        assert path.is_file()
        return (900, 1400) if "portrait" in path.name else (1600, 900)

    def pixels(self, path: Path) -> tuple[int, int]:
        return self.size(path)
