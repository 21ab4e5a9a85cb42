"""Interleaving: plays that want fixed rates of the air time, put one after the other as fairly as can be.

A play may begin once an ideal, infinitely divisible screen would have begun it, and of those that may, the
one that such a screen would finish first is next. This is WF²Q (Bennett and Zhang, "WF²Q: Worst-case Fair
Weighted Fair Queueing", INFOCOM 1996), with plays for packets. Theorem 1 there bounds the error at every
instant: a stream with rate r (of 1) is never ahead by more than (1 - r) of its own longest play, and never
behind by more than the longest play of all, for that cannot be cut short. With plays of equal length the
error is thus at most one play, at any booking up to and including 100 %.

All arithmetic is on integers, so that every machine finds the same order.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import gcd

LONGEST_MS = 25 * 3_600_000
"""No run is longer than this (the day on which clocks go back), so no longer order is ever needed."""

MOST_PLAYS = 45_000
"""The most plays of an order: two seconds each, all day."""

_LAST = 256
"""Among how many last plays the end of an order of `MOST_PLAYS` is chosen."""


class Stream:
    """Plays that want a rate of the air time: the k-th shows `slots[k]` for `lengths[k]` ms, in rounds."""

    __slots__ = ("air", "lengths", "next", "rate", "slots")

    def __init__(self, rate: int, slots: Sequence[int], lengths: Sequence[int]) -> None:
        self.rate = rate
        self.slots = slots
        self.lengths = lengths
        self.next = 0
        self.air = 0


def interleave(streams: list[Stream]) -> list[int]:
    """The slots of all streams' plays in their order, until the streams stand at their beginning together.

    Only the last stream may have more than one play a round. If the streams never meet within `LONGEST_MS`
    the order is that long; within `MOST_PLAYS` plays it ends where the error is least.
    """
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


def _error(streams: list[Stream], rates: list[int], total: int, now: int) -> Fraction:
    """The greatest error of any stream's air time at `now`, in plays."""
    return max(
        Fraction(abs(stream.air * total - rate * now), total * max(stream.lengths))
        for stream, rate in zip(streams, rates, strict=True)
    )
