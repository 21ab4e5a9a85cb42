"""How each page of a program looks in its zone: evidence that travels beside what editors approved.

It lets a device, and central, compare what is on the glass with what should be. It says nothing itself: no
device shows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import msgspec

from device_profiles.decoding import from_json
from device_profiles.sight import Sight

_MOST_OPEN = 8
"""Playlists whose pictures are held decoded."""


class Picture(msgspec.Struct, frozen=True, array_like=True):
    """One page: what it is known by, and the object of its thumbnail with its size.

    Without a `hash` it cannot be known ahead (a film moves); then there is a thumbnail only.
    """

    hash: Annotated[str, msgspec.Meta(pattern="^([0-9a-f]{64})?$")]
    colour: Annotated[str, msgspec.Meta(pattern="^([0-9a-f]{6})?$")]
    thumbnail: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    bytes: int

    @property
    def sight(self) -> Sight | None:
        """What is to be seen, where that can be known ahead."""
        return Sight(self.hash, self.colour) if self.hash and self.colour else None


class Pages(msgspec.Struct, frozen=True, array_like=True):
    """The pages of an item in a zone; those of the `night` differ where cards change their colours."""

    day: tuple[Picture, ...]
    night: tuple[Picture, ...] = ()

    def page(self, number: int, *, night: bool) -> Picture | None:
        """The page of that number, from 0."""
        pages = self.night if night else self.day
        return pages[number] if 0 <= number < len(pages) else None


Screens = Mapping[str, Mapping[str, msgspec.Raw]]
"""By screen and by key of its playlists, the pages of each item, not read yet."""


class Pictures:
    """The pictures of a program, read as they are asked for. `painter` is the edition of what drew cards."""

    def __init__(self, painter: str, screens: Screens) -> None:
        self.painter = painter
        self.screens = {
            screen: {key: raw.copy() for key, raw in playlists.items()}
            for screen, playlists in screens.items()
        }
        self._open: dict[tuple[str, str], dict[str, Pages]] = {}

    def find(self, screen: str, playlist: str, item: str) -> Pages | None:
        """The pages of an item of a playlist on a screen; None where nothing readable is said of them."""
        place = screen, playlist
        if place not in self._open:
            if len(self._open) >= _MOST_OPEN:
                self._open.clear()
            self._open[place] = _read(self.screens.get(screen, {}).get(playlist))
        return self._open[place].get(item)


def _read(raw: msgspec.Raw | None) -> dict[str, Pages]:
    """What is said, if it can be read: nobody approved it, and whatever is wrong with it does no harm."""
    try:
        return {} if raw is None else from_json(raw, dict[str, Pages])
    except msgspec.DecodeError:
        return {}
