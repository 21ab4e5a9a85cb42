"""Central's own clock may have been wrong: what was written then is put right, and nothing is let go of."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from one_device import DEVICE, Desk, one_device
from store_world import AT, play, report, taken

from central.alarming.alarms import raised
from central.alarming.causes import Case
from central.standing import State, Verdict
from central.store import reading
from central.store.store import Store
from central.store.tables import day_tables
from central.store.upkeep import PAUSE_S, Retention, Upkeep

BEAT = timedelta(seconds=30)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with one_device(tmp_path) as made:
        yield made


def hear(desk: Desk, times: int) -> datetime:
    """So many reports; returns when the last one came."""
    for _ in range(times):
        desk.now += BEAT
        desk.hear(desk.tell())
    return desk.now


def test_a_device_that_falls_silent_after_the_clock_was_set_back_is_silent_in_time(desk: Desk) -> None:
    desk.now += DAY
    hear(desk, 2)
    desk.now -= DAY
    desk.service.look_all()
    desk.now += 3 * BEAT
    desk.service.look_all()
    assert desk.service.held[DEVICE].standing.state is State.SILENT


def test_the_seconds_after_the_clock_was_set_back_count_as_what_they_were(desk: Desk) -> None:
    hear(desk, 2)
    desk.now += timedelta(hours=2)
    hear(desk, 2)
    desk.now -= timedelta(hours=2)
    begun = hear(desk, 1)
    end = hear(desk, 20)
    bands = desk.service.store.look(lambda c: reading.bands_of(c, DEVICE, begun, end))
    assert {band.verdict for band in bands} == {Verdict.RIGHT}
    assert sum((min(band.end, end) - max(band.start, begun) for band in bands), timedelta()) == end - begun


def test_nothing_has_begun_in_the_future_once_the_clock_was_set_back(desk: Desk) -> None:
    """By a clock that is ahead all devices are behind: that alarm would end before it began."""
    desk.now += HOUR
    for _ in range(3):
        desk.now += BEAT
        told = desk.tell()
        desk.hear(replace(told, at=told.at - HOUR))
    case = Case(device=DEVICE, place="", family="", groups=(), standing=desk.service.held[DEVICE].standing)
    (alarm,) = raised((), [case], desk.now)
    assert alarm.code == "clock"
    desk.now -= HOUR
    hear(desk, 1)
    (reason,) = desk.service.held[DEVICE].standing.reasons
    assert (reason.code, reason.since and reason.since <= desk.now) == ("clock", True)
    (same,) = raised([alarm], [replace(case, standing=desk.service.held[DEVICE].standing)], desk.now)
    assert (same.id, same.since <= desk.now) == (alarm.id, True)
    (over,) = raised([alarm], [], desk.now)
    assert over.ended == over.since == desk.now


def test_a_clock_that_leaps_ahead_lets_go_of_nothing_until_it_has_been_so_for_a_day(
    store: Store, expect_log: object
) -> None:
    assert callable(expect_log)
    expect_log("nothing old is let go of before tomorrow")
    given = report(1, play(1, start=AT))

    async def take() -> None:
        await store.take(taken(given, AT))

    asyncio.run(take())
    now = AT
    upkeep = Upkeep(store, lambda: now, Retention(plays=timedelta(hours=30)))

    def kept() -> bool:
        asyncio.run(upkeep.look())
        return any(kind == "plays" for kind, _ in store.look(lambda c: list(day_tables(c))))

    assert kept()
    now = AT + 2 * DAY
    looks = DAY // timedelta(seconds=PAUSE_S)
    assert all(kept() for _ in range(looks))
    now = AT + timedelta(minutes=10)
    assert kept()
    now = AT + 2 * DAY
    assert all(kept() for _ in range(looks))
    assert not kept()
