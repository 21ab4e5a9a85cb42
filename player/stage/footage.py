"""The films of one screen: those on the air and those about to be, each with its frames in store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from player.stage.errors import PageError, StageError
from player.stage.film_pump import FilmPump
from player.stage.limits import Limits
from player.stage.pictures import Pictures
from player.stage.props import Layer, PageKey
from player.stage.reels import PaintedReel, PlayedReel, Reel
from player.stage.worker import joined

if TYPE_CHECKING:
    from player.stage.film_player import FilmPlayer
    from player.stage.films import FilmReader


class Footage(QObject):
    """Keeps a film open for every layer asked for, and closes the others.

    Where a GPU draws, Qt plays films, else they are painted. `film_path` tells, in any thread, the file of a
    film, checked where it changed. `changed` is emitted when a film can be shown or has failed.
    """

    changed = Signal()

    def __init__(
        self,
        open_film: Callable[[PageKey], FilmReader],
        film_path: Callable[[PageKey], Path],
        pictures: Pictures,
        clock: Callable[[], int],
        limits: Limits,
        *,
        on_gpu: bool,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._open, self._path = open_film, film_path
        self._pictures, self._clock, self._limits, self._on_gpu = pictures, clock, limits, on_gpu
        self._reels: dict[Layer, Reel] = {}
        self._ending: list[tuple[PageKey, Reel]] = []
        self._failed: dict[PageKey, StageError] = {}
        self._count = 0

    def want(self, due: Mapping[Layer, int]) -> None:
        """Hold the films of these layers, each ready with the frame of the instant it is due at."""
        for layer in [layer for layer in self._reels if layer not in due]:
            self._close(layer)
        self._ending = [(key, reel) for key, reel in self._ending if not reel.join(0)]
        for layer, due_ms in due.items():
            if layer not in self._reels and layer.film:
                try:
                    self._reels[layer] = self._mount(layer, due_ms, sound=layer.film.sound)
                except StageError as error:
                    self._failed[layer.key] = error

    def address(self, layer: Layer, at_ms: int) -> str | None:
        """Where QML finds the frame due at `at_ms`; None while there is none."""
        reel = self._reels.get(layer)
        return reel.address(at_ms) if reel else None

    def usable(self, key: PageKey, at_ms: int) -> bool:
        """Whether the film of `key` has a frame to show; its first picture serves where films are painted."""
        return not self._on_gpu or any(
            reel.ready(at_ms) for layer, reel in self._reels.items() if layer.key == key
        )

    def project(self, address: str, output: QObject) -> None:
        """Show the film of this address through `output`, a sink for video frames."""
        for reel in self._reels.values():
            if reel.name == address:
                reel.project(output)

    def faults(self, at_ms: int) -> tuple[tuple[PageKey, StageError], ...]:
        """The films that are due and give nothing, with the reason; they are closed by that."""
        found, self._failed = dict(self._failed), {}
        for layer, reel in list(self._reels.items()):
            error = reel.error
            if error is None and not reel.has_frame and at_ms > reel.due_ms + self._limits.silence_ms:
                error = PageError(f"no frame came for {self._limits.silence_ms / 1000:g} s")
            if error is not None:
                found[layer.key] = error
                self._close(layer)
        return tuple(found.items())

    def watch_ms(self) -> int | None:
        """When a film that is still to give its first frame counts as broken, if there is one."""
        silent = (reel.due_ms for reel in self._reels.values() if not reel.has_frame)
        return min((due_ms + self._limits.silence_ms + 1 for due_ms in silent), default=None)

    def upcoming(self, at_ms: int) -> str:
        """The address of a film that is about to be played into the scene, empty if there is none."""
        return next((reel.name for reel in self._reels.values() if not reel.ready(at_ms)), "")

    def has_begun(self, layers: Iterable[Layer], at_ms: int) -> bool:
        """Whether every film among `layers` that is open has a frame to show."""
        return all(self._reels[layer].ready(at_ms) for layer in layers if layer in self._reels)

    def close(self) -> None:
        """Close all films; their threads end by themselves, those that hang never."""
        for layer in list(self._reels):
            self._close(layer)

    def join(self, patience_s: float) -> bool:
        """Whether the threads of all films that were closed have ended, each within so many seconds."""
        return joined([reel.join for _, reel in self._ending], patience_s)

    def _close(self, layer: Layer) -> None:
        reel = self._reels.pop(layer)
        reel.close()
        self._ending.append((layer.key, reel))

    def _mount(self, layer: Layer, due_ms: int, *, sound: bool) -> Reel:
        lost = sum(key.content == layer.key.content for key, _ in self._ending)
        if lost >= self._limits.films_lost:
            raise PageError(f"{lost} threads that decoded it never came back")
        if self._on_gpu:
            self._count += 1
            return PlayedReel(self._play(layer, due_ms, pictures=True), due_ms, f"film:{self._count}")
        limits = self._limits
        pump = FilmPump(
            layer,
            lambda: self._open(layer.key),
            due_ms,
            ahead=limits.film_frames_ahead,
            silence_ms=limits.silence_ms,
            changed=self.changed.emit,
        )
        heard = self._play(layer, due_ms, pictures=False) if sound else None
        return PaintedReel(pump, heard, due_ms, self._pictures)

    def _play(self, layer: Layer, due_ms: int, *, pictures: bool) -> FilmPlayer:
        from player.stage.film_player import FilmPlayer  # noqa: PLC0415 - loads QtMultimedia

        player = FilmPlayer(
            lambda: self._path(layer.key),
            layer,
            due_ms,
            clock=self._clock,
            silence_ms=self._limits.silence_ms,
            pictures=pictures,
        )
        player.changed.connect(self.changed)
        return player
