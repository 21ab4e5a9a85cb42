from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from patience import until
from PySide6.QtGui import QColor
from stage_shown import MakeStage, Stage, colour, stages_of
from stage_world import (
    FULL,
    HEIGHT,
    NOON,
    THEME,
    WIDTH,
    Shelf,
    film_number,
    full,
    program,
    screen,
    screen_program,
)

from device_profiles.profile import Transition
from player.stage.limits import Limits
from playlists.program import Item, Stills

RED, GREEN, BLUE = "#ff0000", "#00ff00", "#0000ff"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "objects")


@pytest.fixture
def stage(shelf: Shelf) -> Iterator[MakeStage]:
    yield from stages_of(shelf)


def broken(shelf: Shelf, item: str) -> Item:
    made = shelf.picture(item, GREEN)
    assert isinstance(made.content, Stills)
    shelf.path(made.content.pages[0]).write_bytes(b"damaged")
    return made


def test_the_window_opens_when_its_first_picture_is_there(stage: MakeStage, shelf: Shelf) -> None:
    made = stage(full(shelf.picture("red", RED)))
    assert not made.window.window.isVisible()
    made.work()
    assert made.window.window.isVisible()
    assert made.colour() == RED


def test_where_nothing_can_be_shown_the_window_opens_with_the_built_in_slide(
    stage: MakeStage, shelf: Shelf, expect_log: Callable[[str], None]
) -> None:
    expect_log("broken is passed over")
    made = stage(full(broken(shelf, "broken")))
    seen: list[bool] = []
    (zone,) = made.live.model._zones
    made.live.ready.connect(lambda: seen.append(any(zone._sources)))
    made.work()
    assert seen == [True]


def test_the_next_picture_is_ready_before_it_is_due(stage: MakeStage, shelf: Shelf) -> None:
    made = stage(full(shelf.picture("red", RED), shelf.picture("blue", BLUE)))
    made.work()
    made.go(10_250)
    assert made.colour() in {"#80007f", "#7f0080"}
    made.go(250)
    assert made.colour() == BLUE


def test_frames_are_asked_for_only_while_something_moves(stage: MakeStage, shelf: Shelf) -> None:
    made = stage(full(shelf.picture("red", RED), shelf.picture("blue", BLUE)))
    made.work()
    asked = []
    for _ in range(22):
        made.go(500)
        asked.append(made.live.model.property("moving"))
    assert [index for index, moving in enumerate(asked) if moving] == [19]


@pytest.mark.parametrize("transition", list(Transition))
def test_fifty_changes_never_show_the_ground(
    stage: MakeStage, shelf: Shelf, expect_log: Callable[[str], None], transition: Transition
) -> None:
    expect_log("broken is passed over")
    items: tuple[Item, ...] = (
        shelf.picture("red", RED, 1),
        shelf.picture("white", "#ffffff", 1),
        broken(shelf, "broken"),
        shelf.picture("blue", BLUE, 1),
    )
    items = tuple(item if item.id != "broken" else Item(**_fields(item, (1000,))) for item in items)
    made = stage(program(screen_program(FULL, screen(transitions=(transition,)), main=items)))
    made.work()
    ground = THEME.day.background
    for image in made.play(50_000, 125):
        for y in (0, HEIGHT // 2, HEIGHT - 1):
            assert colour(image, 3, y) != ground
            shown = QColor(image.pixel(3, y))
            assert shown.red() > 120 or shown.blue() > 120, shown.name()


def _fields(item: Item, pages_ms: tuple[int, ...]) -> dict[str, Any]:
    return {"id": item.id, "content": item.content, "pages_ms": pages_ms}


def test_a_broken_item_is_named_once_and_tried_again_later(
    stage: MakeStage, shelf: Shelf, caplog: pytest.LogCaptureFixture, expect_log: Callable[[str], None]
) -> None:
    expect_log("broken is passed over")
    bad = broken(shelf, "broken")
    made = stage(full(shelf.picture("red", RED), bad))
    made.work()
    for image in made.play(80_000, 500):
        assert colour(image) == RED
    assert sum("broken" in record.getMessage() for record in caplog.records) == 1
    assert shelf.still(GREEN) == bad.content.pages[0]  # type: ignore[union-attr]
    seen = {colour(image) for image in made.play(140_000, 500)}
    assert {RED, GREEN} <= seen


def test_a_late_picture_leaves_the_one_before_it_on_the_glass(stage: MakeStage, shelf: Shelf) -> None:
    made = stage(full(shelf.picture("red", RED), shelf.picture("blue", BLUE)), limits=Limits(changes_ahead=0))
    made.work()
    made.go(600)
    made.go(10_400)
    assert made.colour() == RED
    made.work()
    assert made.colour() == BLUE


def test_pictures_held_stay_within_their_bound(stage: MakeStage, shelf: Shelf) -> None:
    picture = WIDTH * HEIGHT * 4
    items = tuple(shelf.picture(f"item-{n}", f"#{n * 5:02x}80ff", 1) for n in range(40))
    made = stage(full(*items), limits=Limits(decoded_bytes=3 * picture))
    made.work()
    worst = 0
    for _ in made.play(45_000, 250):
        worst = max(worst, made.live.held_bytes)
    assert picture <= worst <= 3 * picture
    assert len(made.theatre.pictures) <= 3


def test_another_program_takes_over_at_a_change_without_a_gap(stage: MakeStage, shelf: Shelf) -> None:
    made = stage(full(shelf.picture("red", RED)))
    made.work()
    made.go(3000)
    made.live.replace(full(shelf.picture("blue", BLUE), theme=THEME))
    assert made.colour() == RED
    made.work()
    assert made.colour() == RED, "not before the item has played out"
    seen = [colour(image) for image in made.play(8000, 100)]
    assert THEME.day.background not in seen
    assert seen[0] == RED
    assert seen[-1] == BLUE


def test_a_film_goes_in_step_with_the_clock(stage: MakeStage, shelf: Shelf) -> None:
    made = stage(full(shelf.film("film", frames=50, seconds=10), shelf.picture("black", "#000000")))
    made.work()
    made.go(560)
    for _ in range(60):
        made.go(70)
        position = (made.clock.now_ms - to_noon()) % 2000
        until(f"frame {position // 40} is shown", partial(_shows, made, position // 40))


def to_noon() -> int:
    return int(NOON.timestamp() * 1000)


def _shows(made: Stage, number: int) -> bool:
    """Whether this frame is seen, or the one beside it; the film's thread is real, and may be late."""
    made.live.model.tick()
    return abs(film_number(made.look()) - number) <= 1


def test_a_silent_film_counts_as_broken(
    stage: MakeStage, shelf: Shelf, expect_log: Callable[[str], None]
) -> None:
    expect_log("film is passed over.*damaged")
    film = shelf.film("film", frames=25, seconds=10)
    shelf.path(film.content.rendition).write_bytes(b"no film")  # type: ignore[union-attr]
    made = stage(full(shelf.picture("red", RED), film))
    made.work()
    for image in made.play(20_000, 500):
        assert colour(image) == RED


def test_a_scene_is_turned_where_the_output_is_not(stage: MakeStage, shelf: Shelf) -> None:
    half = shelf.picture("half", RED)
    made = stage(full(half), turn=90)
    made.work()
    image = made.look()
    assert (image.width(), image.height()) == (HEIGHT, WIDTH)
    assert {colour(image, x, y) for x in (1, HEIGHT - 2) for y in (1, WIDTH - 2)} == {RED}


def test_starts_and_frames_are_counted(stage: MakeStage, shelf: Shelf) -> None:
    made = stage(full(shelf.picture("red", RED), shelf.picture("blue", BLUE)))
    made.work()
    made.go(10_010)
    made.live.frame_presented()
    made.go(10_050)
    made.live.frame_presented()
    counted = made.live.presented
    assert (counted.starts, counted.late_starts, counted.worst_start_ms) == (2, 1, 60)
