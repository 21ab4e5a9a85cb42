"""What a touch screen offers as it stands in a program file: each service approved by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated

import msgspec
from msgspec import Meta

from playlists.district import DistrictMap
from playlists.feed.raw import decoded, digest, encoded
from playlists.services import Emergency, Service, Services
from playlists.table import Project, Table

Languages = Annotated[tuple[str, ...], Meta(min_length=1)]
"""The first one leads."""


class WireTable(msgspec.Struct, frozen=True, kw_only=True):
    """What lies on a table: its subject and map without the projects, and these, each approved by itself."""

    subject: msgspec.Raw
    projects: tuple[msgspec.Raw, ...]


class WireServices(msgspec.Struct, frozen=True, kw_only=True):
    """What a touch screen offers, of which nothing is read yet but the languages."""

    languages: Languages
    services: tuple[msgspec.Raw, ...]
    emergency: msgspec.Raw
    table: WireTable | None = None
    map: tuple[msgspec.Raw, ...] = ()
    """The map, if there is one."""

    def parts(self) -> Iterator[msgspec.Raw]:
        """All that is to be approved."""
        yield from self.services
        yield self.emergency
        if self.table:
            yield self.table.subject
            yield from self.table.projects
        yield from self.map


def pack_services(offered: Services) -> WireServices:
    """What a program file says of it."""
    return WireServices(
        languages=offered.languages,
        services=tuple(map(encoded, offered.services)),
        emergency=encoded(offered.emergency),
        table=None if offered.table is None else _pack_table(offered.table),
        map=() if offered.map is None else (encoded(offered.map),),
    )


def _pack_table(table: Table) -> WireTable:
    subject = msgspec.structs.replace(table, projects=())
    return WireTable(subject=encoded(subject), projects=tuple(map(encoded, table.projects)))


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
    return Services(
        languages=wire.languages,
        services=tuple(found),
        emergency=emergency or (),
        map=district,
        table=_unpack_table(wire.table, is_approved, refused) if wire.table else None,
    )


def _unpack_table(wire: WireTable, is_approved: Callable[[str], bool], refused: list[str]) -> Table | None:
    """The approved projects of a table; none of them where its subject is not approved."""
    table = decoded(wire.subject, Table) if is_approved(digest(wire.subject)) else None
    if table is None:
        refused.append("the table")
        return None
    found = []
    for number, raw in enumerate(wire.projects, start=1):
        project = decoded(raw, Project) if is_approved(digest(raw)) else None
        if project is None:
            refused.append(f"project {number} of the table")
        else:
            found.append(project)
    return msgspec.structs.replace(table, projects=tuple(found))
