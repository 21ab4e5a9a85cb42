"""Whoever hammers on the box stops nothing: keys, fingers, wheels, gestures by the thousand, one seed."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from device_stage import staged, until
from device_world import Device
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QPointingDevice, QWheelEvent, QWindow
from PySide6.QtQuick import QQuickWindow
from PySide6.QtTest import QTest

from player.acceptance import Desk
from player.pin import write_pin
from player.stage.acceptance.door import CHORD, FINGERS
from player.stage.device import DeviceStage

EVENTS = int(os.environ.get("PARVIS_MONKEY", "10000"))
"""`PARVIS_MONKEY=100000` is the long test."""
SEED = 20261126
PIN = "739146"
PATIENCE_S = 60.0
EVERY = 25
KEYS: list[Qt.Key] = [
    key
    for key in Qt.Key
    if key not in {Qt.Key.Key_unknown, Qt.Key.Key_Any} and 0x20 <= key.value <= 0x0100_00FF
]
MODIFIERS = [
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.MetaModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier,
    CHORD,
]
_ALT, _CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
_SHIFT, _META = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.MetaModifier
CHORDS = [
    (Qt.Key.Key_F4, _ALT),
    (Qt.Key.Key_Q, _CONTROL),
    (Qt.Key.Key_W, _CONTROL),
    (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_Back, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_F11, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_Tab, _ALT),
    (Qt.Key.Key_Delete, _CONTROL | _ALT),
    (Qt.Key.Key_Backspace, _CONTROL | _ALT),
    (Qt.Key.Key_F1, _CONTROL | _ALT),
    (Qt.Key.Key_Escape, _CONTROL | _SHIFT),
    (Qt.Key.Key_D, _META),
]


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[DeviceStage]:
    """A device's stage that plays two colours, with a PIN set."""
    device = Device(tmp_path)
    device.publish(device.still("red", "#ff0000", 1), device.still("green", "#00ff00", 1))
    write_pin(Desk(device.state).pin, PIN)

    def clock() -> int:
        return time.time_ns() // 1_000_000

    with staged(device, clock, full_screen=True) as made:
        yield made


class Monkey:
    """Does to a window whatever comes into its head."""

    def __init__(self, window: QQuickWindow, stage: DeviceStage) -> None:
        self._chance, self._window, self._stage = random.Random(SEED), window, stage
        self._device = QTest.createTouchDevice()
        self._down: set[int] = set()
        self.did: dict[str, int] = {}

    def act(self) -> None:
        """One event."""
        what = self._chance.choices(
            [self._key, self._touch, self._click, self._wheel, self._swipe, self._chord, self._hold],
            weights=[35, 35, 10, 9, 5, 5, 1],
        )[0]
        what()
        self.did[what.__name__] = self.did.get(what.__name__, 0) + 1

    def _place(self) -> QPoint:
        width, height = self._window.width(), self._window.height()
        return QPoint(self._chance.randrange(width), self._chance.randrange(height))

    def _key(self) -> None:
        key, modifier = self._chance.choice(KEYS), self._chance.choice(MODIFIERS)
        if self._chance.random() < 0.2:
            key = Qt.Key(Qt.Key.Key_0 + self._chance.randrange(10))
        text = chr(key.value).lower() if key.value < 0x7F else ""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key.value, modifier, text)
            QGuiApplication.sendEvent(self._window, event)

    def _chord(self) -> None:
        """What ends a program, or leaves it, elsewhere; and the order that a window manager makes of it."""
        key, modifier = self._chance.choice(CHORDS)
        QTest.keyClick(self._window, key, modifier)
        QGuiApplication.sendEvent(self._window, QCloseEvent())
        self._window.close()

    def _swipe(self) -> None:
        """Some fingers, from an edge across the glass, or apart, or together."""
        self._lift()
        starts = [self._place() for _ in range(self._chance.randrange(1, 6))]
        if self._chance.random() < 0.5:
            starts = [QPoint(0, 5 * number) for number in range(len(starts))]
        ends = [self._place() for _ in starts]
        for part in range(5):
            event = QTest.touchEvent(self._window, self._device, autoCommit=False)
            for finger, (start, end) in enumerate(zip(starts, ends, strict=True)):
                at = start + (end - start) * part / 4
                (event.press if part == 0 else event.move)(finger, at, self._window)
                self._down.add(finger)
            event.commit()
        self._lift()

    def _touch(self) -> None:
        event = QTest.touchEvent(self._window, self._device, autoCommit=False)
        for finger in range(self._chance.randrange(1, 11)):
            if finger not in self._down:
                event.press(finger, self._place(), self._window)
                self._down.add(finger)
            elif self._chance.random() < 0.5:
                event.release(finger, self._place(), self._window)
                self._down.discard(finger)
            else:
                event.move(finger, self._place(), self._window)
        event.commit()

    def _click(self) -> None:
        button = self._chance.choice(
            [Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton]
        )
        QTest.mouseClick(self._window, button, self._chance.choice(MODIFIERS), self._place())

    def _wheel(self) -> None:
        at = QPointF(self._place())
        turned = QWheelEvent(
            at,
            at,
            QPoint(0, 0),
            QPoint(0, self._chance.choice([-120, 120])),
            Qt.MouseButton.NoButton,
            self._chance.choice(MODIFIERS),
            Qt.ScrollPhase.NoScrollPhase,
            False,  # noqa: FBT003 - as Qt has it
            device=QPointingDevice.primaryPointingDevice(),
        )
        QGuiApplication.sendEvent(self._window, turned)

    def _hold(self) -> None:
        """Five fingers, and three seconds over."""
        self._lift()
        event = QTest.touchEvent(self._window, self._device, autoCommit=False)
        for finger in range(FINGERS):
            event.press(finger, QPoint(20 + 10 * finger, 40), self._window)
            self._down.add(finger)
        event.commit()
        self._stage._door._hold.timeout.emit()
        self._lift()

    def _lift(self) -> None:
        if self._down:
            event = QTest.touchEvent(self._window, self._device, autoCommit=False)
            for finger in sorted(self._down):
                event.release(finger, QPoint(10, 10), self._window)
            event.commit()
            self._down.clear()


def test_a_monkey_never_leaves_the_player_and_the_show_goes_on(stage: DeviceStage) -> None:
    until(lambda: all(told.frames for told in stage.player.presented().values()))
    (screen,) = stage.player.windows.values()
    window, desk = screen.window, stage._door._latch._desk
    monkey = Monkey(window, stage)
    opened = 0
    was_open = False
    for number in range(EVENTS):
        monkey.act()
        opened += stage._door.is_open and not was_open
        was_open = stage._door.is_open
        if number % EVERY == 0:
            QGuiApplication.processEvents()
            assert window.isVisible()
            assert window.visibility() is QWindow.Visibility.FullScreen
            if number % (20 * EVERY) == 0:
                stage._door._shut_until_ms = 0.0  # else it would rest for the rest of the test
    assert len(monkey.did) == 7
    assert opened, "the monkey found the page of the PIN"
    assert not desk.asked.exists(), "and no way behind it"
    stage._door.close()
    frames = screen.live.presented.frames
    until(lambda: screen.live.presented.frames > frames + 1)
    seen: set[str] = set()

    def both() -> bool:
        image = window.grabWindow()
        seen.add(image.pixelColor(image.rect().center()).name())
        return {"#ff0000", "#00ff00"} <= seen

    until(both)
    assert stage.player.windows["main"].window is window, "the same window, all the time"
