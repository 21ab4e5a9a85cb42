"""Instants as the stage counts them: whole milliseconds since 1970 in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)


def to_ms(at: datetime) -> int:
    """The millisecond in which `at` lies. `at` knows its zone."""
    return (at - _EPOCH) // _MS


def from_ms(at_ms: int) -> datetime:
    """The instant of a millisecond, in UTC."""
    return _EPOCH + at_ms * _MS
