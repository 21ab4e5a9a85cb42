"""The timeline: what every screen of a device shows at any instant, as a pure function of program and time.

    showing(program, at)        what is on
    next_change(program, after) when to ask again
    plays(program, …)           all that is on in a zone, one after the other
    runs(program, …)            the events of a day and the runs under them
    prepare(program, at)        so that none of these takes long

For every t <= u < next_change(program, t), `showing(program, t)` and `showing(program, u)` are equal.
Instants are read to the millisecond, in any time zone, and given in UTC. An instant without a time zone
raises ValueError.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, datetime
from heapq import merge

import msgspec

from playlists.dayplan import DayPlan, ScreenDay, Segment, day_at, day_bounds
from playlists.plans import is_planned, plan_at, plan_of
from playlists.program import Item, Program
from playlists.run import Part, Piece
from playlists.spans import Span, to_instant, to_ms

BUILT_IN = "built-in"
"""The item id of the profile's built-in slide."""


class ZoneShowing(msgspec.Struct, frozen=True):
    """What one zone shows: `item`, or the built-in slide where it is None.

    `start` is when this play began by its cycle; an interruption may have hidden that moment. `end` is when
    it leaves the glass.
    """

    zone: str
    item: Item | None
    item_id: str
    start: datetime
    end: datetime


class ScreenShowing(msgspec.Struct, frozen=True):
    """What one screen shows: the zones of an event's layout, or without event the built-in slide.

    The built-in slide then fills the screen. A `dark` screen shows nothing at all.
    """

    screen: str
    event: str | None
    layout: str | None
    dark: bool
    zones: tuple[ZoneShowing, ...]

    def zone(self, name: str) -> ZoneShowing | None:
        """What the zone of that name shows, or None where it plays nothing."""
        return next((zone for zone in self.zones if zone.zone == name), None)


class Showing(msgspec.Struct, frozen=True):
    """What a device shows, screen by screen in the order of its program."""

    screens: tuple[ScreenShowing, ...]

    def screen(self, name: str) -> ScreenShowing | None:
        """What the screen of that name shows, or None where the device has no such screen."""
        return next((screen for screen in self.screens if screen.screen == name), None)


class Play(msgspec.Struct, frozen=True):
    """A stretch of time in which one item was on the glass, from `start` to `end`.

    `began` is when the play began by its cycle: before `start` where an interruption hid its beginning.
    `event` is None for the built-in slide that fills a screen without event; its `zone` is empty.
    """

    screen: str
    zone: str
    event: str | None
    item: Item | None
    item_id: str
    start: datetime
    end: datetime
    began: datetime

    @property
    def resumed(self) -> bool:
        """Whether its beginning was hidden by an interruption."""
        return self.began < self.start


class RunSpan(msgspec.Struct, frozen=True):
    """A visible stretch of a run: these items repeat in one cycle; none: the built-in slide."""

    zone: str
    start: datetime
    end: datetime
    items: tuple[Item, ...]


class EventSpan(msgspec.Struct, frozen=True):
    """A stretch of a day in which one event shows, or the built-in slide (no event), or nothing (`dark`)."""

    start: datetime
    end: datetime
    event: str | None
    layout: str | None
    dark: bool
    runs: tuple[RunSpan, ...]


def showing(program: Program, at: datetime) -> Showing:
    """What every screen of the device shows at `at`."""
    now = to_ms(at)
    return Showing(tuple(_screen_showing(screen, now) for screen in plan_at(program, now).screens))


def next_change(program: Program, after: datetime) -> datetime | None:
    """The first instant after `after` at which anything `showing` names may differ; None if never again."""
    now = to_ms(after)
    if _is_settled(program, now):
        return None
    plan = plan_at(program, now)
    return to_instant(min((_screen_change(screen, now) for screen in plan.screens), default=plan.end))


def prepare(program: Program, at: datetime) -> None:
    """Plan the broadcast day of `at` and keep it; callable from any thread.

    The first look at a day does it otherwise: for a program of 200 items that takes a fifth of a second.
    """
    plan_at(program, to_ms(at))


def is_prepared(program: Program, at: datetime) -> bool:
    """Whether the broadcast day of `at` is planned, so that looking at it takes microseconds."""
    return is_planned(program, to_ms(at))


def plays(program: Program, screen: str, zone: str, start: datetime, end: datetime) -> Iterator[Play]:
    """The plays of one zone that are on within [start, end), in order, from and to when they are visible.

    The zone "" is the whole screen when no event is open and it shows the built-in slide.

    Raises:
        ValueError: the device has no such screen.
    """
    return (play for play in screen_plays(program, screen, start, end) if play.zone == zone)


def screen_plays(program: Program, screen: str, start: datetime, end: datetime) -> Iterator[Play]:
    """The plays of all zones of one screen that are on the glass within [start, end), by their start.

    Raises:
        ValueError: the device has no such screen.
    """
    first, last = to_ms(start), to_ms(end)
    at = first
    while at < last:
        plan = plan_at(program, at)
        for segment in _screen_day(plan, screen).segments:
            if segment.start < last and segment.end > first:
                yield from _segment_plays(screen, segment, first, last)
        at = plan.end


def runs(program: Program, screen: str, day: date) -> tuple[EventSpan, ...]:
    """The events of the broadcast day that begins on `day`, and the runs that are visible under them.

    Raises:
        ValueError: the device has no such screen.
    """
    segments = _screen_day(plan_of(program, day), screen).segments
    return tuple(
        EventSpan(
            start=to_instant(segment.start),
            end=to_instant(segment.end),
            event=None if segment.event is None else segment.event.id,
            layout=None if segment.event is None else segment.event.layout,
            dark=segment.dark,
            runs=tuple(
                RunSpan(zone, to_instant(piece.start), to_instant(piece.end), piece.run.items)
                for zone, pieces in segment.zones
                for piece in pieces
            ),
        )
        for segment in segments
    )


def broadcast_day(program: Program, at: datetime) -> date:
    """The date on which the broadcast day of `at` begins."""
    return day_at(program, to_ms(at))


def broadcast_hours(program: Program, day: date) -> tuple[datetime, datetime]:
    """From when to when the broadcast day goes that begins on `day`."""
    start, end = day_bounds(program, day)
    return to_instant(start), to_instant(end)


def _screen_day(plan: DayPlan, name: str) -> ScreenDay:
    """The day of the screen of that name."""
    for screen in plan.screens:
        if screen.name == name:
            return screen
    known = ", ".join(screen.name for screen in plan.screens)
    raise ValueError(f"The device has no screen {name!r}; its screens are: {known}.")


def _screen_showing(day: ScreenDay, now: int) -> ScreenShowing:
    """What a screen shows at `now`."""
    part = day.slices[bisect_right(day.starts, now) - 1]
    segment = part.segment
    if segment.event is None:
        return ScreenShowing(day.name, None, None, segment.dark, ())
    zones = tuple(_zone_showing(zone, piece.play(now)) for zone, piece in part.zones)
    return ScreenShowing(day.name, segment.event.id, segment.event.layout, False, zones)  # noqa: FBT003


def _zone_showing(zone: str, part: Part) -> ZoneShowing:
    """What a zone shows."""
    item, start, end = part
    return ZoneShowing(zone, item, BUILT_IN if item is None else item.id, to_instant(start), to_instant(end))


def _screen_change(day: ScreenDay, now: int) -> int:
    """The first instant after `now` at which a screen may show something else."""
    part = day.slices[bisect_right(day.starts, now) - 1]
    return min((piece.play(now)[2] for _, piece in part.zones), default=part.end)


def _is_settled(program: Program, now: int) -> bool:
    """Whether nothing will ever change after `now`: no display hours, and no event that is not over."""
    return program.display_hours is None and all(
        event.closes is not None and to_ms(event.closes) <= now
        for screen in program.screens
        for event in screen.events
    )


def _segment_plays(screen: str, segment: Segment, first: int, last: int) -> Iterator[Play]:
    """The plays of a segment that are on within [first, last)."""
    if segment.dark:
        return iter(())
    if segment.event is None:
        return iter((_play(screen, "", segment, (None, segment.start, segment.end), segment.start),))
    within = (first, last)
    zones = [_zone_plays(screen, zone, segment, pieces, within) for zone, pieces in segment.zones]
    return merge(*zones, key=lambda play: play.start)


def _zone_plays(
    screen: str, zone: str, segment: Segment, pieces: tuple[Piece, ...], within: Span
) -> Iterator[Play]:
    """The plays of a zone's pieces that are on within a span."""
    for piece in pieces:
        for part in piece.plays(*within):
            yield _play(screen, zone, segment, part, max(piece.start, part[1]))


def _play(screen: str, zone: str, segment: Segment, part: Part, start: int) -> Play:
    """A play as it was seen."""
    item, began, end = part
    return Play(
        screen=screen,
        zone=zone,
        event=None if segment.event is None else segment.event.id,
        item=item,
        item_id=BUILT_IN if item is None else item.id,
        start=to_instant(start),
        end=to_instant(end),
        began=to_instant(began),
    )
