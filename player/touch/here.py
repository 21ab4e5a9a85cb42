"""The touch screen that pages are made for."""

from __future__ import annotations

import msgspec

from device_profiles.profile import Screen
from playlists.district import District
from playlists.documents import Batch
from playlists.services import Service, Services


class Here(msgspec.Struct, frozen=True, kw_only=True):
    """A touch screen: what it offers, and where it stands (`position`: latitude, longitude in degrees).

    `panel` where it is a part of a table: place and time stand elsewhere, and it can be closed.
    `district` is what its map shows; None where there is none.
    `data` are the city data that stand, of which its services list what their source says.
    """

    screen: Screen
    offered: Services
    place: str
    position: tuple[float, float] | None
    time_zone: str
    country: str
    panel: bool = False
    data: tuple[Batch, ...] = ()
    district: District | None = None

    def batch(self, service: Service) -> Batch | None:
        """The city data of a service; None where it has none, or where none have come."""
        return next((batch for batch in self.data if batch.source == service.source), None)
