"""Whoever hammers on a kiosk brings nothing down, finds no way out, and leaves nothing behind."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from stage_world import Shelf
from touch_crowd import Crowd
from touch_kiosk import Kiosk
from touched_stage import played

from player.stage.render import Renderer
from player.touch.session import Session
from player.touch.target import Act

TOUCHES = int(os.environ.get("PARVIS_TOUCHES", "400"))
"""`make soak` has 10,000."""
SEED = 20261126


@pytest.fixture
def crowd(tmp_path: Path) -> Iterator[Crowd]:
    with played(lambda: Kiosk(Shelf(tmp_path / "objects"))) as kiosk:
        yield Crowd(kiosk, SEED)


def test_nothing_comes_of_touching_at_random(crowd: Crowd) -> None:
    for _ in range(TOUCHES):
        crowd.step()
        crowd.check()
    assert crowd.sessions >= TOUCHES // 200
    crowd.leave()
    assert len(crowd.kiosk.pictures) <= 4
    crowd.kiosk.until(lambda: not sessions())


def test_nothing_of_a_session_is_left(crowd: Crowd) -> None:
    kiosk = crowd.kiosk
    kiosk.begin()
    kiosk.touch(Act.SEARCH)
    for letter in "qxw":
        kiosk.touch(Act.TYPE, letter)
    assert any(session.query == "qxw" for session in sessions())
    assert "qxw" in repr(vars(kiosk.layer))
    crowd.leave()
    crowd.kiosk.until(lambda: not sessions())
    assert "qxw" not in repr(vars(kiosk.layer))


def test_pages_that_nobody_waits_for_are_not_painted(crowd: Crowd) -> None:
    kiosk, painted = crowd.kiosk, []
    kiosk.begin()
    page = kiosk.layer.page
    assert page is not None
    search = next(one.rect for one in page.targets if one.act is Act.SEARCH)
    kiosk.layer._painter._finished.connect(lambda asked, *_: painted.append(asked))
    for _ in range(50):
        kiosk.layer.model.down(0, search.x + 5, search.y + 5)
        kiosk.layer.model.up(0, search.x + 5, search.y + 5)
    kiosk.until(lambda: kiosk.layer.page is not page)
    assert len(painted) < 10


def test_after_every_session_the_glass_is_where_the_time_is(crowd: Crowd) -> None:
    renderer = Renderer(crowd.kiosk.shelf.folder)
    for touches in (1, 4, 2):
        crowd.rest()
        crowd.come_and_go(touches)
        assert crowd.is_where_the_time_is(renderer)


def sessions() -> list[Session]:
    """Every session of a kiosk that anything still knows; its clock begins at a thousand seconds."""
    gc.collect()
    return [one for one in gc.get_objects() if isinstance(one, Session) and one.touched_s > 999]
