"""What the faces of central may ask, and do: the API, the web page and the metrics stand on this alone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from central.answers import (
    Account,
    Audit,
    Device,
    Fleet,
    FleetChange,
    History,
    OrderLine,
    Plays,
    Where,
)
from central.standing import Alarm
from central.voices import Part, Tallies
from device_profiles.report import What


class By(StrEnum):
    """What proof of play may be grouped by."""

    CAMPAIGN = "campaign"
    ITEM = "item"
    DEVICE = "device"
    DAY = "day"


class Picture(StrEnum):
    """Which picture of a screen: what was on the glass, or what should have been."""

    SHOWN = "shown"
    DUE = "due"


class View(Protocol):
    """Central, as its faces see it. What is asked of a device that is not known gives None.

    What is done takes the line of the audit log that tells of it: both are kept, or neither.
    """

    def today(self) -> date:
        """The broadcast day that it is: before the hour at which one begins, that of yesterday's date."""
        ...

    async def fleet(self, at: datetime | None = None) -> Fleet:
        """All devices now, or at an instant of the past."""
        ...

    async def device(self, device: str, at: datetime | None = None) -> Device | None:
        """One device, whole, now or at an instant of the past."""
        ...

    async def history(
        self, device: str, start: datetime, end: datetime, *, figures: bool = True, plays: bool = True
    ) -> History | None:
        """What one device did; figures where they are wanted, plays too, of the newest 24 hours at most."""
        ...

    async def picture(self, device: str, screen: str, which: Picture) -> tuple[bytes, str] | None:
        """A picture of a screen and its media type."""
        ...

    async def where(self, item: str) -> Where:
        """The screens that show an item now."""
        ...

    async def alarms(self, *, ended: bool = False) -> tuple[Alarm, ...]:
        """The alarms that last, or those that ended in the last 30 days."""
        ...

    async def plays(
        self,
        start: date,
        end: date,
        by: Sequence[By],
        *,
        campaign: str = "",
        item: str = "",
        device: str = "",
    ) -> Plays:
        """Proof of play from a day to another, both included."""
        ...

    async def tallies(
        self, start: date, end: date, what: Sequence[What], by: Sequence[Part], *, device: str = ""
    ) -> Tallies:
        """What was counted of people at touch screens, from a day to another, both included."""
        ...

    async def account(self, start: date, end: date) -> Account:
        """What screens did with the time of some days, both included."""
        ...

    async def orders(self) -> tuple[OrderLine, ...]:
        """The orders of the last 30 days, newest first."""
        ...

    async def audit(self, most: int) -> tuple[Audit, ...]:
        """The newest writes."""
        ...

    def changes(self) -> AsyncIterator[FleetChange]:
        """What changes, from now on."""
        ...

    async def acknowledge(self, alarm: str, entry: Audit) -> Alarm | None:
        """Whoever the entry names takes care of an alarm."""
        ...

    async def snooze(self, alarm: str, until: datetime | None, entry: Audit) -> Alarm | None:
        """An alarm rings no more until then; None lets it ring again."""
        ...

    async def serve(self, device: str, out: str, entry: Audit) -> Device | None:
        """Take a device out of service, for a reason; an empty one takes it back into service."""
        ...

    async def enrol(self, device: str, key: str | None, entry: Audit) -> Device | None:
        """Set the public key by which a device signs; None: it has none any more.

        Raises `IdentityError`: it is no key; `RetiredError`: the device is gone for good.
        """
        ...

    async def order(self, order: str, devices: Sequence[str], entry: Audit) -> OrderLine:
        """Order a care. Raises `OrderError`: it is not on the list, a device is not known, or nobody may."""
        ...

    async def note(self, entry: Audit) -> None:
        """Keep a line of the audit log."""
        ...
