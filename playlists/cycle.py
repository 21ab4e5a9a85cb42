"""Cycles: the fixed order in which the items of a run repeat, so that each gets the air time booked for it.

Every booked item, and all items without a share together, is a stream with a rate; the rates add up to 1.
A play may begin once an ideal, infinitely divisible screen would have begun it, and of those that may, the
one that such a screen would finish first is next. This is WF²Q (Bennett and Zhang, "WF²Q: Worst-case Fair
Weighted Fair Queueing", INFOCOM 1996), with plays for packets. Theorem 1 there bounds the error at every
instant of the cycle: an item is never ahead of its share by more than (1 - share) of its own play, and never
behind by more than the longest play of the cycle, for that cannot be cut short. With plays of equal length
the error is thus at most one play, at any booking up to and including 100 %.

All arithmetic is on integers, so that every machine finds the same cycle.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from heapq import heapify, heappop, heappush
from itertools import accumulate
from math import gcd, lcm

import msgspec

LONGEST_MS = 25 * 3_600_000
"""No run is longer than this (the day on which clocks go back), so no longer cycle is ever needed."""

MOST_PLAYS = 20_000
"""The most plays of a cycle."""

MOST_ROUND = 2_000
"""The most plays of one round of the items without a share."""

FULL = 1e-9
"""How far from 100 % a sum of shares may be and still mean 100 %."""

_GRID = 720_720 * 10**6
"""Shares are rounded to multiples of 1/_GRID: exact for six decimals and for most fractions people write."""

_LAST = 256
"""Among how many last plays the end of a cycle of `MOST_PLAYS` is chosen."""


class Slot(msgspec.Struct, frozen=True):
    """What the cycle must know of an item: how long a play is, its share of air time, or else its weight."""

    duration_ms: int
    share: float | None = None
    weight: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Cycle:
    """Plays one after the other: the k-th begins `starts[k]` ms into the cycle and shows `slots[k]`.

    `durations` and `counts` tell for each slot how long a play is and how many there are.
    """

    length_ms: int
    starts: Sequence[int]
    slots: Sequence[int]
    durations: tuple[int, ...]
    counts: tuple[int, ...]

    def play_at(self, position_ms: int) -> int:
        """The play that is on at `position_ms`, 0 <= position_ms < length_ms."""
        return bisect_right(self.starts, position_ms) - 1

    def end_of(self, play: int) -> int:
        """Where in the cycle a play ends, in ms."""
        return self.starts[play + 1] if play + 1 < len(self.starts) else self.length_ms


@lru_cache(maxsize=512)
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
    streams = [_Stream(rate, (index,), slots) for rate, index in zip(rates, booked, strict=True)]
    left = _GRID - sum(rates)
    if others and left > FULL * _GRID:
        streams.append(_Stream(left, _round(slots, others), slots))
    return _laid_out(slots, _merged(streams))


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


class _Stream:
    """Plays that want a rate of the air time: one booked slot, or the endless round of all others."""

    __slots__ = ("air", "lengths", "next", "rate", "slots")

    def __init__(self, rate: int, order: Sequence[int], slots: Sequence[Slot]) -> None:
        self.rate = rate
        self.slots = order
        self.lengths = [slots[index].duration_ms for index in order]
        self.next = 0
        self.air = 0


def _round(slots: tuple[Slot, ...], others: list[int]) -> tuple[int, ...]:
    """One round of the slots without a share, each as often as its weight says, evenly spread."""
    weights = _whole([slots[index].weight for index in others])
    unit = [Slot(1)] * len(slots)
    streams = [_Stream(weight, (index,), unit) for weight, index in zip(weights, others, strict=True)]
    return tuple(_merged(streams))


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


def _merged(streams: list[_Stream]) -> list[int]:
    """The slots of all streams' plays in their order, up to where the cycle ends."""
    divisor = gcd(*(stream.rate for stream in streams))
    rates = [stream.rate // divisor for stream in streams]
    total = sum(rates)
    ready = [(-(-stream.lengths[0] * total // rates[i]), i) for i, stream in enumerate(streams)]
    heapify(ready)
    waiting: list[tuple[int, int]] = []
    order: list[int] = []
    best = (Fraction(1), MOST_PLAYS)
    now = 0
    while now < LONGEST_MS and len(order) < MOST_PLAYS:
        i = heappop(ready)[1]
        stream = streams[i]
        length = stream.lengths[stream.next]
        order.append(stream.slots[stream.next])
        stream.next = (stream.next + 1) % len(stream.lengths)
        stream.air += length
        now += length
        heappush(waiting, (-(-stream.air * total // rates[i]), i))
        while waiting and waiting[0][0] <= now:
            i = heappop(waiting)[1]
            due = streams[i].air + streams[i].lengths[streams[i].next]
            heappush(ready, (-(-due * total // rates[i]), i))
        if streams[-1].next == 0:
            if not waiting:  # all may begin, so none is ahead; errors sum to 0, so none is behind
                return order
            if len(order) > MOST_PLAYS - _LAST:
                best = min(best, (_error(streams, rates, total, now), len(order)))
    return order if now >= LONGEST_MS else order[: best[1]]


def _error(streams: list[_Stream], rates: list[int], total: int, now: int) -> Fraction:
    """The greatest error of any stream's air time at `now`, in plays."""
    return max(
        Fraction(abs(stream.air * total - rate * now), total * max(stream.lengths))
        for stream, rate in zip(streams, rates, strict=True)
    )


def _laid_out(slots: tuple[Slot, ...], order: Sequence[int]) -> Cycle:
    """The cycle that plays `order`."""
    *starts, length = accumulate((slots[index].duration_ms for index in order), initial=0)
    counts = Counter(order)
    return Cycle(
        length_ms=length,
        starts=array("q", starts),
        slots=array("l", order),
        durations=tuple(slot.duration_ms for slot in slots),
        counts=tuple(counts[index] for index in range(len(slots))),
    )
