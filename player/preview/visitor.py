"""A visitor at a touch screen: opens one page after the other, and sees how each looks."""

from __future__ import annotations

from collections.abc import Iterator

from layouts.layout import Rect
from player.preview.fingers import Fingers, Point, Seen, UntouchedError
from player.stage.window import StageWindow
from player.touch.layer import TouchLayer
from player.touch.target import Act, Target, TouchPage
from player.touch.words import say

_LETTERS = 3


class Visitor:
    """A person before a window that answers those who touch it."""

    def __init__(self, window: StageWindow, layer: TouchLayer) -> None:
        self._fingers, self._layer = Fingers(window), layer

    def visit(self) -> Iterator[Seen]:
        """Open one page after the other.

        Raises:
            UntouchedError: a finger opened nothing.
        """
        window = self._fingers.window
        self._fingers.wait(window.isVisible)
        self._fingers.tap((window.width() / 2, window.height() / 2))
        self._fingers.wait(lambda: self._layer.page is not None)
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
            x, y = _middle(sight.rect)
            near, far = sight.rect.width * 0.1, sight.rect.width * 0.2
            self._fingers.draw({0: ((x - near, y), (x - far, y)), 1: ((x + near, y), (x + far, y))})
            self._fingers.wait(lambda: self._layer.page is not page and self._layer.is_settled)
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
        """The first page again, in strong contrast, then in large type too."""
        for comfort in ("contrast", "large"):
            self._touch(Act.EASE, comfort)
            yield self._seen(f"home-{comfort}", self._home)

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
        return self._fingers.see(word, label)

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
        self._fingers.tap(_middle(target.rect))
        self._fingers.wait(lambda: self._layer.page is not page)


def _middle(rect: Rect) -> Point:
    return rect.x + rect.width / 2, rect.y + rect.height / 2
