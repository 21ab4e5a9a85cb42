"""Fingers on a real stage: what they open, what is told of it, and what is left when nobody is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from stage_world import Shelf
from touch_kiosk import Kiosk
from touch_world import offered
from touched_stage import BLUE, played

from player.touch.limits import LIMITS
from player.touch.session import Kind, Place
from player.touch.target import Act
from playlists.feed.alerts import CAMPAIGN


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    with played(lambda: Kiosk(Shelf(tmp_path / "objects"))) as made:
        yield made


def test_a_touch_anywhere_opens_the_first_page_and_two_more_a_pool(kiosk: Kiosk) -> None:
    before = kiosk.picture()
    kiosk.begin()
    assert kiosk.layer.session is not None
    assert kiosk.layer.session.place == Place()
    assert kiosk.picture() != before
    kiosk.touch(Act.SERVICE, "piscines")
    kiosk.touch(Act.ENTRY, "leo-lagrange")
    assert kiosk.layer.session.place == Place(Kind.ENTRY, service="piscines", entry="leo-lagrange")


def test_a_finger_that_slides_off_does_nothing(kiosk: Kiosk) -> None:
    kiosk.begin()
    page = kiosk.layer.page
    assert page is not None
    target = next(one for one in page.targets if one.act is Act.SERVICE)
    kiosk.layer.model.down(0, target.rect.x + 5, target.rect.y + 5)
    kiosk.layer.model.up(0, 5, 5)
    assert kiosk.layer.session is not None
    assert kiosk.layer.session.place == Place()


def test_it_asks_then_ends_and_the_stage_is_where_the_time_is(kiosk: Kiosk) -> None:
    before = kiosk.picture()
    kiosk.begin()
    kiosk.touch(Act.LANGUAGES)
    kiosk.touch(Act.SPEAK, "en")
    kiosk.passes(LIMITS.idle_s + 1)
    kiosk.until(kiosk.is_asked)
    kiosk.touch(Act.STAY)
    kiosk.passes(LIMITS.idle_s + LIMITS.warning_s)
    kiosk.until(lambda: kiosk.layer.session is None)
    kiosk.until(lambda: kiosk.picture() == before)
    kiosk.begin()
    assert kiosk.layer.session is not None
    assert kiosk.layer.session.language == "fr"
    assert kiosk.layer.session.query == ""


def test_what_lies_under_a_session_is_not_said_to_be_on_the_glass(kiosk: Kiosk) -> None:
    kiosk.begin()
    assert kiosk.heard.covers == [True]
    frames = kiosk.heard.frames
    kiosk.touch(Act.SERVICE, "tram")
    kiosk.picture()
    assert kiosk.heard.frames == frames
    kiosk.passes(LIMITS.idle_s + LIMITS.warning_s)
    kiosk.until(lambda: kiosk.heard.covers == [True, False])
    kiosk.until(lambda: kiosk.heard.frames > frames)


def test_an_alert_takes_the_screen_back(kiosk: Kiosk) -> None:
    kiosk.begin()
    kiosk.player.replace(kiosk.program(offered(), f"{CAMPAIGN}/flood", BLUE), at_once=True)
    kiosk.until(lambda: kiosk.layer.session is None)
    kiosk.finger.tap(500, 640)
    kiosk.player.run_for(50)
    assert kiosk.layer.session is None


def test_what_is_no_longer_offered_cannot_be_looked_at(kiosk: Kiosk) -> None:
    kiosk.begin()
    kiosk.player.replace(kiosk.program(None, "blue", BLUE), at_once=True)
    kiosk.until(lambda: kiosk.layer.session is None)


def test_pictures_of_pages_are_not_kept(kiosk: Kiosk) -> None:
    before = len(kiosk.pictures)
    kiosk.begin()
    kiosk.touch(Act.SEARCH)
    for letter in "piscine":
        kiosk.touch(Act.TYPE, letter)
    assert len(kiosk.pictures) <= before + 1


def test_a_page_that_cannot_be_painted_ends_the_session_and_is_said(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    glass = kiosk.picture()
    kiosk.begin()

    def breaks(*_: object, **__: object) -> None:
        raise ValueError("no glyph of that kind")

    expect_log("a touch page cannot be painted")
    monkeypatch.setattr("player.touch.painting.compose", breaks)
    page = kiosk.layer.page
    assert page is not None
    kiosk.finger.tap_in(next(one for one in page.targets if one.act is Act.SERVICE).rect)
    kiosk.until(lambda: kiosk.layer.session is None)
    assert kiosk.picture() == glass
    monkeypatch.undo()
    kiosk.begin()
    assert kiosk.layer.page is not None


def test_whoever_touches_next_faster_than_it_is_painted_goes_one_sheet_on(kiosk: Kiosk) -> None:
    """Else « Avant » had to be touched as often again before anything moved."""
    kiosk.begin()
    kiosk.touch(Act.SERVICE, "piscines")
    kiosk.touch(Act.ENTRY, "leo-lagrange")
    kiosk.touch(Act.EASE, "large")
    page = kiosk.layer.page
    assert page is not None
    following = next(one for one in page.targets if one.act is Act.TURN)
    for _ in range(4):
        kiosk.finger.tap_in(following.rect)
    kiosk.until(lambda: kiosk.layer.page is not page and kiosk.layer.is_settled)
    assert kiosk.layer.session is not None
    assert kiosk.layer.session.place.sheet == 1
