"""Reports and stores for the tests of what central keeps."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from central.answers import Band
from central.standing import Verdict
from central.store import outside
from central.store.group import Outcome
from central.store.limits import Limits
from central.store.store import Store
from central.store.tables import metadata, schema
from central.store.taken import Days, Taken
from device_profiles.heartbeat import ClockBeat, Heartbeat, MachineBeat, ScreenBeat, ZoneBeat
from device_profiles.report import FRAMES, Entry, Fault, PlayRecord, Record, Report

AT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
SPOOL = "0123456789abcdef" * 2
PARIS = Days(time_zone="Europe/Paris", day_start="04:00")
PROMPT = Limits(linger_s=0.0)
"""For what is written one after the other: nothing waits for others to be written together."""


def heartbeat(at: datetime = AT, **changed: Any) -> Heartbeat:
    """A device that is well."""
    zone = ZoneBeat(zone="main", item="weekend#1", luma=120)
    told: dict[str, Any] = {
        "at": at,
        "profile": "kiosk",
        "screens": (ScreenBeat(screen="upper", at=at, alive=True, showing=(zone,), frames_s=30.0),),
        "clock": ClockBeat(trust="ntp", offset_ms=3),
        "machine": MachineBeat(cpu=0.25, disk_free=10**9),
    }
    return Heartbeat(**told | changed)


def play(number: int, device: str = "kiosk-001", **changed: Any) -> Entry:
    """A play of ten seconds; the number tells which of them since nine o’clock."""
    told: dict[str, Any] = {
        "device": device,
        "screen": "upper",
        "zone": "main",
        "item": f"weekend#{number % 3 + 1}",
        "object": "ab" * 32,
        "start": AT + timedelta(seconds=10 * number),
        "duration_ms": 10_000,
        "frames": 300,
        "verified": FRAMES,
        "edition": "cd" * 32,
    }
    return Entry(number, PlayRecord(**told | changed))


def fault(number: int, device: str = "kiosk-001", message: str = "no such file") -> Entry:
    """A fault of the stage."""
    return Entry(number, Fault(device=device, at=AT, part="stage", kind="item", message=message))


def report(sequence: int, *entries: Entry, device: str = "kiosk-001", **changed: Any) -> Report:
    """A report of a device."""
    told: dict[str, Any] = {"heartbeat": heartbeat(), "spool": SPOOL}
    return Report(**told | {"device": device, "sequence": sequence, "entries": entries} | changed)


def taken(given: Report, received: datetime = AT, **changed: Any) -> Taken:
    """A report that has come in."""
    told: dict[str, Any] = {"device": given.device, "report": given, "received": received, "days": PARIS}
    return Taken(**told | changed)


def band(start_s: float, end_s: float, verdict: Verdict = Verdict.RIGHT, screen: str = "upper") -> Band:
    """A band; seconds are since nine o’clock."""
    start, end = (AT + timedelta(seconds=seconds) for seconds in (start_s, end_s))
    return Band(screen=screen, start=start, end=end, verdict=verdict)


def entry(number: int, record: Record) -> Entry:
    """A record in its place."""
    return Entry(number, record)


def take(store: Store, *given: Taken) -> list[Outcome]:
    """Take reports, all at once."""

    async def act() -> list[Outcome]:
        return list(await asyncio.gather(*(store.take(one) for one in given)))

    return asyncio.run(act())


def age(url: str, version: int, *without: sa.Table) -> None:
    """Make a store what it was when it was of a version, without these tables."""

    def undo(connection: sa.Connection) -> None:
        metadata.drop_all(connection, tables=without)
        connection.execute(schema.update().values(version=version))

    outside.write(url, undo)
