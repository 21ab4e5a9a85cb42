"""Small drawings of the page, as numbers for SVG: a day in bands, a month in columns, the marks of time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from central.answers import Band, Day
from central.standing import Verdict
from central.telling.signs import Sign, sign_of_verdict

WIDTH = 1440
"""Units across a day's band: a minute each."""
DAYS = 30
"""Columns of the month."""
HEIGHT = 100
"""Units of a column of the month."""
_STACK = (
    Verdict.RIGHT,
    Verdict.STALE,
    Verdict.FALLBACK,
    Verdict.WRONG_ITEM,
    Verdict.WRONG_PICTURE,
    Verdict.BLACK,
    Verdict.FROZEN,
    Verdict.UNKNOWN,
)


class Piece(msgspec.Struct, frozen=True):
    """A rectangle: where it begins and how long it is, with its sign and times for who points at it."""

    at: float
    size: float
    sign: Sign
    start: datetime | None = None
    end: datetime | None = None


class Column(msgspec.Struct, frozen=True):
    """A day of the month."""

    day: Day
    pieces: tuple[Piece, ...]


def day_band(bands: Sequence[Band], screen: str, start: datetime, end: datetime) -> tuple[Piece, ...]:
    """What one screen did from an instant to another."""
    whole = (end - start).total_seconds()
    return tuple(
        Piece(
            (max(band.start, start) - start).total_seconds() / whole * WIDTH,
            (min(band.end, end) - max(band.start, start)).total_seconds() / whole * WIDTH,
            sign_of_verdict(band.verdict),
            band.start,
            band.end,
        )
        for band in bands
        if band.screen == screen and band.end > start and band.start < end
    )


def hours(
    start: datetime, end: datetime, zone: ZoneInfo, every: int = 4
) -> tuple[tuple[float, datetime], ...]:
    """The marks below a band: full hours of local time, and where they stand in it."""
    at = start.astimezone(zone).replace(minute=0, second=0, microsecond=0).astimezone(start.tzinfo)
    marks = []
    while at <= end:
        if at >= start and at.astimezone(zone).hour % every == 0:
            marks.append(((at - start) / (end - start) * WIDTH, at))
        at += timedelta(hours=1)
    return tuple(marks)


def month(days: Sequence[Day], today: date) -> tuple[Column, ...]:
    """Each of the last thirty days as a column: what was right below, all else on top; dark counts not."""
    told = {day.day: day for day in days}
    last = [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    return tuple(
        Column(day, _stacked(day)) for day in (told.get(one, Day(day=one, seconds={})) for one in last)
    )


def _stacked(day: Day) -> tuple[Piece, ...]:
    due = sum(seconds for verdict, seconds in day.seconds.items() if verdict is not Verdict.DARK)
    if not due:
        return (Piece(0, HEIGHT, Sign.DARK),) if day.seconds else ()
    pieces, level = [], 0.0
    for verdict in _STACK:
        size = day.seconds.get(verdict, 0.0) / due * HEIGHT
        if size:
            pieces.append(Piece(HEIGHT - level - size, size, sign_of_verdict(verdict)))
            level += size
    return tuple(pieces)


def share(bands: Sequence[Piece]) -> float | None:
    """The part of a band that was right, of what was due."""
    due = sum(piece.size for piece in bands if piece.sign is not Sign.DARK)
    return sum(piece.size for piece in bands if piece.sign is Sign.RIGHT) / due if due else None
