"""A visitor at a touch screen: fingers on the windows of a real stage, and pictures of what they open.

No stage of a device can be touched so: whoever wants to see this makes a stage of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from layouts.layout import Rect
from player.stage.window import StageWindow
from player.touch.layer import TouchLayer
from player.touch.target import Act, Target, TouchPage
from player.touch.words import say

_GLANCE_MS, _PATIENCE_MS = 10, 20_000
_LETTERS, _STEPS = 3, 6


class Seen(NamedTuple):
    """A page that was opened: a word for its file, how it is called on the screen, and how it looks."""

    word: str
    label: str
    picture: QImage


class UntouchedError(Exception):
    """A finger opened nothing."""


class Visitor:
    """A person before a window that answers those who touch it."""

    def __init__(self, window: StageWindow, layer: TouchLayer) -> None:
        self._window, self._layer = window.window, layer
        self._screen = QTest.createTouchDevice()

    def visit(self) -> Iterator[Seen]:
        """Open one page after the other.

        Raises:
            UntouchedError: a finger opened nothing.
        """
        self._await(self._window.isVisible)
        self._tap(Rect(0, 0, self._window.width(), self._window.height()))
        self._await(lambda: self._layer.page is not None)
        yield self._seen("home", self._home)
        services = [target for target in self._page.targets if target.act is Act.SERVICE]
        for service in services:
            yield from self._service(service)
        yield from self._map()
        yield from self._search(services)
        yield from self._comforts()

    def _service(self, service: Target) -> Iterator[Seen]:
        """A service, and of what it lists the first."""
        self._touch(Act.SERVICE, service.value)
        yield self._seen(service.value, service.label)
        entry = self._target(Act.ENTRY)
        if entry is not None:
            self._follow(entry)
            yield self._seen(f"{service.value}-1", entry.label)
        self._touch(Act.HOME)

    def _map(self) -> Iterator[Seen]:
        """The map of the district, as it comes, and drawn nearer by two fingers."""
        way = self._target(Act.MAP)
        if way is None:
            return
        self._follow(way)
        yield self._seen("map", way.label)
        page, sight = self._layer.page, self._page.map
        if sight is not None:
            self._spread(sight.rect)
            self._await(lambda: self._layer.page is not page and self._layer.is_settled)
            yield self._seen("map-nearer", way.label)
        self._touch(Act.HOME)

    def _search(self, services: list[Target]) -> Iterator[Seen]:
        """Some letters of what somebody looks for."""
        search = self._target(Act.SEARCH)
        if search is None or not services:
            return
        self._follow(search)
        for letter in services[len(services) > 1].label.lower()[:_LETTERS]:
            self._touch(Act.TYPE, letter)
        yield self._seen("search", search.label)
        self._touch(Act.HOME)

    def _comforts(self) -> Iterator[Seen]:
        """The first page again, in large type and strong contrast."""
        comforts = self._target(Act.COMFORTS)
        if comforts is None:
            return
        self._follow(comforts)
        for comfort in ("large", "contrast"):
            self._touch(Act.EASE, comfort)
        yield self._seen("comforts", comforts.label)
        self._touch(Act.HOME)
        yield self._seen("home-large", self._home)

    @property
    def _home(self) -> str:
        """What the first page is called."""
        return say("home", self._layer.session.language if self._layer.session else "")

    @property
    def _page(self) -> TouchPage:
        if self._layer.page is None:
            raise UntouchedError("there is no page")
        return self._layer.page

    def _seen(self, word: str, label: str) -> Seen:
        return Seen(word, label, self._window.grabWindow())

    def _target(self, act: Act, value: str | None = None) -> Target | None:
        found = (one for one in self._page.targets if one.act is act and value in {None, one.value})
        return next(found, None)

    def _touch(self, act: Act, value: str | None = None) -> None:
        target = self._target(act, value)
        if target is None:
            raise UntouchedError(f"there is nothing to touch: {act} {value or ''}")
        self._follow(target)

    def _follow(self, target: Target) -> None:
        """Touch a target, and see what opens."""
        page = self._layer.page
        self._tap(target.rect)
        self._await(lambda: self._layer.page is not page)

    def _tap(self, rect: Rect) -> None:
        point = QPoint(round(rect.x + rect.width / 2), round(rect.y + rect.height / 2))
        QTest.touchEvent(self._window, self._screen).press(0, point, self._window).commit()
        QTest.touchEvent(self._window, self._screen).release(0, point, self._window).commit()

    def _spread(self, rect: Rect) -> None:
        """Two fingers go apart in the middle of a rectangle."""
        x, y = rect.x + rect.width / 2, rect.y + rect.height / 2
        for step in range(_STEPS + 1):
            reach = rect.width * (0.1 + 0.1 * step / _STEPS)
            event = QTest.touchEvent(self._window, self._screen)
            for finger, side in enumerate((-1, 1)):
                point = QPoint(round(x + side * reach), round(y))
                (event.move if step else event.press)(finger, point, self._window)
            event.commit()
        last = QTest.touchEvent(self._window, self._screen)
        for finger, side in enumerate((-1, 1)):
            last.release(finger, QPoint(round(x + side * reach), round(y)), self._window)
        last.commit()

    def _await(self, happened: Callable[[], bool]) -> None:
        """Let the stage live until something has happened. Raises `UntouchedError`."""
        loop, glance, end = QEventLoop(), QTimer(), QTimer()

        def look() -> None:
            if happened():
                loop.quit()

        glance.timeout.connect(look)
        glance.start(_GLANCE_MS)
        end.timeout.connect(loop.quit)
        end.start(_PATIENCE_MS)
        loop.exec()
        if not happened():
            raise UntouchedError("nothing opened")
