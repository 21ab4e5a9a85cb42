"""When devices may bring what waits in their outboxes: one after the other, so that heartbeats never queue.

After an outage thousands have much to deliver. Each is told how much it may bring, and when; whose turn lies
further off than a report goes on saying how it is, and asks again with it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec

from device_profiles.report import REPORT_RECORDS


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How much is let in."""

    few: int = 16
    """So many records may come with any report."""
    grows: int = 4
    """So many times more than with the last report a device brings at most with the next."""
    record: timedelta = timedelta(microseconds=40)
    report: timedelta = timedelta(milliseconds=1)
    """What is set aside for a record, and for the report around it: some 20,000 records a second …"""
    easy_rows: int = 4_000
    """… while nothing waits to be written; where so many rows do, half of it."""
    soon: timedelta = timedelta(milliseconds=500)
    """Whose turn comes within it need not be told: nobody comes sooner."""


class Turn(msgspec.Struct, frozen=True):
    """What a device is told: how many records, and in how many seconds (None: as its profile says)."""

    most: int
    wait_s: float | None


class Pacing:
    """Gives turns. Belongs to one event loop."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._free = datetime(1970, 1, 1, tzinfo=UTC)

    def turn(self, left: int, brought: int, rows: int, at: datetime, interval_s: float) -> Turn | None:
        """The turn of a device that has so many records left, and has just brought some; None: as it likes.

        `rows` wait to be written, `interval_s` is how often it reports.
        """
        limits = self._limits
        if left <= limits.few:
            return None
        records = min(left, REPORT_RECORDS, limits.grows * max(brought, limits.few))
        begins = max(self._free, at)
        if begins - at > timedelta(seconds=interval_s):
            return Turn(limits.few, None)
        took = limits.report + limits.record * records
        self._free = begins + took * (1 + rows / limits.easy_rows)
        return Turn(records, (begins - at).total_seconds()) if begins - at > limits.soon else None
