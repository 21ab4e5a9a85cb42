"""Tests that hang beside the show are ended, however they hang."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from patience import until

from player.acceptance import Desk
from player.bench import LONGEST_S, SILENT_S, Bench
from player.state import State

ASLEEP = (sys.executable, "-c", "import signal; signal.pause()")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(State(tmp_path))
    made.ask()
    return made


@pytest.fixture
def bench(desk: Desk) -> Iterator[Bench]:
    made = Bench(desk, lambda: ASLEEP)
    yield made
    made.stop()


def ended(bench: Bench, at_s: float) -> bool:
    bench.look(at_s)
    return not bench.is_busy


def test_nothing_runs_that_nobody_asked_for(desk: Desk, bench: Bench) -> None:
    assert desk.take()
    bench.look(0.0)
    assert not bench.is_busy


def test_tests_that_draw_no_more_are_ended(
    desk: Desk, bench: Bench, expect_log: Callable[[str], None]
) -> None:
    expect_log("the tests are hung")
    bench.look(0.0)
    for beat in range(1, 5):
        desk.alive.touch()
        os.utime(desk.alive, (beat, beat))
        bench.look(beat * (SILENT_S - 1))
        assert bench.is_busy, "it beats"
    bench.look(5 * SILENT_S)
    until("the work ended", lambda: ended(bench, 0.0))


def test_tests_that_never_end_are_ended(desk: Desk, bench: Bench, expect_log: Callable[[str], None]) -> None:
    expect_log("the tests are hung")
    bench.look(0.0)
    desk.alive.touch()
    bench.look(LONGEST_S - 1)
    assert bench.is_busy
    bench.look(LONGEST_S + 1)
    until("the work ended", lambda: ended(bench, 0.0))


def test_tests_that_cannot_begin_are_logged(desk: Desk, expect_log: Callable[[str], None]) -> None:
    expect_log("the tests cannot be started")
    made = Bench(desk, lambda: ("/nowhere/python",))
    made.look(0.0)
    assert not made.is_busy
    made.look(1.0)
    assert not made.is_busy, "they are not tried for ever"
