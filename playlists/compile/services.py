"""What a touch screen offers: the services that name its device, typeset, their hours sound."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from device_profiles.profile import Screen
from layouts.typography import finish
from playlists.district import DistrictMap
from playlists.media.shelf import Shelf
from playlists.polls import Answer, Poll
from playlists.services import EVERY, Emergency, Entry, Service, Services
from playlists.workspace.model import Workspace
from playlists.workspace.problems import Findings
from playlists.workspace.targets import map_for, offered_to
from playlists.workspace.times import closes_at, is_sound, opens_at
from playlists.workspace.touch import MOST_SERVICES, SERVICES_FILE, EntryTable, PollTable, ServiceTable


def services_of(
    workspace: Workspace, device_id: str, screen: Screen, shelf: Shelf, findings: Findings
) -> Services | None:
    """What one screen of a device offers; None where it cannot be touched, or nothing is for it."""
    if not screen.touch_points or screen.is_matrix:
        return None
    found = offered_to(workspace, device_id)[:MOST_SERVICES]
    if not found:
        return None
    shown = workspace.languages(workspace.devices[device_id])
    return Services(
        languages=languages_of(shown, [table.title for _, table in found]),
        services=tuple(_service(workspace, number, table, shown[0], findings) for number, table in found),
        emergency=emergency_of(workspace, shown[0]),
        map=map_of(workspace, device_id, shelf, shown[0]),
    )


def emergency_of(workspace: Workspace, leading: str) -> tuple[Emergency, ...]:
    """The numbers for emergencies."""
    return tuple(
        Emergency(number=table.number, title=set_texts(table.title, leading)) for table in workspace.emergency
    )


def map_of(workspace: Workspace, device_id: str, shelf: Shelf, leading: str) -> DistrictMap | None:
    """The first map that names a device."""
    drawn = map_for(workspace, device_id)
    if drawn is None:
        return None
    return DistrictMap(
        title=set_texts(drawn.table.title, leading),
        attribution=set_texts(drawn.table.attribution, leading),
        object=shelf.keep(drawn.packed),
        bytes=len(drawn.packed),
    )


def languages_of(shown: tuple[str, ...], titles: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    """The device's languages, and every other one in which all of these titles are."""
    written = [set(title) for title in titles if EVERY not in title]
    common = set.intersection(*written) if written else set[str]()
    return tuple(dict.fromkeys([*shown, *sorted(common)]))


def _service(
    workspace: Workspace, number: int, table: ServiceTable, leading: str, findings: Findings
) -> Service:
    return Service(
        id=table.id,
        title=set_texts(table.title, leading),
        pictogram=table.pictogram,
        category=table.category,
        intro=set_texts(table.intro, leading),
        entries=tuple(
            _entry(workspace, ("services", number - 1, "entries", index), entry, leading, findings)
            for index, entry in enumerate(table.entries)
        ),
        polls=tuple(_poll(poll, ZoneInfo(workspace.site.time_zone), leading) for poll in table.polls),
        source=table.source or "",
        unit=set_texts(table.unit, leading),
    )


def _entry(
    workspace: Workspace, path: tuple[str | int, ...], table: EntryTable, leading: str, findings: Findings
) -> Entry:
    sound = is_sound(workspace, table.hours, findings, SERVICES_FILE, (*path, "hours"))
    return Entry(
        id=table.id,
        title=set_texts(table.title, leading),
        body=set_texts(table.body, leading),
        address=finish(table.address, leading),
        hours=table.hours if sound else None,
        position=table.position,
        phone=finish(table.phone, leading),
        qr=table.qr,
    )


def _poll(table: PollTable, zone: ZoneInfo, leading: str) -> Poll:
    return Poll(
        id=table.id,
        question=set_texts(table.question, leading),
        answers=tuple(Answer(id=one.id, text=set_texts(one.text, leading)) for one in table.answers),
        opens=opens_at(table.from_, zone),
        closes=closes_at(table.until, zone),
        results=table.results,
    )


def set_texts(texts: dict[str, str], leading: str) -> dict[str, str]:
    """Texts as they are set in their language; one for all languages as in the leading one."""
    return {language: finish(text, language or leading) for language, text in texts.items()}
