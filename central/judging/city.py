"""What a device is to show that has city data: its program without the live items that have nothing to say.

What is fresh is decided on the device, by the data that it has; it tells their version. Central reads the
same data from the feed, so it leaves out the same items.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

import msgspec

from central.standing import Reason
from playlists.documents import Batch, Freshness, Position
from playlists.feed.live import SourceFault
from playlists.living import Filling, filled, presences, step_of
from playlists.program import LiveContent, Program

_MOST_SHOWN = 32_768
"""Answers that are kept: devices near other things each have their own, by the data of now and of before."""
_MOST_MADE = 4_096
"""Programs that are kept; devices by which the same is shown share them."""


class City(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """The city data of one version, since when central knows it, and the sources that are not well."""

    version: int
    batches: tuple[Batch, ...]
    faults: tuple[SourceFault, ...] = ()
    since: datetime


class Possible(msgspec.Struct, frozen=True, eq=False):
    """The programs of which a device shows one; `sure` unless it has data that central does not know."""

    programs: tuple[Program, ...]
    sure: bool = True


def possible(
    program: Program, cities: Sequence[City], has: int | None, at: datetime, position: Position | None
) -> Possible:
    """What a device may show that has the data of a version, None for none.

    `cities` begins with the newest. For a moment a device shows by the data that it had before.
    """
    if not _is_live(program):
        return Possible((program,))
    if has is None:
        return Possible((_made(program, ()),))
    known = [number for number, city in enumerate(cities) if city.version == has]
    chosen = cities[known[0] : known[0] + 2] if known else cities
    found = [_shown(program, city, step_of(at), position if _is_near(program) else None) for city in chosen]
    unique = tuple({id(each): each for each in found}.values())
    return Possible(unique or (program,), sure=bool(known))


@lru_cache(maxsize=_MOST_SHOWN)
def _shown(program: Program, city: City, at: datetime, position: Position | None) -> Program:
    return _made(program, presences(program, city.batches, at, position))


@lru_cache(maxsize=_MOST_MADE)
def _made(program: Program, found: tuple[Filling, ...]) -> Program:
    """The program with its live items as they are there; itself where all are, always."""
    ids = [
        (screen.screen.name, key, item.id)
        for screen in program.screens
        for key, playlist in screen.playlists.items()
        for item in playlist.items
        if isinstance(item.content, LiveContent)
    ]
    always = [(each.screen, each.playlist, each.item) for each in found if not (each.opens or each.closes)]
    return program if always == ids else filled(program, found)


@lru_cache(maxsize=_MOST_MADE)
def _is_live(program: Program) -> bool:
    """Whether it hangs on the city's data."""
    return program.is_live


@lru_cache(maxsize=_MOST_MADE)
def _is_near(program: Program) -> bool:
    """Whether it hangs on where the device stands."""
    return any(
        isinstance(item.content, LiveContent) and item.content.near_m is not None
        for screen in program.screens
        for playlist in screen.playlists.values()
        for item in playlist.items
    )


def unwell(city: City, at: datetime) -> tuple[Reason, ...]:
    """The sources that are not well: by who asks them, and those of which nobody brings data any more."""
    told = [
        Reason(code="source", item=fault.source, detail=fault.told, since=fault.since)
        for fault in city.faults
    ]
    known = {fault.source for fault in city.faults}
    silent = [
        Reason(code="source", item=batch.source, since=batch.fetched + batch.ages.leave_after)
        for batch in city.batches
        if batch.source not in known and batch.freshness(at) is Freshness.GONE
    ]
    return (*told, *silent)
