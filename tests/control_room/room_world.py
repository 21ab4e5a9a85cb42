"""A control room over a city that stands still, in one thread: what it asks is answered at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from standing_city import NOW, ORDERS, Day, StandingCity

from central.answers import Audit, FleetChange, Me
from central.control_room.covers import CoverSheet
from central.control_room.fleet_model import FleetModel
from central.control_room.limits import Limits
from central.control_room.parts import Setting
from central.control_room.room import Room
from central.control_room.said import AlarmsHeard, ChangeHeard, FleetHeard, Heard, MeHeard
from central.control_room.talk import Question
from central.control_room.window import ControlRoom
from central.telling.signs import Key
from central.view import Picture

URL = "https://central.example"


class CityDesk:
    """What `Asking` asks over HTTP, asked of the city itself."""

    def __init__(self, city: StandingCity) -> None:
        self.city = city
        self.reports: list[tuple[date, date, str, Path]] = []

    @staticmethod
    def _now(answer: Awaitable[Any]) -> Any:
        return asyncio.run(answer)  # type: ignore[arg-type]

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return lambda *asked: self._now(getattr(self.city, name)(*asked))

    def history(self, device: str, start: datetime, end: datetime) -> Any:
        """The last hours of it: a whole day takes the city a while."""
        return self._now(self.city.history(device, max(start, end - timedelta(hours=2)), end))

    def alarms(self, *, ended: bool = False) -> Any:
        return self._now(self.city.alarms(ended=ended))

    def picture(self, key: Key, which: Picture) -> bytes | None:
        found = self._now(self.city.picture(key.device, key.screen, which))
        return found[0] if found else None

    def acknowledge(self, alarm: str) -> Any:
        return self._now(self.city.acknowledge(alarm, self._entry("acknowledge")))

    def snooze(self, alarm: str, until: datetime | None) -> Any:
        return self._now(self.city.snooze(alarm, until, self._entry("snooze")))

    def order(self, order: str, device: str) -> Any:
        return self._now(self.city.order(order, [device], self._entry("order")))

    def _entry(self, action: str) -> Audit:
        return Audit(at=self.city.clock(), who="Anne", address="", action=action, subject="")

    def report(self, start: date, end: date, language: str, path: Path) -> Path:
        self.reports.append((start, end, language, path))
        return path


def body(sheet: CoverSheet) -> str:
    """What a cover says below its title; "" where it says nothing."""
    return sheet.cover.body if sheet.cover else ""


class World:
    """`clock` is the steady clock in seconds; `tight` are the texts that were cut."""

    def __init__(
        self, devices: int = 7, day: Day = Day.BAD, language: str = "fr", size: tuple[int, int] = (1366, 768)
    ) -> None:
        self.clock, self.tight = 1000.0, list[str]()
        self.asked: list[str] = []
        self.city = StandingCity(devices, day)
        self.desk = CityDesk(self.city)
        self.room = Room(lambda: self.clock, Limits())
        self.room.ask = self._ask
        setting = Setting(language, URL, Path("/reports"), tight=self.tight.append)
        self.window = ControlRoom(self.room, setting, Limits())
        self.window.resize(*size)
        self.window.show()

    def _ask(self, slot: str, question: Question) -> None:
        self.asked.append(slot)
        self.answer(question)

    def answer(self, question: Question) -> None:
        """Central answers."""
        self.room.hear(question(self.desk))  # type: ignore[arg-type]

    @property
    def live(self) -> FleetModel:
        """The fleet of now, once central has told it."""
        assert self.room.live is not None
        return self.room.live

    @property
    def past(self) -> FleetModel:
        """The fleet of the instant that was gone to, once central has told it."""
        assert self.room.past is not None
        return self.room.past

    @property
    def selected(self) -> Key:
        """The screen that is selected, where one is."""
        assert self.room.selected is not None
        return self.room.selected

    @property
    def at(self) -> datetime:
        """The instant that was gone to, where one was."""
        assert self.room.at is not None
        return self.room.at

    def hear(self, *words: Heard) -> None:
        for word in words:
            self.room.hear(word)
        self.settle()

    def greet(self, role: str = "operate") -> World:
        """Central speaks for the first time."""
        me = Me(name="Anne", role=role, orders=ORDERS if role != "view" else ())
        fleet = FleetHeard(fleet=asyncio.run(self.city.fleet()))
        self.hear(MeHeard(me=me), fleet, AlarmsHeard(alarms=asyncio.run(self.city.alarms())))
        return self

    def change(self, **said: Any) -> None:
        """Central says a change."""
        self.hear(ChangeHeard(change=FleetChange(at=self.live.at, figures=self.live.figures, **said)))

    def pass_time(self, seconds: float) -> None:
        self.clock += seconds
        self.room.tick()
        self.settle()

    def key(self, key: Qt.Key, *, at: Any = None, **how: Any) -> None:
        QTest.keyClick(at or self.window.fleet, key, **how)
        self.settle()

    @staticmethod
    def settle() -> None:
        for _ in range(3):
            QCoreApplication.processEvents()

    def ago(self, **span: float) -> datetime:
        return NOW - timedelta(**span)
