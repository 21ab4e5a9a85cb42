"""The shelves: one that only looks, to check and lay out; one of what is there; one that prepares."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from playlists.errors import MediaError
from playlists.media.film_writer import even
from playlists.media.jobs import Facts
from playlists.media.shelf import Target
from playlists.media.wants import Want
from playlists.program import Film, Rendition, Stills

_DRAWN = {"svg", "pdf"}
"""Formats that are as sharp at any size."""


class Media(Protocol):
    """What a shelf needs of the library."""

    def look(self, path: Path, frames_per_second: int = 30) -> Facts:
        """What a file says of itself."""
        ...

    def require(self, want: Want, facts: Facts) -> None:
        """Raise where a file is not what is wanted."""
        ...

    def prepare(self, want: Want) -> Stills | Film:
        """The finished renditions."""
        ...

    def at_hand(self, want: Want) -> Stills | Film | None:
        """The finished renditions, if they are there."""
        ...

    def keep(self, data: bytes) -> str:
        """Keep finished bytes as an object; its name."""
        ...


class MediaShelf:
    """The four questions of a shelf, asked in one way: `_give` answers each want."""

    def __init__(self, media: Media) -> None:
        self._media = media

    def image(self, path: Path, target: Target) -> Stills | Film:
        """A still, or a film where the file is an animation and the target may move."""
        return self._give(Want(method="image", path=path, target=target))

    def film(self, path: Path, target: Target) -> Film:
        """A film, decodable by every device."""
        return _film(self._give(Want(method="film", path=path, target=target)))

    def document(self, path: Path, target: Target) -> Stills:
        """One still for each page of a PDF."""
        return _stills(self._give(Want(method="document", path=path, target=target)))

    def picture(self, path: Path, target: Target) -> Rendition:
        """The picture of a card."""
        return _stills(self._give(Want(method="picture", path=path, target=target))).pages[0]

    def keep(self, data: bytes) -> str:
        """The name of an object of these bytes."""
        return self._media.keep(data)

    def size(self, path: Path) -> tuple[int, int]:
        """The size of an image in pixels upright."""
        facts = self._media.look(path)
        return facts.width, facts.height

    def pixels(self, path: Path) -> tuple[int, int] | None:
        """The pixels that a picture or film has, upright; None of a drawing, which has none."""
        facts = self._media.look(path)
        return None if facts.format in _DRAWN else (facts.width, facts.height)

    def _give(self, want: Want) -> Stills | Film:
        raise NotImplementedError


class Looking(MediaShelf):
    """Prepares nothing: right sizes and lengths with no object, and a note of each want in `wants`."""

    def __init__(self, media: Media) -> None:
        super().__init__(media)
        self._wants: dict[Want, None] = {}

    @property
    def wants(self) -> tuple[Want, ...]:
        """What was asked for and can be had, once each, in order."""
        return tuple(self._wants)

    def _give(self, want: Want) -> Stills | Film:
        facts = self._media.look(want.path, want.target.frames_per_second)
        self._media.require(want, facts)
        self._wants[want] = None
        target = want.target
        if not want.becomes_film(facts):
            page = Rendition(object="", bytes=0, width=target.width, height=target.height)
            return Stills(pages=(page,) * facts.pages)
        return Film(
            rendition=Rendition(object="", bytes=0, width=even(target.width), height=even(target.height)),
            length_ms=facts.length_ms,
            frame_ms=1000 / facts.frames_per_second,
            sound=target.sound and facts.sound,
        )


class AtHand(Looking):
    """Gives what is finished already; notes in `wants` only what is still to be prepared, or cannot be."""

    def _give(self, want: Want) -> Stills | Film:
        try:
            found = self._media.at_hand(want)
        except MediaError:
            self._wants[want] = None
            raise
        return super()._give(want) if found is None else found


class Prepared(MediaShelf):
    """Gives finished renditions, preparing on demand what is not there yet."""

    def _give(self, want: Want) -> Stills | Film:
        return self._media.prepare(want)


def _film(content: Stills | Film) -> Film:
    if not isinstance(content, Film):
        raise TypeError("the library gave stills for a film")
    return content


def _stills(content: Stills | Film) -> Stills:
    if not isinstance(content, Stills):
        raise TypeError("the library gave a film for stills")
    return content
