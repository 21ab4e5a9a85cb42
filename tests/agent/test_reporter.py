"""Reports: taken once each, whatever happens on the way, and nothing is let go of without a receipt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from small_central import Request, lose_answer
from teller import DEVICE, Teller, now, telling

from device_profiles.report import Receipt
from player.spool import Spool

INTERVAL = (27.0, 33.0)


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Teller]:
    with telling(tmp_path) as made:
        yield made


def test_a_report_is_taken_and_the_outbox_let_go_of(one: Teller) -> None:
    one.add(1, 2, 3)
    wait = one.report()
    assert one.taken == [1, 2, 3]
    assert len(one.spool) == 0
    assert INTERVAL[0] <= wait <= INTERVAL[1]
    one.report()
    first, second = one.central.reports
    assert (first.spool, first.sequence, second.sequence) == (one.spool.id, 1, 2)
    assert second.heartbeat.network.address == "127.0.0.1"
    assert second.heartbeat.network.rtt_ms is not None
    assert second.heartbeat.machine.memory_total is not None
    assert one.said[-1].trouble == ""
    assert one.said[-1].good is not None


@pytest.mark.parametrize(
    "do",
    [
        lambda request: request.answer(500, b""),
        lambda request: request.answer(502, b"<html>Bad gateway</html>", Content_Type="text/html"),
        lambda request: request.answer(200, b"<html>Welcome to our Wi-Fi</html>", Content_Type="text/html"),
        lambda request: request.answer(200, b"{}"),
        lambda request: request.answer(204, b""),
        lambda request: request.answer(200, msgspec.json.encode(request.commit()) + b" " * 10_000),
        lambda request: request.answer(302, b"", Location="http://127.0.0.1:1/"),
        lambda request: request.hang_up(),
        lambda request: request.server.over.wait(2),
        lambda request: request.refuse(403, "unknown_device"),
        lambda request: request.refuse(429, "too_often"),
        lambda request: request.refuse(415, "other_type"),
        lambda request: request.answer(418, b"\xff\xfe"),
        lambda request: request.answer(
            200, Receipt(spool="0" * 32, sequence=1, upto=10**6, at=request.server.now())
        ),
        lambda request: request.answer(
            200, Receipt(spool=msgspec.json.decode(request.body)["spool"], sequence=99, upto=3, at=now())
        ),
    ],
    ids=range(15),
)
def test_what_is_no_receipt_for_it_lets_go_of_nothing(one: Teller, do: Callable[[Request], object]) -> None:
    one.add(1, 2, 3)
    one.central.err(do)
    assert 0.5 <= one.report() <= 1.0
    assert one.said[-1].trouble
    assert one.said[-1].waiting == 3
    one.report()
    assert one.taken == [1, 2, 3]
    assert len(one.spool) == 0
    assert one.said[-1].trouble == ""


def test_a_lost_answer_doubles_nothing(one: Teller) -> None:
    one.add(1, 2)
    one.central.err(lose_answer, times=3)
    for number in (3, 4, 5):
        one.report()
        one.add(number)
        one.restarted()
    one.report()
    assert one.taken == [1, 2, 3, 4, 5]
    assert len(one.spool) == 0
    assert [report.sequence for report in one.central.reports] == [1, 2, 3, 4]


def test_central_is_left_alone_as_long_as_it_asks(one: Teller) -> None:
    one.central.err(lambda request: request.refuse(503, "busy", Retry_After="120"))
    assert 120 <= one.report() <= 144
    assert not one.reporter._course.hurries
    one.report()
    assert one.reporter._course.hurries


def test_faults_are_met_with_longer_and_longer_waits_up_to_a_bound(one: Teller) -> None:
    one.central.err(lambda request: request.answer(500, b""), times=12)
    waits = [one.report() for _ in range(12)]
    assert waits[0] <= 1
    assert max(waits) <= one.reporter._limits.back_off_s
    assert min(waits[7:]) >= one.reporter._limits.back_off_s / 2
    one.central.err(lambda request: request.refuse(403, "unknown_device"), times=12)
    assert max(one.report() for _ in range(12)) > one.reporter._limits.back_off_s


@pytest.mark.parametrize("ahead", [timedelta(days=400), timedelta(days=-3), timedelta(minutes=-6)])
def test_a_device_whose_clock_is_wrong_signs_by_centrals(one: Teller, ahead: timedelta) -> None:
    one.clock = lambda: now() + ahead
    one.add(1)
    assert one.report() <= 1
    assert one.central.refusals == ["untimely"]
    one.report()
    one.report()
    assert one.central.refusals == ["untimely"]
    assert one.taken == [1]
    told = one.central.reports[-1].heartbeat.clock.offset_ms
    assert told is not None
    assert abs(timedelta(milliseconds=told) - ahead) < timedelta(seconds=2)


def test_a_clock_that_is_set_later_is_noticed(one: Teller) -> None:
    one.report()
    one.clock = lambda: now() + timedelta(hours=2)
    one.report()
    one.report()
    assert one.central.refusals == ["untimely"]
    assert len(one.central.reports) == 2


def test_what_is_too_large_comes_in_smaller_batches(one: Teller) -> None:
    one.add(*range(40))

    def narrow(request: Request) -> bool:
        if len(request.body) < 6000:
            return False
        request.refuse(413, "oversized")
        return True

    one.central.faults.append(narrow)
    for _ in range(30):
        one.report()
    assert one.taken == list(range(40))
    assert len(one.spool) == 0


def test_an_outbox_put_back_from_a_copy_leaps_over_what_central_knows(one: Teller) -> None:
    one.central.marks[DEVICE, one.spool.id] = (5000, 800)
    one.add(1, 2, 3)
    for _ in range(8):
        one.report()
    assert one.central.refusals.count("replayed") <= 5
    one.add(4, 5)
    one.report()
    assert one.taken == [4, 5]
    assert one.central.marks[DEVICE, one.spool.id][1] > 800


def test_a_disk_that_refuses_stops_no_heartbeat(one: Teller) -> None:
    one.spool.close()
    one.state.spool.unlink()
    one.state.spool.symlink_to("nowhere/spool.db")
    one.report()
    one.report()
    first, second = one.central.reports
    assert (first.sequence, second.sequence, first.spool) == (1, 2, second.spool)
    assert [fault.code for fault in first.heartbeat.faults] == ["disk"]
    one.state.spool.unlink()
    one.spool = Spool(one.state.spool)
    one.add(1)
    one.report()
    assert one.taken == [1]
    assert one.central.reports[-1].heartbeat.faults == ()


def test_central_may_want_reports_less_often(one: Teller) -> None:
    one.central.answers["interval_s"] = 300.0
    assert 270 <= one.report() <= 330
    one.central.answers["interval_s"] = 1e9
    assert one.report() <= 3960
    one.central.answers["interval_s"] = -5.0
    assert one.report() >= 0.9


def test_a_server_that_closes_each_connection_is_heard_like_any_other(one: Teller) -> None:
    one.add(1)

    def close(request: Request) -> None:
        request.answer(200, request.commit(), Connection="close")

    one.central.err(close)
    one.report()
    assert one.taken == [1]
    assert len(one.spool) == 0
    assert one.reporter._link.address == "127.0.0.1"


def test_that_a_device_plays_at_last_is_told_at_once(one: Teller) -> None:
    one.reporter._begin(now)
    assert one.report() <= 5.5
    one.plays(version=12)
    wait = one.report()
    assert [report.heartbeat.feed.playing for report in one.central.reports] == [None, 12]
    assert INTERVAL[0] <= wait <= INTERVAL[1]


def test_a_device_that_has_nothing_to_play_soon_reports_like_any_other(one: Teller) -> None:
    one.reporter._begin(now)
    waits = [one.report() for _ in range(14)]
    assert max(waits[:11]) <= 5.5
    assert min(waits[11:]) >= INTERVAL[0]


def test_a_device_that_plays_nothing_is_patient_where_central_wants_it(one: Teller) -> None:
    one.central.answers["interval_s"] = 300.0
    one.reporter._begin(now)
    assert one.report() >= 270
