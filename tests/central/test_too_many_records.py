"""A box whose key a stranger has: it fills no disk of central's, and is heard all the same."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import sqlalchemy as sa
from store_world import AT, SPOOL, play, report, take, taken
from test_intake import Door

from central.errors import StoreError
from central.store.limits import Limits
from central.store.store import Store
from central.store.tables import names
from central.store.taken import Mark, Untaken
from central.taking.intake import Limits as IntakeLimits
from device_profiles.report import Entry


def test_a_device_that_tells_of_more_than_screens_can_play_fills_no_disk_and_is_heard_all_the_same(
    tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    door = Door(tmp_path, intake=IntakeLimits(records_s=1.0, records_burst=3))
    assert door.send(msgspec.json.encode(report(1, play(1), play(2), play(3)))).status_code == 200
    before = door.stored()
    answer = door.send(msgspec.json.encode(report(2, play(4))))
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many")
    assert door.stored() == before
    assert door.send(msgspec.json.encode(report(3))).status_code == 200
    door.now = AT + timedelta(seconds=2)
    assert door.send(msgspec.json.encode(report(4, play(4), play(5)))).status_code == 200
    assert door.send(msgspec.json.encode(report(5, play(6)))).json()["code"] == "too_many"
    door.store.close()
    expect_log("429 too_many")


def stored(store: Store) -> set[str]:
    """The names that it keeps."""
    return set(store.look(lambda c: c.scalars(sa.select(names.c.name)).all()))


def strange(number: int) -> Entry:
    return play(number, item=f"strange-{number}")


def test_a_device_that_tells_of_ever_new_things_fills_no_disk_and_is_heard_again(
    tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    """Ten records a second, each with names of 300 letters that nobody knows, are a gigabyte a day."""
    door = Door(tmp_path, Limits(new_names=14, linger_s=0.0))
    known = msgspec.json.encode(report(1, play(1), play(2), play(3)))
    assert door.send(known).status_code == 200
    assert door.send(msgspec.json.encode(report(2, strange(4)))).status_code == 200
    before = stored(door.store)
    for _ in range(2):
        answer = door.send(msgspec.json.encode(report(3, *map(strange, range(5, 15)))))
        assert (answer.status_code, answer.json()["code"]) == (429, "too_many")
        assert stored(door.store) == before
    assert door.unwanted == [("kiosk-001", "too_many", True)] * 2
    assert door.send(msgspec.json.encode(report(3, play(5), strange(6)))).status_code == 200
    assert door.send(msgspec.json.encode(report(4))).status_code == 200, "how it is now"
    door.now = AT + timedelta(days=1)
    told = msgspec.json.encode(report(5, *map(strange, range(7, 15))))
    assert door.send(told, at=door.now).status_code == 200
    door.store.close()
    expect_log("429 too_many")


def test_what_one_device_tells_too_much_of_keeps_back_no_other(url: str) -> None:
    store = Store.open(url, Limits(new_names=20))
    ours = taken(report(1, *map(strange, range(1, 40))))
    other = report(1, play(1, device="kiosk-002"), device="kiosk-002", spool="f" * 32)
    assert take(store, ours, taken(other), taken(report(2, play(1)))) == [
        Untaken.TOO_MANY,
        Mark(device="kiosk-002", spool="f" * 32, sequence=1, upto=1),
        Mark(device="kiosk-001", spool=SPOOL, sequence=2, upto=1),
    ]
    assert not [name for name in stored(store) if name.startswith("strange")]
    store.close()


def test_what_was_counted_and_not_kept_counts_no_more(url: str, expect_log: Callable[[str], None]) -> None:
    """As on a full disk: what was told is told again, and is new again."""
    expect_log("nothing can be written")
    store = Store.open(url, Limits(new_names=20))
    ours = taken(report(1, *map(strange, range(1, 11))))

    def fails(connection: sa.Connection) -> None:
        connection.execute(sa.text("select * from nothing"))

    async def both() -> tuple[object, object]:
        kept, failed = await asyncio.gather(store.take(ours), store.write(fails), return_exceptions=True)
        return kept, failed

    kept, failed = asyncio.run(both())
    assert isinstance(failed, StoreError)
    assert isinstance(kept, Mark)
    store.close()
