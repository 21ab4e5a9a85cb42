"""Who may bring what waits in its outbox: some at a time, so that no heartbeat queues behind the past.

After an outage thousands have much to deliver. As many may as are written within the second; the others go on
saying how they are, and ask again with that. Whoever may goes on until it has delivered all.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from device_profiles.report import REPORT_RECORDS


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How much is let in."""

    few: int = 16
    """So many records may come with any report."""
    grows: int = 4
    """So many times more than with the last report a device brings at most with the next."""
    expected: int = 12_000
    """The most records that are expected at once, or wait to be written."""
    patience: timedelta = timedelta(minutes=1)
    """Who does not come within it is expected no more."""


class Pacing:
    """Lets devices in. Belongs to one event loop."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._expected: dict[str, tuple[int, datetime]] = {}
        self._sum = 0

    def most(self, device: str, left: int, brought: int, at: datetime) -> int | None:
        """How many records a device may bring with its next report; None: as many as it likes.

        It has so many `left`, and has just `brought` some.
        """
        self._let_go(device, at)
        if left <= self._limits.few:
            return None
        records = min(left, REPORT_RECORDS, self._limits.grows * max(brought, self._limits.few))
        if self._sum + records > self._limits.expected:
            return self._limits.few
        self._expected[device] = records, at + self._limits.patience
        self._sum += records
        return None

    def _let_go(self, device: str, at: datetime) -> None:
        """What this device was to bring has come; what others were to bring long ago will not."""
        gone = [device] if device in self._expected else []
        for name, (_, until) in self._expected.items():
            if until > at:
                break
            gone.append(name)
        for name in dict.fromkeys(gone):
            self._sum -= self._expected.pop(name)[0]
