"""The touch screen that pages are made for."""

from __future__ import annotations

import msgspec

from device_profiles.profile import Screen
from playlists.services import Services


class Here(msgspec.Struct, frozen=True, kw_only=True):
    """A touch screen: what it offers, and where it stands (`position`: latitude, longitude in degrees).

    `panel` where it is a part of a table: place and time stand elsewhere, and it can be closed.
    """

    screen: Screen
    offered: Services
    place: str
    position: tuple[float, float] | None
    time_zone: str
    country: str
    panel: bool = False
