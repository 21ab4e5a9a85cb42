"""A film that Qt plays, without a scene: its frames against a clock that is set anew while it plays."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QEventLoop, QSize, QTimer, QUrl
from PySide6.QtMultimedia import QMediaPlayer, QVideoFrame, QVideoFrameFormat, QVideoSink
from shiboken6 import isValid
from stage_world import FULL, HEIGHT, NOON, WIDTH, Shelf

from player.stage.film_player import FilmPlayer
from player.stage.instants import to_ms
from player.stage.props import Layer, PageKey
from player.stage.step import ahead_ms
from player.stage.theatre import application
from playlists.program import Film

LONG_MS = 3_600_000
LONG_S = 60.0


class Projection:
    """A film that plays into a sink, by a clock that can be set."""

    def __init__(self, shelf: Shelf, *, into_ms: int = 0, silence_ms: int = 2000) -> None:
        item = shelf.film("film", frames=50)
        assert isinstance(item.content, Film)
        key = PageKey("film", item.content, 0, FULL.zones[0], WIDTH, HEIGHT)
        self.layer = Layer(key, to_ms(NOON), to_ms(NOON) + LONG_MS)
        self._zero = to_ms(NOON) + into_ms - round(time.monotonic() * 1000)
        self.ahead: list[float] = []
        self.path = shelf.path(item.content.rendition)
        self.source = QUrl.fromLocalFile(str(self.path))
        self.film = FilmPlayer(
            lambda: self.path,
            self.layer,
            self.clock(),
            clock=self.clock,
            silence_ms=silence_ms,
            pictures=True,
        )
        self.sink = QVideoSink()
        self.sink.videoFrameChanged.connect(self._note)
        self.film.project(self.sink)

    def clock(self) -> int:
        return self._zero + round(time.monotonic() * 1000)

    def set_clock(self, milliseconds: int) -> None:
        """Put it forward, or back."""
        self._zero += milliseconds
        self.ahead.clear()

    @property
    def player(self) -> QMediaPlayer:
        there = (one for one in gc.get_objects() if type(one) is QMediaPlayer and isValid(one))
        (found,) = (one for one in there if one.source() == self.source)
        return found

    def _note(self, frame: QVideoFrame) -> None:
        if self.film._begun:
            due = self.layer.position_ms(self.clock())
            self.ahead.append(ahead_ms(frame.startTime() / 1000, due, 2000))

    def in_step(self) -> bool:
        """Whether the newest frames came when they were due."""
        return len(self.ahead) > 5 and all(abs(ahead) <= 45 for ahead in self.ahead[-5:])


def wait_for(what: Callable[[], bool], patience_ms: int = 60_000) -> bool:
    """Let Qt work until `what` is so, or for so long that it never will be."""
    loop, timer = QEventLoop(), QTimer()

    def look() -> None:
        if what():
            loop.quit()

    timer.timeout.connect(look)
    timer.start(10)
    QTimer.singleShot(patience_ms, loop, loop.quit)
    loop.exec()
    return what()


@pytest.fixture
def projection(tmp_path: Path) -> Iterator[Callable[..., Projection]]:
    application()
    made: list[Projection] = []

    def make(**options: int) -> Projection:
        made.append(Projection(Shelf(tmp_path), **options))
        return made[-1]

    yield make
    for each in made:
        each.film.close()
        assert each.film.join(LONG_S)


@pytest.mark.parametrize("jump_ms", [150, -150, 800])
def test_comes_back_into_step_with_a_clock_that_was_set(
    projection: Callable[..., Projection], jump_ms: int
) -> None:
    made = projection(into_ms=700)
    assert wait_for(made.in_step)
    made.set_clock(jump_ms)
    assert wait_for(lambda: bool(made.ahead))
    assert not made.in_step()
    assert wait_for(made.in_step)


def test_plays_without_sound_at_the_usual_speed_while_in_step(
    projection: Callable[..., Projection],
) -> None:
    made = projection()
    assert wait_for(lambda: made.in_step() and made.player.playbackRate() == 1)
    assert made.player.audioOutput() is None


def test_stands_at_its_first_frame_until_it_is_due(projection: Callable[..., Projection]) -> None:
    made = projection(into_ms=-400)
    assert wait_for(lambda: made.film.prepared)
    assert not made.film.ready(to_ms(NOON) - 1000)
    assert made.sink.videoFrame().startTime() == 0
    assert wait_for(lambda: made.film.ready(made.clock()))


def test_counts_as_broken_when_it_falls_silent(projection: Callable[..., Projection]) -> None:
    made = projection(silence_ms=300)
    assert wait_for(made.in_step)
    assert made.film.error is None
    made.film._deck.pause()
    assert wait_for(lambda: made.film.error is not None)
    assert "no more frames came" in str(made.film.error)


def test_counts_as_broken_when_its_file_is(
    projection: Callable[..., Projection], tmp_path: Path, expect_qt_message: Callable[[str], None]
) -> None:
    expect_qt_message("Could not open media")
    made = projection()
    broken = tmp_path / "broken"
    broken.write_bytes(b"no film")
    film = FilmPlayer(
        lambda: broken, made.layer, made.clock(), clock=made.clock, silence_ms=300, pictures=True
    )
    assert wait_for(lambda: film.error is not None)
    film.close()
    assert film.join(LONG_S)


@pytest.mark.parametrize("hangs_in", ["the search for its file", "its file"])
def test_nobody_waits_for_a_film_that_hangs(
    projection: Callable[..., Projection],
    tmp_path: Path,
    hangs_in: str,
    expect_qt_message: Callable[[str], None],
) -> None:
    if hangs_in == "its file":
        expect_qt_message("Could not open media")
    made, pipe, gate, sought = projection(), tmp_path / "pipe", Event(), Event()
    os.mkfifo(pipe)

    def find() -> Path:
        sought.set()
        gate.wait(LONG_S if hangs_in == "the search for its file" else 0)
        return pipe if hangs_in == "its file" else made.path

    def is_released() -> bool:
        gate.set()
        os.close(os.open(pipe, os.O_RDWR))
        return film.join(0)

    began = time.monotonic()
    film = FilmPlayer(find, made.layer, made.clock(), clock=made.clock, silence_ms=300, pictures=True)
    assert wait_for(sought.is_set)
    assert wait_for(made.in_step), "the others go on"
    film.close()
    assert not wait_for(lambda: film.join(0), 500), "it hangs, and is waited for by nobody"
    assert time.monotonic() - began < LONG_S / 2
    assert wait_for(is_released)


_HUNG = """
import sys
from pathlib import Path
from PySide6.QtCore import QEventLoop, QTimer
from parvis.child import leave
from player.stage.film_deck import FilmDeck
from player.stage.theatre import application
application(offscreen=True)
deck, loop = FilmDeck(lambda: Path(sys.argv[1]), pictures=True, sound=False), QEventLoop()
deck.loaded.connect(loop.quit)
deck.start()
loop.exec()
deck.close()
print(deck.join(0.5))
leave(7)
"""


def test_a_process_ends_though_a_film_hangs(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", _HUNG, str(pipe)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=LONG_S,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (7, "False"), done.stderr


def test_a_frame_from_elsewhere_in_the_film_is_not_its_beginning(
    projection: Callable[..., Projection],
) -> None:
    made = projection(into_ms=700)
    sink = made.player.videoSink()
    assert sink is not None
    sink.setVideoFrame(stray_frame(0))
    assert not made.film.prepared
    sink.setVideoFrame(stray_frame(700))
    assert made.film.prepared


def stray_frame(at_ms: int) -> QVideoFrame:
    size = QSize(WIDTH, HEIGHT)
    frame = QVideoFrame(QVideoFrameFormat(size, QVideoFrameFormat.PixelFormat.Format_BGRA8888))
    frame.setStartTime(at_ms * 1000)
    return frame
