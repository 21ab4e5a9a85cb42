"""The plan of one broadcast day: which event shows when on each screen, and the runs under its zones.

Everything is in whole milliseconds since 1970. A plan holds no clock and no position; `playlists.timeline`
looks things up in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import msgspec

from playlists.daypart import Daypart
from playlists.program import Event, Program, ScreenProgram
from playlists.run import Piece, Run, runs
from playlists.spans import Span, Spans, clip, covers, join, to_instant, to_ms


class Segment(msgspec.Struct, frozen=True, eq=False):
    """A stretch in which one event shows on a screen, or the built-in slide (no event), or nothing.

    `zones` holds, for each zone of the layout that plays something, the visible pieces of its runs.
    """

    start: int
    end: int
    event: Event | None
    dark: bool
    zones: tuple[tuple[str, tuple[Piece, ...]], ...]


class Slice(msgspec.Struct, frozen=True, eq=False):
    """A part of a segment in which every zone stays in one piece of a run."""

    end: int
    segment: Segment
    zones: tuple[tuple[str, Piece], ...]


class ScreenDay(msgspec.Struct, frozen=True, eq=False):
    """The day of one screen; slice k begins at `starts[k]`."""

    name: str
    segments: tuple[Segment, ...]
    starts: tuple[int, ...]
    slices: tuple[Slice, ...]


class DayPlan(msgspec.Struct, frozen=True, eq=False):
    """One broadcast day of a program: [start, end)."""

    day: date
    start: int
    end: int
    screens: tuple[ScreenDay, ...]


def day_bounds(program: Program, day: date) -> Span:
    """From when to when the broadcast day goes that begins on `day`."""
    begins, zone = time.fromisoformat(program.day_start), ZoneInfo(program.time_zone)
    tomorrow = day + timedelta(days=1)
    return to_ms(datetime.combine(day, begins, zone)), to_ms(datetime.combine(tomorrow, begins, zone))


def day_at(program: Program, at: int) -> date:
    """The broadcast day in which `at` lies."""
    day = to_instant(at).astimezone(ZoneInfo(program.time_zone)).date()
    start, end = day_bounds(program, day)
    if at < start:
        return day - timedelta(days=1)
    return day if at < end else day + timedelta(days=1)


def plan_day(program: Program, day: date) -> DayPlan:
    """The plan of the broadcast day that begins on `day`.

    Raises:
        DaypartError: a time rule of the program does not parse (its compiler refuses that).
    """
    start, end = day_bounds(program, day)
    lit = open_spans(program, program.display_hours, (start, end))
    return DayPlan(
        day, start, end, tuple(_screen_day(program, screen, lit, (start, end)) for screen in program.screens)
    )


def open_spans(
    program: Program,
    when: str | None,
    within: Span,
    opens: datetime | None = None,
    closes: datetime | None = None,
) -> Spans:
    """When something is open within a span, by its daypart and its `opens` <= t < `closes`."""
    start = within[0] if opens is None else max(within[0], to_ms(opens))
    end = within[1] if closes is None else min(within[1], to_ms(closes))
    if start >= end:
        return ()
    if when is None:
        return ((start, end),)
    rule = Daypart.parse(when, program.time_zone, program.country, program.position)
    return clip(rule.spans(*within), start, end)


class _Screen(msgspec.Struct, frozen=True, eq=False):
    """What is worked out once for a screen's day: when events are open, and the runs of those that show."""

    program: Program
    screen: ScreenProgram
    within: Span
    spans: tuple[Spans, ...]
    runs: dict[tuple[str, Span], tuple[Run, ...]] = {}


def _screen_day(program: Program, screen: ScreenProgram, lit: Spans, within: Span) -> ScreenDay:
    """The day of one screen."""
    spans = tuple(
        open_spans(program, event.when, within, event.opens, event.closes) for event in screen.events
    )
    work = _Screen(program, screen, within, spans)
    named = zip(screen.events, spans, strict=True)
    lights = [span for event, own in named if event.id in screen.lights for span in own]
    segments = tuple(_segment(work, *winner) for winner in _winners(work, join([*lit, *lights])))
    slices = [(start, piece) for segment in segments for start, piece in _slices(segment)]
    return ScreenDay(
        screen.screen.name, segments, tuple(start for start, _ in slices), tuple(part for _, part in slices)
    )


def _winners(work: _Screen, lit: Spans) -> Iterator[tuple[int, int, int | None, bool]]:
    """Who shows from when to when: the event's index (None: nothing is open), and whether it is dark."""
    edges = {*work.within}.union(*lit, *(edge for spans in work.spans for edge in spans))
    begun, shown = work.within[0], None
    for start, _ in pairwise(sorted(edges)):
        winner = (_winner(work, start), False) if covers(lit, start) else (None, True)
        if shown is not None and winner != shown:
            yield begun, start, *shown
            begun = start
        shown = winner
    if shown is not None:
        yield begun, work.within[1], *shown


def _winner(work: _Screen, at: int) -> int | None:
    """The open event of the highest priority, the one written first among equals."""
    open_now = [index for index, spans in enumerate(work.spans) if covers(spans, at)]
    return max(open_now, key=lambda index: work.screen.events[index].priority, default=None)


def _segment(work: _Screen, start: int, end: int, index: int | None, dark: bool) -> Segment:
    """A segment, with the pieces of the runs of its event that it leaves visible."""
    if index is None:
        return Segment(start, end, None, dark, ())
    event = work.screen.events[index]
    own = next(span for span in work.spans[index] if span[0] <= start < span[1])
    zones = []
    for zone in work.screen.layouts[event.layout].zones:
        if zone.name in event.zones:
            visible = [run for run in _zone_runs(work, event.zones[zone.name], own) if run.end > start]
            pieces = tuple(
                Piece.of(run, max(start, run.start), min(end, run.end)) for run in visible if run.start < end
            )
            zones.append((zone.name, pieces))
    return Segment(start, end, event, dark, tuple(zones))


def _zone_runs(work: _Screen, playlist: str, own: Span) -> tuple[Run, ...]:
    """The runs of a playlist while its event is open, as if no other event ever interrupted it."""
    known = work.runs.get((playlist, own))
    if known is None:
        items = work.screen.playlists[playlist].items
        spans = [open_spans(work.program, item.when, work.within, item.opens, item.closes) for item in items]
        known = work.runs[playlist, own] = runs(items, [clip(when, *own) for when in spans], own)
    return known


def _slices(segment: Segment) -> Iterator[tuple[int, Slice]]:
    """The slices of a segment, each with its start."""
    edges = {segment.start, segment.end}
    edges.update(piece.start for _, pieces in segment.zones for piece in pieces)
    for start, end in pairwise(sorted(edges)):
        zones = tuple(
            (name, next(piece for piece in pieces if piece.start <= start < piece.end))
            for name, pieces in segment.zones
        )
        yield start, Slice(end, segment, zones)
