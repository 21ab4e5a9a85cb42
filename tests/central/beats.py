"""Heartbeats for tests: what a truthful device says of a program, and duties around a program."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from central.judging.duty import Duty, Warned
from central.judging.glass import due_zones
from central.standing import Judged, Reason, ScreenJudged, Verdict
from device_profiles.heartbeat import ClockBeat, FeedBeat, Heartbeat, ScreenBeat, ZoneBeat
from playlists.feed import naming
from playlists.feed.generation import Part
from playlists.feed.pictures import Pictures
from playlists.program import Program
from playlists.timeline import BUILT_IN, ScreenShowing, showing

EDITION, BEFORE = "a" * 64, "b" * 64
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
CALM = Warned(version=1, alerts=(), since=LONG_AGO)
SECOND = timedelta(seconds=1)


def part(program: Program, sha256: str = EDITION, since: datetime = LONG_AGO, **changes: Any) -> Part:
    """An edition of a program."""
    usual: dict[str, Any] = {"refused": (), "chunks": {}, "pictures": Pictures("", {})}
    return Part(effective_from=since, sha256=sha256, program=program, **{**usual, **changes})


def duty(program: Program, **changes: Any) -> Duty:
    """A device that is to play one program, and for long was."""
    return Duty(**{"version": 7, "parts": (part(program),), "boards": (CALM,), **changes})


def zone(name: str, item: str, **changes: Any) -> ZoneBeat:
    """A zone that shows an item."""
    return ZoneBeat(zone=name, item=item, **changes)


def screen(due: ScreenShowing, program: Program, at: datetime, **changes: Any) -> ScreenBeat:
    """A screen that truthfully shows what is due."""
    shown = []
    for name, one in due_zones(program, due).items():
        item = one.item if one else None
        objects = [rendition.object for rendition in naming.renditions(item)] if item else []
        shown.append(zone(name, item.id if item else BUILT_IN, object=objects[0] if objects else None))
    starts = [one.start for one in due.zones]
    usual: dict[str, Any] = {
        "screen": due.screen,
        "at": at,
        "showing": tuple(shown),
        "alive": True,
        "frames": 1000,
        "frames_s": 30.0,
        "changed": max(starts, default=None),
    }
    return ScreenBeat(**{**usual, **changes})


def beat(program: Program, at: datetime, edition: str | None = EDITION, **changes: Any) -> Heartbeat:
    """What a device says that shows what is due at an instant, by a clock that is right."""
    screens = tuple(screen(due, program, at) for due in showing(program, at).screens)
    feed = FeedBeat(wanted=7, complete=7, playing=7, edition=edition, alerts=1, outcome="unchanged", good=at)
    clock = ClockBeat(trust="ntp", offset_ms=0)
    return Heartbeat(**{"at": at, "screens": screens, "feed": feed, "clock": clock, **changes})


def with_zones(heartbeat: Heartbeat, *zones: ZoneBeat, **changes: Any) -> Heartbeat:
    """The same of which the first screen shows something else."""
    first, *others = heartbeat.screens
    return replace(heartbeat, screens=(replace(first, showing=zones, **changes), *others))


def with_screen(heartbeat: Heartbeat, **changes: Any) -> Heartbeat:
    """The same of which the first screen is otherwise."""
    first, *others = heartbeat.screens
    return replace(heartbeat, screens=(replace(first, **changes), *others))


def with_feed(heartbeat: Heartbeat, **changes: Any) -> Heartbeat:
    """The same by a feed that is otherwise."""
    return replace(heartbeat, feed=replace(heartbeat.feed, **changes))


def judged(at: datetime, verdict: Verdict = Verdict.RIGHT, *reasons: Reason) -> Judged:
    """A report in which the one screen did this."""
    screens = (ScreenJudged(screen="main", verdict=verdict),)
    if verdict not in (Verdict.RIGHT, Verdict.DARK):
        reasons = (Reason(code=verdict.value, screen="main"), *reasons)
    return Judged(at=at, screens=screens, reasons=reasons)
