"""The time bar as QML sees it: the day of the chosen device, the instant shown, the transport."""

# ruff: noqa: N802, N815 - these are names of QML

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from layouts.dates import MONTHS, say_date, say_offset
from layouts.typography import capitalised
from player.preview.day import Day, change_after, change_before, day_of
from player.preview.session import Session
from player.preview.transport import RATES

QML_IMPORT_NAME = "Parvis.Preview"
QML_IMPORT_MAJOR_VERSION = 1

_NOON = 12


@QmlElement
class TimeModel(QObject):
    """Changes when told by `tick` that time has gone by, and by itself when one went elsewhere in time."""

    ticked = Signal()
    day_changed = Signal()
    transport_changed = Signal()
    month_changed = Signal()

    def __init__(self, session: Session, words: Mapping[str, str], language: str, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._words, self._language = session, words, language
        self._day: Day | None = None
        self._day_of: object = None
        self._month: date | None = None
        session.moved.connect(self._moved)
        session.edition_changed.connect(self.tick)
        session.chosen_changed.connect(self.tick)

    def _moved(self) -> None:
        self.transport_changed.emit()
        self.month_changed.emit()
        self.tick()

    def tick(self) -> None:
        """Time has gone by."""
        program, at = self._session.program, self._session.at
        inside = self._day is not None and self._day.start <= at < self._day.end
        if program is not self._day_of or (program is not None and not inside):
            self._day_of, self._day = program, day_of(program, at) if program else None
            self.day_changed.emit()
        self.ticked.emit()

    @property
    def _local(self) -> datetime:
        return self._session.at.astimezone(self._session.zone)

    @Slot()
    def toggle(self) -> None:
        """Play or pause."""
        self._session.play(playing=not self._session.transport.playing)

    @Slot(int)
    def playAt(self, rate: int) -> None:
        """Play so many times faster than the clock."""
        self._session.play_at(rate)

    @Slot(int)
    def faster(self, steps: int) -> None:
        """Play at the next rate up or down."""
        self._session.faster(steps)

    @Slot()
    def goLive(self) -> None:
        """Show what is on now."""
        self._session.go_live()

    @Slot(float)
    def seek(self, fraction: float) -> None:
        """Go to a fraction of the day."""
        if self._day is not None:
            self._session.seek(self._day.instant(fraction))

    @Slot(int)
    def step(self, seconds: int) -> None:
        """Go some seconds on or back."""
        self._session.seek(self._session.at + timedelta(seconds=seconds))

    @Slot(int)
    def change(self, direction: int) -> None:
        """Go to the next change, or to the one before, and stand there."""
        program, at = self._session.program, self._session.at
        found = program and (change_after(program, at) if direction > 0 else change_before(program, at))
        if found:
            self._session.play(playing=False)
            self._session.seek(found)

    @Slot(int)
    def shiftDay(self, days: int) -> None:
        """The same hour some days on or back."""
        self._go(self._local.date() + timedelta(days=days))

    @Slot(int, int, int)
    def pickDay(self, year: int, month: int, day: int) -> None:
        """The same hour of another day."""
        self._go(date(year, month, day))

    def _go(self, day: date) -> None:
        local = datetime.combine(day, self._local.time(), self._session.zone)
        self._month = None
        self.month_changed.emit()
        self._session.seek(local)

    @Slot(int)
    def shiftMonth(self, months: int) -> None:
        """Show another month in the calendar."""
        shown = self._shown_month
        number = shown.year * _NOON + shown.month - 1 + months
        self._month = date(number // _NOON, number % _NOON + 1, 1)
        self.month_changed.emit()

    @property
    def _shown_month(self) -> date:
        return self._month or self._local.date().replace(day=1)

    def _days(self) -> list[dict[str, Any]]:
        shown, chosen = self._shown_month, self._local.date()
        return [
            {
                "year": day.year,
                "month": day.month,
                "day": day.day,
                "isInside": day.month == shown.month,
                "isChosen": day == chosen,
            }
            for day in calendar.Calendar().itermonthdates(shown.year, shown.month)
        ]

    def _lanes(self) -> list[dict[str, Any]]:
        return [
            {
                "screen": lane.screen,
                "bars": [
                    {
                        "start": bar.start,
                        "width": bar.width,
                        "kind": bar.kind.value,
                        "label": bar.event,
                        "tone": bar.tone,
                        "cuts": list(bar.cuts),
                    }
                    for bar in lane.bars
                ],
            }
            for lane in (self._day.lanes if self._day else ())
        ]

    def _ticks(self) -> list[dict[str, Any]]:
        return [{"at": tick.at, "label": tick.label} for tick in (self._day.ticks if self._day else ())]

    def _month_title(self) -> str:
        shown = self._shown_month
        return capitalised(f"{MONTHS[self._language][shown.month - 1]} {shown.year}")

    def _date(self) -> str:
        local = self._local
        return capitalised(f"{say_date(local.date(), self._language)} {local.year}")

    clock = Property(str, lambda self: f"{self._local:%H:%M:%S}", notify=ticked)
    offset = Property(str, lambda self: say_offset(self._local), notify=ticked)
    date = Property(str, _date, notify=ticked)
    position = Property(
        float, lambda self: self._day.fraction(self._session.at) if self._day else 0.0, notify=ticked
    )
    lanes = Property("QVariantList", _lanes, notify=day_changed)  # type: ignore[arg-type]
    ticks = Property("QVariantList", _ticks, notify=day_changed)  # type: ignore[arg-type]
    playing = Property(bool, lambda self: self._session.transport.playing, notify=transport_changed)
    live = Property(bool, lambda self: self._session.transport.is_live, notify=transport_changed)
    rate = Property(int, lambda self: self._session.transport.rate, notify=transport_changed)
    rates = Property("QVariantList", lambda _: list(RATES), constant=True)  # type: ignore[arg-type]
    monthTitle = Property(str, _month_title, notify=month_changed)
    monthDays = Property("QVariantList", _days, notify=month_changed)  # type: ignore[arg-type]
    weekdays = Property("QStringList", lambda self: self._words["weekdays"].split(), constant=True)  # type: ignore[arg-type]
