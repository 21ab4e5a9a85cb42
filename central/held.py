"""What central holds in memory of one device, beside what the store has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from msgspec.structs import replace

from central.answers import DeviceLine
from central.judging.devices import UNHEARD, DeviceRecord, Standing
from central.standing import Alarm, Judged, Refusal, State
from device_profiles.heartbeat import Heartbeat

CLONED = timedelta(hours=1)
"""How long a device counts as cloned after another machine came with its key."""
REFUSED = timedelta(minutes=11)
"""So long a refusal says why a device is not heard: whoever is not wanted comes again within five minutes."""
AHEAD = timedelta(minutes=5)
"""So much later than now a report may have been received: clocks are set back by less."""
_STRANGER = Standing(state=State.NOT_ENROLLED)


@dataclass(slots=True)
class Held:
    """What is remembered of one device."""

    record: DeviceRecord | None = None
    judged: Judged | None = None
    heartbeat: Heartbeat | None = None
    enrolled: datetime | None = None
    out: str = ""
    cloned: tuple[datetime, datetime] | None = None
    """Since when, and when last, another machine came with its key."""
    refusal: Refusal | None = None
    """How what came under its name was refused last; whose it was is not known."""
    silent: datetime | None = None
    """Since when it was silent when central began to listen, by the alarms that lasted."""
    standing: Standing = _STRANGER
    line: DeviceLine | None = None

    def be_in_time(self, at: datetime) -> None:
        """Remember nothing of a time that is still to come: central's clock was ahead then."""
        record = self.record
        if record is None or record.received - at <= AHEAD:
            return
        self.record = replace(
            record,
            received=at,
            accounted=at,
            written=max(record.accounted, record.received),
            silent=None if record.silent is None else min(record.silent, at),
            calm=min(record.calm, at),
            memos=tuple(replace(memo, since=min(memo.since, at)) for memo in record.memos),
            turned=min(record.turned, at),
        )

    def clone(self, at: datetime) -> None:
        """Another machine came with its key."""
        self.cloned = (self.cloned_since(at) or at, at)

    def cloned_since(self, at: datetime) -> datetime | None:
        """Since when another machine has come with its key, if that is not long past."""
        return self.cloned[0] if self.cloned and at - self.cloned[1] < CLONED else None

    def refuse(self, new: Refusal) -> None:
        """What came under its name was refused. What strangers send counts less than what it signed."""
        before = self.refused(new.last)
        if before and before.signed and not new.signed:
            return
        same = before is not None and (before.code, before.signed) == (new.code, new.signed)
        self.refusal = replace(new, since=before.since) if before and same else new

    def refused(self, at: datetime) -> Refusal | None:
        """How what comes under its name is refused, if that is not long past."""
        return self.refusal if self.refusal and at - self.refusal.last < REFUSED else None


def silent_before(held: defaultdict[str, Held], alarms: Iterable[Alarm], at: datetime) -> None:
    """What alarms that last say of devices that were silent, or not wanted, when central began to listen."""
    for alarm in alarms:
        for name in alarm.screens if alarm.code in UNHEARD else ():
            one = held[name.partition("/")[0]]
            one.silent = min(one.silent or alarm.since, alarm.since)
            if alarm.code == "refused":
                one.refusal = Refusal(alarm.detail, alarm.since, at)
