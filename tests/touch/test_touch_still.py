"""Nothing on touch screens moves by itself: pages come at once and stand, what was moved stays there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from stage_world import Shelf
from table_world import HEIGHT, WIDTH, TableStage
from touch_kiosk import Kiosk
from touch_world import AT_MS, nantes
from touched_stage import TouchedStage, played

from player.touch.limits import LIMITS
from player.touch.target import Act

_STEP_MS, _STEPS = 40, 12


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    shelf = Shelf(tmp_path / "objects")
    shelf.put(nantes().maps[0].packed, 0, 0)
    with played(lambda: Kiosk(shelf)) as made:
        made.clock.go(AT_MS - made.clock())
        yield made


def seen(stage: TouchedStage) -> list[QImage]:
    """What is on the glass in the half second that follows, each picture once."""
    found: list[QImage] = []
    for _ in range(_STEPS):
        picture = stage.picture()
        if not found or found[-1] != picture:
            found.append(picture)
        stage.player.run_for(_STEP_MS)
    return found


def test_a_page_comes_at_once_and_stands(kiosk: Kiosk) -> None:
    kiosk.begin()
    for act, value in ((Act.SERVICE, "piscines"), (Act.HOME, ""), (Act.EASE, "large"), (Act.SEARCH, "")):
        page = kiosk.layer.page
        assert page is not None
        kiosk.finger.tap_in(next(one.rect for one in page.targets if (one.act, one.value) == (act, value)))
        pictures = seen(kiosk)
        assert kiosk.layer.page is not page
        assert len(pictures) <= 2, (act, "the page before, and the page")


def test_what_warns_stands_between_two_seconds(kiosk: Kiosk) -> None:
    kiosk.begin()
    kiosk.passes(LIMITS.idle_s + 1)
    kiosk.until(kiosk.is_asked)
    assert len(seen(kiosk)) == 1


def test_a_map_that_was_thrown_stays_where_the_finger_left_it(kiosk: Kiosk) -> None:
    kiosk.begin()
    kiosk.touch(Act.MAP)
    before = kiosk.picture()
    window, device = kiosk.window.window, QTest.createTouchDevice()
    path = [QPoint(700 - 80 * step, 700) for step in range(5)]
    QTest.touchEvent(window, device).press(0, path[0], window).commit()
    for _, at in pairwise(path):
        QTest.touchEvent(window, device).move(0, at, window).commit()
        kiosk.player.run_for(8)
    QTest.touchEvent(window, device).release(0, path[-1], window).commit()
    kiosk.player.run_for(300)
    kiosk.until(lambda: kiosk.layer.is_settled)
    (after,) = seen(kiosk)
    assert after != before


def test_a_card_that_was_thrown_stays_where_the_finger_left_it(tmp_path: Path) -> None:
    with played(lambda: TableStage(Shelf(tmp_path / "objects"))) as table:
        table.open_panel((WIDTH / 2, HEIGHT - 5.0))
        card = table.lay("park")
        x, y = card.pose.x, card.pose.y - 40
        table.fingers(down={0: (x, y)})
        for step in range(1, 6):
            table.fingers(move={0: (x + 30 * step, y)})
            table.player.run_for(8)
        table.fingers(up={0: (x + 150, y)})
        table.settle()
        table.player.run_for(300)
        now = table.board.card(card.id)
        assert now is not None
        assert now.pose.x == pytest.approx(card.pose.x + 150, abs=1)
        assert len(seen(table)) == 1
