"""When the next program takes over from the present one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from stage_shown import MakeStage, colour, stages_of
from stage_world import THEME, Shelf, full

from player.stage.limits import Limits

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


def test_where_nothing_changes_another_program_comes_after_a_while(stage: MakeStage, shelf: Shelf) -> None:
    made = stage(full(shelf.picture("red", RED, 3600)), limits=Limits(swap_ms=5000))
    made.work()
    made.live.replace(full(shelf.picture("blue", BLUE)))
    seen = [colour(image) for image in made.play(6000, 100)]
    assert seen[0] == RED
    assert seen[-1] == BLUE
