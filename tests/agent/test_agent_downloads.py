"""Objects on their way: resumed at the byte, whatever the server makes of the question."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from agent_world import MB, Device, device, noise, picture
from erring_server import Request

from player.agent.outcome import Accepted, Incomplete

SIZE = 3 * MB


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Device]:
    with device(tmp_path) as made:
        yield made


def break_off(request: Request) -> None:
    """A megabyte of what is asked for, then the connection is gone."""
    data = request.file or b""
    end = len(data) - 1
    headers = {"Content-Range": f"bytes {request.start}-{end}/{len(data)}"} if request.start else {}
    request.head(206 if request.start else 200, headers, length=len(data) - request.start)
    request.send(data[request.start : request.start + MB])
    request.hang_up()


def sent(one: Device) -> int:
    return sum(asked.sent for asked in one.server.asked("objects/"))


def test_an_answer_that_breaks_off_is_gone_on_with_at_the_byte(one: Device) -> None:
    one.show(noise(SIZE))
    one.server.err("objects/", break_off, times=2)
    assert one.cycle() == Accepted(generation=1, fetched=1)
    assert sent(one) == SIZE
    ranges = [asked.headers.get("range") for asked in one.server.asked("objects/")]
    assert ranges == [None, f"bytes={MB}-{SIZE - 1}", f"bytes={2 * MB}-{SIZE - 1}"]


def test_what_came_is_kept_over_a_restart(one: Device) -> None:
    one.show(noise(SIZE))
    one.server.err("objects/", break_off, times=1)
    one.server.err("objects/", lambda request: request.answer(503, b""), times=1)
    assert isinstance(one.cycle(), Incomplete)
    before = sent(one)
    one.restarted()
    assert one.cycle() == Accepted(generation=1, fetched=1)
    assert before + sent(one) == SIZE


def test_a_server_without_ranges_sends_all_again(one: Device) -> None:
    one.show(noise(SIZE))

    def all_of_it(request: Request) -> None:
        request.answer(200, request.file or b"")

    one.server.err("objects/", break_off, times=1)
    one.server.err("objects/", all_of_it)
    assert one.cycle() == Accepted(generation=1, fetched=1)
    one.require_sound()


def test_a_server_without_ranges_that_breaks_off_is_not_asked_for_ever(one: Device) -> None:
    one.show(noise(SIZE))

    def start_of_it(request: Request) -> None:
        request.answer(200, (request.file or b"")[:MB], length=SIZE)
        request.hang_up()

    one.server.err("objects/", start_of_it)
    assert isinstance(one.cycle(), Incomplete)
    assert len(one.server.asked("objects/")) == 2


@pytest.mark.parametrize(
    "told", ["bytes 0-9/10", "bytes */3145728", "bytes 1048577-3145727/3145728", "none", ""]
)
def test_another_part_than_was_asked_for_is_not_taken(one: Device, told: str) -> None:
    one.show(noise(SIZE))

    def other_part(request: Request) -> None:
        request.answer(206, noise(2 * MB, 9), {"Content-Range": told} if told else None)

    one.server.err("objects/", break_off, times=1)
    one.server.err("objects/", other_part)
    assert isinstance(one.cycle(), Incomplete)
    one.server.faults.clear()
    assert one.cycle() == Accepted(generation=1, fetched=1)
    assert sent(one) == 2 * MB, "what came before was kept"
    one.require_sound()


@pytest.mark.parametrize("change", ["longer", "other", "shorter"])
def test_a_file_that_changes_in_the_middle_never_enters_the_store(one: Device, change: str) -> None:
    one.show(noise(SIZE))
    other = noise(SIZE, 7) + noise(MB, 8)
    data = {"longer": other, "other": other[:SIZE], "shorter": other[: 2 * MB]}[change]
    one.server.err("objects/", break_off, times=1)
    one.server.err("objects/", lambda request: request.serve(data))
    for _ in range(3):
        assert isinstance(one.cycle(), Incomplete)
        one.require_sound()
    one.server.faults.clear()
    for _ in range(2):
        outcome = one.cycle()
        if isinstance(outcome, Accepted):
            break
    assert outcome == Accepted(generation=1, fetched=1)
    one.require_sound()


@pytest.mark.parametrize("left", [SIZE + 1, SIZE, MB, 1, 0])
def test_bytes_of_somebody_else_in_the_way_cost_a_new_beginning_at_most(one: Device, left: int) -> None:
    """What a power cut left of a download, or what was never one."""
    name = one.show(noise(SIZE))
    one.state.incoming.mkdir(parents=True)
    (one.state.incoming / f"{name}.part").write_bytes(noise(left, 5))
    assert one.cycle() == Accepted(generation=1, fetched=1)
    one.require_sound()


def test_a_bad_chunk_costs_the_chunk(one: Device) -> None:
    data = noise(20 * MB)
    name = one.show(data)
    wrong = bytearray(data)
    wrong[9 * MB] ^= 1
    one.server.err("objects/", lambda request: request.serve(bytes(wrong)), times=1)
    assert one.cycle() == Accepted(generation=1, fetched=1)
    assert sent(one) == 28 * MB
    assert one.object(name).read_bytes() == data


def test_a_chunk_that_stays_bad_is_asked_for_once_a_cycle(one: Device) -> None:
    data = noise(20 * MB)
    one.show(data)
    wrong = bytearray(data)
    wrong[-1] ^= 1
    one.server.err("objects/", lambda request: request.serve(bytes(wrong)))
    for expected in (24, 4, 4):
        assert isinstance(one.cycle(), Incomplete)
        assert sent(one) == expected * MB
    one.server.faults.clear()
    assert one.cycle() == Accepted(generation=1, fetched=1)
    one.require_sound()


def test_many_objects_come_together_and_one_that_is_missing_keeps_all_back(one: Device) -> None:
    one.publish(*(picture(f"p{number}", one.world.source, noise(2000, number)) for number in range(40)))
    one.server.err("objects/", lambda request: request.answer(404, b""), times=1)
    outcome = one.cycle()
    assert isinstance(outcome, Incomplete)
    assert (outcome.missing, outcome.fetched) == (1, 39)
    assert one.status.generation is None
    assert one.cycle() == Accepted(generation=1, fetched=1)
    assert not one.server.asked("programs|approvals"), "they are here already"
    one.require_sound()
