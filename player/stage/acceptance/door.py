"""The door from the show to the technician's tests: a hold of five fingers, or a chord of keys, then a PIN.

The show goes on behind it. Without a PIN there is no door. Who opens the page and does not know the PIN finds
it shut for longer each time, so that nobody can keep it before the show.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from weakref import ref

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QEventPoint, QKeyEvent, QTouchEvent, QWindow
from PySide6.QtQuick import QQuickWindow
from shiboken6 import isValid

from device_profiles.profile import Screen
from player.acceptance import Desk
from player.pin import MOST, TRIES
from player.stage.acceptance.latch import Latch, Outcome
from player.stage.acceptance.pin_page import LayOver, PinPage, get_ready

FINGERS, HOLD_MS = 5, 3000
OPEN_MS = 20_000
"""The page closes after so long without a touch."""
_LATE_MS = 5000
"""A disk that takes longer to say that there is a PIN opens nothing: nobody waits there any more."""
_STRAY_MM = 15.0
"""Fingers that wander farther play; they do not hold."""
_FIRST_REST_MS, _LONGEST_REST_MS = 10_000, 900_000
_TOUCHES = {QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd, QEvent.Type.TouchCancel}
CHORD = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
)
_Places = Mapping[int, tuple[float, float]]


class _Threshold(QObject):
    """Which screen a window of the show is. It goes with the window: the door keeps none."""

    def __init__(self, window: QQuickWindow, screen: Screen) -> None:
        super().__init__(window)
        self.screen = screen


class Door(QObject):
    """Watches windows of the show. `clock` gives milliseconds since 1970, `steady_ms` steadily.

    `lay_over` puts the page over the show, as `Theatre` does.
    """

    def __init__(
        self,
        desk: Desk,
        clock: Callable[[], int],
        steady_ms: Callable[[], float],
        language: str,
        lay_over: LayOver,
    ) -> None:
        super().__init__()
        self._steady, self._language, self._lay_over = steady_ms, language, lay_over
        self._latch = Latch(desk, clock, steady_ms, get_ready)
        self._held_in: QWindow | None = None
        self._held: _Places = {}
        self._called: ref[QQuickWindow] | None = None
        self._called_ms = 0.0
        self._page: PinPage | None = None
        self._shut_until_ms, self._rest_ms = 0.0, _FIRST_REST_MS
        self._typed = ""
        self._hold, self._away = QTimer(self), QTimer(self)
        for timer, done in ((self._hold, self._open_held), (self._away, self.close)):
            timer.setSingleShot(True)
            timer.timeout.connect(done)
        self._latch.found.connect(self._enter)
        self._latch.judged.connect(self._judge)

    @property
    def is_open(self) -> bool:
        """Whether the page of the PIN is on the glass; it goes with its window."""
        return self._page is not None and isValid(self._page)

    def watch(self, window: QQuickWindow, screen: Screen) -> None:
        """Let a window of the show lead here, as long as it lives."""
        _Threshold(window, screen)
        window.installEventFilter(self)

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
        screen = _screen_of(window)
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
                return True
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
        """Show the page of the PIN as soon as it is known that there is one; not while the door rests."""
        screen = _screen_of(window)
        if self.is_open or screen is None or screen.is_matrix or self._steady() < self._shut_until_ms:
            return
        self._called, self._called_ms = ref(window), self._steady()
        self._latch.look()

    def _enter(self, is_there: bool) -> None:
        """It is known whether there is a PIN: open, if somebody still waits for that."""
        window = self._called() if self._called is not None else None
        self._called = None
        is_late = self._steady() - self._called_ms > _LATE_MS
        if not is_there or is_late or window is None or not isValid(window):
            return
        screen = _screen_of(window)
        if self.is_open or screen is None:
            return
        self._typed = ""
        self._page = PinPage(window, screen, self._language, self._lay_over)
        self._page.pressed.connect(self.press)
        self._say_standing()
        self._away.start(OPEN_MS)

    def close(self) -> None:
        """Go back to the show; the door rests, each time longer."""
        self._away.stop()
        if self._page is not None and self.is_open:
            self._page.close()
            self._shut_until_ms = self._steady() + self._rest_ms
            self._rest_ms = min(_LONGEST_REST_MS, 2 * self._rest_ms)
        self._page = None

    def press(self, key: str) -> None:
        """A key of the page: a digit, `erase`, `enter`, `cancel`."""
        self._away.start(OPEN_MS)
        if key == "cancel":
            self.close()
        elif not self.is_open or self._latch.is_busy or self._latch.locked_ms:
            return
        elif key == "erase":
            self._typed = self._typed[:-1]
        elif key == "enter":
            typed, self._typed = self._typed, ""
            if typed:
                self._latch.attempt(typed)
        elif len(self._typed) < MOST:
            self._typed += key
        if self._page is not None and self.is_open:
            self._page.show_typed(len(self._typed))

    def _judge(self, outcome: Outcome) -> None:
        if outcome is Outcome.WRONG:
            self._say_standing()
            return
        self._rest_ms = _FIRST_REST_MS
        self._say("pin-right" if outcome is Outcome.RIGHT else "pin-failed")
        if outcome is Outcome.RIGHT:
            self._away.start(OPEN_MS // 4)

    def _say_standing(self) -> None:
        locked_ms, left = self._latch.locked_ms, TRIES - self._latch.wrong
        if locked_ms:
            self._say("pin-locked", minutes=-(-locked_ms // 60_000))
        elif self._latch.wrong and left > 0:
            self._say("pin-wrong" if left > 1 else "pin-last", left=left)
        else:
            self._say("pin-ask")

    def _say(self, name: str, **facts: int) -> None:
        if self._page is not None and self.is_open:
            self._page.say(name, **facts)


def _screen_of(window: QWindow) -> Screen | None:
    """The screen that a window is, if it is watched."""
    found = window.findChild(_Threshold)
    return found.screen if isinstance(found, _Threshold) else None
