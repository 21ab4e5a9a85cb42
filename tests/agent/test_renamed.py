"""A device that was given another id: what it had not delivered before goes in one step, and is told."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from teller import DEVICE, NOON, Teller, play, telling

from device_profiles.report import Fault, Lost, Record

BEFORE = "kiosk-001"


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Teller]:
    with telling(tmp_path) as made:
        yield made


def told(one: Teller) -> list[Record]:
    """What central has beside plays."""
    return [record for _, _, record in one.central.records if isinstance(record, Fault | Lost)]


def test_records_of_the_old_id_keep_nothing_back_and_are_told_as_lost(one: Teller) -> None:
    one.spool.add([play(number, BEFORE) for number in range(40)])
    one.spool.set_aside(one.spool.batch(1)[0].number)
    one.add(1, 2)
    waits = [one.report() for _ in range(2)]
    assert one.central.refusals == []
    assert waits[-1] > 20
    assert one.taken == [1, 2]
    fault, lost = told(one)
    assert isinstance(fault, Fault)
    assert isinstance(lost, Lost)
    assert (fault.kind, lost.count, lost.device) == ("renamed", 40, DEVICE)
    assert BEFORE in fault.message
    assert (one.spool.aside, one.spool.lost, len(one.spool)) == (0, 0, 0)


def test_what_a_stage_still_wrote_under_the_old_id_goes_after_one_refusal(one: Teller) -> None:
    one.report()
    one.spool.add([play(1, BEFORE)])
    one.add(2)
    for _ in range(3):
        one.report()
    assert one.central.refusals == ["wrong_device"]
    assert one.taken == [2]
    assert [record.count for record in told(one) if isinstance(record, Lost)] == [1]
    assert one.spool.aside == 0


def test_a_device_parts_with_nothing_of_its_own(one: Teller) -> None:
    one.add(1, 2)
    with closing(sqlite3.connect(one.state.spool)) as base, base:
        base.execute("INSERT INTO records (body) VALUES (x'00ff')")
    one.spool.part_with_others(DEVICE, NOON)
    one.report()
    assert one.taken == [1, 2]
    assert told(one) == []
