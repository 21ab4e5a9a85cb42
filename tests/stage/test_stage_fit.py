"""A scene on an output that has other pixels than its screen: all of it, in its shape, black around it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QPointF
from PySide6.QtGui import QColor
from stage_shown import MakeStage, Stage, stages_of
from stage_world import HEIGHT, LED, NOON, WIDTH, Shelf, full, led_screen, program, screen_program

from device_profiles.report import Fault
from layouts.layout import Rect
from player.recorder import Recorder
from player.spool import Spool
from player.stage.fit import Fit, fit
from player.stage.instants import to_ms
from player.stage.wrongs import Wrongs
from playlists.program import Item, Stills

RED = "#ff0000"
BLACK = "#000000"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


@pytest.fixture
def make_stage(shelf: Shelf) -> Iterator[MakeStage]:
    yield from stages_of(shelf)


def red(make_stage: MakeStage, shelf: Shelf, wide: int, high: int, **options: int) -> Stage:
    """A stage whose picture is red, in a window of so many pixels."""
    stage = make_stage(full(shelf.picture("red", RED)), **options)
    stage.work()
    stage.window.window.resize(wide, high)
    QCoreApplication.processEvents()
    return stage


def edges(stage: Stage) -> tuple[int, int, int, int]:
    """The pixels that are not black: from where to where, across and down."""
    image = stage.look()
    lit = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if QColor(image.pixel(x, y)).name() != BLACK
    ]
    across, down = [x for x, _ in lit], [y for _, y in lit]
    return min(across), max(across) + 1, min(down), max(down) + 1


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ((1920, 1080), Fit(1.0, 0, 0)),
        ((1280, 800), Fit(2 / 3, 0, 40)),
        ((3840, 2160), Fit(2.0, 0, 0)),
        ((1920, 1200), Fit(1.0, 0, 60)),
        ((1080, 1920), Fit(0.5625, 0, 656)),
        ((0, 0), Fit()),
    ],
)
def test_the_scene_is_as_large_as_it_can_be(output: tuple[int, int], expected: Fit) -> None:
    assert fit((1920, 1080), output) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("output", "lit"),
    [
        ((WIDTH, HEIGHT), (0, 160, 0, 90)),
        ((128, 80), (0, 128, 4, 76)),
        ((320, 180), (0, 320, 0, 180)),
        ((160, 120), (0, 160, 15, 105)),
    ],
)
def test_a_smaller_or_larger_output_shows_all_of_it(
    make_stage: MakeStage, shelf: Shelf, output: tuple[int, int], lit: tuple[int, int, int, int]
) -> None:
    stage = red(make_stage, shelf, *output)
    assert edges(stage) == lit


def test_a_turned_scene_is_fitted_as_it_is_turned(make_stage: MakeStage, shelf: Shelf) -> None:
    stage = red(make_stage, shelf, 45, 100, turn=90)
    assert edges(stage) == (0, 45, 10, 90)


def test_what_is_seen_is_looked_for_where_it_is(make_stage: MakeStage, shelf: Shelf) -> None:
    stage = red(make_stage, shelf, 128, 120)
    stage.window.window.show()
    QCoreApplication.processEvents()
    stage.window.window.resize(128, 120)
    QCoreApplication.processEvents()
    (seen,) = stage.window.glass.look([Rect(0, 0, WIDTH, HEIGHT)])
    assert seen.sight().colour == RED[1:], "black bars are no part of it"


def test_a_finger_is_where_it_is_seen(make_stage: MakeStage, shelf: Shelf) -> None:
    stage = red(make_stage, shelf, 128, 80)
    scene = stage.window.window.contentItem().childItems()[0]
    found = scene.mapFromScene(QPointF(64, 40))
    assert (found.x(), found.y()) == pytest.approx((WIDTH / 2, HEIGHT / 2))


def test_lamps_stay_where_their_sender_takes_them(make_stage: MakeStage, shelf: Shelf) -> None:
    board = led_screen()
    still = Stills(pages=(shelf.still(RED, board.width, board.height),))
    picture = Item(id="red", content=still, pages_ms=(10_000,))
    shown = program(screen_program(LED, board, main=(picture,)))
    stage = make_stage(shown)
    stage.work()
    stage.window.window.resize(2 * board.width, 3 * board.height)
    QCoreApplication.processEvents()
    assert edges(stage)[::2] == (0, 0)
    assert stage.window.fitted.now == Fit()
    assert not stage.window.fitted.is_misfit, "a sender takes the part that it wants"
    stage.window.window.resize(board.width, board.height - 1)
    assert stage.window.fitted.is_misfit


def test_an_output_of_other_pixels_is_said_once_and_until_it_is_over(
    make_stage: MakeStage, shelf: Shelf, tmp_path: Path
) -> None:
    stage = make_stage(full(shelf.picture("red", RED)), full_screen=True)
    stage.work()
    QCoreApplication.processEvents()
    size = stage.window.window.size()
    said = stage.window.misfit
    assert f"{size.width()} × {size.height()} pixels where the screen has {WIDTH} × {HEIGHT}" in said
    recorder = Recorder(tmp_path / "spool")
    wrongs = Wrongs("plasma-001", recorder, lambda: to_ms(NOON))
    for _ in range(3):
        wrongs.outputs({"main": said})
    (fault,) = wrongs.standing.values()
    assert (fault.kind, fault.why, fault.zone) == ("output", said, "main")
    wrongs.outputs({"main": ""})
    assert not wrongs.standing
    recorder.close()
    (kept,) = (entry.record for entry in Spool(tmp_path / "spool").batch(10))
    assert isinstance(kept, Fault)
    assert kept.message == f"screen main is fitted in: {said}"
