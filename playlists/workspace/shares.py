"""Shares of air time: those of the items that may play at one instant add up to no more than all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from playlists.daypart import Daypart
from playlists.spans import Spans, clip, to_ms

FULL = 1 + 1e-9
"""How far over 100 % a sum may lie and still mean 100 %."""

_HORIZON = timedelta(days=366)
_MOST_DAYPARTS = 100
_ANY_LEAP_YEAR = datetime(2028, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """The share of one item and when it may play; None for always."""

    share: float
    opens: datetime | None = None
    closes: datetime | None = None
    daypart: Daypart | None = None


@dataclass(frozen=True, slots=True)
class Overbooked:
    """A booking that does not fit: its index, and the sum it leads to at an instant (ms since 1970)."""

    index: int
    total: float
    at: int


def overbooked(bookings: Sequence[Booking]) -> tuple[Overbooked, ...]:
    """The bookings that do not fit beside those before them.

    Exact for `opens` and `closes`; dayparts are compared over the year after the later opening, or over a
    leap year where nothing opens. Of more than `_MOST_DAYPARTS` together the dayparts are taken to meet.
    """
    accepted: list[Booking] = []
    refused = []
    for index, booking in enumerate(bookings):
        peak = _peak([*accepted, booking])
        if peak is None:
            accepted.append(booking)
        else:
            refused.append(Overbooked(index, *peak))
    return tuple(refused)


def _peak(bookings: Sequence[Booking]) -> tuple[float, int] | None:
    """The greatest sum over 100 % while the last booking may play, and its first instant."""
    last = bookings[-1]
    rivals = [booking for booking in bookings if _meet(booking, last)]
    if sum(booking.share for booking in rivals) <= FULL:
        return None
    if len(rivals) > _MOST_DAYPARTS:
        rivals = [replace(booking, daypart=None) for booking in rivals]
    opening = max((booking.opens for booking in rivals if booking.opens), default=_ANY_LEAP_YEAR)
    start, end = to_ms(opening), to_ms(opening + _HORIZON)
    edges: list[tuple[int, float]] = []
    for booking in rivals:
        for begin, finish in _spans(booking, start, end):
            edges += [(begin, booking.share), (finish, -booking.share)]
    return _first_peak(edges, _spans(rivals[-1], start, end))


def _first_peak(edges: list[tuple[int, float]], within: Spans) -> tuple[float, int] | None:
    total, peak = 0.0, None
    for at, change in sorted(edges):
        total += change
        inside = any(begin <= at < finish for begin, finish in within) if total > FULL else False
        if inside and (peak is None or total > peak[0] + FULL - 1):
            peak = total, at
    return peak


def _spans(booking: Booking, start: int, end: int) -> Spans:
    begin = max(start, to_ms(booking.opens)) if booking.opens else start
    finish = min(end, to_ms(booking.closes)) if booking.closes else end
    if begin >= finish:
        return ()
    return clip(booking.daypart.spans(start, end), begin, finish) if booking.daypart else ((begin, finish),)


def _meet(one: Booking, other: Booking) -> bool:
    """Whether two windows share an instant."""
    begin = max((moment for moment in (one.opens, other.opens) if moment), default=None)
    end = min((moment for moment in (one.closes, other.closes) if moment), default=None)
    return begin is None or end is None or begin < end
