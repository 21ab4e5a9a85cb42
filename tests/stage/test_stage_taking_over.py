"""When the next program takes over from the present one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from stage_shown import MakeStage, colour, stages_of
from stage_world import THEME, Shelf, full

RED, GREEN, BLUE = "#ff0000", "#00ff00", "#0000ff"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "objects")


@pytest.fixture
def stage(shelf: Shelf) -> Iterator[MakeStage]:
    yield from stages_of(shelf)


def test_the_built_in_slide_gives_way_at_once(stage: MakeStage, shelf: Shelf) -> None:
    made = stage(full())
    made.work()
    made.go(3000)
    made.live.replace(full(shelf.picture("blue", BLUE)))
    made.work()
    assert made.colour() == BLUE


def test_another_program_waits_for_its_time(stage: MakeStage, shelf: Shelf) -> None:
    made = stage(full(shelf.picture("red", RED, 1), shelf.picture("green", GREEN, 1)))
    made.work()
    made.live.replace(full(shelf.picture("blue", BLUE)), made.clock.now_ms + 4500)
    made.work()
    seen = [colour(image) for image in made.play(4400, 100)]
    assert BLUE not in seen
    seen = [colour(image) for image in made.play(1200, 100)]
    assert seen[-1] == BLUE
    assert THEME.day.background not in seen


def test_where_nothing_ends_soon_another_program_does_not_wait_for_that(
    stage: MakeStage, shelf: Shelf
) -> None:
    made = stage(full(shelf.picture("red", RED, 3600)))
    made.work()
    made.live.replace(full(shelf.picture("blue", BLUE)))
    seen = [colour(image) for image in made.play(4000, 100)]
    assert seen[0] == RED
    assert seen[-1] == BLUE
    assert THEME.day.background not in seen


def test_a_clock_that_is_set_back_keeps_no_program_waiting(stage: MakeStage, shelf: Shelf) -> None:
    made = stage(full(shelf.picture("red", RED, 3600)))
    made.work()
    made.live.replace(full(shelf.picture("blue", BLUE)))
    made.work()
    made.go(-1_800_000)
    made.live.refresh()
    made.work()
    seen = [colour(image) for image in made.play(4000, 100)]
    assert seen[-1] == BLUE
    assert THEME.day.background not in seen


def test_a_program_whose_pictures_are_not_ready_waits_for_them(stage: MakeStage, shelf: Shelf) -> None:
    made = stage(full(shelf.picture("red", RED, 3600)))
    made.work()
    made.live.replace(full(shelf.picture("blue", BLUE)))
    for _ in range(49):
        made.go(100)
        assert made.colour() == RED
    made.work()
    made.go(2000)
    assert made.colour() == BLUE
