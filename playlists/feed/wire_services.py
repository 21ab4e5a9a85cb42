"""What a touch screen offers as it stands in a program file: each service approved by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from playlists.district import DistrictMap
from playlists.feed.raw import decoded, digest, encoded
from playlists.services import Emergency, Service, Services


class WireServices(msgspec.Struct, frozen=True, kw_only=True):
    """What a touch screen offers, of which nothing is read yet but the languages."""

    languages: tuple[str, ...]
    services: tuple[msgspec.Raw, ...]
    emergency: msgspec.Raw
    map: tuple[msgspec.Raw, ...] = ()
    """The map, if there is one."""

    def parts(self) -> Iterator[msgspec.Raw]:
        """All that is to be approved."""
        yield from self.services
        yield self.emergency
        yield from self.map


def pack_services(offered: Services) -> WireServices:
    """What a program file says of it."""
    return WireServices(
        languages=offered.languages,
        services=tuple(map(encoded, offered.services)),
        emergency=encoded(offered.emergency),
        map=() if offered.map is None else (encoded(offered.map),),
    )


def unpack_services(wire: WireServices, is_approved: Callable[[str], bool], refused: list[str]) -> Services:
    """What is approved of it; the names of what is not go to `refused`."""
    found = []
    for number, raw in enumerate(wire.services, start=1):
        service = decoded(raw, Service) if is_approved(digest(raw)) else None
        if service is None:
            refused.append(f"service {number}")
        else:
            found.append(service)
    raw = wire.emergency
    emergency = decoded(raw, tuple[Emergency, ...]) if is_approved(digest(raw)) else None
    if emergency is None:
        refused.append("the emergency numbers")
    district = None
    for raw in wire.map[:1]:
        district = decoded(raw, DistrictMap) if is_approved(digest(raw)) else None
        if district is None:
            refused.append("the map")
    return Services(languages=wire.languages, services=tuple(found), emergency=emergency or (), map=district)
