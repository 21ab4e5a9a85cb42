"""Records that central cannot take: nothing waits behind them, and they are kept until it can."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from small_central import Request
from teller import Teller, telling


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Teller]:
    with telling(tmp_path) as made:
        yield made


def test_a_record_that_central_cannot_take_keeps_nothing_back_and_is_kept(one: Teller) -> None:
    one.add(1, 2, 3)

    def picky(request: Request) -> bool:
        if b"item-1" not in request.body:
            return False
        request.refuse(400, "malformed")
        return True

    one.central.faults.append(picky)
    waits = [one.report() for _ in range(8)]
    assert one.taken == [2, 3]
    assert max(waits) > 20, "and it is not tried again and again"
    (fault,) = one.central.reports[-1].heartbeat.faults
    assert (fault.code, one.central.reports[-1].heartbeat.spool.lost) == ("records", 0)
    one.central.faults.clear()
    one.reporter._central.close()
    one.restarted()
    one.report()
    assert one.taken == [2, 3, 1]
    one.report()
    assert one.central.reports[-1].heartbeat.faults == ()


def test_records_that_go_well_are_not_kept_apart_for_a_picture_or_a_heartbeat(one: Teller) -> None:
    one.add(1)
    left = [2]

    def cross(request: Request) -> bool:
        left[0] -= 1
        if left[0] < 0:
            return False
        request.refuse(400, "malformed")
        return True

    one.central.faults.append(cross)
    for _ in range(4):
        one.report()
    assert one.taken == [1]
