"""The stage of a box that is no device: the pairing page on all its screens, until it is a device."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

from device_profiles.catalog import catalog
from device_profiles.profile import Screen
from player.pairing import PairingStatus, read_pairing, this_boot
from player.stage.changes import Changes
from player.stage.pairing.window import Pages, PairingWindow
from player.state import State

_BEAT_MS = 40
_NOTIFY_MS = 1000
_NEUTRAL = "plasma-16x9"
"""Whose page is shown, fitted into whatever output there is, where nobody said what this box is."""


class PairingSetup(msgspec.Struct, frozen=True, kw_only=True):
    """How a box shows its pairing. `is_device` tells that it is a device now; clocks as in `Setup`."""

    state: State
    profile: str
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
        self.became_device = setup.is_device()
        self._shown: PairingStatus | None = None
        self._notified_ms = 0.0
        self._frames: dict[str, int] = {}
        self._pages = Pages()
        self.windows = self._opened()
        self._changes = Changes(self._look, (self._status, self.became_device))
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

    def _opened(self) -> list[PairingWindow]:
        outputs = QGuiApplication.screens() if self._setup.full_screen else []
        made = [
            PairingWindow(
                self._pages,
                screen,
                full_screen=self._setup.full_screen,
                output=outputs[index] if index < len(outputs) else None,
            )
            for index, screen in enumerate(screens_of(self._setup.profile))
        ]
        self._shown = self._current()
        for window in made:
            window.tell(self._shown, self._setup.steady_ms())
            window.show()
        return made

    def _look(self) -> tuple[PairingStatus | None, bool]:
        """In the thread that looks."""
        return read_pairing(self._setup.state.pairing), self._setup.is_device()

    def _see(self, seen: object) -> None:
        match seen:
            case (PairingStatus() | None as status, bool() as is_device):
                self._status, self.became_device = status, is_device
        if self.became_device:
            QGuiApplication.quit()

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


def screens_of(profile: str) -> tuple[Screen, ...]:
    """The screens of a profile; of one that is not known those that fit any output."""
    return (catalog().get(profile) or catalog()[_NEUTRAL]).screens
