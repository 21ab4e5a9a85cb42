"""Fingers on the map of a real stage: it follows them, is painted anew when they rest, and is forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from stage_world import Shelf
from touch_kiosk import Kiosk
from touch_world import nantes, offered
from touched_stage import played

from player.touch.district.sight import Sight
from player.touch.limits import LIMITS
from player.touch.session import Kind, Place
from player.touch.target import Act


class MapKiosk(Kiosk):
    """A kiosk with the map's object on its disk, whose map is on the glass."""

    def __init__(self, shelf: Shelf) -> None:
        shelf.put(nantes().maps[0].packed, 0, 0)
        super().__init__(shelf)
        self.device = QTest.createTouchDevice()
        self.begin()
        self.touch(Act.MAP)

    @property
    def sight(self) -> Sight:
        assert self.layer.page is not None
        assert self.layer.page.map is not None
        return self.layer.page.map

    def fingers(self, *ways: tuple[tuple[int, int], tuple[int, int]], steps: int = 6) -> None:
        """Each finger goes its way at once with the others, then all go up."""
        window = self.window.window
        for step in range(steps + 2):
            event = QTest.touchEvent(window, self.device)
            for number, (start, end) in enumerate(ways):
                part = min(step, steps) / steps
                at = QPoint(*(round(a + (b - a) * part) for a, b in zip(start, end, strict=True)))
                if step == 0:
                    event.press(number, at, window)
                elif step <= steps:
                    event.move(number, at, window)
                else:
                    event.release(number, at, window)
            event.commit()

    @contextmanager
    def held(self, start: tuple[int, int]) -> Iterator[Callable[[tuple[int, int]], None]]:
        """A finger that stays down; what is given moves it."""
        window, device = self.window.window, self.device
        QTest.touchEvent(window, device).press(0, QPoint(*start), window).commit()
        last = QPoint(*start)

        def move(to: tuple[int, int]) -> None:
            nonlocal last
            last = QPoint(*to)
            QTest.touchEvent(window, device).move(0, last, window).commit()

        yield move
        QTest.touchEvent(window, device).release(0, last, window).commit()

    def rests(self) -> None:
        """What was asked for is on the glass, as large as it was painted."""
        self.until(lambda: self.layer.page is not None and self.layer.is_settled)
        assert self.layer.model.property("mapScale") == 1


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[MapKiosk]:
    with played(lambda: MapKiosk(Shelf(tmp_path / "objects"))) as made:
        yield made


def test_the_map_follows_a_finger_and_is_painted_where_it_rests(kiosk: MapKiosk) -> None:
    before, glass = kiosk.sight.frame, kiosk.picture()
    kiosk.fingers(((500, 500), (300, 650)))
    assert kiosk.picture() != glass, "the map moves before anything is painted"
    kiosk.rests()
    after = kiosk.sight.frame
    assert after.x == pytest.approx(before.x + 200 / before.per_dm, abs=2)
    assert after.y == pytest.approx(before.y - 150 / before.per_dm, abs=2)
    assert after.scale == before.scale


def test_what_is_painted_anew_looks_as_what_was_moved(kiosk: MapKiosk) -> None:
    """Away from names, which may find other places, a point of the map stays under the finger."""
    kiosk.fingers(((500, 500), (460, 520)))
    moved = kiosk.picture()
    kiosk.rests()
    painted = kiosk.picture()
    rect = kiosk.sight.rect
    points = [
        (x, y) for x in range(40, 1000, 40) for y in range(round(rect.y) + 20, round(rect.bottom) - 20, 40)
    ]
    same = sum(moved.pixelColor(x, y) == painted.pixelColor(x, y) for x, y in points)
    assert same > 0.85 * len(points)


def test_two_fingers_draw_it_nearer_about_what_lies_between_them(kiosk: MapKiosk) -> None:
    before = kiosk.sight
    x, y = 512, round(before.rect.y + before.rect.height / 2)
    kiosk.fingers(((x - 60, y), (x - 120, y)), ((x + 60, y), (x + 120, y)))
    kiosk.rests()
    after = kiosk.sight.frame
    assert after.scale == pytest.approx(2 * before.frame.scale, rel=0.02)
    assert after.x == pytest.approx(before.frame.x, abs=30)
    assert after.y == pytest.approx(before.frame.y, abs=30)


def test_one_finger_does_all_that_two_do(kiosk: MapKiosk) -> None:
    scale = kiosk.sight.frame.scale
    kiosk.touch(Act.NEARER)
    kiosk.rests()
    assert kiosk.sight.frame.scale == pytest.approx(2 * scale)
    kiosk.touch(Act.FARTHER)
    assert kiosk.sight.frame.scale == pytest.approx(scale)
    before = kiosk.sight.frame
    page = kiosk.layer.page
    kiosk.finger.tap(120, round(kiosk.sight.rect.bottom) - 30)
    kiosk.until(lambda: kiosk.layer.page is not page)
    assert kiosk.sight.frame.x < before.x


def test_a_pin_that_was_dragged_along_is_still_itself(kiosk: MapKiosk) -> None:
    """A touch asks what lies under the finger now, not what lay there when the map was painted."""
    frame = kiosk.sight.frame
    kiosk.fingers(((500, 600), (420, 560)))
    kiosk.rests()
    pin = next(one for one in kiosk.sight.chart.pins if [pin.id for pin in one.pins] == ["leo-lagrange"])
    rect = kiosk.sight.seen(pin, kiosk.sight.frame)
    assert rect != kiosk.sight.seen(pin, frame)
    kiosk.finger.tap_in(rect)
    kiosk.until(lambda: kiosk.layer.page is not None and kiosk.layer.page.map is None)
    assert kiosk.layer.session is not None
    assert kiosk.layer.session.place == Place(Kind.ENTRY, service="piscines", entry="leo-lagrange")
    kiosk.touch(Act.MAP, "leo-lagrange")
    chosen = [one for one in kiosk.sight.chart.pins if one.chosen]
    assert [pin.id for one in chosen for pin in one.pins] == ["leo-lagrange"]


def test_an_end_forgets_what_was_looked_at(kiosk: MapKiosk) -> None:
    first = kiosk.sight.frame
    kiosk.fingers(((500, 500), (200, 500)))
    kiosk.rests()
    kiosk.passes(LIMITS.idle_s + LIMITS.warning_s)
    kiosk.until(lambda: kiosk.layer.session is None)
    kiosk.begin()
    kiosk.touch(Act.MAP)
    assert kiosk.sight.frame == first


def test_dragging_is_being_there(kiosk: MapKiosk) -> None:
    with kiosk.held((500, 500)) as move:
        for step in range(4):
            kiosk.passes(LIMITS.idle_s - 5)
            move((500 - 10 * step, 500))
    kiosk.rests()
    assert kiosk.layer.session is not None
    assert not kiosk.is_asked()


def test_a_mouse_drags_as_a_finger_does(kiosk: MapKiosk) -> None:
    """The preview's mouse, and touch screens whose driver makes one of them."""
    before, window, left = kiosk.sight.frame, kiosk.window.window, Qt.MouseButton.LeftButton
    QTest.mousePress(window, left, pos=QPoint(500, 500))
    for x in range(490, 390, -10):
        QTest.mouseMove(window, QPoint(x, 500))
    QTest.mouseRelease(window, left, pos=QPoint(400, 500))
    kiosk.until(lambda: kiosk.sight.frame != before)
    kiosk.rests()
    assert kiosk.sight.frame.x == pytest.approx(before.x + 100 / before.per_dm, abs=2)


def test_the_map_stays_under_a_finger_while_more_of_it_is_painted(kiosk: MapKiosk) -> None:
    first, page = kiosk.sight.frame, kiosk.layer.page
    with kiosk.held((900, 500)) as move:
        for to in ((880, 500), (600, 500), (540, 560)):
            before = kiosk.layer.model.mapX
            move(to)
            kiosk.until(lambda before=before: kiosk.layer.model.mapX != before)  # type: ignore[misc]
        kiosk.until(lambda: kiosk.layer.page is not page)
        meant = msgspec.structs.replace(first, x=first.x + 360 / first.per_dm, y=first.y - 60 / first.per_dm)
        x, y, enlarged = kiosk.sight.painted(meant)
        shown = kiosk.layer.model
        assert (shown.mapX, shown.mapY, shown.mapScale) == pytest.approx((x, y, enlarged), abs=1)


def test_a_map_that_is_not_on_the_disk_is_not_offered(tmp_path: Path) -> None:
    made = Kiosk(Shelf(tmp_path / "objects"))
    try:
        made.begin()
        assert offered().map is not None
        assert made.layer.page is not None
        assert all(target.act is not Act.MAP for target in made.layer.page.targets)
    finally:
        made.player.close()
        made.player.windows.clear()


def test_the_pictures_of_maps_are_not_kept(kiosk: MapKiosk) -> None:
    before = len(kiosk.pictures)
    for _ in range(4):
        kiosk.fingers(((500, 500), (440, 560)))
        kiosk.rests()
    assert len(kiosk.pictures) == before
