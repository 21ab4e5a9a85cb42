"""One screen's glass against its program at an instant: which items may be on it, and whether those are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import lru_cache

from central.standing import ZoneJudged, telling
from device_profiles.heartbeat import ScreenBeat, ZoneBeat
from layouts.layout import ZoneKind
from playlists.feed import naming
from playlists.feed.pictures import Pictures
from playlists.program import Item, LiveContent, Program, ScreenProgram
from playlists.timeline import BUILT_IN, ScreenShowing, ZoneShowing, next_change, showing

Glass = dict[str, ZoneBeat]
"""What a screen shows, by zone; running lines are not told of."""

_MOST_STEPS = 16
"""Changes that are looked at within the tolerance: no program that a person reads has more."""


def glass_of(beat: ScreenBeat, *, built_in: bool) -> Glass:
    """What a heartbeat tells of a screen; `built_in` where nothing told means the built-in slide."""
    if built_in and not beat.showing:
        return {"": ZoneBeat(zone="", item=BUILT_IN)}
    return {zone.zone: zone for zone in beat.showing}


def part_of(program: Program, screen: str) -> ScreenProgram | None:
    """The program of a screen, or None where the device has none of that name."""
    return next((part for part in program.screens if part.screen.name == screen), None)


@lru_cache(maxsize=8_192)
def running(program: Program, screen: str, layout: str | None) -> frozenset[str]:
    """The zones of a layout that are running lines: what they say is not told item by item."""
    part = part_of(program, screen)
    if part is None or layout is None:
        return frozenset()
    return frozenset(zone.name for zone in part.layouts[layout].zones if zone.kind is ZoneKind.TICKER)


def due_zones(program: Program, due: ScreenShowing) -> dict[str, ZoneShowing | None]:
    """What is due by zone; the built-in slide that fills the screen has the zone "", and no item."""
    if due.dark:
        return {}
    if due.event is None:
        return {"": None}
    lines = running(program, due.screen, due.layout)
    return {zone.zone: zone for zone in due.zones if zone.zone not in lines}


def judged_zones(program: Program, due: ScreenShowing, glass: Glass) -> tuple[ZoneJudged, ...]:
    """Zone by zone what is due and what is shown."""
    wanted = due_zones(program, due)
    lines = running(program, due.screen, due.layout)
    names = [*wanted, *(zone for zone in glass if zone not in wanted and zone not in lines)]
    return tuple(
        ZoneJudged(
            zone=name,
            due=_due_item(wanted, name),
            shown=glass[name].item if name in glass else "",
            alike=glass[name].alike if name in glass else None,
        )
        for name in names
    )


def seen_item(zones: Iterable[ZoneJudged]) -> str:
    """The item of the zone that tells most and shows any."""
    return next((zone.shown for zone in telling(zones) if zone.shown), "")


def fits(
    program: Program,
    screen: str,
    at: datetime,
    glass: Glass,
    tolerance: timedelta,
    *,
    middle: ScreenShowing | None = None,
) -> bool:
    """Whether a screen shows what was due within a tolerance around an instant.

    Each zone may be a little early or late by itself; which zones there are must be so at one instant.
    `middle` is what is due at the instant itself, where that is known.
    """
    shapes: set[frozenset[str]] = set()
    allowed: dict[str, list[ZoneShowing | None]] = {}
    for due in _around(program, screen, at, tolerance, middle):
        zones = due_zones(program, due)
        shapes.add(frozenset(zones))
        for name, zone in zones.items():
            allowed.setdefault(name, []).append(zone)
        lines = running(program, screen, due.layout)
        seen = {name: zone for name, zone in glass.items() if name not in lines}
        if frozenset(seen) in shapes and all(_is_one(zone, allowed[name]) for name, zone in seen.items()):
            return True
    return False


def is_late(program: Program, due: ScreenShowing, changed: datetime | None, tolerance: timedelta) -> bool:
    """Whether another item should have come on since the glass changed last, longer ago than the tolerance.

    An item that follows on itself changes nothing.
    """
    starts = [zone.start for zone in due_zones(program, due).values() if zone is not None]
    if changed is None or not starts:
        return False
    newest = max(starts)
    if changed >= newest - tolerance:
        return False
    before = showing(program, newest - timedelta(milliseconds=1)).screen(due.screen)
    return before is not None and _items(program, before) != _items(program, due)


def is_dark(
    glass: Glass, pictures: Callable[[ZoneBeat], int | None], *, dark_luma: int, light_luma: int
) -> bool:
    """Whether all that was looked at has no light, though some of it was published with light.

    `pictures` tells the mean light of what was published.
    """
    looked = [zone for zone in glass.values() if zone.luma is not None]
    if not looked or any(zone.luma is None or zone.luma > dark_luma for zone in looked):
        return False
    return any((luma := pictures(zone)) is not None and luma >= light_luma for zone in looked)


def published_luma(
    program: Program, pictures: Pictures, screen: str, event: str | None, zone: ZoneBeat
) -> int | None:
    """The mean light of the page on the glass as it was published, by day or by night; None if unknown."""
    part = part_of(program, screen)
    found = next((one for one in part.events if one.id == event), None) if part else None
    pages = pictures.find(screen, found.zones.get(zone.zone, ""), zone.item) if found else None
    if pages is None:
        return None
    seen = [pages.page(zone.page, night=night) for night in (False, True)]
    lights = [picture.sight.luma for picture in seen if picture is not None and picture.sight is not None]
    return min(lights, default=None)


def _around(
    program: Program, screen: str, at: datetime, tolerance: timedelta, middle: ScreenShowing | None
) -> Iterator[ScreenShowing]:
    """What is due on a screen at an instant, and then at all instants so near to it."""
    for instant in _instants(program, at, tolerance):
        due = middle if middle and instant is at else showing(program, instant).screen(screen)
        if due is not None:
            yield due


def _instants(program: Program, at: datetime, tolerance: timedelta) -> Iterator[datetime]:
    """The instants of a stretch at which all that is due in it is due, the middle first."""
    yield at
    first, last = at - tolerance, at + tolerance
    yield first
    yield last
    step: datetime | None = first
    for _ in range(_MOST_STEPS):
        step = next_change(program, step) if step is not None else None
        if step is None or step >= last:
            return
        yield step


def _is_one(zone: ZoneBeat, allowed: list[ZoneShowing | None]) -> bool:
    return any(_is(zone, due) for due in allowed)


def _is(zone: ZoneBeat, due: ZoneShowing | None) -> bool:
    """Whether a zone shows what is due: that item, and an object of it."""
    if due is None or due.item is None:
        return zone.item == BUILT_IN
    known = zone.object is None or isinstance(due.item.content, LiveContent)
    return zone.item == due.item_id and (known or _has(due.item, zone.object or ""))


def _has(item: Item, name: str) -> bool:
    return any(rendition.object == name for rendition in naming.renditions(item))


def _due_item(wanted: dict[str, ZoneShowing | None], name: str) -> str:
    if name not in wanted:
        return ""
    zone = wanted[name]
    return BUILT_IN if zone is None else zone.item_id


def _items(program: Program, due: ScreenShowing) -> dict[str, str]:
    wanted = due_zones(program, due)
    return {name: _due_item(wanted, name) for name in wanted}
