"""The outbox of a simulated device: what is not acknowledged yet, found anew from program, weather and time.

Nothing is kept but how far central has it: so two hours of 5,000 devices take no memory.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from device_profiles.heartbeat import SpoolBeat
from device_profiles.report import REPORT_RECORDS, Entry
from parvis.simulation.device import Simulated

_AT_ONCE = 32
"""The most records of one device that may be of one instant: a batch ends between instants."""


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """The oldest records, and the instant up to which these are all. `is_last`: there are no others yet."""

    entries: tuple[Entry, ...]
    upto: datetime
    is_last: bool


class Outbox:
    """Numbers what a device records from an instant on. `spool` is its id."""

    def __init__(self, device: Simulated, spool: str, since: datetime) -> None:
        self._device, self.spool = device, spool
        self._since, self._acknowledged, self._sequence = since, 0, 0

    def next_sequence(self, step: int = 1) -> int:
        """The number of the next report."""
        self._sequence += step
        return self._sequence

    def batch(self, now: datetime, most: int = REPORT_RECORDS) -> Batch:
        """The oldest records, about so many, always with the same numbers.

        They stay until they are acknowledged.
        """
        entries: list[Entry] = []
        last, most = self._since, min(most, REPORT_RECORDS - _AT_ONCE)
        for at, record in self._device.records(self._since, now):
            if len(entries) >= most and at > last:
                return Batch(entries=tuple(entries), upto=last, is_last=False)
            entries.append(Entry(self._acknowledged + len(entries) + 1, record))
            last = at
        return Batch(entries=tuple(entries), upto=now, is_last=True)

    def acknowledge(self, batch: Batch, upto: int) -> bool:
        """Let go of a batch, if central has all of it; returns whether it has."""
        number = batch.entries[-1].number if batch.entries else self._acknowledged
        if upto < number:
            return False
        self._since, self._acknowledged = batch.upto, number
        return True

    def beat(self, now: datetime) -> SpoolBeat:
        """How much waits."""
        return SpoolBeat(waiting=self._device.count(self._since, now))
