"""Hours: an order of plays in which the air time of every booked slot is right at the end of every hour.

Plays of very different lengths get in each other's way: while a film of a minute is on, a picture of five
seconds falls behind by many of its plays. So the number of plays by the end of each hour is fixed first: what
the shares entitle to in whole plays, then one more for those whose next play would be due first, until the
hour is full. So each slot is less than one play off. The last of them, which the end of the hour may cut in
two, comes last; the others are interleaved before it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

from playlists.interleave import LONGEST_MS, MOST_PLAYS, Stream, interleave

HOUR_MS = 3_600_000

_NEVER = (inf, -1)


@dataclass(slots=True)
class _Filler:
    """The round of the slots that divide the rest: where it stands, and its air time until there."""

    slots: Sequence[int]
    lengths: Sequence[int]
    rate: int
    next: int = 0
    air: int = 0

    def due(self, total: int) -> float:
        """When an ideal screen would have finished the next play, in ms; never, if there is none."""
        return (self.air + self.lengths[self.next]) * total // self.rate if self.slots else inf

    def take(self) -> int:
        """The slot of the next play, which thereby is planned."""
        slot = self.slots[self.next]
        self.air += self.lengths[self.next]
        self.next = (self.next + 1) % len(self.slots)
        return slot


def interleave_hours(
    durations: Sequence[int], rates: Mapping[int, int], filler: Sequence[int], filler_rate: int
) -> list[int]:
    """An order as long as a day; within about `MOST_PLAYS` plays, a whole number of hours.

    Args:
        durations: the length of a play of each slot in ms.
        rates: the air time of each booked slot, in proportion to all rates.
        filler: one round of the slots that divide the rest, if there are any.
        filler_rate: their air time.
    """
    others = _Filler(filler, [durations[slot] for slot in filler], filler_rate)
    done = dict.fromkeys(rates, 0)
    order: list[int] = []
    for mark in range(HOUR_MS, LONGEST_MS + 1, HOUR_MS):
        goal, between, last = _goal(durations, rates, done, others, mark)
        plays = {slot: goal[slot] - done[slot] for slot in rates}
        if last in plays:
            plays[last] -= 1
        elif between:
            between.pop()
        order += _hour(durations, plays, between)
        order += [last] if last is not None else []
        done = goal
        if len(order) >= MOST_PLAYS:
            break
    return order


def _goal(
    durations: Sequence[int], rates: Mapping[int, int], done: Mapping[int, int], others: _Filler, mark: int
) -> tuple[dict[int, int], list[int], int | None]:
    """The plays of each booked slot by `mark`, the others' plays in this hour, and the last to be planned."""
    total = sum(rates.values()) + others.rate
    goal = {slot: max(done[slot], rate * mark // (total * durations[slot])) for slot, rate in rates.items()}
    gap = mark - others.air - sum(plays * durations[slot] for slot, plays in goal.items())
    due = iter(
        sorted(
            ((plays + 1) * durations[slot] * total // rates[slot], slot)
            for slot, plays in goal.items()
            if plays * durations[slot] * total < rates[slot] * mark
        )
    )
    booked, last = next(due, _NEVER), None
    between: list[int] = []
    while gap > 0 and min(booked[0], others.due(total)) < inf:
        if others.due(total) < booked[0]:
            last = others.take()
            between.append(last)
        else:
            last = booked[1]
            goal[last] += 1
            booked = next(due, _NEVER)
        gap -= durations[last]
    return goal, between, last


def _hour(durations: Sequence[int], plays: Mapping[int, int], between: Sequence[int]) -> list[int]:
    """So many plays of each slot, and those `between` in their order, interleaved."""
    streams = [
        Stream(count * durations[slot], (slot,), (durations[slot],)) for slot, count in plays.items() if count
    ]
    if between:
        lengths = [durations[slot] for slot in between]
        streams.append(Stream(sum(lengths), between, lengths))
    order = interleave(streams) if streams else []
    return order * ((sum(plays.values()) + len(between)) // len(order)) if order else []
