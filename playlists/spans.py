"""Stretches of time as pairs of whole milliseconds since 1970, half open, sorted, apart from each other."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

Span = tuple[int, int]
Spans = tuple[Span, ...]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def to_ms(at: datetime) -> int:
    """Whole milliseconds from 1970-01-01T00:00Z to `at`, rounded down.

    Raises:
        ValueError: `at` names no time zone, so it is not an instant.
    """
    if at.tzinfo is None:
        raise ValueError(f"An instant needs a time zone; {at.isoformat()} has none.")
    return (at - _EPOCH) // _MILLISECOND


def to_instant(ms: int) -> datetime:
    """The instant, in UTC, that lies `ms` milliseconds after 1970-01-01T00:00Z."""
    return _EPOCH + timedelta(0, 0, 0, ms)


def join(spans: Iterable[Span]) -> Spans:
    """The same time, sorted, without empty spans, and with touching or overlapping spans made one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def covers(spans: Spans, at: int) -> bool:
    """Whether `at` lies in one of `spans`."""
    after = bisect_left(spans, (at + 1,))
    return after > 0 and at < spans[after - 1][1]


def clip(spans: Spans, start: int, end: int) -> Spans:
    """The part of `spans` that lies in [start, end)."""
    if spans and start <= spans[0][0] and spans[-1][1] <= end:
        return spans
    return tuple((max(a, start), min(b, end)) for a, b in spans if a < end and b > start)
