"""A device whose disk refuses has a new outbox with each start: what is known of its real one stays known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from store_world import SPOOL, play, report, take, taken
from test_intake import Door
from test_store import plays

from central.store.limits import Limits
from central.store.store import Store
from central.taking.intake import Limits as IntakeLimits

FEW = 3
MAKESHIFTS = [f"{number:032x}" for number in range(1, 8)]


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    opened = doored(tmp_path)
    yield opened
    opened.store.close()


def doored(folder: Path) -> Door:
    return Door(folder, Limits(outboxes=FEW), IntakeLimits(outboxes=FEW))


def test_what_central_took_counts_once_after_many_outboxes_without_records(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/central.db", Limits(outboxes=FEW))
    take(store, taken(report(1, play(1), play(2))))
    for name in MAKESHIFTS[:4]:
        take(store, taken(report(1, spool=name)))
    store.close()
    store = Store.open(f"sqlite:///{tmp_path}/central.db", Limits(outboxes=FEW))
    for name in MAKESHIFTS[4:]:
        take(store, taken(report(1, spool=name)))
    take(store, taken(report(2, play(1), play(2), play(3))))
    assert plays(store) == 3
    assert {found.spool for found in store.marks()} == {SPOOL, *MAKESHIFTS[-2:]}
    store.close()


def test_a_report_of_the_real_outbox_is_no_news_after_many_others_and_a_restart(
    tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    expect_log("was taken already")
    door = doored(tmp_path)
    sent = msgspec.json.encode(report(5, play(1)))
    assert door.send(sent).status_code == 200
    for name in MAKESHIFTS[:4]:
        assert door.send(msgspec.json.encode(report(1, spool=name))).status_code == 200
    assert door.send(sent).status_code == 409
    door.store.close()
    door = doored(tmp_path)
    for name in MAKESHIFTS[4:]:
        assert door.send(msgspec.json.encode(report(1, spool=name))).status_code == 200
    assert door.send(sent).status_code == 409
    assert list(door.intake._passed["kiosk-001"]) == [SPOOL, *MAKESHIFTS[-2:]]
    door.store.close()


def test_an_outbox_that_goes_on_with_a_heartbeat_alone_stays_what_it_is(door: Door) -> None:
    assert door.send(msgspec.json.encode(report(5, play(1)))).status_code == 200
    assert door.send(msgspec.json.encode(report(6))).status_code == 200
    for name in MAKESHIFTS:
        assert door.send(msgspec.json.encode(report(1, spool=name))).status_code == 200
    assert SPOOL in door.intake._passed["kiosk-001"]
