"""A film that Qt plays, without a scene: its frames against a clock that is set anew while it plays."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtMultimedia import QMediaPlayer, QVideoFrame, QVideoFrameFormat, QVideoSink
from stage_world import FULL, HEIGHT, NOON, WIDTH, Shelf

from player.stage.film_player import FilmPlayer
from player.stage.instants import to_ms
from player.stage.props import Layer, PageKey
from player.stage.step import ahead_ms
from player.stage.theatre import application
from playlists.program import Film

LONG_MS = 3_600_000


class Projection:
    """A film that plays into a sink, by a clock that can be set."""

    def __init__(self, shelf: Shelf, *, into_ms: int = 0, silence_ms: int = 2000) -> None:
        item = shelf.film("film", frames=50)
        assert isinstance(item.content, Film)
        key = PageKey("film", item.content, 0, FULL.zones[0], WIDTH, HEIGHT)
        self.layer = Layer(key, to_ms(NOON), to_ms(NOON) + LONG_MS)
        self._zero = to_ms(NOON) + into_ms - round(time.monotonic() * 1000)
        self.ahead: list[float] = []
        path = shelf.path(item.content.rendition)
        self.film = FilmPlayer(
            path, self.layer, self.clock(), clock=self.clock, silence_ms=silence_ms, pictures=True
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
        found = self.film.findChild(QMediaPlayer)
        assert isinstance(found, QMediaPlayer)
        return found

    def _note(self, frame: QVideoFrame) -> None:
        if self.player.isPlaying():
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
    made.player.pause()
    assert wait_for(lambda: made.film.error is not None)
    assert "no more frames came" in str(made.film.error)


def test_counts_as_broken_when_its_file_is(
    projection: Callable[..., Projection], tmp_path: Path, expect_qt_message: Callable[[str], None]
) -> None:
    expect_qt_message("Could not open media")
    made = projection()
    broken = tmp_path / "broken"
    broken.write_bytes(b"no film")
    film = FilmPlayer(broken, made.layer, made.clock(), clock=made.clock, silence_ms=300, pictures=True)
    assert wait_for(lambda: film.error is not None)
    film.close()


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
