"""What a touch screen offers: the services that name its device, typeset, their hours sound."""

from __future__ import annotations

from device_profiles.profile import Screen
from layouts.typography import finish
from playlists.district import DistrictMap, packed
from playlists.media.shelf import Shelf
from playlists.services import EVERY, Emergency, Entry, Service, Services
from playlists.workspace import targets
from playlists.workspace.model import Workspace
from playlists.workspace.problems import Findings
from playlists.workspace.times import is_sound
from playlists.workspace.touch import MOST_SERVICES, SERVICES_FILE, EntryTable, ServiceTable


def services_of(
    workspace: Workspace, device_id: str, screen: Screen, shelf: Shelf, findings: Findings
) -> Services | None:
    """What one screen of a device offers; None where it cannot be touched, or nothing is for it."""
    if not screen.touch_points or screen.is_matrix:
        return None
    device = workspace.devices[device_id]
    found = [
        (number, table)
        for number, table in workspace.services
        if any(targets.names(selector, device_id, device) for selector in table.devices)
    ][:MOST_SERVICES]
    if not found:
        return None
    shown = workspace.languages(device)
    return Services(
        languages=_languages(shown, [table for _, table in found]),
        services=tuple(_service(workspace, number, table, shown[0], findings) for number, table in found),
        emergency=tuple(
            Emergency(number=table.number, title=_set(table.title, shown[0])) for table in workspace.emergency
        ),
        map=_map(workspace, device_id, shelf, shown[0]),
    )


def _map(workspace: Workspace, device_id: str, shelf: Shelf, leading: str) -> DistrictMap | None:
    """The first map that names a device."""
    device = workspace.devices[device_id]
    for drawn in workspace.maps:
        if any(targets.names(selector, device_id, device) for selector in drawn.table.devices):
            data = packed(drawn.district)
            return DistrictMap(
                title=_set(drawn.table.title, leading),
                attribution=_set(drawn.table.attribution, leading),
                object=shelf.keep(data),
                bytes=len(data),
            )
    return None


def _languages(shown: tuple[str, ...], tables: list[ServiceTable]) -> tuple[str, ...]:
    """The device's languages, and every other one in which all services have a title."""
    written = [set(table.title) for table in tables if EVERY not in table.title]
    common = set.intersection(*written) if written else set[str]()
    return tuple(dict.fromkeys([*shown, *sorted(common)]))


def _service(
    workspace: Workspace, number: int, table: ServiceTable, leading: str, findings: Findings
) -> Service:
    return Service(
        id=table.id,
        title=_set(table.title, leading),
        pictogram=table.pictogram,
        category=table.category,
        intro=_set(table.intro, leading),
        entries=tuple(
            _entry(workspace, ("services", number - 1, "entries", index), entry, leading, findings)
            for index, entry in enumerate(table.entries)
        ),
        source=table.source or "",
        unit=_set(table.unit, leading),
    )


def _entry(
    workspace: Workspace, path: tuple[str | int, ...], table: EntryTable, leading: str, findings: Findings
) -> Entry:
    sound = is_sound(workspace, table.hours, findings, SERVICES_FILE, (*path, "hours"))
    return Entry(
        id=table.id,
        title=_set(table.title, leading),
        body=_set(table.body, leading),
        address=finish(table.address, leading),
        hours=table.hours if sound else None,
        position=table.position,
        phone=finish(table.phone, leading),
        qr=table.qr,
    )


def _set(texts: dict[str, str], leading: str) -> dict[str, str]:
    """Texts as they are set in their language; one for all languages as in the leading one."""
    return {language: finish(text, language or leading) for language, text in texts.items()}
