"""The touch screen that pages are made for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from device_profiles.profile import Screen
from layouts.sun import is_night
from layouts.theme import Palette
from playlists.district import District
from playlists.documents import Batch
from playlists.program import Program
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


def here_of(program: Program, screen: Screen, data: Sequence[Batch]) -> Here | None:
    """A screen of a program, with the city data that its services list; None where it offers nothing.

    What lies flat may offer its table alone.
    """
    own = next((one for one in program.screens if one.screen.name == screen.name), None)
    offered = own.services if own else None
    if offered is None or not (offered.services or (screen.flat and offered.table)):
        return None
    return offering(program, screen, offered, data)


def offering(program: Program, screen: Screen, offered: Services, data: Sequence[Batch] = ()) -> Here:
    """A screen that offers this, where a program's device stands."""
    sources = {service.source for service in offered.services}
    return Here(
        screen=screen,
        offered=offered,
        place=program.place,
        position=program.position,
        time_zone=program.time_zone,
        country=program.country,
        data=tuple(batch for batch in data if batch.source in sources),
    )


def palette_of(program: Program, screen: Screen, at: datetime) -> Palette:
    """The colours of an instant: outdoors those of the night, while it is night."""
    night = screen.outdoors and is_night(at, program.position)
    return program.theme.night if night else program.theme.day
