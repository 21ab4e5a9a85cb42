"""What the store is given with a report, and what it answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum, auto
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

from central.answers import Band
from central.standing import Judged
from device_profiles.report import Report


class Days(msgspec.Struct, frozen=True, kw_only=True):
    """Broadcast days: the civil zone, and the local time at which a day begins (`HH:MM`)."""

    time_zone: str = "UTC"
    day_start: str = "00:00"

    def day(self, at: datetime) -> date:
        """The day that an instant belongs to."""
        guess = at.astimezone(ZoneInfo(self.time_zone)).date()
        return guess if self.span(guess)[0] <= at else guess - timedelta(days=1)

    def span(self, day: date) -> tuple[datetime, datetime]:
        """From when to when a day goes (UTC, half open)."""
        return _begin(self.time_zone, self.day_start, day), _begin(
            self.time_zone, self.day_start, day + timedelta(days=1)
        )

    def parts(self, start: datetime, end: datetime) -> Iterator[tuple[date, datetime, datetime]]:
        """A stretch of time, cut where days begin."""
        while start < end:
            day = self.day(start)
            until = min(end, self.span(day)[1])
            yield day, start, until
            start = until


@lru_cache(maxsize=1024)
def _begin(time_zone: str, day_start: str, day: date) -> datetime:
    return datetime.combine(day, time.fromisoformat(day_start), ZoneInfo(time_zone)).astimezone(UTC)


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A report that was taken in, and what was made of it.

    `bands` follow what the device’s screens have in the store; `corrections` take the place of what it has
    for that time. `state` is whatever is remembered of the device; the store only keeps it. `ahead` is how
    far the device's clock is ahead of ours.
    """

    device: str
    report: Report
    received: datetime
    judged: Judged | None = None
    bands: tuple[Band, ...] = ()
    corrections: tuple[Band, ...] = ()
    state: bytes = b""
    days: Days = Days()
    ahead: timedelta = timedelta()


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """How far an outbox of a device was taken: its last report, and the last of its records."""

    device: str
    spool: str
    sequence: int
    upto: int


class Untaken(Enum):
    """Why the store did not take a report; nothing was changed."""

    BUSY = auto()
    """Too much waits to be written."""
    REPLAYED = auto()
    """A report of this sequence, or of a later one, was taken before."""
    TOO_MANY = auto()
    """It tells of more new things than any screen shows on a day."""


class LastState(msgspec.Struct, frozen=True, kw_only=True):
    """What a device’s last report left behind: when, the heartbeat and the judgement in JSON, the state."""

    device: str
    received: datetime
    heartbeat: bytes
    judged: bytes | None
    state: bytes


class FaultLine(msgspec.Struct, frozen=True, kw_only=True):
    """Something that went wrong on a device, so many times; the first was `at`, by the device’s clock."""

    at: datetime
    part: str
    kind: str
    message: str
    count: int
