"""What is wanted of a file, and whether the file is what was wanted."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from playlists.media.jobs import Facts, Kind
from playlists.media.shelf import Target

Method = Literal["image", "film", "document", "picture"]


class Want(msgspec.Struct, frozen=True, kw_only=True):
    """A file to be prepared for a target, by one method of the shelf."""

    method: Method
    path: Path
    target: Target

    def becomes_film(self, facts: Facts) -> bool:
        """Whether the finished rendition is a film."""
        animated = facts.kind is Kind.ANIMATION
        return self.method == "film" or (self.method == "image" and animated and self.target.moving)

    def mismatch(self, facts: Facts) -> str:
        """Why a file of these facts is not what is wanted, or nothing."""
        if self.method == "document":
            return "" if facts.kind is Kind.DOCUMENT else "is not a PDF: give it as image or video"
        if facts.kind is Kind.DOCUMENT:
            return "is a PDF: give it as pdf, one slide a page"
        if self.method == "film":
            if facts.kind is Kind.IMAGE:
                return "is a still picture, not a film: give it as image"
            if not self.target.moving:
                return "is a film, but this screen shows stills only: give an image for it"
            return ""
        return "is a film, not a picture: give it as video" if facts.kind is Kind.FILM else ""


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far `prepare_all` is: `done` of `total` wants finished; the last one and what was wrong with it."""

    done: int
    total: int
    path: Path
    problem: str = ""
