"""Planning a broadcast day takes long: the drawing thread leaves it to the worker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from stage_world import HandClock, LaterExecutor, Shelf, at, full

from player.stage.limits import Limits
from player.stage.live import LiveScreen
from player.stage.objects import Objects
from player.stage.theatre import Theatre, application
from playlists.program import Program
from playlists.timeline import is_prepared


class Screen:
    """A live screen that has its first picture, and whose worker and clock go when told."""

    def __init__(self, shelf: Shelf, shown: Program) -> None:
        application()
        self.clock, self.worker = HandClock(), LaterExecutor()
        self._theatre = Theatre()
        self.live = LiveScreen(
            shown,
            "main",
            objects=Objects(shelf.folder),
            pictures=self._theatre.pictures,
            worker=self.worker,
            clock=self.clock,
            limits=Limits(),
        )
        self.live.refresh()
        self.worker.work()


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "objects")


@pytest.fixture
def shown(shelf: Shelf) -> Program:
    return full(shelf.picture("red", "#ff0000"), shelf.picture("blue", "#0000ff"))


@pytest.fixture
def screen(shelf: Shelf, shown: Program) -> Iterator[Screen]:
    made = Screen(shelf, shown)
    yield made
    made.live.close()


def test_the_drawing_thread_finds_the_next_broadcast_day_planned(screen: Screen, shown: Program) -> None:
    tomorrow = at(15.5 * 3600)
    screen.clock.go(14 * 3_600_000 + 2000)
    screen.live.refresh()
    assert not is_prepared(shown, tomorrow), "that is for the worker"
    screen.worker.work()
    assert is_prepared(shown, tomorrow)


def test_another_program_is_planned_before_the_drawing_thread_looks_at_it(
    screen: Screen, shelf: Shelf
) -> None:
    other = full(shelf.picture("green", "#00ff00"))
    screen.live.replace(other)
    for _ in range(90):
        screen.clock.go(100)
        screen.live.refresh()
    assert not is_prepared(other, at(9))
    screen.worker.work()
    assert is_prepared(other, at(9))
