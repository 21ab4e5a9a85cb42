"""A crowd before a kiosk: fingers by the thousand from a fixed seed, and a day of people who come and go."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta

import msgspec
from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from stage_world import FULL, screen_program
from stage_world import program as program_of
from touch_city import data
from touch_kiosk import Kiosk, touch
from touch_world import AT_MS, nantes, offered

from player.stage.instants import from_ms
from player.stage.render import Renderer
from player.touch.limits import LIMITS
from playlists.documents import Batch
from playlists.program import Item, Program, Stills

COLOURS = ("#ff0000", "#00ff00", "#0000ff", "#ffff00", "#00ffff")
OLD = timedelta(hours=2)
_ITEM_MS, _FADED_MS = 10_000, 2_000
_GLANCE_MS = 300
"""So long a screen takes to see that time has gone by."""


def day(kiosk: Kiosk) -> Program:
    """A program whose glass is another one every ten seconds, and at night again another."""
    items = [
        Item(
            id=colour,
            content=Stills(pages=(kiosk.shelf.still(colour, 1024, 1280),)),
            pages_ms=(_ITEM_MS,),
            when="Mo-Su 07:00-22:00" if number < 3 else None,
        )
        for number, colour in enumerate(COLOURS)
    ]
    shown = screen_program(FULL, touch(), main=tuple(items))
    return program_of(msgspec.structs.replace(shown, services=offered()))


class Crowd:
    """Touches a kiosk as nobody should, and looks whether it bears it. Everything hangs on the seed."""

    def __init__(self, kiosk: Kiosk, seed: int) -> None:
        self.kiosk, self._chance = kiosk, random.Random(seed)
        self.steady, self.old = data(), _older(data())
        kiosk.shelf.put(nantes().maps[0].packed, 0, 0)
        kiosk.clock.go(AT_MS - kiosk.clock())
        kiosk.player.replace(day(kiosk), at_once=True)
        self.pass_by(0)
        kiosk.layer.know(self.steady)
        self._device = QTest.createTouchDevice()
        self._windows = len(QGuiApplication.topLevelWindows())
        self.sessions = 0

    def pass_by(self, seconds: float) -> None:
        """Time goes by, and the stage hears of it as of a clock that was set."""
        self.kiosk.passes(seconds)
        self.kiosk.window.live.refresh()

    def step(self) -> None:
        """One gesture, or something that happens meanwhile."""
        before = self.kiosk.layer.session
        chance = self._chance.random()
        if chance < 0.6:
            self._tap(*self._somewhere())
        elif chance < 0.95:
            self._gesture(self._chance.choice((1, 1, 2, 3)))
        elif chance < 0.97:
            self.kiosk.layer.know(self._chance.choice((self.steady, self.old, ())))
        else:
            self.pass_by(self._chance.choice((0.3, LIMITS.idle_s + 1, LIMITS.idle_s + LIMITS.warning_s)))
            self.kiosk.player.run_for(_GLANCE_MS)
        self.kiosk.player.run_for(self._chance.choice((0, 0, 1, 20)))
        self.sessions += before is None and self.kiosk.layer.session is not None

    def check(self) -> None:
        """Nothing has got out: one window, one page at most, and it has a way on."""
        QCoreApplication.processEvents()
        assert len(QGuiApplication.topLevelWindows()) == self._windows
        assert self.kiosk.window.window.isVisible()
        page = self.kiosk.layer.page
        assert page is None or page.targets
        assert len(self.kiosk.layer.session.trail if self.kiosk.layer.session else ()) <= LIMITS.trail

    def leave(self) -> None:
        """Everybody goes away; the session ends."""
        self.pass_by(LIMITS.idle_s + LIMITS.warning_s)
        self.kiosk.until(lambda: self.kiosk.layer.session is None)

    def come_and_go(self, touches: int) -> None:
        """Somebody touches a few things, and leaves the session to end by itself."""
        self.kiosk.begin()
        for _ in range(touches):
            page = self.kiosk.layer.page
            assert page is not None
            target = self._chance.choice(page.targets)
            centre = target.rect.x + target.rect.width / 2, target.rect.y + target.rect.height / 2
            self._tap(*centre)
            self.kiosk.player.run_for(20)
            self.pass_by(self._chance.uniform(1, 20))
        self.leave()

    def rest(self) -> None:
        """Hours until the next one comes."""
        self.pass_by(self._chance.uniform(300, 3600))

    def is_where_the_time_is(self, renderer: Renderer) -> bool:
        """Whether the glass is, to the pixel, what the timeline asks for.

        A clock that leaps leaves one transition that comes from what was on the glass before it: let it end.
        """
        if self.kiosk.window.live.next_change_ms - self.kiosk.clock() > _ITEM_MS - _FADED_MS:
            self.pass_by(_FADED_MS / 1000)
        program = self.kiosk.window.live.program
        wanted = renderer.render(program, "main", from_ms(self.kiosk.clock()))
        wanted = wanted.convertToFormat(QImage.Format.Format_RGB32)
        self.kiosk.until(lambda: self.kiosk.picture() == wanted)
        return True

    def _somewhere(self) -> tuple[float, float]:
        page = self.kiosk.layer.page
        if page is not None and page.targets and self._chance.random() < 0.8:
            rect = self._chance.choice(page.targets).rect
            return (
                self._chance.uniform(rect.x, rect.right - 1),
                self._chance.uniform(rect.y, rect.bottom - 1),
            )
        return self._chance.uniform(-5, 1030), self._chance.uniform(-5, 1290)

    def _tap(self, x: float, y: float) -> None:
        self._move([[QPoint(round(x), round(y))]])

    def _gesture(self, fingers: int) -> None:
        """Fingers that go down, wander about, and go up."""
        length = self._chance.choice((2, 3, 6))
        self._move([[QPoint(*map(round, self._somewhere())) for _ in range(fingers)] for _ in range(length)])

    def _move(self, places: Sequence[Sequence[QPoint]]) -> None:
        window = self.kiosk.window.window
        for number, points in enumerate([*places, places[-1]]):
            event = QTest.touchEvent(window, self._device)
            for finger, point in enumerate(points):
                if number == 0:
                    event.press(finger, point, window)
                elif number == len(places):
                    event.release(finger, point, window)
                else:
                    event.move(finger, point, window)
            event.commit()


def _older(batches: Sequence[Batch]) -> tuple[Batch, ...]:
    return tuple(msgspec.structs.replace(batch, fetched=batch.fetched - OLD) for batch in batches)
