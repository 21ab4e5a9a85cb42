"""What nobody foresaw in a report costs that report alone: no number is used, no total stops central."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import sqlalchemy as sa
from keeping import Keeping
from store_world import AT, PARIS, heartbeat, play, report, take, taken

from central.store import groups, proof, tallies
from central.store.keys import Enrolled
from central.store.store import Store
from central.store.tables import hours, ms, names, number_of, play_days, play_groups, play_sums
from central.store.tables import tallies as counts
from central.store.upkeep import Upkeep
from central.taking.intake import Intake
from central.taking.keyring import Keyring
from central.taking.reporting import REPORTS, Keeper, Reports
from device_profiles.heartbeat import MachineBeat
from device_profiles.identity import DeviceKey
from device_profiles.report import Receipt, Report, What

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


def answers(keeper: Keeper, given: Report, times: int = 1) -> list[tuple[int, bytes]]:
    """What central says to a report, status and body, each time that it comes."""
    keyring, said = Keyring(), []
    keyring.fill({"kiosk-001": Enrolled(KEY.public, AT)})
    door = Reports(Intake(keyring), keeper, lambda: AT)
    body = msgspec.json.encode(given)
    signed = KEY.sign("kiosk-001", "POST", REPORTS, body, AT) | {"Content-Type": "application/json"}
    headers = [(name.lower().encode(), value.encode()) for name, value in signed.items()]

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body}

    async def send(message: dict[str, Any]) -> None:
        said.append(message)

    async def ask() -> None:
        for _ in range(times):
            await door({"method": "POST", "path": REPORTS, "headers": headers}, receive, send)

    asyncio.run(ask())
    return [(head["status"], told["body"]) for head, told in zip(said[::2], said[1::2], strict=True)]


def test_a_report_that_central_stumbles_over_is_answered_and_may_come_again(
    store: Store, expect_log: Callable[[str], None]
) -> None:
    said = answers(Stumbling(store), report(1, play(1)), times=2)
    assert [status for status, _ in said] == [500, 200]
    assert msgspec.json.decode(said[1][1], type=Receipt).upto == 1
    expect_log("could not be taken")
    expect_log("500 failed")


def test_a_device_whose_clock_nobody_has_set_is_heard(store: Store) -> None:
    """Its heartbeat is how central learns of it; such a machine began before its calendar does."""
    unset = datetime(1970, 1, 1, 0, 5, tzinfo=UTC)
    beat = heartbeat(unset, machine=MachineBeat(booted=unset - timedelta(hours=1)))
    assert [status for status, _ in answers(Keeping(store), report(1, heartbeat=beat))] == [200]


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


def test_totals_that_no_number_holds_are_told_as_the_most_there_is(store: Store) -> None:
    """As an older central may have kept them: whoever asks for that day is answered."""
    day = AT.date()

    def absurd(connection: sa.Connection) -> None:
        told = ("kiosk-001", What.POLL, "a", "b", "c")
        connection.execute(names.insert(), [{"id": n, "name": name} for n, name in enumerate(told, start=1)])
        place = {"day": number_of(day), "device": 1, "screen": 3, "zone": 3}
        figures = dict.fromkeys(("plays", "ms", "verified", "differing"), 2**62)
        connection.execute(play_sums.insert(), [place | figures | {"item": item} for item in (3, 4, 5)])
        of = {"device": 1, "what": 2, "name": 3, "answer": 4, "count": 2**62}
        times = [ms(AT) + hour * tallies.HOUR_MS for hour in range(3)]
        connection.execute(counts.insert(), [of | {"at": at} for at in times])
        connection.execute(play_days.insert().values(day=number_of(day), changed=1, grouped=0))

    asyncio.run(store.write(absurd))
    (place,) = store.look(lambda c: list(proof.of_devices(c, day, day)))
    items = store.look(lambda c: list(proof.totals(c, day, day)))
    asyncio.run(store.write(groups.keeping(store.look(lambda c: groups.added_up(c, number_of(day))))))
    kinds = store.look(lambda c: list(groups.totals(c, day, day, by_day=False)))
    assert {one.plays for one in (place, *items, *kinds)} == {2**53}
    span = (AT - timedelta(days=1), AT + timedelta(days=1))
    (counted,) = store.look(lambda c: list(tallies.totals(c, *span, [What.POLL], [], days=PARIS)))
    assert counted.count == 2**53


def test_a_figure_that_nothing_has_keeps_no_hour_from_being_summed_up(store: Store) -> None:
    """As an older central may have kept it: of the same hour the others count."""
    for place, busy in enumerate((1.7e308, 1.7e308, 0.5), start=1):
        at = AT + timedelta(seconds=10 * place)
        beat = heartbeat(at, machine=MachineBeat(cpu=busy))
        take(store, taken(report(place, heartbeat=beat), at))
    asyncio.run(Upkeep(store, lambda: AT + timedelta(hours=2)).once())
    assert store.look(lambda c: c.scalar(sa.select(hours.c.cpu))) == 0.5
