"""`parvis timeline`: what plays on a device, zone by zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from layouts.dates import say_date, say_offset
from parvis.console import GOOD, Voice, say, say_json
from parvis.instants import tell_instant
from parvis.one_block import OpeningError, in_one_block, now
from parvis.opening import examined, open_library, open_workspace
from parvis.words import words
from playlists.program import Program
from playlists.timeline import BUILT_IN, broadcast_day, broadcast_hours, runs, screen_plays

DARK = "dark"
"""What stands for an item while the glass is dark by rule."""

_LONGEST = timedelta(days=366)


class Row(msgspec.Struct, frozen=True):
    """One line of a timeline; instants in UTC. `zone` is empty for what fills a screen without event."""

    screen: str
    zone: str
    event: str | None
    item: str
    start: str
    end: str


def tell_timeline(
    folder: Path, device: str, voice: Voice, *, start: str | None, end: str | None, as_json: bool
) -> int:
    """Print what plays on `device` from `start` to `end`: by default the broadcast day of now."""
    return in_one_block(voice, lambda: _tell(folder, device, voice, start, end, as_json=as_json))


def _tell(
    folder: Path, device: str, voice: Voice, start: str | None, end: str | None, *, as_json: bool
) -> int:
    opened = open_workspace(folder, voice)
    opened.devices([device])
    with open_library(folder) as library:
        program = examined(opened.workspace, [device], library, voice)[device]
    today = broadcast_hours(program, broadcast_day(program, now()))[0]
    first = opened.instant(start, today)
    last = opened.instant(end, first + timedelta(days=1))
    if not first < last <= first + _LONGEST:
        raise OpeningError(words("command.stretch"))
    for line in lines(program, first, last, opened.zone, voice) if not as_json else ():
        say(line)
    for row in rows(program, first, last) if as_json else ():
        say_json(row)
    return GOOD


def rows(program: Program, first: datetime, last: datetime) -> Iterator[Row]:
    """What plays within [first, last) screen by screen, cut to it, by start."""
    for screen in program.screens:
        name = screen.screen.name
        for day, start, end in _days(program, first, last):
            found = [
                (max(play.start, start), min(play.end, end), play.zone, play.event, play.item_id)
                for play in screen_plays(program, name, start, end)
            ]
            found += [
                (max(span.start, start), min(span.end, end), "", None, DARK)
                for span in runs(program, name, day)
                if span.dark and span.start < end and span.end > start
            ]
            for begun, over, zone, event, item in sorted(found, key=lambda row: row[:3]):
                yield Row(name, zone, event, item, tell_instant(begun), tell_instant(over))


def lines(program: Program, first: datetime, last: datetime, zone: ZoneInfo, voice: Voice) -> Iterator[str]:
    """The same for a person: local times, a heading for every screen and day.

    On a day on which clocks change there is one for each offset from UTC: an hour that comes twice has two.
    """
    heading = ""
    named = {DARK: voice.words("command.dark"), BUILT_IN: voice.words("command.built-in")}
    for row in rows(program, first, last):
        start, end = (datetime.fromisoformat(text).astimezone(zone) for text in (row.start, row.end))
        day = say_date(start.date(), voice.language)
        here = f"{program.device} {row.screen}  {day} {start.year}{_offset(start, zone)}"
        if here != heading:
            yield f"{'' if not heading else chr(10)}{here}"
            heading = here
        item = named.get(row.item, row.item)
        yield f"  {_clock(start)}–{_clock(end)}  {row.zone:<8} {item:<32} {row.event or ''}".rstrip()


def _offset(at: datetime, zone: ZoneInfo) -> str:
    """The offset from UTC, where the day has more than one."""
    days = (at.date(), at.date() + timedelta(days=1))
    before, after = (datetime.combine(day, time(), zone).utcoffset() for day in days)
    return "" if before == after else f"  {say_offset(at)}"


def _clock(at: datetime) -> str:
    tenths = f".{at.microsecond // 100_000}" if at.microsecond else "  "
    return f"{at:%H:%M:%S}{tenths}"


def _days(program: Program, first: datetime, last: datetime) -> Iterator[tuple[date, datetime, datetime]]:
    """The broadcast days that [first, last) touches, each with its part; no play leaves its day."""
    at = first
    while at < last:
        day = broadcast_day(program, at)
        end = broadcast_hours(program, day)[1]
        yield day, at, min(end, last)
        at = end
