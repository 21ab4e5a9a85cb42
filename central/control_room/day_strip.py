"""A screen's last 24 hours as bands with its plays as ticks, and its last thirty days as columns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QColor, QMouseEvent

from central.answers import Band, Day, Tick
from central.control_room.ink import Ink
from central.control_room.leaf import Leaf
from central.control_room.theme import BAND_RIGHT, SIGN_COLOURS, SMALL
from central.telling.signs import BAD, Sign, sign_of_verdict

ASIDE: Final = 118
"""The width of the names beside strips and plots, in units."""
_BAND: Final = 20
_TICKS: Final = 8
_HOURS: Final = 20
_MONTH: Final = 46
_DAYS: Final = 30
_HOUR: Final = 60
_PITCH: Final = 3
"""Ticks stand so many pixels apart at least."""


class Past(NamedTuple):
    """What the strips show: the day from `start` to `end`, with its hours as (instant, text)."""

    start: datetime
    end: datetime
    bands: tuple[Band, ...] = ()
    ticks: tuple[Tick, ...] = ()
    days: tuple[Day, ...] = ()
    hours: tuple[tuple[datetime, str], ...] = ()
    names: tuple[str, str] = ("", "")
    month: str = ""


def band_colour(sign: Sign, dark: str) -> str:
    """The colour of a stretch of time."""
    if sign is Sign.RIGHT:
        return BAND_RIGHT
    return dark if sign in {Sign.DARK, Sign.UNKNOWN} else SIGN_COLOURS[sign]


class DayStrip(Leaf):
    """A click on the bands goes to that instant."""

    went = Signal(object)
    past = Past(datetime.fromtimestamp(0, UTC), datetime.fromtimestamp(86400, UTC))

    def show_past(self, past: Past) -> None:
        """Take another history."""
        self.past = past
        self.update()

    def wanted(self, _width: int) -> int:
        """Bands, ticks, hours, and the month."""
        return self.theme.px(_BAND + _TICKS + _HOURS + _MONTH + 14)

    def x_of(self, at: datetime) -> float:
        """Where an instant is."""
        left, whole = self.theme.px(ASIDE), (self.past.end - self.past.start).total_seconds()
        part = (at - self.past.start).total_seconds() / (whole or 1.0)
        return left + min(max(part, 0.0), 1.0) * (self.width() - left)

    def draw(self, ink: Ink) -> None:
        """From top to bottom."""
        theme, mood, past = self.theme, self.theme.mood, self.past
        top = QRectF(0, 0, theme.px(ASIDE - 8), theme.px(_BAND))
        ink.line(top, past.names[0], SMALL, mood.quiet)
        left = theme.px(ASIDE)
        ink.painter.fillRect(QRectF(left, 0, self.width() - left, theme.px(_BAND)), QColor(mood.ground))
        for band in past.bands:
            x, end = self.x_of(band.start), self.x_of(band.end)
            sign = sign_of_verdict(band.verdict)
            least = theme.px(2) if sign in BAD else 0
            box = QRectF(x, 0, max(end - x, least), theme.px(_BAND))
            ink.painter.fillRect(box, QColor(band_colour(sign, mood.line)))
            if sign in BAD and box.width() > theme.px(16):
                self._stripe(ink, box)
        self._draw_ticks(ink)
        self._draw_hours(ink)
        self._draw_month(ink)

    def _stripe(self, ink: Ink, box: QRectF) -> None:
        """A dark line through what was not right: to be told apart without colours."""
        line = QRectF(box.left(), box.center().y() - self.theme.px(1), box.width(), self.theme.px(2))
        ink.painter.fillRect(line, QColor(self.theme.mood.ground))

    def _draw_ticks(self, ink: Ink) -> None:
        top, tall = self.theme.px(_BAND + 2), self.theme.px(_TICKS - 3)
        columns = {round(self.x_of(tick.start)) // _PITCH for tick in self.past.ticks}
        colour = QColor(self.theme.mood.faint)
        for column in columns:
            ink.painter.fillRect(QRectF(column * _PITCH, top, 1, tall), colour)

    def _draw_hours(self, ink: Ink) -> None:
        theme, top = self.theme, self.theme.px(_BAND + _TICKS)
        wide = theme.px(72)
        free = float(theme.px(ASIDE))
        for at, text in self.past.hours:
            x = self.x_of(at)
            needed = theme.metrics(SMALL).horizontalAdvance(text)
            start = min(max(x - needed / 2, free), self.width() - needed)
            if start >= free:
                ink.line(QRectF(start, top, wide, theme.px(_HOURS)), text, SMALL, theme.mood.faint)
                free = start + needed + theme.px(14)

    def _draw_month(self, ink: Ink) -> None:
        theme, mood, past = self.theme, self.theme.mood, self.past
        top = theme.px(_BAND + _TICKS + _HOURS + 10)
        ink.line(QRectF(0, top, theme.px(ASIDE - 8), theme.px(20)), past.names[1], SMALL, mood.quiet)
        ink.line(
            QRectF(0, top + theme.px(20), theme.px(ASIDE - 8), theme.px(20)), past.month, SMALL, mood.faint
        )
        if not past.days:
            return
        left, tall = theme.px(ASIDE), theme.px(_MONTH)
        pitch = (self.width() - left) / _DAYS
        for number, day in enumerate(past.days[-_DAYS:], start=max(0, _DAYS - len(past.days))):
            self._draw_day(ink, day, QRectF(left + number * pitch, top, pitch - theme.px(2), tall))

    def _draw_day(self, ink: Ink, day: Day, box: QRectF) -> None:
        """A column of the day's time: right at the bottom, what was not on top, at least to be seen."""
        whole = sum(day.seconds.values())
        ink.painter.fillRect(box, QColor(self.theme.mood.ground))
        if whole <= 0:
            return
        signs = {sign_of_verdict(verdict): seconds for verdict, seconds in day.seconds.items() if seconds > 0}
        bottom = box.bottom()
        for sign in sorted(signs, key=lambda sign: (sign in BAD, sign is Sign.UNKNOWN, sign is Sign.DARK)):
            tall = box.height() * signs[sign] / whole
            if sign in BAD:
                tall = max(tall, self.theme.px(4))
            tall = min(tall, bottom - box.top())
            part = QRectF(box.left(), bottom - tall, box.width(), tall)
            ink.painter.fillRect(part, QColor(band_colour(sign, self.theme.mood.line)))
            bottom -= tall
        bad = [sign for sign in BAD if sign in signs]
        if bad:
            cap = QRectF(box.left(), box.top(), box.width(), self.theme.px(4))
            ink.painter.fillRect(cap, QColor(SIGN_COLOURS[bad[0]]))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """To the instant under the pointer."""
        left = self.theme.px(ASIDE)
        if event.position().x() >= left and event.position().y() <= self.theme.px(_BAND + _TICKS):
            part = (event.position().x() - left) / max(1, self.width() - left)
            self.went.emit(self.past.start + part * (self.past.end - self.past.start))


def marks_of(start: datetime, end: datetime, zone: ZoneInfo, each: int) -> tuple[datetime, ...]:
    """The instants between two others whose minute of the zone's day `each` divides."""
    first = start.astimezone(UTC).replace(second=0, microsecond=0)
    step = timedelta(minutes=min(each, _HOUR))
    first -= timedelta(minutes=first.minute % min(each, _HOUR))
    instants = (first + number * step for number in range(int((end - start) / step) + 2))
    return tuple(at for at in instants if start <= at <= end and _minute(at.astimezone(zone)) % each == 0)


def _minute(at: datetime) -> int:
    return at.hour * _HOUR + at.minute
