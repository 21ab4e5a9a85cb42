"""A board: all that a service's role says now. What cannot be used on it is left out alone.

It stands in the role's metadata as JSON in a text: signed JSON knows no fractions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

import msgspec
from msgspec import Meta

from device_profiles.decoding import from_json
from playlists.errors import FeedError

Notice = TypeVar("Notice", bound=msgspec.Struct)


@dataclass(frozen=True, kw_only=True)
class Board(Generic[Notice]):
    """What boards of one kind hold: their name and version, what stands on them, how much at most.

    `is_sound` tells whether a notice that can be read may also be used.
    """

    name: str
    version: int
    holds: type[Notice]
    is_sound: Callable[[Notice], bool]
    most: int
    bytes: int

    def write(self, notices: Iterable[Notice]) -> str:
        """The board as it stands in metadata. Too many or too long is a caller's mistake."""
        found = tuple(notices)
        text = msgspec.json.encode({"format": self.version, self.name: found}).decode()
        if len(found) > self.most or len(text.encode()) > self.bytes:
            raise ValueError(f"a board of more {self.name}, or longer ones, than it may hold")
        return text

    def read(self, field: object) -> tuple[tuple[Notice, ...], int]:
        """What stands on the board in a role's metadata, and how much on it cannot be used.

        `None` stands for a board that never held anything.

        Raises:
            FeedError: it is no board of this version.
        """
        if field is None:
            return (), 0
        try:
            text = msgspec.convert(field, Annotated[str, Meta(max_length=self.bytes)])
            written = from_json(text, dict[str, msgspec.Raw])
            version = from_json(written["format"], int)
            raw = from_json(written[self.name], Annotated[list[msgspec.Raw], Meta(max_length=self.most)])
        except (msgspec.DecodeError, KeyError) as error:
            raise FeedError(f"the board of {self.name} cannot be read: {error}") from error
        if version != self.version:
            raise FeedError(
                f"the board of {self.name} has format {version}; this version reads {self.version}"
            )
        found = [self._read(each) for each in raw]
        good = tuple(notice for notice in found if notice is not None)
        return good, len(found) - len(good)

    def _read(self, raw: msgspec.Raw) -> Notice | None:
        try:
            notice = from_json(raw, self.holds)
        except msgspec.DecodeError:
            return None
        return notice if self.is_sound(notice) else None
