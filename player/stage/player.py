"""A device's screens together: one window for each, one program for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QGuiApplication

from player.stage.limits import Limits
from player.stage.live import LiveScreen
from player.stage.objects import Objects
from player.stage.pages import decoded
from player.stage.presented import Presented
from player.stage.theatre import Theatre
from player.stage.window import StageWindow
from player.stage.witness import Witness
from player.stage.worker import Worker, joined
from player.touch.aloud.reader import Speaks
from player.touch.cover import Means, cover, is_touched
from player.touch.layer import TouchLayer
from player.touch.show import Cover
from playlists.documents import Batch
from playlists.program import Program

_PATIENCE_S = 1.0
"""So long a player that is closed for good waits for its threads."""


class StagePlayer:
    """Plays a program on all screens of its device, from the objects in a folder, by the clock it is given.

    `clock` gives milliseconds since 1970. `turns` names the screens whose scene is turned, with the degrees,
    because their output cannot be. Full-screen windows take the outputs in order. `witness` gives each
    screen, by name, whom it tells of its work; `store` is used in the place of one made for the folder. With
    `steady_ms`, the monotonic clock, screens answer those who touch them; `voice` reads to them. Needs
    `theatre.application()`; `theatre`, `voice` and the application outlive it.
    """

    def __init__(
        self,
        program: Program,
        objects: Path,
        clock: Callable[[], int],
        *,
        theatre: Theatre,
        full_screen: bool = False,
        turns: Mapping[str, int] | None = None,
        limits: Limits | None = None,
        witness: Callable[[str], Witness] = lambda _: Witness(),
        store: Objects | None = None,
        steady_ms: Callable[[], float] | None = None,
        voice: Speaks | None = None,
    ) -> None:
        self._workers = pages, slides = Worker("pages"), Worker("slides")
        self._theatre, self._limits = theatre, limits or Limits()
        store = store or Objects(objects)
        told = {screen.screen.name: witness(screen.screen.name) for screen in program.screens}
        screens = {
            screen.screen.name: LiveScreen(
                program,
                screen.screen.name,
                objects=store,
                pictures=theatre.pictures,
                worker=pages,
                slides=slides,
                clock=clock,
                limits=self._limits,
                on_gpu=theatre.on_gpu,
                witness=told[screen.screen.name],
            )
            for screen in program.screens
        }
        for live in screens.values():
            live.refresh()  # its first pictures are painted while QML is loaded
        layers = _covers(screens, _means(theatre, store, clock, steady_ms), told, voice)
        self.windows = _windows(theatre, screens, layers, turns or {}, full_screen=full_screen)
        _open(self.windows, told)

    def hurry(self) -> None:
        """Nothing else is on the glass: let the built-in slide stand in for first pictures that are late."""
        for window in self.windows.values():
            window.live.hurry()

    def replace(self, program: Program, from_ms: int = 0, *, at_once: bool = False) -> None:
        """Take another program of the same device: each screen goes over to it at a change from `from_ms` on.

        With `at_once` it does as soon as the first pictures are there.

        Raises KeyError if it lacks one of the screens.
        """
        for window in self.windows.values():
            window.live.replace(program, from_ms, at_once=at_once)

    def refresh(self) -> None:
        """Bring all screens up to the clock, which was set."""
        for window in self.windows.values():
            window.live.refresh()

    def relieve(self, now_ms: float) -> None:
        """Let pictures be painted that wait for one that hangs; by the steady clock, now and then."""
        for worker in self._workers:
            worker.relieve(now_ms, self._limits.relief_ms, self._limits.painters_lost)

    def know(self, data: tuple[Batch, ...]) -> None:
        """Let those who touch the screens see these city data."""
        for window in self.windows.values():
            if window.layer is not None:
                window.layer.know(data)

    def plug(self, *, plugged: bool) -> None:
        """Headphones were plugged in, or pulled out; at a table nobody knows whose they are."""
        for window in self.windows.values():
            if isinstance(window.layer, TouchLayer):
                window.layer.plug(plugged=plugged)

    def presented(self) -> dict[str, Presented]:
        """What reached the glass, by screen."""
        return {name: window.live.presented for name, window in self.windows.items()}

    def run_for(self, milliseconds: int) -> None:
        """Play for a while, inside the caller's turn."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def close(self) -> None:
        """Close all windows and end the threads; one that does not end soon is left to itself."""
        self.leave()
        self.join(_PATIENCE_S)

    def leave(self) -> None:
        """Close all windows, and wait for nothing: what the threads have in hand they go on with."""
        for window in self.windows.values():
            window.close()
        for worker in self._workers:
            worker.shutdown(wait=False, cancel_futures=True)

    def join(self, patience_s: float) -> bool:
        """Whether all threads of what was left have ended, each within so many seconds until one hangs.

        Until then they hold what is its own, which is to be let go of in the drawing thread: keep it.
        """
        threads = [worker.join for worker in self._workers]
        return joined([*threads, *(window.join for window in self.windows.values())], patience_s)


def _covers(
    screens: Mapping[str, LiveScreen], means: Means | None, told: Mapping[str, Witness], voice: Speaks | None
) -> dict[str, Cover]:
    """What lies over each screen that is touched; nothing without means."""
    if means is None:
        return {}
    return {
        name: cover(live, means, ledger=told[name], voice=voice)
        for name, live in screens.items()
        if is_touched(live.screen)
    }


def _means(
    theatre: Theatre, store: Objects, clock: Callable[[], int], steady_ms: Callable[[], float] | None
) -> Means | None:
    """What covers of the screens work with; None without a monotonic clock."""
    if steady_ms is None:
        return None
    return Means(
        offer=theatre.pictures.offer,
        withdraw=theatre.pictures.withdraw,
        picture=lambda rendition: decoded(store, rendition),
        fetch=store.bytes_of,
        clock=clock,
        steady_ms=steady_ms,
    )


def _open(windows: Mapping[str, StageWindow], told: Mapping[str, Witness]) -> None:
    """Let each screen's witness look at its window."""
    for name, window in windows.items():
        told[name].opens(window.glass)


def _windows(
    theatre: Theatre,
    screens: Mapping[str, LiveScreen],
    layers: Mapping[str, Cover],
    turns: Mapping[str, int],
    *,
    full_screen: bool,
) -> dict[str, StageWindow]:
    """A window for each screen; full-screen ones on the outputs in order, as far as there are any."""
    outputs = QGuiApplication.screens() if full_screen else []
    return {
        name: StageWindow(
            theatre,
            live,
            turn=turns.get(name, 0),
            full_screen=full_screen,
            output=outputs[index] if index < len(outputs) else None,
            layer=layers.get(name),
        )
        for index, (name, live) in enumerate(screens.items())
    }
