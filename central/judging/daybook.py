"""The day's book put right: time that was unknown is dark by rule, or is proved by plays that come late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import lru_cache

import msgspec

from central.answers import Band
from central.judging.devices import DeviceRecord, Gap
from central.judging.duty import Duty
from central.judging.glass import part_of
from central.judging.troubles import ahead, is_clock_wrong
from central.standing import Verdict
from device_profiles.heartbeat import Heartbeat
from device_profiles.report import DIFFERS, Entry, PlayRecord
from layouts.layout import ZoneKind
from playlists.plans import plan_at
from playlists.program import Program
from playlists.spans import to_instant, to_ms
from playlists.timeline import BUILT_IN, ScreenShowing, next_change, showing

TOLERANCE = timedelta(seconds=2)
"""A play may begin and end so much early or late."""
WHOLE = ""
"""The zone of what fills its screen: the built-in slide."""
MOST_STEPS = 2_048
"""Instants that are looked at for one report; what is left then stays unknown.

A film of twenty minutes beside a running line has 256 changes at most, and most plays want one look.
"""


def darkened(bands: Iterable[Band], duty: Duty) -> Iterator[Band]:
    """The bands, of which unknown time is dark where nothing was due: no report need prove that."""
    for band in bands:
        part = duty.at(band.start) if band.verdict is Verdict.UNKNOWN else None
        if part is None or part_of(part.program, band.screen) is None:
            yield band
            continue
        yield from _cut(band, part.program)


def proved(
    record: DeviceRecord, heartbeat: Heartbeat, received: datetime, entries: Iterable[Entry], duty: Duty
) -> tuple[DeviceRecord, tuple[Band, ...]]:
    """What late plays tell of time that was unknown: bands that take its place, and the gaps that are left.

    By a clock that is wrong, plays prove nothing.
    """
    if not record.gaps or is_clock_wrong(ahead(heartbeat, received)):
        return record, ()
    plays = [entry.record for entry in entries if isinstance(entry.record, PlayRecord)]
    found = tuple(_joined(fill(record.gaps, plays, duty)))
    if not found:
        return record, ()
    return msgspec.structs.replace(record, gaps=tuple(_left(record.gaps, found))), found


def fill(gaps: Iterable[Gap], plays: Iterable[PlayRecord], duty: Duty) -> Iterator[Band]:
    """What plays of the largest zone tell of gaps, play by play."""
    waiting, steps = tuple(gaps), iter(range(MOST_STEPS))
    for play in plays:
        end = _end(play)
        for gap in waiting:
            if gap.screen == play.screen and gap.start < end and play.start < gap.end:
                if next(steps, None) is None:
                    return
                yield from _told(play, max(gap.start, play.start), min(gap.end, end), duty, steps)


def _told(
    play: PlayRecord, first: datetime, last: datetime, duty: Duty, steps: Iterator[int]
) -> Iterator[Band]:
    """What one play tells of a stretch of time that lies in it; `steps` are those that are left."""
    part = duty.at(first)
    if part is None:
        return
    middle = first + (last - first) / 2
    due = showing(part.program, middle).screen(play.screen)
    if due is None or play.zone not in (WHOLE, main_zone(part.program, play.screen, due.layout)):
        return
    if play.edition != part.sha256:
        verdict = Verdict.STALE if play.edition else Verdict.FALLBACK
        yield Band(screen=play.screen, start=first, end=last, verdict=verdict)
        return
    good = Verdict.WRONG_PICTURE if play.verified == DIFFERS else Verdict.RIGHT
    zone = due.zone(play.zone)
    if (
        zone is not None
        and zone.item_id == play.item
        and zone.start - TOLERANCE <= play.start
        and _end(play) <= zone.end + TOLERANCE
    ):
        yield Band(screen=play.screen, start=first, end=last, verdict=good)
        return
    yield from _stepwise(part.program, play, first, last, good, steps=steps)


def _stepwise(
    program: Program,
    play: PlayRecord,
    first: datetime,
    last: datetime,
    good: Verdict,
    *,
    steps: Iterator[int],
) -> Iterator[Band]:
    """The same, change by change, where a play does not lie in one that was due."""
    at, play_end = first, _end(play)
    for _ in steps:
        change = next_change(program, at)
        until = last if change is None else min(change, last)
        begins = until - play.start <= TOLERANCE and _is_due(program, play, until)
        ends = play_end - at <= TOLERANCE and _is_due(program, play, at - TOLERANCE)
        verdict = good if begins or ends or _is_due(program, play, at) else Verdict.WRONG_ITEM
        if verdict is good or not program.is_live:  # which city data it had then is not known any more
            yield Band(screen=play.screen, start=at, end=until, verdict=verdict)
        if until >= last:
            return
        at = until


def _end(play: PlayRecord) -> datetime:
    return play.start + timedelta(milliseconds=play.duration_ms)


def _is_due(program: Program, play: PlayRecord, at: datetime) -> bool:
    due = showing(program, at).screen(play.screen)
    return due is not None and _item(due, play.zone) == play.item


def _item(due: ScreenShowing, zone: str) -> str:
    if due.event is None and not due.dark:
        return BUILT_IN if not zone else ""
    found = due.zone(zone)
    return found.item_id if found else ""


@lru_cache(maxsize=8_192)
def main_zone(program: Program, screen: str, layout: str | None) -> str:
    """The largest zone of a layout: what it shows stands for the screen."""
    part = part_of(program, screen)
    if part is None or layout is None:
        return ""
    zones = [zone for zone in part.layouts[layout].zones if zone.kind is not ZoneKind.TICKER]
    return max(zones, key=lambda zone: zone.width * zone.height).name if zones else ""


def main_item(program: Program, screen: str, at: datetime) -> str:
    """What stands for a screen at an instant; "" where nothing is due."""
    due = showing(program, at).screen(screen)
    return _item(due, main_zone(program, screen, due.layout)) if due else ""


def _cut(band: Band, program: Program) -> Iterator[Band]:
    """A band of unknown time, cut where its screen goes dark and light."""
    at, end = to_ms(band.start), to_ms(band.end)
    start = band.start
    while start < band.end:
        plan = plan_at(program, at)
        segments = next(screen.segments for screen in plan.screens if screen.name == band.screen)
        for segment in segments:
            if segment.end <= at or start >= band.end:
                continue
            until = band.end if segment.end > end else to_instant(segment.end)
            verdict = Verdict.DARK if segment.dark else Verdict.UNKNOWN
            if start < until:
                yield Band(screen=band.screen, start=start, end=until, verdict=verdict)
            start = until
        at = plan.end


def _joined(bands: Iterable[Band]) -> Iterator[Band]:
    """The same time, in order, without overlaps; what a frame or two lies between is one band."""
    before: Band | None = None
    for band in sorted(bands, key=lambda one: (one.screen, one.start)):
        if before is None or before.screen != band.screen:
            if before is not None:
                yield before
            before = band
            continue
        start = max(band.start, before.end)
        if band.verdict is before.verdict and start - before.end <= TOLERANCE:
            before = msgspec.structs.replace(before, end=max(before.end, band.end))
        elif start < band.end:
            yield before
            before = msgspec.structs.replace(band, start=start)
    if before is not None:
        yield before


def _left(gaps: Iterable[Gap], told: Iterable[Band]) -> Iterator[Gap]:
    """What of the gaps is still unknown."""
    known = tuple(told)
    for gap in gaps:
        at = gap.start
        for band in known:
            if band.screen == gap.screen and band.end > at and band.start < gap.end:
                if band.start > at:
                    yield Gap(gap.screen, at, band.start)
                at = max(at, band.end)
        if at < gap.end:
            yield Gap(gap.screen, at, gap.end)
