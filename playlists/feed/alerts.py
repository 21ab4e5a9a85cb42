"""Alerts: what a city must say at once, above all else. Typed, bounded, plain text: no code, nothing to load.

All alerts in force stand together on one *board*, in the signed metadata of the role `alerts`: a device that
has its newest version knows all there is to warn of, and that the rest was lifted.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from playlists.distance import metres
from playlists.feed import board
from playlists.feed.tree import is_name

FIELD = "x-parvis-alerts"
"""Field of the role's metadata that holds the board."""
CAMPAIGN = "@alert"
"""What alerts are called where editors' playlists have names: none of these begins with @."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The most that a board and each of its alerts hold. CAP asks for headlines of 160 characters at most."""

    alerts: int = 8
    headline_characters: int = 160
    instruction_characters: int = 400
    source_characters: int = 80
    languages: int = 4
    devices: int = 10_000
    profiles: int = 64
    circles: int = 16
    board_bytes: int = 512 * 1024
    lasts: timedelta = timedelta(hours=48)


LIMITS = Limits()
_PLAIN = r"^[^\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]*$"
"""No control characters, and none that turn the direction of text."""


class Level(StrEnum):
    """How grave it is, after CAP's severity; what is minor belongs into a playlist."""

    EXTREME = "extreme"
    """Extraordinary threat to life. Also lights screens that are dark at this hour."""
    SEVERE = "severe"
    MODERATE = "moderate"

    @property
    def rank(self) -> int:
        """Higher is graver."""
        return {Level.EXTREME: 2, Level.SEVERE: 1, Level.MODERATE: 0}[self]


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """What an alert says in one language, typographically finished: what happens, and what to do."""

    language: Annotated[str, Meta(pattern=r"^[a-z]{2}$")]
    headline: Annotated[str, Meta(min_length=1, max_length=LIMITS.headline_characters, pattern=_PLAIN)]
    instruction: Annotated[str, Meta(max_length=LIMITS.instruction_characters, pattern=_PLAIN)] = ""


class Circle(msgspec.Struct, frozen=True, kw_only=True):
    """A circle on the ground, in degrees and kilometres."""

    latitude: Annotated[float, Meta(ge=-90, le=90)]
    longitude: Annotated[float, Meta(ge=-180, le=180)]
    km: Annotated[float, Meta(gt=0, le=1000)]

    def holds(self, position: tuple[float, float]) -> bool:
        """Whether a position (latitude, longitude) lies in it, on a sphere."""
        return metres(position, (self.latitude, self.longitude)) <= self.km * 1000


class Area(msgspec.Struct, frozen=True, kw_only=True):
    """Which devices warn: all of them, or those that any of the three names. Nothing named: none."""

    everywhere: bool = False
    devices: Annotated[tuple[str, ...], Meta(max_length=LIMITS.devices)] = ()
    profiles: Annotated[tuple[str, ...], Meta(max_length=LIMITS.profiles)] = ()
    circles: Annotated[tuple[Circle, ...], Meta(max_length=LIMITS.circles)] = ()

    def covers(self, device: str, profile: str, position: tuple[float, float] | None) -> bool:
        """Whether a device warns. One of unknown position lies in no circle."""
        return (
            self.everywhere
            or device in self.devices
            or profile in self.profiles
            or (position is not None and any(circle.holds(position) for circle in self.circles))
        )


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """One alert. It warns while `opens` <= t < `closes`; `issued` is when it was signed. All in UTC.

    The first wording leads. `pictogram` names a drawing of `layouts/pictograms`; empty: the warning sign.
    `source` is the authority that speaks.
    """

    id: str
    level: Level
    words: Annotated[tuple[Wording, ...], Meta(min_length=1, max_length=LIMITS.languages)]
    area: Area
    issued: datetime
    opens: datetime
    closes: datetime
    pictogram: Annotated[str, Meta(max_length=40, pattern=_PLAIN)] = ""
    source: Annotated[str, Meta(max_length=LIMITS.source_characters, pattern=_PLAIN)] = ""

    @property
    def item(self) -> str:
        """The id of its item, as proof of play, status and quarantine name it."""
        return f"{CAMPAIGN}/{self.id}"

    def is_sound(self) -> bool:
        """Whether its name is one, its times are instants and no longer apart than allowed."""
        times = (self.issued, self.opens, self.closes)
        return (
            is_name(self.id)
            and all(time.tzinfo is not None for time in times)
            and self.opens < self.closes
            and self.issued < self.closes <= self.issued + LIMITS.lasts
        )


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """The alerts in force. `refused` counts those that this version cannot read, or that are not sound."""

    alerts: tuple[Alert, ...] = ()
    refused: int = 0


_BOARD = board.Board(
    name="alerts",
    version=1,
    holds=Alert,
    is_sound=Alert.is_sound,
    most=LIMITS.alerts,
    bytes=LIMITS.board_bytes,
)


def write(alerts: Iterable[Alert]) -> str:
    """The board as it stands in metadata. Too many or too long is a caller's mistake."""
    return _BOARD.write(alerts)


def read(field: object) -> Board:
    """The board in a role's metadata; an alert that cannot be used is left out alone. Raises `FeedError`."""
    alerts, refused = _BOARD.read(field)
    return Board(alerts=alerts, refused=refused)
