"""A real stage with one screen that is touched: clocks set by hand, and what its witness was told."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol, TypeVar

import msgspec
from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer
from PySide6.QtGui import QImage
from stage_world import FULL, HandClock, Shelf, program, screen_program

from device_profiles.profile import Screen
from device_profiles.report import What
from player.stage.player import StagePlayer
from player.stage.theatre import Theatre, application
from player.stage.witness import Witness
from player.touch.aloud.reader import Speaks
from playlists.program import Item, Program, Stills
from playlists.services import Services

RED, BLUE = "#ff0000", "#0000ff"
PATIENCE_MS = 60_000


def until(happened: Callable[[], bool]) -> None:
    """Let the stage live until something has happened."""
    loop, timer, end = QEventLoop(), QTimer(), QTimer()

    def look() -> None:
        if happened():
            loop.quit()

    timer.timeout.connect(look)
    timer.start(5)
    end.timeout.connect(loop.quit)
    end.start(PATIENCE_MS)
    loop.exec()
    assert happened(), "it did not happen"


class Heard(Witness):
    """Notes what it is told of frames and covers."""

    def __init__(self) -> None:
        self.frames = 0
        self.covers: list[bool] = []
        self.told: list[tuple[What, str, str, int, int]] = []
        self.on_disk = True

    def frame(self, _: int) -> None:
        self.frames += 1

    def covered(self, *, covered: bool) -> None:
        self.covers.append(covered)

    def tallies(self, what: What, name: str, answer: str, hour_ms: int, count: int, /) -> int | None:
        self.told.append((what, name, answer, hour_ms, count))
        return len(self.told)

    @property
    def written(self) -> int:
        return len(self.told) if self.on_disk else 0

    @property
    def votes(self) -> Counter[tuple[str, str]]:
        return Counter((name, answer) for what, name, answer, *_ in self.told if what is What.POLL)


class TouchedStage:
    """A stage with one screen."""

    def __init__(self, shelf: Shelf, screen: Screen, services: Services, voice: Speaks | None = None) -> None:
        application()
        self.shelf, self.screen = shelf, screen
        self.clock, self.steady = HandClock(), 1_000_000.0
        self.heard, theatre = Heard(), Theatre()
        self.pictures = theatre.pictures
        self.player = StagePlayer(
            self.program(services),
            shelf.folder,
            self.clock,
            theatre=theatre,
            witness=lambda _: self.heard,
            steady_ms=lambda: self.steady,
            voice=voice,
        )
        (self.window,) = self.player.windows.values()
        until(self.window.window.isVisible)

    def program(self, services: Services | None, item: str = "red", colour: str = RED) -> Program:
        """One picture that fills the screen."""
        picture = Stills(pages=(self.shelf.still(colour, self.screen.width, self.screen.height),))
        only = Item(id=item, content=picture, pages_ms=(3_600_000,))
        shown = screen_program(FULL, self.screen, main=(only,))
        return program(msgspec.structs.replace(shown, services=services))

    def until(self, happened: Callable[[], bool]) -> None:
        """Let the stage live until something has happened."""
        until(happened)

    def picture(self) -> QImage:
        """What is on the glass."""
        return self.window.window.grabWindow().convertToFormat(QImage.Format.Format_RGB32)

    def passes(self, seconds: float) -> None:
        """Time goes by."""
        self.steady += seconds * 1000
        self.clock.go(round(seconds * 1000))


class _Played(Protocol):
    @property
    def player(self) -> StagePlayer: ...


S = TypeVar("S", bound=_Played)


@contextmanager
def played(make: Callable[[], S]) -> Iterator[S]:
    """A stage until the test ends; nothing of it is left after that."""
    made = make()
    yield made
    made.player.close()
    made.player.windows.clear()
    del made
    gc.collect()
    QCoreApplication.sendPostedEvents()
