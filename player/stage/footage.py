"""The films of one screen: those on the air and those about to be, each with its frames in store."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from player.stage.errors import PageError, StageError
from player.stage.film_pump import FilmPump
from player.stage.limits import Limits
from player.stage.pictures import Pictures
from player.stage.props import Layer, PageKey

if TYPE_CHECKING:
    from player.stage.films import FilmReader


class _Reel:
    """One film, the address of its frame on the glass, and since when it has given none."""

    def __init__(self, pump: FilmPump, due_ms: int) -> None:
        self.pump = pump
        self.due_ms = due_ms
        self.begins = -1.0
        self.address: str | None = None


class Footage:
    """Keeps a film open for every layer asked for, and closes the others."""

    def __init__(
        self, open_film: Callable[[PageKey], FilmReader], pictures: Pictures, limits: Limits
    ) -> None:
        self._open = open_film
        self._pictures = pictures
        self._limits = limits
        self._reels: dict[Layer, _Reel] = {}

    def want(self, due: Mapping[Layer, int]) -> None:
        """Hold the films of these layers, each ready with the frame of the instant it is due at."""
        for layer in [layer for layer in self._reels if layer not in due]:
            self._drop(layer)
        for layer, due_ms in due.items():
            if layer not in self._reels:
                pump = FilmPump(
                    layer,
                    lambda key=layer.key: self._open(key),  # type: ignore[misc]
                    due_ms,
                    self._limits.film_frames_ahead,
                )
                self._reels[layer] = _Reel(pump, due_ms)

    def address(self, layer: Layer, at_ms: int) -> str | None:
        """Where QML finds the frame due at `at_ms`; None while there is none."""
        reel = self._reels.get(layer)
        frame = reel.pump.frame(at_ms) if reel else None
        if reel is None or frame is None:
            return None
        if frame[0] != reel.begins:
            if reel.address:
                self._pictures.withdraw(reel.address)
            reel.begins, reel.address = frame[0], self._pictures.offer(frame[1])
        return reel.address

    def faults(self, at_ms: int) -> Iterator[tuple[PageKey, StageError]]:
        """The films that are due and give nothing, with the reason."""
        for layer, reel in self._reels.items():
            if reel.pump.error is not None:
                yield layer.key, reel.pump.error
            elif reel.begins < 0 and at_ms - reel.due_ms > self._limits.silence_ms:
                yield layer.key, PageError(f"no frame came for {self._limits.silence_ms / 1000:g} s")

    def has_begun(self, layers: Iterator[Layer]) -> bool:
        """Whether every film among `layers` has a frame to show."""
        reels = [self._reels[layer] for layer in layers if layer in self._reels]
        return all(reel.pump.frame(reel.due_ms) is not None or reel.pump.error for reel in reels)

    def close(self) -> None:
        """Close all films and wait for their threads."""
        reels = list(self._reels.values())
        for layer in list(self._reels):
            self._drop(layer)
        for reel in reels:
            reel.pump.join()

    def _drop(self, layer: Layer) -> None:
        reel = self._reels.pop(layer)
        reel.pump.close()
        if reel.address:
            self._pictures.withdraw(reel.address)
