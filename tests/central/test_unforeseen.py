"""What nobody foresaw in a report costs that report alone: no number is used, no total stops central."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from keeping import Keeping
from store_world import AT, play, report, take, taken

from central.store import groups
from central.store.keys import Enrolled
from central.store.store import Store
from central.store.tables import number_of, play_days, play_groups, play_sums
from central.taking.intake import Intake
from central.taking.keyring import Keyring
from central.taking.reporting import REPORTS, Reports
from device_profiles.identity import DeviceKey
from device_profiles.report import Receipt, Report

KEY = DeviceKey.make()


class Stumbling:
    """Keeps reports, all but the first."""

    def __init__(self, store: Store) -> None:
        self._keeping, self.stumbled = Keeping(store), False

    async def report(self, report: Report, received: datetime) -> Any:
        if not self.stumbled:
            self.stumbled = True
            raise OverflowError("date value out of range")
        return await self._keeping.report(report, received)


def test_a_report_that_central_stumbles_over_is_answered_and_may_come_again(
    store: Store, expect_log: Callable[[str], None]
) -> None:
    keyring, said = Keyring(), []
    keyring.fill({"kiosk-001": Enrolled(KEY.public, AT)})
    door = Reports(Intake(keyring), Stumbling(store), lambda: AT)
    body = msgspec.json.encode(report(1, play(1)))
    signed = KEY.sign("kiosk-001", "POST", REPORTS, body, AT) | {"Content-Type": "application/json"}
    headers = [(name.lower().encode(), value.encode()) for name, value in signed.items()]

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body}

    async def send(message: dict[str, Any]) -> None:
        said.append(message)

    async def twice() -> None:
        for _ in range(2):
            await door({"method": "POST", "path": REPORTS, "headers": headers}, receive, send)

    asyncio.run(twice())
    assert [message["status"] for message in said[::2]] == [500, 200]
    assert msgspec.json.decode(said[3]["body"], type=Receipt).upto == 1
    expect_log("could not be taken")
    expect_log("500 failed")


def test_totals_that_no_number_holds_stop_nothing(store: Store) -> None:
    """As an older central may have kept them."""
    day = number_of(AT.date())

    def absurd(connection: sa.Connection) -> None:
        rows = [
            {"day": day, "device": 1, "screen": screen, "zone": 1, "item": 1}
            | {"plays": 1, "ms": 2**62, "verified": 0, "differing": 0}
            for screen in range(3)
        ]
        connection.execute(play_sums.insert(), rows)
        connection.execute(play_days.insert().values(day=day, changed=1, grouped=0))

    asyncio.run(store.write(absurd))
    asyncio.run(store.write(groups.keeping(store.look(lambda c: groups.added_up(c, day)))))
    assert store.look(lambda c: c.scalar(sa.select(play_groups.c.ms))) == 2**53


def test_a_play_that_is_longer_than_the_time_since_it_began_is_kept_and_proves_nothing(store: Store) -> None:
    take(store, taken(report(1, play(1), play(2, duration_ms=10**12))))
    assert store.look(lambda c: c.scalar(sa.select(sa.func.sum(play_sums.c.ms)))) == 10_000
