"""Where the city is, as far as its workspace tells: by most of its positions, or else by its time zone."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from statistics import median_low

from playlists.astray import ZONE, Astray, astray
from playlists.distance import Position
from playlists.sources.written import Weather
from playlists.workspace.map_table import MAPS_FILE
from playlists.workspace.model import DEVICES_FILE, SITE_FILE, SOURCES_FILE, Workspace
from playlists.workspace.touch import SERVICES_FILE

_TABLE = "zone.tab"
_ENOUGH = 3
"""So many positions outvote one that is wrong."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A position that an editor wrote, and where; `device` where it is a device's."""

    file: str
    path: tuple[str | int, ...]
    position: Position
    device: str | None = None


def spots(workspace: Workspace) -> Iterator[Spot]:
    """All positions of a workspace; the site's comes first."""
    if workspace.site.position:
        yield Spot(SITE_FILE, ("position",), workspace.site.position)
    for name, device in workspace.devices.items():
        if device.position:
            yield Spot(DEVICES_FILE, (name, "position"), device.position, name)
    for drawn in workspace.maps:
        south, west, north, east = drawn.table.area
        yield Spot(MAPS_FILE, (drawn.name, "area"), ((south + north) / 2, (west + east) / 2))
    yield from _of_services(workspace)
    for name, source in workspace.sources.items():
        if isinstance(source, Weather):
            yield Spot(SOURCES_FILE, (name, "position"), source.position)


def _of_services(workspace: Workspace) -> Iterator[Spot]:
    if workspace.table:
        yield Spot(SERVICES_FILE, ("table", "centre"), workspace.table.centre)
    for number, service in workspace.services:
        for index, entry in enumerate(service.entries):
            if entry.position:
                path = ("services", number - 1, "entries", index, "position")
                yield Spot(SERVICES_FILE, path, entry.position)


def city_of(workspace: Workspace) -> Position | None:
    """The middle of the city; None where no position is known that its time zone allows."""
    town = town_of(workspace.site.time_zone)
    found = [each.position for each in spots(workspace)]
    return middle([each for each in found if town is None or not astray(each, town, ZONE)])


def middle(found: Sequence[Position]) -> Position | None:
    """The middle of positions, of which a wrong one counts for little; None of none."""
    if len(found) < _ENOUGH:
        return found[0] if found else None
    return median_low(each[0] for each in found), median_low(each[1] for each in found)


def misplaced_in(workspace: Workspace) -> Callable[[Position], Astray | None]:
    """Tells what is wrong with a position that does not lie where the city is; None where nothing is."""
    town, city = town_of(workspace.site.time_zone), city_of(workspace)

    def misplaced(position: Position) -> Astray | None:
        by_city = astray(position, city) if city else None
        return by_city or (astray(position, town, ZONE) if town else None)

    return misplaced


def town_of(zone: str) -> Position | None:
    """Where the town lies that a time zone is named after; None where it is named after none."""
    return _towns().get(zone)


@cache
def _towns() -> dict[str, Position]:
    rows = (row.split("\t") for row in _table().splitlines() if not row.startswith("#"))
    return {row[2].strip(): _position(row[1]) for row in rows}


def _table() -> str:
    """The table of towns that the time zones of this machine come with; "" where they come without."""
    for folder in zoneinfo.TZPATH:
        file = Path(folder) / _TABLE
        if file.is_file():
            return file.read_text("utf-8")
    try:
        return (resources.files("tzdata.zoneinfo") / _TABLE).read_text("utf-8")
    except (ModuleNotFoundError, OSError):
        return ""


def _position(written: str) -> Position:
    """ISO 6709 without a mark between: ±DDMM±DDDMM, or both with seconds."""
    second = max(written.rfind("+"), written.rfind("-"))
    return _degrees(written[:second], 2), _degrees(written[second:], 3)


def _degrees(written: str, digits: int) -> float:
    sign, parts = (-1 if written[0] == "-" else 1), written[1:]
    minutes, seconds = parts[digits : digits + 2], parts[digits + 2 :] or "0"
    return sign * (int(parts[:digits]) + int(minutes) / 60 + int(seconds) / 3600)
