"""What stages hung on: held against it, and set aside in the end."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from device_profiles.report import Fault
from player import quarantine
from player.spool import Spool
from player.state import State
from player.status import STRIKES, WORK, Work, read_work
from player.strikes import HUNG_S, MOST, SLIDE_S, count
from playlists.durable import put

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def state(tmp_path: Path) -> State:
    made = State(tmp_path)
    made.status.mkdir()
    return made


def ended_over(
    state: State, item: str, at: datetime, name: str | None = None, after_s: float = HUNG_S
) -> float:
    """A stage ended while it decoded something, and another one starts: how long it shows the slide."""
    work = Work(item=item, object=name, steady_s=1000)
    put(state.status / WORK, msgspec.json.encode(work), durable=False)
    return count(state, "totem-1", at, 1000 + after_s)


def barred(state: State) -> list[str]:
    return [one.item for one in quarantine.read(state.quarantine)]


def test_a_stage_that_ended_over_nothing_begins_at_once(state: State) -> None:
    assert count(state, "totem-1", NOON, 1000) == 0
    put(state.status / WORK, b"", durable=False)
    assert count(state, "totem-1", NOON, 1000) == 0


def test_what_stages_hang_on_again_and_again_is_set_aside(
    state: State, expect_log: Callable[[str], None]
) -> None:
    expect_log("the stage hung 3 times while it decoded the same; set aside: film")
    for number in range(MOST):
        assert barred(state) == []
        assert ended_over(state, "film", NOON + 11 * number * MINUTE, "ab" * 32) == SLIDE_S
        assert read_work(state.status / WORK) is None, "it is held against it once"
    assert [(one.name, one.item) for one in quarantine.read(state.quarantine)] == [("ab" * 32, "film")]
    with closing(Spool(state.spool)) as spool:
        (fault,) = [entry.record for entry in spool.batch(10)]
    assert isinstance(fault, Fault)
    assert (fault.part, fault.kind) == ("play", "loop")


def test_after_a_day_it_is_tried_again_as_if_nothing_had_been(
    state: State, expect_log: Callable[[str], None]
) -> None:
    expect_log("set aside: film")
    for number in range(MOST):
        ended_over(state, "film", NOON + number * MINUTE)
    later = NOON + 30 * timedelta(hours=1)
    ended_over(state, "film", later)
    assert quarantine.names(quarantine.read(state.quarantine), later) == frozenset()


def test_chance_is_no_loop(state: State) -> None:
    for number in range(3 * MOST):
        assert ended_over(state, "killed", NOON + number * MINUTE, after_s=HUNG_S - 1) == 0
        assert read_work(state.status / WORK) is None, "it is no suspect of the next one's end"
        assert ended_over(state, "of a boot before", NOON + number * MINUTE, after_s=-900) == 0
    for number in range(3 * MOST):
        ended_over(state, f"item-{number}", NOON + number * MINUTE)
    for number in range(MOST):
        ended_over(state, "seldom", NOON + 31 * number * MINUTE)
    assert barred(state) == []


def test_the_built_in_slide_is_neither_set_aside_nor_waited_for(state: State) -> None:
    for number in range(2 * MOST):
        assert ended_over(state, "built-in", NOON + number * MINUTE) == 0
    assert barred(state) == []


def test_a_clock_that_was_set_back_forgets_nothing_of_the_last_hour(
    state: State, expect_log: Callable[[str], None]
) -> None:
    expect_log("set aside: film")
    for at in (NOON, NOON - 20 * MINUTE, NOON - 10 * MINUTE):
        ended_over(state, "film", at)
    assert barred(state) == ["film"]


def test_where_nothing_can_be_written_the_slide_comes_all_the_same(
    state: State, expect_log: Callable[[str], None]
) -> None:
    expect_log("the state cannot be written, playing goes on")
    (state.status / STRIKES).mkdir()
    assert ended_over(state, "film", NOON) == SLIDE_S
