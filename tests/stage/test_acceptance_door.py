"""The door from the show to the technician’s tests: who knows the PIN comes in, nobody else stops it."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from acceptance_room import PIN, Hand, desk, five, key, pump, type_pin
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtQuick import QQuickWindow
from PySide6.QtTest import QTest

from device_profiles.catalog import catalog
from player.acceptance import Desk
from player.pin import LOCKED, TRIES, Tries, read_tries, write_pin
from player.stage.acceptance.door import HOLD_MS, OPEN_MS, Door
from player.stage.theatre import Theatre, application

TOUCH = catalog()["kiosk"].screens[1]
CHORD = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
)
MINUTE_MS = 60_000


class Clocks:
    """Both clocks, in milliseconds; they stand."""

    wall = 1_800_000_000_000
    steady = 0.0

    def go_on(self, milliseconds: int) -> None:
        self.wall += milliseconds
        self.steady += milliseconds


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def files(tmp_path: Path) -> Desk:
    made = desk(tmp_path)
    write_pin(made.pin, PIN)
    return made


def made_door(files: Desk, clocks: Clocks) -> Door:
    return Door(files, lambda: clocks.wall, lambda: clocks.steady, "fr", Theatre().lay_over)


def answered(door: Door) -> None:
    """Wait until the disk has said what it was asked."""
    pump(lambda: not door._latch.is_busy)


@pytest.fixture
def window() -> Iterator[QQuickWindow]:
    application(offscreen=True)
    made = QQuickWindow()
    made.setColor(QColor("#123456"))
    made.resize(TOUCH.width, TOUCH.height)
    made.show()
    pump(made.isExposed)
    yield made
    made.close()


@pytest.fixture
def door(files: Desk, clocks: Clocks, window: QQuickWindow) -> Door:
    made = made_door(files, clocks)
    made.watch(window, TOUCH)
    return made


def opened(door: Door, window: QQuickWindow) -> None:
    key(window, Qt.Key.Key_D, CHORD)
    pump(lambda: door.is_open)


def said(door: Door) -> str:
    assert door._page is not None
    return str(door._page._model.property("said"))


def wrong(door: Door, window: QQuickWindow, pin: str = "111119") -> None:
    type_pin(window, pin)
    answered(door)


def ring(door: Door) -> bool:
    """Let the hold be over, as its timer would after three seconds; whether it was waiting for that."""
    waiting = door._hold.isActive()
    assert door._hold.interval() in {0, HOLD_MS}
    if waiting:
        door._hold.stop()
        door._hold.timeout.emit()
    return waiting


def test_a_hold_of_five_fingers_asks_for_the_pin_and_the_right_one_for_the_tests(
    door: Door, window: QQuickWindow, files: Desk
) -> None:
    hand = Hand(window)
    hand.lay(five())
    assert ring(door)
    hand.lift()
    pump(lambda: door.is_open)
    type_pin(window, PIN)
    pump(files.asked.exists)
    assert files.take()
    assert not files.take(), "once"
    assert read_tries(files.door) == Tries()


def test_the_page_is_a_pad_of_keys_over_the_show(door: Door, window: QQuickWindow, files: Desk) -> None:
    opened(door, window)
    pump()
    picture = window.grabWindow()
    show = sum(
        QColor(picture.pixel(x, y)).name() == "#123456"
        for x in range(0, picture.width(), 20)
        for y in range(0, picture.height(), 20)
    )
    assert show > 0.8 * len(range(0, picture.width(), 20)) * len(range(0, picture.height(), 20))
    assert window.property("covered")
    green = QColor("#00796f").rgb()
    enter = next(
        (x + 20, y + 20)
        for y in range(0, picture.height(), 4)
        for x in range(0, picture.width(), 4)
        if picture.pixel(x, y) == green
    )
    for digit in PIN:
        key(window, Qt.Key(Qt.Key.Key_0 + int(digit)))
    Hand(window).tap(*enter)
    pump(files.asked.exists)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_fewer_fingers_open_nothing(door: Door, window: QQuickWindow, count: int) -> None:
    hand = Hand(window)
    hand.lay(dict(list(five().items())[:count]))
    assert not ring(door)
    hand.lift()


def test_fingers_that_play_do_not_hold(door: Door, window: QQuickWindow) -> None:
    hand = Hand(window)
    hand.lay(five())
    hand.lay(five(200, 300))
    assert not ring(door)
    hand.lift()
    hand.lay(five())
    hand.lift()
    assert not ring(door)
    assert not door.is_open


def test_without_a_pin_there_is_no_door(door: Door, window: QQuickWindow, files: Desk) -> None:
    files.pin.unlink()
    key(window, Qt.Key.Key_D, CHORD)
    answered(door)
    assert not door.is_open
    files.pin.write_bytes(b'{"salt":"","key":""}x')
    key(window, Qt.Key.Key_D, CHORD)
    answered(door)
    assert not door.is_open


def test_five_wrong_pins_lock_the_door_for_a_quarter_of_an_hour(
    door: Door, window: QQuickWindow, files: Desk, clocks: Clocks
) -> None:
    opened(door, window)
    for count in range(1, TRIES + 1):
        wrong(door, window)
        assert read_tries(files.door).wrong == count
    assert "15" in said(door)
    type_pin(window, PIN)
    pump()
    assert not files.asked.exists(), "not even the right one"
    clocks.go_on(LOCKED.seconds * 1000 - 1)
    type_pin(window, PIN)
    pump()
    assert not files.asked.exists()
    clocks.go_on(2)
    type_pin(window, PIN)
    pump(files.asked.exists)


def test_a_lock_outlives_the_process_and_the_power(
    door: Door, window: QQuickWindow, files: Desk, clocks: Clocks
) -> None:
    opened(door, window)
    for _ in range(TRIES):
        wrong(door, window)
    door.close()
    again = made_door(files, clocks)
    again.watch(window, TOUCH)
    again.open(window)
    pump(lambda: again.is_open)
    assert "15" in said(again)
    again.press("1")
    again.press("enter")
    assert not again._latch.is_busy
    again.close()


def test_a_clock_that_is_set_back_or_lost_its_time_makes_no_lock_longer(
    door: Door, window: QQuickWindow, files: Desk, clocks: Clocks
) -> None:
    """Without a battery and a network a clock may not come back to the last try for months."""
    locked, most = Tries(wrong=TRIES, last_ms=1_000_000_000), LOCKED.seconds * 1000
    assert [locked.locked_ms(*now) for now in ((0, 0), (most, most), (10**9 + most, 0))] == [most, 0, 0]
    assert (locked.failed(most, most).wrong, locked.failed(1_000_000_001, 1).wrong) == (1, TRIES + 1)
    opened(door, window)
    for _ in range(TRIES):
        wrong(door, window)
    door.close()
    clocks.wall, clocks.steady = 0, 0.0
    again = made_door(files, clocks)
    again.watch(window, TOUCH)
    clocks.go_on(most)
    again.open(window)
    pump(lambda: again.is_open)
    type_pin(window, PIN)
    pump(files.asked.exists)


def rested(door: Door, window: QQuickWindow, clocks: Clocks) -> int:
    """For how many milliseconds, in steps of five seconds, the page does not come when it is called."""
    rest = 0
    while not door.is_open:
        clocks.go_on(5000)
        rest += 5000
        door.open(window)
        answered(door)
    return rest


def test_the_page_goes_by_itself_and_rests_longer_each_time(
    door: Door, window: QQuickWindow, clocks: Clocks
) -> None:
    rests = []
    for _ in range(8):
        opened(door, window)
        assert door._away.interval() == OPEN_MS
        door._away.timeout.emit()
        assert not door.is_open
        rests.append(rested(door, window, clocks))
        door._away.timeout.emit()
        clocks.go_on(3_600_000)
    assert rests[:2] == [10_000, 40_000]
    assert max(rests) == 15 * MINUTE_MS


def test_a_window_that_closes_takes_its_page_along(door: Door, window: QQuickWindow) -> None:
    other = QQuickWindow()
    other.resize(TOUCH.width, TOUCH.height)
    other.show()
    pump(other.isExposed)
    door.watch(other, TOUCH)
    door.open(other)
    pump(lambda: door.is_open)
    gone = weakref.ref(other)
    other.close()
    del other
    gc.collect()
    assert gone() is None, "the door keeps no window"
    assert not door.is_open
    opened(door, window)


def test_typed_digits_do_not_reach_the_show(door: Door, window: QQuickWindow) -> None:
    opened(door, window)
    QTest.mouseClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(2, 2))
    key(window, Qt.Key.Key_1)
    key(window, Qt.Key.Key_Backspace)
    assert door._typed == ""
    key(window, Qt.Key.Key_Escape)
    assert not door.is_open


def test_a_disk_that_answers_late_opens_nothing(door: Door, window: QQuickWindow, clocks: Clocks) -> None:
    door.open(window)
    clocks.go_on(60_000)
    answered(door)
    assert not door.is_open, "whoever held the glass has gone"
    opened(door, window)
