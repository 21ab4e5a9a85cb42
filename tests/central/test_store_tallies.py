"""What was counted of people at touch screens: added up by the hour, once, and let go of in its time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from store_world import AT, PARIS, age, entry, report, take, taken

from central.store import migrations, outside
from central.store.store import Store
from central.store.tables import tallies
from central.store.tallies import totals
from central.store.upkeep import Retention, old
from central.voices import USE, VOTES, Part, TallyLine
from device_profiles.report import Entry, Tally, What

WHOLE = (AT - timedelta(days=900), AT + timedelta(days=900))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path}/central.db")
    yield opened
    opened.close()


def told(number: int, what: What = What.POLL, device: str = "kiosk-001", **changes: Any) -> Entry:
    one = Tally(device=device, screen="lower", hour=AT, what=what, name="avis/place", answer="arbres")
    return entry(number, replace(one, **changes))


def lines(store: Store, what: Sequence[What], *by: Part, device: str = "") -> list[TallyLine]:
    return store.look(lambda c: list(totals(c, *WHOLE, what, by, days=PARIS, device=device)))


def test_a_record_counts_once_however_often_it_comes(store: Store) -> None:
    take(store, taken(report(1, told(1), told(2, count=3), told(3, answer="bancs"))))
    take(store, taken(report(1, told(1), told(2), told(3))))
    take(store, taken(report(2, told(2), told(3), told(4))))
    assert [(one.answer, one.count) for one in lines(store, VOTES)] == [("arbres", 5), ("bancs", 1)]


def test_nothing_finer_than_the_hour_is_kept(store: Store) -> None:
    take(store, taken(report(1, told(1, hour=AT + timedelta(minutes=17, seconds=3)))))
    assert [one.hour for one in lines(store, VOTES, Part.HOUR)] == [AT]
    columns = {column.name for column in tallies.columns}
    assert columns == {"at", "device", "what", "name", "answer", "count"}


def test_counts_are_told_apart_by_what_is_asked(store: Store) -> None:
    take(store, taken(report(1, told(1), told(2, hour=AT + timedelta(hours=1)))))
    other = report(1, told(1, device="kiosk-002", hour=AT), device="kiosk-002", spool="f" * 32)
    take(store, taken(other))
    assert [(one.device, one.count) for one in lines(store, VOTES, Part.DEVICE)] == [
        ("kiosk-001", 2),
        ("kiosk-002", 1),
    ]
    (day,) = lines(store, VOTES, Part.DAY)
    assert (day.day, day.count) == (AT.date(), 3)
    assert [one.count for one in lines(store, VOTES, Part.HOUR, device="kiosk-001")] == [1, 1]
    assert lines(store, USE) == []


def test_what_a_wrong_clock_tells_stands_in_the_hour_in_which_it_came(store: Store) -> None:
    take(store, taken(report(1, told(1, hour=AT.replace(year=2041)))))
    assert [one.hour for one in lines(store, VOTES, Part.HOUR)] == [AT]


def test_use_goes_after_thirteen_months_and_votes_stay(store: Store) -> None:
    page = {"name": "home", "answer": ""}
    take(store, taken(report(1, told(1), told(2, What.PAGE, **page))))
    later = AT + timedelta(days=401)
    for work in store.look(lambda c: list(old(c, later, Retention()))):
        asyncio.run(store.write(work))
    assert [one.what for one in lines(store, (*VOTES, *USE))] == [What.POLL]


def test_a_store_of_before_is_given_room_for_them(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/old.db"
    Store.open(url).close()
    age(url, 3, tallies)
    assert outside.migrate(url) == (3, migrations.VERSION)
    store = Store.open(url)
    take(store, taken(report(1, told(1))))
    assert [one.count for one in lines(store, VOTES)] == [1]
    store.close()
