"""Films in a zone, whichever way they come: painted frame by frame, or played by Qt where a GPU draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from player.stage.errors import StageError
from player.stage.film_pump import FilmPump
from player.stage.pictures import Pictures
from player.stage.worker import joined

if TYPE_CHECKING:
    from player.stage.film_player import FilmPlayer


class Reel(Protocol):
    """One film on the air or about to be."""

    @property
    def due_ms(self) -> int:
        """When its first frame is to be seen."""

    @property
    def name(self) -> str:
        """The address under which it asks for a sink; empty if it never does."""

    @property
    def error(self) -> StageError | None:
        """Why it cannot be shown any more."""

    @property
    def has_frame(self) -> bool:
        """Whether there is something of it to be seen."""

    def ready(self, at_ms: int) -> bool:
        """Whether the frame of `at_ms` can be seen."""

    def address(self, at_ms: int) -> str | None:
        """Where QML finds its picture of `at_ms`; None while there is none."""

    def project(self, output: QObject) -> None:
        """Show it through a sink for video frames."""

    def close(self) -> None:
        """Stop; nothing of it is shown any more."""

    def join(self, patience_s: float) -> bool:
        """After `close`: whether nothing of it works any more, within so many seconds."""


class PaintedReel:
    """A film whose frames are pictures, with its sound, if it has any, from a player beside it."""

    def __init__(self, pump: FilmPump, sound: FilmPlayer | None, due_ms: int, pictures: Pictures) -> None:
        self.due_ms, self.name = due_ms, ""
        self._pump, self._sound, self._pictures = pump, sound, pictures
        self._begins = -1.0
        self._address: str | None = None

    @property
    def error(self) -> StageError | None:
        """Why it cannot be decoded; a film whose sound fails goes on without."""
        return self._pump.error

    @property
    def has_frame(self) -> bool:
        """Whether a frame is decoded."""
        return self._pump.has_frame

    def ready(self, _at_ms: int) -> bool:
        """Whether a frame is decoded."""
        return self._pump.has_frame

    def address(self, at_ms: int) -> str | None:
        """The address of the frame due at `at_ms`."""
        frame = self._pump.frame(at_ms)
        if frame is not None and frame[0] != self._begins:
            self._withdraw()
            self._begins, self._address = frame[0], self._pictures.offer(frame[1])
        return self._address

    def project(self, output: QObject) -> None:
        """Never asked for: its pictures have addresses of their own."""
        raise TypeError(f"{output} is for films that Qt plays")

    def close(self) -> None:
        """Stop decoding and fall silent."""
        self._pump.close()
        self._withdraw()
        if self._sound:
            self._sound.close()

    def join(self, patience_s: float) -> bool:
        """Whether the threads that decode and sound it have ended."""
        sound = (self._sound.join,) if self._sound else ()
        return joined((self._pump.join, *sound), patience_s)

    def _withdraw(self) -> None:
        if self._address:
            self._pictures.withdraw(self._address)


class PlayedReel:
    """A film that Qt plays into the scene, under an address of its own."""

    def __init__(self, player: FilmPlayer, due_ms: int, address: str) -> None:
        self.due_ms, self.name = due_ms, address
        self._player = player

    @property
    def error(self) -> StageError | None:
        """Why it stopped."""
        return self._player.error

    @property
    def has_frame(self) -> bool:
        """Whether the frame that begins it has come."""
        return self._player.prepared

    def ready(self, at_ms: int) -> bool:
        """Whether the frame that begins it has come and is due."""
        return self._player.ready(at_ms)

    def address(self, at_ms: int) -> str | None:
        """The same address for all its frames."""
        return self.name if self._player.ready(at_ms) else None

    def project(self, output: QObject) -> None:
        """Show its frames through `output`."""
        self._player.project(output)  # type: ignore[arg-type]

    def close(self) -> None:
        """Stop playing."""
        self._player.close()

    def join(self, patience_s: float) -> bool:
        """Whether the thread in which Qt plays it has ended."""
        return self._player.join(patience_s)
