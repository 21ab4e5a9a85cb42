"""What rests on the glass of a map, a palm, a bag, a drop, keeps nobody from touching and nothing awake."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from stage_world import Shelf
from test_touch_map_stage import MapKiosk
from touched_stage import played

from layouts.layout import Rect
from player.touch.limits import LIMITS
from player.touch.session import Kind, Place
from player.touch.target import Act, TouchPage

PALM, FINGER = 7, 1


class RestedOn(MapKiosk):
    """A map, on whose glass something lies beside the finger."""

    lies = QPoint(500, 600)

    def __init__(self, shelf: Shelf) -> None:
        super().__init__(shelf)
        self.finger_at = QPoint()

    @property
    def page(self) -> TouchPage:
        assert self.layer.page is not None
        return self.layer.page

    def target(self, act: Act) -> Rect:
        """Where that can be touched."""
        return next(one.rect for one in self.page.targets if one.act is act)

    def palm(self) -> None:
        """Something is laid on the glass."""
        QTest.touchEvent(self.window.window, self.device).press(PALM, self.lies, self.window.window).commit()

    def trembles(self, by: int) -> None:
        """It moves a little."""
        at = self.lies + QPoint(by, 0)
        QTest.touchEvent(self.window.window, self.device).move(PALM, at, self.window.window).commit()

    def goes(self, *way: tuple[int, int]) -> None:
        """A finger goes down, along a way, and up."""
        window = self.window.window
        for number, point in enumerate([*way, way[-1]]):
            event = QTest.touchEvent(window, self.device).move(PALM, self.lies, window)
            at = QPoint(*point)
            if number == 0:
                event.press(FINGER, at, window)
            elif number < len(way):
                event.move(FINGER, at, window)
            else:
                event.release(FINGER, at, window)
            event.commit()

    def touches(self, rect: Rect) -> None:
        self.goes((round(rect.x + rect.width / 2), round(rect.y + rect.height / 2)))


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[RestedOn]:
    with played(lambda: RestedOn(Shelf(tmp_path / "objects"))) as made:
        yield made


def test_a_palm_on_the_map_keeps_nobody_from_the_buttons(kiosk: RestedOn) -> None:
    kiosk.palm()
    page, scale = kiosk.page, kiosk.sight.frame.scale
    kiosk.touches(kiosk.target(Act.NEARER))
    kiosk.until(lambda: kiosk.layer.page is not page)
    kiosk.rests()
    assert kiosk.sight.frame.scale == pytest.approx(2 * scale)
    kiosk.touches(kiosk.target(Act.HOME))
    kiosk.until(lambda: kiosk.page.map is None)
    assert kiosk.layer.session is not None
    assert kiosk.layer.session.place.kind is Kind.HOME


def test_what_trembles_on_the_map_keeps_no_session_open(kiosk: RestedOn) -> None:
    kiosk.palm()
    for step in range(40):
        kiosk.passes(2)
        kiosk.trembles(2 * (step % 2))
        if kiosk.layer.session is None:
            break
    kiosk.passes(LIMITS.warning_s)
    kiosk.until(lambda: kiosk.layer.session is None)


def test_one_finger_drags_the_map_though_a_palm_was_there_before_it(kiosk: RestedOn) -> None:
    kiosk.touch(Act.BACK)
    kiosk.palm()
    kiosk.touches(kiosk.target(Act.MAP))
    kiosk.until(lambda: kiosk.page.map is not None)
    kiosk.rests()
    before = kiosk.sight.frame
    kiosk.goes((700, 300), (650, 300), (600, 300), (500, 300))
    kiosk.until(lambda: kiosk.sight.frame != before)
    kiosk.rests()
    assert kiosk.sight.frame.scale == before.scale
    assert kiosk.sight.frame.x == pytest.approx(before.x + 200 / before.per_dm, abs=2)


def test_a_pin_opens_under_a_finger_beside_a_palm(kiosk: RestedOn) -> None:
    kiosk.palm()
    pin = next(one for one in kiosk.sight.chart.pins if [pin.id for pin in one.pins] == ["leo-lagrange"])
    kiosk.touches(kiosk.sight.seen(pin, kiosk.sight.frame))
    kiosk.until(lambda: kiosk.page.map is None)
    assert kiosk.layer.session is not None
    assert kiosk.layer.session.place == Place(Kind.ENTRY, service="piscines", entry="leo-lagrange")


def test_what_the_system_takes_away_has_opened_nothing(kiosk: RestedOn) -> None:
    session, pin = kiosk.layer.session, next(iter(kiosk.sight.chart.pins))
    rect = kiosk.sight.seen(pin, kiosk.sight.frame)
    kiosk.layer.model.down(FINGER, rect.x + rect.width / 2, rect.y + rect.height / 2)
    kiosk.layer.model.cancel()
    assert session is not None
    assert kiosk.layer.session is not None
    assert kiosk.layer.session.trail == session.trail
    assert kiosk.layer.model.property("pressedWidth") == 0


@pytest.mark.parametrize("first", [FINGER, PALM])
def test_a_knuckle_that_comes_after_the_finger_takes_nothing_from_it(kiosk: RestedOn, first: int) -> None:
    """Each finger does what it pressed, whichever is lifted first; what lies beside it does nothing."""
    kiosk.touch(Act.HOME)
    pools = next(one.rect for one in kiosk.page.targets if one.value == "piscines")
    at = QPoint(round(pools.x + 20), round(pools.y + 20))
    beside = QPoint(4, 200)
    assert kiosk.page.at(4, 200) is None
    window, device = kiosk.window.window, kiosk.device
    QTest.touchEvent(window, device).press(FINGER, at, window).commit()
    QTest.touchEvent(window, device).move(FINGER, at, window).press(PALM, beside, window).commit()
    places = {FINGER: at, PALM: beside}
    other = PALM if first == FINGER else FINGER
    event = QTest.touchEvent(window, device).release(first, places[first], window)
    event.move(other, places[other], window).commit()
    QTest.touchEvent(window, device).release(other, places[other], window).commit()
    assert kiosk.layer.session is not None
    assert kiosk.layer.session.place == Place(Kind.SERVICE, service="piscines")
