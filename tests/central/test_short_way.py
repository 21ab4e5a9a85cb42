"""A report that came whole is answered the short way, whatever else comes by uvicorn, and all the same."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from wired_reports import OTHER, Heard, Keeper, Wired, arrived, asks, wired

from central.taking.reporting import REPORTS
from central.taking.short_way import ShortWay
from device_profiles.report import REPORT_BYTES, Receipt

TAKEN = 200
PATIENCE_S = 10.0


def talk(*pieces: bytes, short: bool = True) -> tuple[list[Heard], Wired]:
    """What is heard to what is said, until the line ends."""

    async def go() -> tuple[list[Heard], Wired]:
        async with wired(short=short) as (here, line):
            await line.say(*pieces)
            line.transport.write_eof()
            return await line.all(), here

    return asyncio.run(asyncio.wait_for(go(), PATIENCE_S))


def test_a_report_that_is_whole_does_without_asgi_and_the_line_goes_on() -> None:
    heard, here = talk(asks(1), asks(2))
    assert [answer.status for answer in heard] == [TAKEN] * 2
    assert [msgspec.json.decode(answer.body, type=Receipt).sequence for answer in heard] == [1, 2]
    assert here.long == []
    assert here.reports.counts == {"taken": 2}
    assert here.state.total_requests == 2


@pytest.mark.parametrize(
    "asked",
    [
        asks(1, Connection="close"),
        asks(1, version="1.0"),
        asks(1, path=f"{REPORTS}?again"),
    ],
)
def test_what_is_uncommon_goes_the_way_of_uvicorn(asked: bytes) -> None:
    heard, here = talk(asked)
    assert heard[0].status == TAKEN
    assert here.long[0] == REPORTS


ASKED = {
    "well": asks(1),
    "next": asks(2),
    "chunks": asks(3, chunk=100),
    "unsigned": asks(4, Signature=None),
    "another's": asks(5, key=OTHER),
    "unknown": asks(6, device="kiosk-666"),
    "too late": asks(7, late_s=4000),
    "malformed": asks(8, body=b'{"format": 2}'),
    "no JSON": asks(9, Content_Type="text/plain"),
    "too large": asks(10, Content_Length=str(REPORT_BYTES + 1)),
    "elsewhere": asks(11, path="/v1/elsewhere"),
    "with a query": asks(12, path=f"{REPORTS}?again=1"),
    "GET": asks(13, method="GET"),
    "expects": asks(14, Expect="100-continue"),
    "two of one field": asks(15, X_Forwarded_For="192.0.2.1\r\nX-Forwarded-For: 192.0.2.2"),
    "HTTP/1.0": asks(16, version="1.0"),
    "HTTP/1.0 that stays": asks(21, version="1.0", Connection="keep-alive"),
    "closes": asks(17, Connection="close"),
    "upgrades": asks(18, Connection="upgrade", Upgrade="h2c"),
    "no HTTP": b"hello\r\n\r\n",
    "broken chunks": asks(19, chunk=100).replace(b"\r\n64\r\n", b"\r\nzz\r\n", 1),
}


@pytest.fixture
def refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is refused may be logged."""
    for name in ("central.taking.asking", "uvicorn.error"):
        monkeypatch.setattr(logging.getLogger(name), "disabled", True)


def demand_the_same(pieces: list[bytes]) -> None:
    """Pieces are answered as uvicorn alone does it."""
    by_short, here = talk(*pieces)
    by_long, there = talk(*pieces, short=False)
    assert by_short == by_long
    assert here.keeper.kept == there.keeper.kept
    assert here.reports.counts == there.reports.counts
    assert here.state.total_requests == there.state.total_requests


@pytest.mark.usefixtures("refusals")
@pytest.mark.parametrize("name", ASKED)
def test_each_request_is_answered_as_without_it(name: str) -> None:
    asked, then = ASKED[name], asks(98)
    half = len(asked) // 2
    for pieces in ([asked], [asked, then], [asked + then], [then, asked], [asked[:half], asked[half:], then]):
        demand_the_same(pieces)


@pytest.mark.usefixtures("refusals")
@given(
    st.lists(st.sampled_from(sorted(ASKED)), min_size=1, max_size=4),
    st.lists(st.integers(0, 4000), max_size=6),
)
def test_however_requests_arrive_they_are_answered_as_without_it(names: list[str], cuts: list[int]) -> None:
    said = b"".join(ASKED[name] for name in names)
    demand_the_same([said[start:end] for start, end in pairwise([0, *sorted(cuts), len(said)])])


def test_a_signature_that_comes_behind_the_body_counts_for_nothing(expect_log: Callable[[str], None]) -> None:
    signed = asks(1, chunk=100)
    (field,) = (line for line in signed.split(b"\r\n") if line.startswith(b"Signature:"))
    late = signed.replace(field + b"\r\n", b"")[:-2] + field + b"\r\n\r\n"
    heard, here = talk(late)
    assert [answer.status for answer in heard] == [401]
    assert here.long == []
    expect_log("401 unsigned")


def test_a_report_in_two_pieces_is_taken_once_and_its_line_has_the_short_way_again() -> None:
    one, two = asks(1), asks(2)
    for cut in (20, one.index(b"\r\n\r\n") + 4, len(one) - 1):
        heard, here = talk(one[:cut], one[cut:], two)
        assert [answer.status for answer in heard] == [TAKEN] * 2
        assert here.keeper.kept == [1, 2]
        assert len(here.long) == (0 if cut == 20 else 1)


def test_a_line_that_rests_holds_no_report() -> None:
    async def go() -> None:
        async with wired() as (here, line):
            await line.say(asks(1))
            await line.hear()
            (connection,) = here.state.connections
            assert isinstance(connection, ShortWay)
            assert connection.cycle.body == b""

    asyncio.run(asyncio.wait_for(go(), PATIENCE_S))


def test_what_follows_on_a_line_waits_until_a_report_is_answered(expect_log: Callable[[str], None]) -> None:
    async def go() -> None:
        keeper = Keeper()
        keeper.gate.clear()
        async with wired(keeper) as (here, line):
            await line.say(asks(1) + asks(2) + asks(3, method="GET"))
            assert keeper.kept == [1]
            keeper.gate.set()
            assert [(await line.hear()).status for _ in range(3)] == [TAKEN, TAKEN, 405]
            assert keeper.kept == [1, 2]
            assert here.long == [REPORTS] * 2

    asyncio.run(asyncio.wait_for(go(), PATIENCE_S))
    expect_log("405 method")


def test_a_server_that_ends_answers_what_has_arrived_and_closes_the_line() -> None:
    async def go() -> None:
        keeper = Keeper()
        keeper.gate.clear()
        async with wired(keeper) as (here, line):
            await line.say(asks(1))
            (connection,) = here.state.connections
            assert len(here.state.tasks) == 1  # for these a server waits
            connection.shutdown()
            await arrived()
            assert not line.has_ended
            keeper.gate.set()
            answer = await line.hear()
            assert (answer.status, answer.fields["connection"]) == (TAKEN, "close")
            assert await line.all() == []

    asyncio.run(asyncio.wait_for(go(), PATIENCE_S))


def test_a_line_with_nothing_on_it_is_closed_at_once_when_the_server_ends() -> None:
    async def go() -> None:
        async with wired() as (here, line):
            await line.say(asks(1))
            await line.hear()
            (connection,) = here.state.connections
            connection.shutdown()
            assert await line.all() == []

    asyncio.run(asyncio.wait_for(go(), PATIENCE_S))


def test_a_line_that_stays_silent_is_closed() -> None:
    async def go() -> None:
        async with wired(idle_s=0) as (_, line):
            await line.say(asks(1))
            assert [answer.status for answer in await line.all()] == [TAKEN]

    asyncio.run(asyncio.wait_for(go(), PATIENCE_S))


def test_a_device_that_leaves_before_its_answer_leaves_its_report() -> None:
    async def go() -> None:
        keeper = Keeper()
        keeper.gate.clear()
        async with wired(keeper) as (here, line):
            await line.say(asks(1))
            line.transport.abort()
            await arrived()
            assert not here.state.connections
            keeper.gate.set()
            await asyncio.gather(*here.state.tasks)
            assert here.reports.counts == {"taken": 1}
            assert here.state.total_requests == 0  # none was answered

    asyncio.run(asyncio.wait_for(go(), PATIENCE_S))


def test_answers_that_nobody_reads_do_not_pile_up() -> None:
    """A line may send one request after the other and read none: what it hears first waits for it."""

    async def go() -> None:
        async with wired() as (here, line):
            line.transport.pause_reading()
            (connection,) = here.state.connections
            connection.pause_writing()
            await line.say(asks(1) + asks(2))
            assert here.keeper.kept == [1]
            connection.resume_writing()
            line.transport.resume_reading()
            assert [(await line.hear()).status for _ in range(2)] == [TAKEN] * 2

    asyncio.run(asyncio.wait_for(go(), PATIENCE_S))


def test_what_nobody_foresaw_is_answered_as_a_failure_and_logged(expect_log: Callable[[str], None]) -> None:
    async def go() -> None:
        async with wired() as (here, line):
            here.reports.whole = None  # type: ignore[assignment, method-assign]
            await line.say(asks(1))
            answer = await line.hear()
            assert (answer.status, answer.fields["connection"]) == (500, "close")
            assert await line.all() == []

    asyncio.run(asyncio.wait_for(go(), PATIENCE_S))
    expect_log("Exception in the way of a report")
