"""The door from the show to the technician's tests: a hold of five fingers, or a chord of keys, then a PIN.

The show goes on behind it. Without a PIN there is no door. Who opens the page and does not know the PIN finds
it shut for longer each time, so that nobody can keep it before the show.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QEventPoint, QKeyEvent, QTouchEvent, QWindow
from PySide6.QtQuick import QQuickWindow

from device_profiles.profile import Screen
from player.acceptance import Desk
from player.pin import MOST, TRIES, Tries, is_right, read_pin, read_tries, write_tries
from player.stage.acceptance.pin_page import PinPage

_log = logging.getLogger(__name__)

FINGERS, HOLD_MS = 5, 3000
OPEN_MS = 20_000
"""The page closes after so long without a touch."""
_STRAY_MM = 15.0
"""Fingers that wander farther play; they do not hold."""
_FIRST_REST_MS, _LONGEST_REST_MS = 10_000, 900_000
_TOUCHES = {QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd, QEvent.Type.TouchCancel}
CHORD = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
)
_Places = Mapping[int, tuple[float, float]]


class Door(QObject):
    """Watches windows of the show. `clock` gives milliseconds since 1970, `steady_ms` steadily."""

    _checked = Signal(bool)

    def __init__(
        self, desk: Desk, clock: Callable[[], int], steady_ms: Callable[[], float], language: str
    ) -> None:
        super().__init__()
        self._desk, self._clock, self._steady, self._language = desk, clock, steady_ms, language
        self._screens: dict[QWindow, Screen] = {}
        self._held_in: QWindow | None = None
        self._held: _Places = {}
        self._page: PinPage | None = None
        self._tries, self._tried_ms = read_tries(desk.door), steady_ms()
        self._shut_until_ms, self._rest_ms = 0.0, _FIRST_REST_MS
        self._typed, self._is_checking = "", False
        self._hold, self._away = QTimer(self), QTimer(self)
        for timer, done in ((self._hold, self._open_held), (self._away, self.close)):
            timer.setSingleShot(True)
            timer.timeout.connect(done)
        self._checked.connect(self._judge, Qt.ConnectionType.QueuedConnection)

    @property
    def is_open(self) -> bool:
        """Whether the page of the PIN is on the glass."""
        return self._page is not None

    def watch(self, window: QQuickWindow, screen: Screen) -> None:
        """Let a window of the show lead here, as long as it lives."""
        self._screens[window] = screen
        window.installEventFilter(self)
        window.destroyed.connect(lambda: self._forget(window))

    def _forget(self, window: QWindow) -> None:
        self._screens.pop(window, None)
        if self._page is not None and self._page.window is window:
            self._page = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Look at fingers and keys; only what is meant for the page goes no farther."""
        kind = event.type()
        if not isinstance(watched, QQuickWindow):
            return False
        if kind in _TOUCHES and isinstance(event, QTouchEvent):
            self._feel(watched, event)
        elif kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(watched, event)
        return False

    def _feel(self, window: QQuickWindow, event: QTouchEvent) -> None:
        lifted = event.type() in {QEvent.Type.TouchEnd, QEvent.Type.TouchCancel}
        points = {
            point.id(): (point.position().x(), point.position().y())
            for point in ([] if lifted else event.points())
            if point.state() != QEventPoint.State.Released
        }
        if self.is_open:
            self._away.start(OPEN_MS)
        if len(points) < FINGERS or (self._held_in is window and self._strays(window, points)):
            self._held_in, self._held = None, {}
            self._hold.stop()
        elif self._held_in is not window:
            self._held_in, self._held = window, points
            self._hold.start(HOLD_MS)

    def _strays(self, window: QWindow, points: _Places) -> bool:
        screen = self._screens.get(window)
        most = _STRAY_MM / (screen.pitch_mm if screen else 1.0)
        began = self._held
        return any(
            name not in began or abs(x - began[name][0]) + abs(y - began[name][1]) > most
            for name, (x, y) in points.items()
        )

    def _open_held(self) -> None:
        window, self._held_in = self._held_in, None
        if isinstance(window, QQuickWindow):
            self.open(window)

    def _key(self, window: QQuickWindow, event: QKeyEvent) -> bool:
        if not self.is_open:
            if event.key() == Qt.Key.Key_D and event.modifiers() & CHORD == CHORD:
                self.open(window)
                return self.is_open
            return False
        self._away.start(OPEN_MS)
        text = event.text()
        if text.isdecimal() and text.isascii():
            self.press(text)
        elif event.key() == Qt.Key.Key_Backspace:
            self.press("erase")
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.press("enter")
        elif event.key() == Qt.Key.Key_Escape:
            self.press("cancel")
        return True

    def open(self, window: QQuickWindow) -> None:
        """Show the page of the PIN, where there is one and the door does not rest."""
        screen = self._screens.get(window)
        if self.is_open or screen is None or screen.is_matrix or read_pin(self._desk.pin) is None:
            return
        if self._steady() < self._shut_until_ms:
            return
        self._typed = ""
        self._page = PinPage(window, screen, self._language)
        self._page.pressed.connect(self.press)
        self._say_standing()
        self._away.start(OPEN_MS)

    def close(self) -> None:
        """Go back to the show; the door rests, each time longer."""
        self._away.stop()
        if self._page is not None:
            self._page.close()
            self._page = None
            self._shut_until_ms = self._steady() + self._rest_ms
            self._rest_ms = min(_LONGEST_REST_MS, 2 * self._rest_ms)

    def press(self, key: str) -> None:
        """A key of the page: a digit, `erase`, `enter`, `cancel`."""
        self._away.start(OPEN_MS)
        if key == "cancel":
            self.close()
        elif self._page is None or self._is_checking or self._locked_ms():
            return
        elif key == "erase":
            self._typed = self._typed[:-1]
        elif key == "enter":
            self._check()
        elif len(self._typed) < MOST:
            self._typed += key
        if self._page is not None:
            self._page.show_typed(len(self._typed))

    def _check(self) -> None:
        """Ask whether that is it; the derivation takes too long for the thread that draws."""
        known, typed = read_pin(self._desk.pin), self._typed
        if known is None or not typed:
            return
        self._typed, self._is_checking = "", True
        # Before it is known: a power cut saves no try.
        self._count(self._tries.failed(self._clock(), self._steady() - self._tried_ms))
        threading.Thread(
            target=lambda: self._checked.emit(is_right(known, typed)), name="pin", daemon=True
        ).start()

    def _judge(self, right: bool) -> None:
        self._is_checking = False
        if not right:
            self._say_standing()
            return
        self._count(Tries())
        self._rest_ms = _FIRST_REST_MS
        try:
            self._desk.ask()
        except OSError as error:
            _log.warning("the tests cannot be asked for: %s", error)
            self._say("pin-failed")
            return
        self._say("pin-right")
        self._away.start(OPEN_MS // 4)

    def _count(self, tries: Tries) -> None:
        self._tries, self._tried_ms = tries, self._steady()
        with suppress(OSError):  # then they count as long as this process lives
            write_tries(self._desk.door, tries)

    def _locked_ms(self) -> int:
        return self._tries.locked_ms(self._clock(), self._steady() - self._tried_ms)

    def _say_standing(self) -> None:
        locked_ms, left = self._locked_ms(), TRIES - self._tries.wrong
        if locked_ms:
            self._say("pin-locked", minutes=-(-locked_ms // 60_000))
        elif self._tries.wrong and left > 0:
            self._say("pin-wrong" if left > 1 else "pin-last", left=left)
        else:
            self._say("pin-ask")

    def _say(self, name: str, **facts: int) -> None:
        if self._page is not None:
            self._page.say(name, **facts)
