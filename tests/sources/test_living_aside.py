"""What is live is found beside the drawing thread: who draws asks, and goes on with what there is."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from test_living import NOON, batch, parking, programs

from player.clock import ClockTrust
from player.living import Living
from player.standing import Data
from playlists import living
from playlists.program import Program

__all__ = ["programs"]
GOOD = ClockTrust.SYNCHRONISED


class Aside:
    """Jobs that wait until somebody does them, in a thread of their own."""

    def __init__(self) -> None:
        self.jobs: list[Callable[[], None]] = []

    def do(self) -> None:
        """Do them."""
        while self.jobs:
            thread = threading.Thread(target=self.jobs.pop(0))
            thread.start()
            thread.join()


@pytest.fixture
def made_in(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The threads in which what is live was found."""
    threads: list[int] = []
    found = living.fillings

    def noted(*given: object) -> object:
        threads.append(threading.get_ident())
        return found(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(living, "fillings", noted)
    return threads


def test_who_draws_never_finds_it_and_is_told_when_it_is_there(
    programs: dict[str, Program], made_in: list[int]
) -> None:
    program, data = programs["hall"], Data(batches=(batch(parking("a", "A", 3)),))
    aside, own = Aside(), Living()
    assert not own.is_ready(program, data, GOOD, NOON, aside.jobs.append)
    assert not own.is_ready(program, data, GOOD, NOON, aside.jobs.append)
    assert len(aside.jobs) == 1, "it is asked for once"
    aside.do()
    assert own.is_ready(program, data, GOOD, NOON, aside.jobs.append)
    assert own.found(program, data, GOOD, NOON)
    assert threading.get_ident() not in made_in
    assert len(made_in) == 1


def test_other_data_and_a_later_step_are_found_anew(programs: dict[str, Program]) -> None:
    program, data = programs["hall"], Data(batches=(batch(parking("a", "A", 3)),))
    aside, own = Aside(), Living()
    own.is_ready(program, data, GOOD, NOON, aside.jobs.append)
    aside.do()
    later = NOON + living.STEP
    assert not own.is_ready(program, data, GOOD, later, aside.jobs.append)
    aside.do()
    assert own.is_ready(program, data, GOOD, later, aside.jobs.append)
    newer = Data(batches=(batch(parking("a", "A", 4)),), version=2)
    assert not own.is_ready(program, newer, GOOD, later, aside.jobs.append)


def test_data_that_nothing_can_be_made_of_hold_up_no_program(
    programs: dict[str, Program], monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    expect_log("the program plays without it")

    def broken(*_: object) -> None:
        raise ValueError("not like this")

    monkeypatch.setattr(living, "fillings", broken)
    program, aside, own = programs["hall"], Aside(), Living()
    own.is_ready(program, Data(), GOOD, NOON, aside.jobs.append)
    aside.do()
    assert own.is_ready(program, Data(), GOOD, NOON, aside.jobs.append)
    assert own.found(program, Data(), GOOD, NOON) == ()


def test_by_a_clock_that_nobody_can_rely_on_nothing_is_waited_for(programs: dict[str, Program]) -> None:
    aside = Aside()
    assert Living().is_ready(programs["hall"], Data(), ClockTrust.UNTRUSTED, NOON, aside.jobs.append)
    assert not aside.jobs
