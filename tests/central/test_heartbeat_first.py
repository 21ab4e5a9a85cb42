"""What a device is comes before what it was: a slow line and a crowd of outboxes change nothing of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from central_process import feed
from store_world import AT, SPOOL, heartbeat, play, report

from central.judging.fleet import FleetReader
from central.service import Service
from central.store.keys import Enrolled
from central.store.limits import Limits
from central.store.store import Store
from central.taking.intake import Intake
from central.taking.keyring import Keyring
from central.taking.reporting import REPORTS, Reports
from device_profiles.heartbeat import SpoolBeat
from device_profiles.identity import DeviceKey
from device_profiles.report import Receipt, Report

DEVICE = "kiosk-001"
KEY = DeviceKey.make()


class Hearing:
    """A keeper that remembers when reports are said to have come."""

    def __init__(self) -> None:
        self.received: list[datetime] = []

    async def report(self, report: Report, received: datetime) -> Receipt:
        self.received.append(received)
        return Receipt(spool=report.spool, sequence=report.sequence, upto=0, at=received)


def test_a_report_that_took_long_to_arrive_is_judged_by_when_it_began_to() -> None:
    now = [AT]
    keyring, keeper = Keyring(), Hearing()
    keyring.fill({DEVICE: Enrolled(KEY.public, AT)})
    body = msgspec.json.encode(report(1, play(1)))
    signed = KEY.sign(DEVICE, "POST", REPORTS, body, AT) | {"Content-Type": "application/json"}
    scope = {
        "method": "POST",
        "path": REPORTS,
        "headers": [(name.lower().encode(), value.encode()) for name, value in signed.items()],
    }
    parts = [body[:100], body[100:]]
    said: list[Any] = []

    async def receive() -> dict[str, Any]:
        now[0] += timedelta(seconds=7)
        return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

    async def send(message: Any) -> None:
        said.append(message)

    asyncio.run(Reports(Intake(keyring), keeper, lambda: now[0])(scope, receive, send))
    assert said[0]["status"] == 200
    assert keeper.received == [AT]


@pytest.fixture
def crowded(tmp_path: Path) -> Iterator[Service]:
    """Central where too much waits for any report that brings more than two records."""
    world = feed(tmp_path)
    store = Store.open(f"sqlite:///{tmp_path}/central.db", Limits(backlog_rows=-1, few_records=2))
    reader = FleetReader(world.feed, world.anchor)
    yield Service(store, reader, lambda: world.now + timedelta(seconds=1), lambda _: None)
    store.close()


def test_where_much_waits_heartbeats_are_kept_and_the_past_comes_again(crowded: Service) -> None:
    at = crowded.clock()

    def take(sequence: int, *numbers: int) -> Receipt:
        beat = heartbeat(at + sequence * timedelta(seconds=30))
        given = report(sequence, *map(play, numbers), heartbeat=beat)
        told = asyncio.run(crowded.report(given, beat.at))
        assert isinstance(told, Receipt)
        return told

    assert take(1, 1, 2, 3).upto == 0
    held = crowded.held[DEVICE]
    assert held.heartbeat is not None
    assert held.heartbeat.at == at + timedelta(seconds=30)
    (last,) = crowded.store.last()
    assert last.received == held.heartbeat.at
    assert (take(2, 1, 2).upto, take(3, 3).upto) == (2, 3)
    assert [(mark.spool, mark.sequence, mark.upto) for mark in crowded.store.marks()] == [(SPOOL, 3, 3)]


def test_of_a_crowd_with_much_to_deliver_some_may_and_the_others_bring_a_little(crowded: Service) -> None:
    at = crowded.clock()
    full = msgspec.structs.replace(heartbeat(at), spool=SpoolBeat(waiting=5_000))
    given = [report(1, heartbeat=full, device=f"kiosk-{number:03}") for number in range(200)]

    async def all_at_once() -> list[Any]:
        return await asyncio.gather(*(crowded.report(one, at) for one in given))

    told = [receipt.most for receipt in asyncio.run(all_at_once())]
    assert (told.count(None), told.count(16)) == (187, 13), "64 each, 12,000 in all"
