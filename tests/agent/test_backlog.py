"""What waits in the outbox comes after the heartbeat, as much as the line bears and central wants."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from small_central import Request
from teller import OWN, Teller, telling


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Teller]:
    with telling(tmp_path) as made:
        yield made


def test_three_weeks_come_after_the_heartbeat_in_bounded_batches(one: Teller) -> None:
    one.add(*range(1300))
    waits = [one.report() for _ in range(6)]
    sizes = [len(report.entries) for report in one.central.reports]
    assert sizes == [16, 64, 256, 500, 464, 0]
    assert waits[:4] == [one.reporter._limits.pause_s] * 4
    assert min(waits[4:]) > 20
    assert one.taken == list(range(1300))


@pytest.mark.parametrize("fault", [Request.hang_up, lambda request: request.answer(504, b"")])
def test_after_a_fault_the_heartbeat_comes_first_again(
    one: Teller, fault: Callable[[Request], object]
) -> None:
    one.add(*range(900))
    for _ in range(3):
        one.report()
    one.central.err(fault)
    one.report()
    one.report()
    assert len(one.central.reports[-2].entries) == 256
    assert len(one.central.reports[-1].entries) == 16


def test_a_line_that_bears_little_brings_heartbeats_and_in_time_everything(one: Teller) -> None:
    one.add(*range(300))

    def slow(request: Request) -> bool:
        if len(request.body) < 20_000:
            return False
        request.server.over.wait(2 * OWN.answer_s)
        return True

    one.central.faults.append(slow)
    waits = [one.report() for _ in range(24)]
    assert one.taken == list(range(300))
    silent = [wait for wait, said in zip(waits, one.said, strict=True) if said.trouble]
    assert 0 < len(silent) < 8
    assert max(silent) <= 1, "one heartbeat is lost, and the next one goes at once"


def test_a_device_brings_as_much_as_central_wants_and_when(one: Teller) -> None:
    one.add(*range(200))
    one.central.answers.update(most=8, interval_s=3.0)
    assert 2.7 <= one.report() <= 3.3
    one.central.answers.update(most=0, interval_s=None)
    assert one.report() > 20
    one.central.answers.clear()
    assert one.report() == one.reporter._limits.pause_s
    one.report()
    assert [len(report.entries) for report in one.central.reports] == [16, 8, 0, 64]
    assert {said.trouble for said in one.said} == {""}


def test_what_central_lets_lie_is_not_pressed_upon_it(one: Teller) -> None:
    one.add(*range(40))
    one.central.answers["upto"] = 0
    waits = [one.report() for _ in range(3)]
    assert min(waits) > 20
    assert [len(report.entries) for report in one.central.reports] == [16, 16, 16]
    assert one.said[-1].trouble == "central took none of the records"
    del one.central.answers["upto"]
    one.report()
    assert len(one.spool) == 24
