"""The stage of a box that is no device: the pairing page on all its screens, until it is a device."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

from device_profiles.profile import Screen
from player.pairing import PairingStatus, read_pairing, this_boot
from player.stage.changes import Changes
from player.stage.lasting import end_loop
from player.stage.pairing.telling import Say
from player.stage.pairing.window import Pages, PairingWindow
from player.stage.photograph import Photograph, develop
from player.stage.worker import Worker
from player.state import State

_BEAT_MS = 40
_NOTIFY_MS = 1000


class PairingSetup(msgspec.Struct, frozen=True, kw_only=True):
    """How a box shows its pairing on its `screens`. `is_device`: it is one now; clocks as in `Setup`."""

    state: State
    screens: tuple[Screen, ...]
    say: Say
    clock: Callable[[], int]
    steady_ms: Callable[[], float]
    notify: Callable[[str], None]
    is_device: Callable[[], bool]
    full_screen: bool = False


class PairingStage(QObject):
    """Shows what the agent says in `status/pairing.json`, and no code that is over. Needs the application."""

    def __init__(self, setup: PairingSetup) -> None:
        super().__init__()
        self._setup, self._boot = setup, this_boot()
        self._status = read_pairing(setup.state.pairing)
        self._asked, self._darkroom = self._picture_asked(), Worker("darkroom")
        self.became_device = setup.is_device()
        self._shown: PairingStatus | None = None
        self._notified_ms = 0.0
        self._frames: dict[str, int] = {}
        self._pages = Pages()
        self.windows = self._opened()
        self._changes = Changes(self._look, (self._status, self.became_device, self._asked))
        self._changes.changed.connect(self._see)
        self._changes.start()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._beat)
        self._timer.start(_BEAT_MS)

    def close(self) -> None:
        """Close all windows."""
        self.stop()
        for window in self.windows:
            window.close()

    def stop(self) -> None:
        """Look no more; what is shown stays."""
        self._timer.stop()
        self._changes.close()
        self._darkroom.shutdown(wait=False)

    def _opened(self) -> list[PairingWindow]:
        outputs = QGuiApplication.screens() if self._setup.full_screen else []
        made = [
            PairingWindow(
                self._pages,
                screen,
                self._setup.say,
                full_screen=self._setup.full_screen,
                output=outputs[index] if index < len(outputs) else None,
            )
            for index, screen in enumerate(self._setup.screens)
        ]
        self._shown = self._current()
        for window in made:
            window.tell(self._shown, self._setup.steady_ms())
            window.show()
        return made

    def _look(self) -> tuple[PairingStatus | None, bool, int]:
        """In the thread that looks."""
        return read_pairing(self._setup.state.pairing), self._setup.is_device(), self._picture_asked()

    def _picture_asked(self) -> int:
        try:
            return self._setup.state.picture_asked.stat().st_mtime_ns
        except OSError:
            return 0

    def _see(self, seen: object) -> None:
        match seen:
            case (PairingStatus() | None as status, bool() as is_device, int() as asked):
                self._status, self.became_device = status, is_device
                if asked != self._asked:
                    self._asked = asked
                    self._photograph()
        if self.became_device:
            end_loop()

    def _photograph(self) -> None:
        """Have pictures of the glass put where whoever asked looks for them; packing them takes a while."""
        at_ms = self._setup.clock()
        shots = tuple(Photograph(one.screen.name, at_ms, one.window.grabWindow()) for one in self.windows)
        self._darkroom.submit(develop, shots, self._setup.state.status, self._asked, None)

    def _current(self) -> PairingStatus | None:
        status = self._status
        return status.at(self._setup.steady_ms() / 1000, self._boot) if status else None

    def _beat(self) -> None:
        steady_ms, current = self._setup.steady_ms(), self._current()
        for window in self.windows:
            if current != self._shown:
                window.tell(current, steady_ms)
            window.beat(steady_ms)
        self._shown = current
        if steady_ms - self._notified_ms >= _NOTIFY_MS:
            self._tell_watchdog(steady_ms)

    def _tell_watchdog(self, steady_ms: float) -> None:
        """All is well where every window presented frames since the last time."""
        frames = {window.screen.name: window.frames for window in self.windows}
        if all(frames[name] > self._frames.get(name, 0) for name in frames):
            if not self._frames:
                self._setup.notify("READY=1")
            self._setup.notify("WATCHDOG=1")
            self._frames = frames
        self._notified_ms = steady_ms
