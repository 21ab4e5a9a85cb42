"""Fingers on a real stage: what they open, what is told of it, and what is left when nobody is there."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer
from PySide6.QtGui import QImage
from stage_world import FULL, HandClock, Shelf, program, screen, screen_program
from touch_world import Finger, offered

from device_profiles.profile import Legibility, Screen
from device_profiles.report import What
from player.stage.player import StagePlayer
from player.stage.theatre import Theatre, application
from player.stage.witness import Witness
from player.touch.aloud.reader import Speaks
from player.touch.layer import TouchLayer
from player.touch.limits import LIMITS
from player.touch.session import Kind, Place
from player.touch.target import Act
from playlists.feed.alerts import CAMPAIGN
from playlists.program import Item, Program, Stills
from playlists.services import Services

RED, BLUE = "#ff0000", "#0000ff"
PATIENCE_MS = 60_000


class Heard(Witness):
    """Notes what it is told of frames and covers."""

    def __init__(self) -> None:
        self.frames = 0
        self.covers: list[bool] = []
        self.told: list[tuple[What, str, str, int, int]] = []
        self.on_disk = True

    def frame(self, _: int) -> None:
        self.frames += 1

    def covered(self, *, covered: bool) -> None:
        self.covers.append(covered)

    def tallies(self, what: What, name: str, answer: str, hour_ms: int, count: int, /) -> int | None:
        self.told.append((what, name, answer, hour_ms, count))
        return len(self.told)

    @property
    def written(self) -> int:
        return len(self.told) if self.on_disk else 0

    @property
    def votes(self) -> Counter[tuple[str, str]]:
        return Counter((name, answer) for what, name, answer, *_ in self.told if what is What.POLL)


class Kiosk:
    """A stage with one touch screen, clocks set by hand, and a finger."""

    def __init__(self, shelf: Shelf, voice: Speaks | None = None) -> None:
        application()
        self.shelf, self.clock, self.steady = shelf, HandClock(), 1_000_000.0
        self.heard, theatre = Heard(), Theatre()
        self.pictures = theatre.pictures
        self.player = StagePlayer(
            self.program(offered()),
            shelf.folder,
            self.clock,
            theatre=theatre,
            witness=lambda _: self.heard,
            steady_ms=lambda: self.steady,
            voice=voice,
        )
        (self.window,) = self.player.windows.values()
        self.until(self.window.window.isVisible)
        self.finger = Finger(self.window)

    @property
    def layer(self) -> TouchLayer:
        assert isinstance(self.window.layer, TouchLayer)
        return self.window.layer

    def program(self, services: Services | None, item: str = "red", colour: str = RED) -> Program:
        """One picture that fills the screen."""
        picture = Stills(pages=(self.shelf.still(colour, 1024, 1280),))
        shown = screen_program(FULL, touch(), main=(Item(id=item, content=picture, pages_ms=(3_600_000,)),))
        return program(msgspec.structs.replace(shown, services=services))

    def until(self, happened: Callable[[], bool]) -> None:
        """Let the stage live until something has happened."""
        loop, timer, end = QEventLoop(), QTimer(), QTimer()
        timer.timeout.connect(lambda: happened() and loop.quit())
        timer.start(5)
        end.timeout.connect(loop.quit)
        end.start(PATIENCE_MS)
        loop.exec()
        assert happened(), "it did not happen"

    def picture(self) -> QImage:
        return self.window.window.grabWindow().convertToFormat(QImage.Format.Format_RGB32)

    def begin(self) -> None:
        """Touch the screen at rest, and see the first page."""
        self.finger.tap(500, 640)
        self.until(lambda: self.layer.page is not None)

    def touch(self, act: Act, value: str = "") -> None:
        """Touch a target, and see what follows."""
        page = self.layer.page
        assert page is not None
        target = next(one for one in page.targets if (one.act, one.value) == (act, value))
        self.finger.tap_in(target.rect)
        self.until(lambda: self.layer.page is not page)

    def is_asked(self) -> bool:
        """Whether the page asks if somebody is still there."""
        page = self.layer.page
        return page is not None and any(one.act is Act.STAY for one in page.targets)

    def passes(self, seconds: float) -> None:
        """Time goes by."""
        self.steady += seconds * 1000
        self.clock.go(round(seconds * 1000))


def touch() -> Screen:
    return screen(
        width=1024,
        height=1280,
        width_mm=301.0,
        height_mm=376.0,
        bottom_mm=900.0,
        distance_m=0.5,
        legibility=Legibility.EN_301_549,
        touch_points=10,
        speech=True,
    )


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    made = Kiosk(Shelf(tmp_path / "objects"))
    yield made
    made.player.close()
    made.player.windows.clear()
    del made
    gc.collect()
    QCoreApplication.sendPostedEvents()


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
    kiosk.layer.model.down(target.rect.x + 5, target.rect.y + 5)
    kiosk.layer.model.up(5, 5)
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
