"""The head of a document: whose it is, what it is, of which time, and its three figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import msgspec

from central.telling.speech import Speech
from layouts.dates import say_dates, say_time
from layouts.sheet import ACCENT, GROUND, INK, LEFT, QUIET, RIGHT, Sheets
from layouts.typography import capitalised

_BAND = 23.0
_LARGE = 21.0
"""Of a figure at the head."""
_HOUR, _MINUTE = 3600, 60


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure, large, and what it counts."""

    value: str
    label: str
    ink: str = INK


def period(start: date, end: date, speech: Speech) -> str:
    """From when to when: `du 1er au 30 novembre 2026`."""
    return f"{say_dates(start, end, speech.language)}\xa0{end.year}"


def made_at(made: datetime, speech: Speech) -> str:
    """When a document was made."""
    here = made.astimezone(speech.zone)
    told = f"{speech.date(here.date())}\xa0{here.year}"
    return speech.say("made", date=told, time=say_time(here.time(), speech.language))


def lasting(seconds: float, speech: Speech) -> str:
    """A stretch of time in hours and minutes, or minutes and seconds."""
    whole = round(seconds)
    if whole < _HOUR:
        return speech.say("minutes", minutes=whole // _MINUTE, seconds=f"{whole % _MINUTE:02}")
    hours, minutes = divmod(whole // _MINUTE, 60)
    return speech.say("hours", hours=speech.number(hours), minutes=f"{minutes:02}")


class Heading(msgspec.Struct, frozen=True, kw_only=True):
    """Whose a document is, what it is, of what (`lines`), and when it was made."""

    city: str
    title: str
    lines: Sequence[str]
    made: str


def head(sheets: Sheets, heading: Heading, figures: Sequence[Figure]) -> None:
    """The first page's head; `y` is then below it."""
    sheets.page()
    sheets.box(LEFT, sheets.y, 9.0, 1.2, ACCENT)
    sheets.text(LEFT, sheets.y + 8.5, heading.city, 11, bold=True)
    sheets.text(RIGHT, sheets.y + 8.5, heading.made, 9, colour=QUIET, align="right")
    sheets.text(LEFT, sheets.y + 27.0, heading.title, 28, bold=True)
    sheets.y += 29.0
    for line in heading.lines:
        sheets.y += 6.2
        sheets.text(LEFT, sheets.y, capitalised(line), 12, colour=QUIET, most=RIGHT - LEFT)
    sheets.y += 8.0
    _figures(sheets, figures)


def section(sheets: Sheets, title: str, least: float = 32.0) -> None:
    """A heading, on a new page where too little is left under it."""
    if not sheets.room(least):
        sheets.page()
    sheets.y += 13.0
    sheets.text(LEFT, sheets.y, title, 14, bold=True)
    sheets.y += 1.0


def more(sheets: Sheets, count: int, speech: Speech) -> None:
    """How many more there are than stand here."""
    if count > 0:
        sheets.y += 1.5
        sheets.block(LEFT, speech.count("more", count), 9, wide=RIGHT - LEFT, colour=QUIET)


def _figures(sheets: Sheets, figures: Sequence[Figure]) -> None:
    """Side by side, in one size, in which none is cut: half a figure is another one."""
    wide = (RIGHT - LEFT) / len(figures)
    widest = max(sheets.width(figure.value, _LARGE, bold=True) for figure in figures)
    size = _LARGE * min(1.0, (wide - 6) / widest)
    sheets.box(LEFT, sheets.y, RIGHT - LEFT, _BAND, GROUND)
    for number, figure in enumerate(figures):
        x = LEFT + number * wide + 5.0
        sheets.text(x, sheets.y + 11.5, figure.value, size, bold=True, colour=figure.ink)
        top, sheets.y = sheets.y, sheets.y + 13.0
        sheets.block(x, figure.label, 8.5, wide=wide - 9.0, colour=QUIET)
        sheets.y = top
    sheets.y += _BAND + 3.0
