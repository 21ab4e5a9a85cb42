"""A touch screen as the example city has one: its services, its pages, and fingers on a real stage."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
from looking_shelf import NameShelf
from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtTest import QTest

from device_profiles.profile import Screen
from layouts.layout import Rect
from layouts.theme import Palette
from player.stage.player import StagePlayer
from player.stage.window import StageWindow
from player.touch.here import Here
from player.touch.pages import compose
from player.touch.search import Index
from player.touch.session import Comfort, Kind, Look, Place, Session
from player.touch.target import TouchPage
from playlists.compile.program import theme_of
from playlists.compile.services import services_of
from playlists.services import Services
from playlists.workspace.load import load
from playlists.workspace.model import Workspace
from playlists.workspace.problems import Findings

NANTES = Path(__file__).parents[2] / "examples" / "nantes"
KIOSK = "borne-commerce"
AT_MS = 1_795_699_920_000
"""Thursday 26 November 2026, 14:32 in Nantes."""


@cache
def nantes() -> Workspace:
    """The example city."""
    workspace = load(NANTES).workspace
    assert workspace is not None
    return workspace


def touch_screen(device: str = KIOSK) -> Screen:
    """The screen of a device that can be touched."""
    profile = nantes().profiles[nantes().devices[device].profile]
    return next(screen for screen in profile.screens if screen.touch_points)


@cache
def offered(device: str = KIOSK) -> Services:
    """What it offers."""
    found = services_of(nantes(), device, touch_screen(device), NameShelf(), Findings(nantes().outlines, 100))
    assert found is not None
    return found


@cache
def index(device: str = KIOSK) -> Index:
    """What can be found there."""
    return Index(offered(device))


def palette(*, night: bool = False) -> Palette:
    """The city's colours."""
    theme = theme_of(nantes().site)
    return theme.night if night else theme.day


@cache
def here(device: str = KIOSK) -> Here:
    """Where it stands."""
    own = nantes().devices[device]
    return Here(
        screen=touch_screen(device),
        offered=offered(device),
        place=own.place[""],
        position=own.position,
        time_zone="Europe/Paris",
        country="FR",
        district=nantes().maps[0].district,
    )


def page_of(session: Session, device: str = KIOSK, *, at_s: float = 0.0, night: bool = False) -> TouchPage:
    """The page that a session sees."""
    colours = palette(night=night)
    return compose(here(device), index(device), session, colours, at_ms=AT_MS, at_s=at_s, speaks=True)


def places() -> Iterator[Place]:
    """Every page there is, its first sheet."""
    about = (Kind.SERVICE, Kind.ENTRY, Kind.SIGNAL, Kind.POLL, Kind.GROUP)
    yield from (Place(kind) for kind in Kind if kind not in about)
    yield from (Place(Kind.MAP, look=Look(scale=scale)) for scale in (0.03, 0.3, 0.6))
    yield Place(Kind.MAP, service="piscines", entry="leo-lagrange")
    yield Place(Kind.GROUP, entry="piscines\tleo-lagrange\nmairies\thotel-de-ville")
    for service in offered().services:
        yield Place(Kind.SERVICE, service=service.id)
        yield from (Place(Kind.ENTRY, service=service.id, entry=entry.id) for entry in service.entries)
        yield from (Place(Kind.SIGNAL, service=service.id, entry=entry.id) for entry in service.entries[:1])
        yield from (Place(Kind.POLL, service=service.id, entry=poll.id) for poll in service.polls)


def session_at(place: Place, language: str = "fr", comfort: Comfort | None = None) -> Session:
    """A session that is at a page."""
    query = "pi" if place.kind is Kind.SEARCH else ""
    return Session(language, 0.0, (Place(), place), comfort or Comfort(), query)


def every_sheet(session: Session, device: str = KIOSK) -> Iterator[TouchPage]:
    """A page, and all that follow on it."""
    for sheet in range(100):
        at = msgspec.structs.replace(session.place, sheet=sheet)
        turned = Session(session.language, 0.0, (Place(), at), session.comfort, session.query)
        page = page_of(turned, device)
        yield page
        if not page.more:
            return
    raise AssertionError("a page without end")


class Finger:
    """Touches a window of a stage, as a touch screen's driver would have it."""

    def __init__(self, window: StageWindow) -> None:
        self._window = window.window
        self._device = QTest.createTouchDevice()

    def tap(self, x: float, y: float) -> None:
        """Down and up at a point of the screen."""
        point = QPoint(round(x), round(y))
        QTest.touchEvent(self._window, self._device).press(0, point, self._window).commit()
        QTest.touchEvent(self._window, self._device).release(0, point, self._window).commit()

    def tap_in(self, rect: Rect) -> None:
        """In the middle of a rectangle."""
        self.tap(rect.x + rect.width / 2, rect.y + rect.height / 2)


def settle(player: StagePlayer, milliseconds: int = 30) -> None:
    """Let what was asked for happen."""
    player.run_for(milliseconds)
    QCoreApplication.processEvents()
