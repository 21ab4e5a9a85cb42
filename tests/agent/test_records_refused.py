"""Records that central cannot take: nothing waits behind them, and they are kept until it can."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from small_central import Request
from teller import Teller, now, telling

from device_profiles.report import Fingernail
from player.agent.suspicion import Suspicion

Answering = Callable[[Request], object]


def a_wall(request: Request) -> None:
    request.answer(403, b"blocked")


def a_page(request: Request) -> None:
    request.answer(200, b"<html>The requested URL was rejected</html>", Content_Type="text/html")


def a_break(request: Request) -> None:
    request.answer(500, b"")


def unless(word: bytes, do: Answering, met: list[int]) -> Callable[[Request], bool]:
    """What stands before central, or central itself, does not like a word."""

    def picky(request: Request) -> bool:
        if word not in request.body:
            return False
        met.append(1)
        do(request)
        return True

    return picky


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


@pytest.mark.parametrize("do", [a_wall, a_page, a_break])
def test_a_record_that_nobody_explains_keeps_nothing_back_and_is_kept(one: Teller, do: Answering) -> None:
    one.add(*range(40))
    met: list[int] = []
    one.central.faults.append(unless(b'"item-20"', do, met))
    asked_s = 0.0
    while len(one.spool):
        asked_s += one.report()
    assert asked_s < 60
    assert one.taken == [number for number in range(40) if number != 20]
    assert (one.spool.aside, one.spool.lost) == (1, 0)
    one.central.faults.clear()
    one.reporter._central.close()
    one.restarted()
    one.report()
    assert one.taken[-1] == 20


@pytest.mark.parametrize("do", [a_wall, a_page, a_break])
def test_a_central_that_is_down_for_days_and_comes_and_goes_sets_nothing_aside(
    one: Teller, do: Answering
) -> None:
    one.add(*range(40))
    up = [False]

    def away(request: Request) -> bool:
        if not up[0]:
            do(request)
        return not up[0]

    one.central.faults.append(away)
    for _ in range(12):
        for _ in range(9):
            one.report()
        up[0] = True
        one.report()  # the heartbeat alone
        up[0] = False
        one.report()  # a record alone
        up[0] = True
        if len(one.central.reports) % 3 == 0:
            up[0] = False
            one.report()  # the heartbeat, and still nothing
            up[0] = True
        one.report()
        assert one.spool.aside == 0
        up[0] = False
        one.add(100 + len(one.central.reports))
    up[0] = True
    while len(one.spool):
        one.report()
    assert sorted(one.taken)[:40] == list(range(40))


def test_where_no_record_at_all_is_taken_heartbeats_are_and_few_records_go_aside(one: Teller) -> None:
    one.add(*range(30))
    one.reporter._suspicion = Suspicion(3)
    met: list[int] = []
    one.central.faults.append(unless(b'"play"', a_break, met))
    for _ in range(60):
        one.report()
    assert (one.spool.aside, len(one.spool)) == (3, 27)
    beats, tries = len(one.central.reports), len(met)
    waits = [one.report() for _ in range(20)]
    assert sum(waits) > 200, "and no record is tried all the time"
    assert (len(one.central.reports) - beats, len(met) - tries) == (10, 10)


def test_a_picture_that_somebody_dislikes_does_not_silence_a_device(one: Teller) -> None:
    one.reporter._shots = (Fingernail(screen="main", at=now(), jpeg=b"\xff\xd8\xff"),)
    one.central.faults.append(unless(b"jpeg", a_wall, []))
    for _ in range(8):
        one.report()
    assert one.central.reports
