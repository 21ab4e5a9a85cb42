"""Positions that were written wrongly: exchanged, or with a wrong sign, told by where they should be."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import msgspec

from playlists.distance import Position, metres

_POLE: Final = 90.0


class Slip(StrEnum):
    """What is wrong with a position."""

    EXCHANGED = "exchanged"
    """Longitude comes first."""
    SIGN = "sign"
    FAR = "far"
    """Nobody knows what was meant."""


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """How far from a place things lie, in metres.

    They lie `within` it; from `off` on a slip is looked for, and from `never` on there must be one.
    """

    within: float
    off: float
    never: float


CITY: Final = Reach(within=50_000, off=80_000, never=1_000_000)
"""About the middle of a city and its surroundings."""
ZONE: Final = Reach(within=1_500_000, off=3_000_000, never=float("inf"))
"""About the town that a time zone is named after; such a zone may be as wide as a continent."""


class Astray(msgspec.Struct, frozen=True, kw_only=True):
    """A position in the wrong place: why, how far away in metres, and what was meant if that can be told."""

    slip: Slip
    metres: float
    meant: Position | None = None


def astray(position: Position, near: Position, reach: Reach = CITY) -> Astray | None:
    """What is wrong with a position that should lie near another; None where nothing is."""
    far = metres(position, near)
    if far < reach.off:
        return None
    latitude, longitude = position
    for slip, meant in (
        (Slip.EXCHANGED, (longitude, latitude)),
        (Slip.SIGN, (latitude, -longitude)),
        (Slip.SIGN, (-latitude, longitude)),
    ):
        if abs(meant[0]) <= _POLE and metres(meant, near) <= reach.within:
            return Astray(slip=slip, metres=far, meant=meant)
    return Astray(slip=Slip.FAR, metres=far) if far >= reach.never else None
