"""Totals of the whole fleet made ready: they say what the rows of each day say, whatever comes late."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from beats import duty
from msgspec.structs import replace
from programs import a_program, an_item
from store_world import AT, PROMPT, age, play, report, taken

from central.answers import PlaysLine
from central.judging.fleet import EMPTY
from central.judging.plays import Bookings, FleetBookings, totals
from central.store import groups, migrations, outside, proof
from central.store.store import Store
from central.store.tables import play_days, play_groups
from central.store.upkeep import Upkeep
from central.view import By

DAY, DAYS = AT.date(), timedelta(days=1)
WEEK = (DAY, DAY + 7 * DAYS)
NAMED = {"list": [an_item("weekend#1", 10, share=0.25), an_item("weekend#2", 10), an_item("ad", 5)]}
PROGRAM = a_program(NAMED)
DEVICES = ("kiosk-001", "kiosk-002", "kiosk-003")
ROLL = replace(EMPTY, duties={name: duty(PROGRAM) for name in DEVICES})


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An empty store, of each kind, that writes at once."""
    opened = Store.open(url, PROMPT)
    yield opened
    opened.close()


def send(store: Store, device: str, sequence: int, start: datetime, items: Sequence[str]) -> None:
    numbers = range(10 * sequence, 10 * sequence + len(items))
    entries = (
        play(
            number,
            device=device,
            screen="main",
            item=item,
            start=start + timedelta(seconds=10 * (number % 10)),
        )
        for number, item in zip(numbers, items, strict=True)
    )
    asyncio.run(store.take(taken(report(sequence, *entries, device=device), start)))


def keep_up(store: Store, now: datetime) -> None:
    asyncio.run(Upkeep(store, lambda: now).once())


def fill(store: Store) -> None:
    """Three days; on the second one device does not show all that the others do."""
    for day in range(3):
        for place, device in enumerate(DEVICES):
            items = ["weekend#1", "weekend#2", "ad", "weekend#1"][: 2 if (day, place) == (1, 2) else 4]
            send(store, device, day + 1, AT + day * DAYS, items)


def lines(store: Store, *by: By, item: str = "") -> tuple[list[PlaysLine], list[PlaysLine]]:
    """Proof of play from what was made ready, and from the rows of each device and day."""
    ready = store.look(lambda c: list(groups.totals(c, *WEEK, by_day=By.DAY in by)))
    single = store.look(lambda c: list(proof.totals(c, *WEEK)))
    asked = (totals(ready, FleetBookings(ROLL), by, item=item), totals(single, Bookings(ROLL), by, item=item))
    first, second = (sorted(found, key=lambda line: (line.day or DAY, line.item)) for found in asked)
    return first, second


def ready_days(store: Store) -> list[int]:
    return store.look(lambda c: sorted(c.scalars(sa.select(play_groups.c.day).distinct())))


def require_equal(store: Store) -> None:
    for by in ([By.CAMPAIGN], [By.ITEM], [By.DAY], [By.ITEM, By.DAY], [By.CAMPAIGN, By.ITEM]):
        first, second = lines(store, *by)
        assert first == second
    first, second = lines(store, By.ITEM, item="ad")
    assert first == second


def test_what_is_made_ready_says_what_the_rows_say(store: Store) -> None:
    fill(store)
    require_equal(store)
    assert ready_days(store) == []
    keep_up(store, AT + 2 * DAYS)
    assert ready_days(store) == [20261126, 20261127]
    require_equal(store)
    first, _ = lines(store, By.ITEM, item="weekend#1")
    assert (first[0].plays, first[0].booked) == (17, 0.25)


def test_devices_days_added_up_say_what_their_rows_say(store: Store) -> None:
    fill(store)
    told = [
        store.look(lambda c: totals(read(c, *WEEK), Bookings(ROLL), [By.DEVICE]))  # noqa: B023
        for read in (proof.totals, proof.of_devices)
    ]
    assert [(line.device, line.plays, line.seconds, line.share) for line in told[0]] == [
        (line.device, line.plays, line.seconds, line.share) for line in told[1]
    ]
    assert {line.plays for line in told[1]} == {12, 10}
    (one,) = store.look(lambda c: list(proof.of_devices(c, *WEEK, "kiosk-003")))
    assert (one.device, one.plays, one.item) == ("kiosk-003", 10, "")


def test_a_play_that_comes_late_is_counted_at_once_and_made_ready_again(store: Store) -> None:
    fill(store)
    keep_up(store, AT + 5 * DAYS)
    send(store, "kiosk-003", 9, AT + DAYS, ["ad", "film"])
    first, _ = lines(store, By.ITEM, item="film")
    assert [line.plays for line in first] == [1]
    require_equal(store)
    keep_up(store, AT + 5 * DAYS)
    assert store.look(lambda c: groups.due(c, DAY + 9 * DAYS)) == ()
    require_equal(store)


def test_a_day_that_changed_while_it_was_added_up_is_not_kept(store: Store) -> None:
    fill(store)
    found = store.look(lambda c: groups.added_up(c, 20261126))
    send(store, "kiosk-001", 9, AT, ["film"])
    asyncio.run(store.write(groups.keeping(found)))
    assert ready_days(store) == []
    require_equal(store)


def test_a_store_of_before_has_its_days_made_ready(url: str) -> None:
    store = Store.open(url, PROMPT)
    fill(store)
    store.close()
    age(url, 1, play_groups, play_days)
    assert outside.migrate(url) == (1, migrations.VERSION)
    store = Store.open(url, PROMPT)
    require_equal(store)
    keep_up(store, AT + 9 * DAYS)
    assert ready_days(store) == [20261126, 20261127, 20261128]
    require_equal(store)
    store.close()


def test_what_two_playlists_call_alike_is_not_clear() -> None:
    other = a_program({"other": [an_item("ad", 5)]})
    mixed = FleetBookings(replace(ROLL, duties={**ROLL.duties, "totem-01": duty(other)}))
    assert mixed.clear(["weekend#1", "unheard#1"])
    assert not mixed.clear(["weekend#1", "ad"])
