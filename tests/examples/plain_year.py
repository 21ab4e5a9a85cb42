"""The chapter "How time becomes a picture" done again for a whole program, quarter of an hour by quarter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import cache
from itertools import groupby

from plain_calendar import instant, is_open

from playlists.program import Event, Item, Program, ScreenProgram
from playlists.timeline import broadcast_hours, screen_plays

STEP = timedelta(minutes=15)
SHORTEST = timedelta(seconds=3)
MORNING = 4 * 60
Shown = tuple[str, str | None, str, datetime, datetime]
"""Zone, event, item, and from when to when it is on the glass."""


@dataclass(frozen=True)
class State:
    """What is decided in one quarter of an hour for one zone; equal neighbours are one stretch."""

    event: str | None
    items: tuple[Item, ...]
    began: datetime | None


def within(written: Event | Item, at: datetime) -> bool:
    """Whether an event or item may show."""
    aware = at.replace(tzinfo=UTC)
    early = written.opens is not None and aware < written.opens
    late = written.closes is not None and aware >= written.closes
    return not early and not late and is_open(written.when, at)


def day_of(program: Program, screen: ScreenProgram, day: date) -> list[Shown]:
    """All that is on the glass of a screen in the broadcast day that begins on `day`."""
    start, end = instant(day, MORNING), instant(day + timedelta(days=1), MORNING)
    steps = [start + n * STEP for n in range((end - start) // STEP)]
    began: dict[tuple[str, str], tuple[tuple[Item, ...], datetime]] = {}
    zones: dict[str, list[tuple[datetime, State]]] = {}
    for at in steps:
        ready = [event for event in screen.events if within(event, at)]
        for event in screen.events:
            for zone, name in event.zones.items():
                now = tuple(item for item in screen.playlists[name].items if within(item, at))
                if event not in ready:
                    began.pop((event.id, zone), None)
                elif (event.id, zone) not in began or began[event.id, zone][0] != now:
                    began[event.id, zone] = now, at
        if not is_open(program.display_hours, at):
            continue
        best = max((event.priority for event in ready), default=0)
        shown = next((event for event in ready if event.priority == best), None)
        if shown is None:
            zones.setdefault("", []).append((at, State(None, (), None)))
            continue
        for zone in shown.zones:
            zones.setdefault(zone, []).append((at, State(shown.id, *began[shown.id, zone])))
    return sorted(
        (play for zone, states in zones.items() for play in zone_plays(zone, states)),
        key=by_start,
    )


def played(program: Program, screen: str, day: date) -> list[Shown]:
    """The same by the timeline."""
    return sorted(
        (
            (
                play.zone,
                play.event,
                play.item_id,
                play.start.replace(tzinfo=None),
                play.end.replace(tzinfo=None),
            )
            for play in screen_plays(program, screen, *broadcast_hours(program, day))
        ),
        key=by_start,
    )


def by_start(play: Shown) -> tuple[datetime, str]:
    """Plays stand in the order in which they begin."""
    return play[3], play[0]


def stretches(states: list[tuple[datetime, State]]) -> Iterator[tuple[State, datetime, datetime]]:
    """Equal quarters that follow each other, as one."""
    numbered = [(at - n * STEP, at, state) for n, (at, state) in enumerate(states)]
    for (_, state), group in groupby(numbered, key=lambda row: (row[0], row[2])):
        found = [at for _, at, _ in group]
        yield state, found[0], found[-1] + STEP


def zone_plays(zone: str, states: list[tuple[datetime, State]]) -> Iterator[Shown]:
    """The plays of one zone. What would be cut before it had three seconds is not begun."""
    for state, start, end in stretches(states):
        if not state.items or state.began is None:
            yield zone, state.event, "built-in", start, end
            continue
        last: Shown | None = None
        for item, begin, finish in endless(state.items, state.began, start):
            if last is not None and end - begin < SHORTEST:
                yield (*last[:4], end)
                break
            if last is not None:
                yield last
            last = zone, state.event, item, max(begin, start), min(finish, end)
            if finish >= end:
                yield last
                break


def endless(
    items: tuple[Item, ...], began: datetime, start: datetime
) -> Iterator[tuple[str, datetime, datetime]]:
    """One play after the other, from the one that is on at `start`."""
    order = cycle(tuple((item.id, item.duration_ms, item.share, item.weight) for item in items))
    length = timedelta(milliseconds=sum(ms for _, ms in order))
    at = began + (start - began) // length * length
    while True:
        for name, ms in order:
            finish = at + timedelta(milliseconds=ms)
            if finish > start:
                yield name, at, finish
            at = finish


Wanted = tuple[tuple[str, int, float | None, float], ...]
"""Each item's name, milliseconds, share and weight."""

Turn = tuple[str, int, int]
"""A play: its name, its milliseconds, and what counts for fairness: those or, for weights, 1."""


@cache
def cycle(items: Wanted) -> list[tuple[str, int]]:
    """One round: as written, `weight` times each, and the shares merged with it by their air time."""
    rest = [(name, ms) for name, ms, share, _ in items if share is None]
    weights = [Fraction(weight).limit_denominator(1000) for _, _, share, weight in items if share is None]
    if rest and len(set(weights)) > 1:
        turns = fair([([(*one, 1)], weight) for one, weight in zip(rest, weights, strict=True)])
        rest = [(name, ms) for name, ms, _ in turns]
    if all(share is None for _, _, share, _ in items):
        return rest
    booked: list[tuple[list[Turn], Fraction]] = [
        ([(name, ms, ms)], Fraction(share).limit_denominator(10_000)) for name, ms, share, _ in items if share
    ]
    left = 1 - sum((rate for _, rate in booked), Fraction())
    if rest and left:
        booked.append(([(name, ms, ms) for name, ms in rest], left))
    return [(name, ms) for name, ms, _ in fair(booked)]


def fair(streams: list[tuple[list[Turn], Fraction]]) -> list[Turn]:
    """WF²Q by its definition: of what an ideal screen would have begun, what it would finish first.

    It ends when all streams stand at their beginning together.
    """
    plays = [turns for turns, _ in streams]
    total = sum(rate for _, rate in streams)
    rates = [rate / total for _, rate in streams]
    used, count, now, order = [0] * len(plays), [0] * len(plays), 0, []
    while True:
        turn = [turns[count[n] % len(turns)] for n, turns in enumerate(plays)]
        ready = [n for n, rate in enumerate(rates) if used[n] / rate <= now]
        best = min(ready, key=lambda n: (-(-(used[n] + turn[n][2]) // rates[n]), n))
        order.append(turn[best])
        used[best] += turn[best][2]
        count[best] += 1
        now += turn[best][2]
        even = all(used[n] == now * rate for n, rate in enumerate(rates))
        if even and all(count[n] % len(turns) == 0 for n, turns in enumerate(plays)):
            return order
        if len(order) > 45_000:
            raise ValueError("No fair cycle within a day.")
