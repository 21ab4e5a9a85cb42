"""Air time: how often and how long each item is on, worked out by arithmetic instead of play by play."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache

import msgspec

from playlists.cycle import Cycle
from playlists.dayplan import DayPlan, ScreenDay
from playlists.plans import plan_at
from playlists.program import Program
from playlists.run import Piece
from playlists.spans import to_ms
from playlists.timeline import BUILT_IN

Tally = tuple[str, int, int]
"""An item's id, the plays that begin, and the milliseconds on the glass."""


class Total(msgspec.Struct, frozen=True):
    """What one item got in one zone on one broadcast day, named by the date on which the day begins.

    `plays` counts the plays whose beginning was on the glass. What an interruption left of a play adds to
    `ms` and is not another play. The built-in slide counts as the item `built-in`; where it fills a screen
    without event, `zone` is empty.
    """

    device: str
    screen: str
    zone: str
    item: str
    day: date
    plays: int
    ms: int

    @property
    def seconds(self) -> float:
        """The time on the glass in seconds."""
        return self.ms / 1000


def totals(program: Program, start: datetime, end: datetime) -> tuple[Total, ...]:
    """What every item of a device gets within [start, end): exactly what `plays` enumerates, added up.

    The totals stand by day, screen and zone, and by first appearance in it.

    Raises:
        ValueError: an instant without a time zone.
    """
    at, stop = to_ms(start), to_ms(end)
    found: list[Total] = []
    while at < stop:
        plan = plan_at(program, at)
        for screen in plan.screens:
            found.extend(_screen_totals(program.device, plan, screen, at, min(stop, plan.end)))
        at = plan.end
    return tuple(found)


def _screen_totals(device: str, plan: DayPlan, screen: ScreenDay, start: int, end: int) -> Iterator[Total]:
    """The totals of one screen within a part of its day."""
    sums: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for zone, (item, plays, ms) in _tallies(screen, start, end):
        total = sums[zone, item]
        total[0] += plays
        total[1] += ms
    for (zone, item), (plays, ms) in sums.items():
        yield Total(device, screen.name, zone, item, plan.day, plays, ms)


def _tallies(screen: ScreenDay, start: int, end: int) -> Iterator[tuple[str, Tally]]:
    """Zone by zone and piece by piece, what is on within [start, end)."""
    for segment in screen.segments:
        first, last = max(start, segment.start), min(end, segment.end)
        if first >= last or segment.dark:
            continue
        if segment.event is None:
            yield "", (BUILT_IN, int(first == segment.start), last - first)
        for zone, pieces in segment.zones:
            for piece in pieces:
                if piece.start < last and piece.end > first:
                    for tally in _piece_tallies(piece, max(first, piece.start), min(last, piece.end)):
                        yield zone, tally


def _piece_tallies(piece: Piece, start: int, end: int) -> Iterator[Tally]:
    """What is on within [start, end) of a piece."""
    run, cycle = piece.run, piece.run.cycle
    if cycle is not None and start < piece.last:
        for slot, begun, ms in _cyclic(cycle, start - run.start, min(end, piece.last) - run.start):
            yield run.items[slot].id, begun, ms
    if end > piece.last:
        item = piece.final[0]
        name = BUILT_IN if item is None else item.id
        yield name, int(start <= piece.last), end - max(start, piece.last)


@lru_cache(maxsize=4096)
def _cyclic(cycle: Cycle, start: int, end: int) -> tuple[tuple[int, int, int], ...]:
    """For each slot on within [start, end) of the endless cycle: plays that begin, and milliseconds."""
    begun, slot, rest = cycle.begun(end)
    before, tail_slot, tail = cycle.begun(start)
    plays = [after - earlier for after, earlier in zip(begun, before, strict=True)]
    air = [count * length for count, length in zip(plays, cycle.durations, strict=True)]
    air[slot] -= rest
    air[tail_slot] += tail
    return tuple((slot, plays[slot], ms) for slot, ms in enumerate(air) if ms)
