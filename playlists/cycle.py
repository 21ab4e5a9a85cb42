"""Cycles: the fixed order in which the items of a run repeat, so that each gets the air time booked for it.

Every booked item, and all items without a share together, is a stream with a rate; the rates add up to 1,
and `playlists.interleave` puts their plays in order. With plays of equal length no item is ever more than one
play off its share. Where long plays hold up short ones, so that after some whole hour an item would be more
than one play off, `playlists.hourly` plans hour by hour instead. So after any whole number of hours from the
start of a run, each item's air time is within one play of its share (in a cycle that is longer than
`MOST_PLAYS`, within one play an hour).

All arithmetic is on integers, so that every machine finds the same cycle.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate
from math import gcd, lcm

import msgspec

from playlists.hourly import HOUR_MS, interleave_hours
from playlists.interleave import LONGEST_MS, Stream, interleave

MOST_ROUND = 2_000
"""The most plays of one round of the items without a share."""

FULL = 1e-9
"""How far from 100 % a sum of shares may be and still mean 100 %."""

_GRID = 720_720 * 10**6
"""Shares are rounded to multiples of 1/_GRID: exact for six decimals and for most fractions people write."""


class Slot(msgspec.Struct, frozen=True):
    """What the cycle must know of an item: how long a play is, its share of air time, or else its weight."""

    duration_ms: int
    share: float | None = None
    weight: float = 1.0


class Cycle(msgspec.Struct, frozen=True, eq=False):
    """Plays one after the other: the k-th shows `slots[k]` from `edges[k]` to `edges[k + 1]` ms of the cycle.

    `durations` and `counts` tell for each slot how long a play is and how many there are.
    """

    length_ms: int
    edges: Sequence[int]
    slots: Sequence[int]
    durations: tuple[int, ...]
    counts: tuple[int, ...]

    def play_at(self, position_ms: int) -> int:
        """The play that is on at `position_ms`, 0 <= position_ms < length_ms."""
        return bisect_right(self.edges, position_ms) - 1

    def begun(self, at_ms: int) -> tuple[list[int], int, int]:
        """What began before `at_ms`, the cycle repeating without end.

        The number of plays of each slot; the slot that is on, and how much of its play is still to come.
        """
        rounds, position = divmod(at_ms, self.length_ms)
        done = bisect_left(self.edges, position)
        plays = [rounds * count for count in self.counts]
        for slot, count in Counter(self.slots[:done]).items():
            plays[slot] += count
        return plays, self.slots[done - 1], self.edges[done] - position

    def air(self, at_ms: int) -> list[int]:
        """The air time of each slot before `at_ms`, in ms, the cycle repeating without end."""
        plays, slot, rest = self.begun(at_ms)
        air = [count * length for count, length in zip(plays, self.durations, strict=True)]
        air[slot] -= rest
        return air


@lru_cache(maxsize=256)
def cycle(slots: tuple[Slot, ...]) -> Cycle:
    """The one cycle of these slots.

    Without shares it is one round in written order; a slot of weight w appears w times as often as one of
    weight 1, evenly spread. With shares the rest of the air time goes to the others, round after round; at
    100 % they do not play. If all have a share and the sum is less than 1, they divide the air time in
    proportion. The cycle ends where every slot has exactly its share; where there is no such instant within
    a day, it is as long as a day, and within `MOST_PLAYS` plays it ends where the error is least.

    Raises:
        ValueError: no slots, a play without length, a share or weight not above 0, or shares over 100 %.
    """
    _refuse(slots)
    others = [index for index, slot in enumerate(slots) if slot.share is None]
    booked = [index for index, slot in enumerate(slots) if slot.share is not None]
    if not booked:
        return _laid_out(slots, _round(slots, others))
    rates = [round((slots[index].share or 0) * _GRID) for index in booked]
    left = _GRID - sum(rates)
    filler = _round(slots, others) if others and left > FULL * _GRID else ()
    streams = [_stream(slots, rate, (index,)) for rate, index in zip(rates, booked, strict=True)]
    if filler:
        streams.append(_stream(slots, left, filler))
    fixed = _laid_out(slots, interleave(streams))
    total = sum(stream.rate for stream in streams)
    wanted = dict(zip(booked, rates, strict=True))
    error = _hour_error(fixed, wanted, total)
    if error <= 1:
        return fixed
    order = interleave_hours(fixed.durations, wanted, filler, total - sum(rates))
    hourly = _laid_out(slots, order)
    return hourly if _hour_error(hourly, wanted, total) < error else fixed


def _stream(slots: tuple[Slot, ...], rate: int, order: tuple[int, ...]) -> Stream:
    """A stream of plays of these slots."""
    return Stream(rate, order, [slots[index].duration_ms for index in order])


def _hour_error(fixed: Cycle, rates: Mapping[int, int], total: int) -> Fraction:
    """The greatest error of a booked slot's air time after any whole hour of a day, in plays."""
    scale = 1_000
    worst = 0
    for mark in range(HOUR_MS, LONGEST_MS + 1, HOUR_MS):
        air = fixed.air(mark)
        for slot, rate in rates.items():
            worst = max(
                worst, scale * abs(air[slot] * total - rate * mark) // (total * fixed.durations[slot])
            )
    return Fraction(worst, scale)


def _refuse(slots: tuple[Slot, ...]) -> None:
    """Raise ValueError for slots that have no cycle."""
    if not slots:
        raise ValueError("A cycle needs at least one slot.")
    for slot in slots:
        if slot.duration_ms <= 0:
            raise ValueError(f"A play needs a length; {slot} has none.")
        if not (slot.share is None or 0 < slot.share <= 1 + FULL) or not 0 < slot.weight < float("inf"):
            raise ValueError(f"Shares lie above 0 and up to 1, weights above 0; {slot} does not.")
    if sum(slot.share or 0 for slot in slots) > 1 + FULL:
        raise ValueError("The shares are more than 100 % of the air time.")


def _round(slots: tuple[Slot, ...], others: list[int]) -> tuple[int, ...]:
    """One round of the slots without a share, each as often as its weight says, evenly spread."""
    weights = _whole([slots[index].weight for index in others])
    return tuple(
        interleave([Stream(weight, (index,), (1,)) for weight, index in zip(weights, others, strict=True)])
    )


def _whole(weights: list[float]) -> list[int]:
    """Whole numbers in the proportion of `weights`, at least 1 each, in sum at most about `MOST_ROUND`."""
    exact = [Fraction(weight).limit_denominator(1_000) or Fraction(1, 1_000) for weight in weights]
    scale = lcm(*(weight.denominator for weight in exact))
    whole = [int(weight * scale) for weight in exact]
    divisor = gcd(*whole)
    whole = [weight // divisor for weight in whole]
    total = sum(whole)
    room = max(MOST_ROUND, 2 * len(whole))
    return whole if total <= room else [max(1, weight * room // total) for weight in whole]


def _laid_out(slots: tuple[Slot, ...], order: Sequence[int]) -> Cycle:
    """The cycle that plays `order`."""
    edges = array("q", accumulate((slots[index].duration_ms for index in order), initial=0))
    counts = Counter(order)
    return Cycle(
        length_ms=edges[-1],
        edges=edges,
        slots=array("i", order),
        durations=tuple(slot.duration_ms for slot in slots),
        counts=tuple(counts[index] for index in range(len(slots))),
    )
