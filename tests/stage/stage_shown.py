"""A live screen in a window, whose worker and clock go when told."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QImage
from stage_world import HEIGHT, NOON, WIDTH, HandClock, LaterExecutor, Shelf

from player.stage.limits import Limits
from player.stage.live import LiveScreen
from player.stage.objects import Objects
from player.stage.theatre import Theatre, application
from player.stage.window import StageWindow
from player.stage.witness import Witness
from playlists.program import Program

PATIENCE_S = 60.0


class Stage:
    """A live screen in a window, whose worker and clock go when told."""

    def __init__(
        self,
        shown: Program,
        shelf: Shelf,
        *,
        turn: int = 0,
        full_screen: bool = False,
        limits: Limits | None = None,
        witness: Witness | None = None,
    ) -> None:
        self.clock, self.worker = HandClock(NOON), LaterExecutor()
        self.theatre = Theatre()
        self.live = LiveScreen(
            shown,
            "main",
            objects=Objects(shelf.folder),
            pictures=self.theatre.pictures,
            worker=self.worker,
            clock=self.clock,
            limits=limits or Limits(),
            witness=witness,
        )
        self.window = StageWindow(self.theatre, self.live, turn=turn, full_screen=full_screen)
        if witness is not None:
            witness.opens(self.window.glass)
        self.live.refresh()

    def work(self) -> None:
        """Let the worker finish what it was asked for."""
        self.worker.work()

    def go(self, milliseconds: int) -> None:
        """Let time pass, and the scene with it."""
        self.clock.go(milliseconds)
        self.live.model.tick()

    def play(self, milliseconds: int, step: int = 50) -> Iterator[QImage]:
        """Let time pass in steps, the worker keeping up, and look at every frame."""
        for _ in range(milliseconds // step):
            self.go(step)
            self.work()
            yield self.look()

    def look(self) -> QImage:
        return self.window.window.grabWindow()

    def colour(self) -> str:
        return colour(self.look())

    def close(self) -> None:
        self.window.close()
        self.live.join(PATIENCE_S)


def colour(image: QImage, x: int = WIDTH // 2, y: int = HEIGHT // 2) -> str:
    return QColor(image.pixel(x, y)).name()


MakeStage = Callable[..., Stage]


def stages_of(shelf: Shelf) -> Iterator[MakeStage]:
    """Makes stages from the objects on a shelf, and closes them in the end."""
    application()
    stages: list[Stage] = []

    def make(shown: Program, **options: Any) -> Stage:
        stages.append(Stage(shown, shelf, **options))
        return stages[-1]

    yield make
    for made in stages:
        made.close()
    stages.clear()
    gc.collect()
    QCoreApplication.sendPostedEvents()
