"""Nobody waits for a thread that hangs: not the glass, not the end of the process."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, current_thread

import pytest
from patience import until
from PySide6.QtCore import QCoreApplication
from stage_shown import MakeStage, colour, stages_of
from stage_world import FULL, HEIGHT, NOON, WIDTH, HandClock, Shelf, full

from player.stage.films import FilmReader
from player.stage.footage import Footage
from player.stage.instants import to_ms
from player.stage.limits import Limits
from player.stage.objects import Objects
from player.stage.pictures import Pictures
from player.stage.player import StagePlayer
from player.stage.props import Layer, PageKey
from player.stage.theatre import Theatre, application
from playlists.program import Film

LONG_S = 60.0
RED = "#ff0000"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "objects")


@pytest.fixture
def stage(shelf: Shelf) -> Iterator[MakeStage]:
    yield from stages_of(shelf)


@pytest.fixture
def hung(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Lets every film hang in its thread until it is set."""
    gate, advance = Event(), FilmReader.advance

    def hang(self: FilmReader, position_ms: float) -> float:
        if current_thread().name.startswith("film"):
            gate.wait(LONG_S)
        return advance(self, position_ms)

    monkeypatch.setattr(FilmReader, "advance", hang)
    yield gate
    gate.set()


def took_s(do: Callable[[], object]) -> float:
    began = time.monotonic()
    do()
    return time.monotonic() - began


def test_a_film_whose_decoder_hangs_is_left_at_once(stage: MakeStage, shelf: Shelf, hung: Event) -> None:
    made = stage(full(shelf.film("film", frames=25)))
    made.work()
    assert took_s(made.live._footage.close) < LONG_S / 2
    assert not made.live.join(0)
    hung.set()
    assert made.live.join(LONG_S)


def test_a_painter_that_hangs_is_left_at_once(shelf: Shelf) -> None:
    gate = Event()

    class Slow(Objects):
        def path(self, name: str) -> Path:
            gate.wait(LONG_S)
            return super().path(name)

    application()
    shown, store = full(shelf.picture("red", RED)), Slow(shelf.folder)
    player = StagePlayer(shown, shelf.folder, HandClock(), theatre=Theatre(), store=store)
    assert took_s(player.close) < LONG_S / 2
    assert not player.join(0)
    gate.set()
    assert player.join(LONG_S)


def test_a_film_is_not_opened_again_and_again_where_none_of_its_threads_comes_back(
    stage: MakeStage, shelf: Shelf, hung: Event, expect_log: Callable[[str], None]
) -> None:
    expect_log("film is passed over.*no frame came")
    film = shelf.film("film", frames=25)
    made = stage(full(film, shelf.picture("black", "#000000")), limits=Limits(films_lost=2, retry_ms=1))
    made.work()
    for _ in made.play(60_000, 500):
        pass
    assert lost(made.live._footage) == 2
    hung.set()
    assert made.live.join(LONG_S)


def test_a_film_that_stops_in_its_midst_is_passed_over(
    stage: MakeStage, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    expect_log("film is passed over.*no more frames came")
    gate, advance = Event(), FilmReader.advance

    def stop(self: FilmReader, position_ms: float) -> float:
        if position_ms > 400:
            gate.wait(LONG_S)
        return advance(self, position_ms)

    monkeypatch.setattr(FilmReader, "advance", stop)
    made = stage(full(shelf.picture("red", RED, 2), shelf.film("film", frames=200, seconds=8)))
    made.work()
    made.go(1900)
    until("a frame", lambda: [reel.has_frame for reel in made.live._footage._reels.values()] == [True])
    seen = []
    for image in made.play(5000, 100):
        seen.append(colour(image, 3))
        QCoreApplication.processEvents()
    gate.set()
    assert seen[0] == seen[-1] == RED
    assert len(set(seen)) > 1, "the film was seen until it stopped"


def test_nobody_waits_until_a_film_that_qt_plays_is_found(shelf: Shelf) -> None:
    """Its file is hashed anew where it changed: minutes for a long one on a slow disk."""
    application()
    gate, item = Event(), shelf.film("film", frames=25)
    assert isinstance(item.content, Film)
    film = item.content

    def path(_: PageKey) -> Path:
        gate.wait(LONG_S)
        return shelf.path(film.rendition)

    def never(_: PageKey) -> FilmReader:
        raise AssertionError("Qt plays it")

    footage = Footage(never, path, Pictures(), HandClock(), Limits(), on_gpu=True)
    key = PageKey("film", film, 0, FULL.zones[0], WIDTH, HEIGHT)
    layer = Layer(key, to_ms(NOON), to_ms(NOON) + 1000)
    assert took_s(lambda: footage.want({layer: to_ms(NOON)})) < LONG_S / 2
    footage.close()
    assert not footage.join(0)
    gate.set()
    assert footage.join(LONG_S)


def lost(footage: Footage) -> int:
    return len(footage._ending)


def test_a_process_ends_though_a_worker_hangs() -> None:
    script = "import threading, player.stage.worker as w; w.Worker('w').submit(threading.Event().wait)"
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", script], cwd=root, check=True, timeout=LONG_S)  # noqa: S603
