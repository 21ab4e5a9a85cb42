"""The broadcast day of a device as the time bar draws it, and the changes before and after an instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from playlists.program import Program
from playlists.timeline import EventSpan, broadcast_day, broadcast_hours, next_change, runs, screen_plays

_HOUR = timedelta(hours=1)
_LABEL_EVERY = 2
FADED = timedelta(milliseconds=600)
"""After the longest transition what has come on is seen alone."""
_LOOK_BACK = timedelta(minutes=15)


class Kind(StrEnum):
    """What a stretch of the day is."""

    EVENT = "event"
    BUILT_IN = "built-in"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of the day, in fractions of it; `tone` tells the device's events apart.

    `cuts` are where a run ends and another begins under it.
    """

    start: float
    width: float
    kind: Kind
    event: str = ""
    tone: int = 0
    cuts: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Lane:
    """The day of one screen."""

    screen: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """An hour, at a fraction of the day; not every one is labelled."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Day:
    """One broadcast day of a device: `start` and `end` are instants, the rest fractions between them."""

    date: date
    start: datetime
    end: datetime
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]

    def fraction(self, at: datetime) -> float:
        """Where an instant lies in the day."""
        return (at - self.start) / (self.end - self.start)

    def instant(self, fraction: float) -> datetime:
        """The instant at a fraction of the day, within it, to the millisecond."""
        length_ms = (self.end - self.start) // timedelta(milliseconds=1)
        return self.start + timedelta(milliseconds=min(max(round(fraction * length_ms), 0), length_ms - 1))


def day_of(program: Program, at: datetime) -> Day:
    """The broadcast day of a device in which `at` lies."""
    named = broadcast_day(program, at)
    start, end = broadcast_hours(program, named)
    length = end - start
    tones = {
        name: number
        for number, name in enumerate(
            dict.fromkeys(event.id for screen in program.screens for event in screen.events)
        )
    }

    def bar(span: EventSpan) -> Bar:
        kind = Kind.DARK if span.dark else Kind.BUILT_IN if span.event is None else Kind.EVENT
        cuts = {run.start for run in span.runs if span.start < run.start < span.end}
        return Bar(
            start=(span.start - start) / length,
            width=(span.end - span.start) / length,
            kind=kind,
            event=span.event or "",
            tone=tones.get(span.event or "", 0),
            cuts=tuple(sorted((cut - start) / length for cut in cuts)),
        )

    lanes = tuple(
        Lane(screen.screen.name, tuple(bar(span) for span in runs(program, screen.screen.name, named)))
        for screen in program.screens
    )
    return Day(named, start, end, lanes, _ticks(start, end, ZoneInfo(program.time_zone)))


def _ticks(start: datetime, end: datetime, zone: ZoneInfo) -> tuple[Tick, ...]:
    """One tick an hour. Where clocks change, the labels skip or repeat an hour as clocks do."""
    ticks = []
    at = start
    while at <= end:
        hour = at.astimezone(zone).hour
        ticks.append(Tick((at - start) / (end - start), str(hour) if hour % _LABEL_EVERY == 0 else ""))
        at += _HOUR
    return tuple(ticks)


def change_after(program: Program, at: datetime) -> datetime | None:
    """When what comes on next is seen alone: its transition is over."""
    found = next_change(program, at)
    return found and found + FADED


def change_before(program: Program, at: datetime) -> datetime | None:
    """When what came on last before `at`, within its broadcast day, was seen alone."""
    at -= FADED
    day = broadcast_day(program, at - timedelta(milliseconds=1))
    starts = {
        play.start
        for screen in program.screens
        for play in screen_plays(program, screen.screen.name, at - _LOOK_BACK, at)
    }
    starts |= {span.start for screen in program.screens for span in runs(program, screen.screen.name, day)}
    return max((start + FADED for start in starts if start < at), default=None)
