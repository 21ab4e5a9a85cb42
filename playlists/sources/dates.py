"""Dates as French tables write them: 28/11/2026 14:30, « samedi 28 novembre 2026 à 14 h 30 ».

Of 03/04/2026 nobody can tell whether the day or the month comes first: its source says so, or it is not read.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta
from typing import Final, Literal

Order = Literal["day-first", "month-first"]
"""What comes first in a date that ends with its year."""

_LONGEST = 60
_THIS_CENTURY = "20"
_FRENCH: Final = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_ENGLISH: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SHORT: Final = (
    *("jan janv", "fev fevr feb", "mar", "avr apr", "", "jun"),
    *("juil jul", "aou aug", "sep sept", "oct", "nov", "dec"),
)
_WEEKDAYS: Final = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_ENGLISH_DAYS: Final = "monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun"
_TIME = (
    r"(?:(?:T|,?\s+(?:(?:à|at)\s+)?)(?P<hour>[01]?\d|2[0-3])"
    r"(?::(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:[.,]\d{1,6})?)?|\s?[hH](?:\s?(?P<past>[0-5]\d))?(?!\w))"
    r"(?:\s?(?P<offset>Z|[+-]\d\d:?\d\d))?)?"
)
_NUMBERS = re.compile(
    r"(?<![\d/.-])(?P<one>\d{1,2})(?P<sign>[/.-])(?P<two>\d{1,2})(?P=sign)(?P<year>\d{4}|\d\d)"
    rf"(?!\d|[/.-]\d){_TIME}"
)
_YEAR_LEADS = re.compile(
    r"(?<![\d/.])(?P<year>\d{4})(?P<sign>[/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})"
    rf"(?!\d|[/.]\d){_TIME}"
)
_WORDS = re.compile(
    rf"(?:\b(?:(?P<weekday>{'|'.join(_WEEKDAYS)})|{_ENGLISH_DAYS}),?\s+)?(?<!\d)(?P<day>\d{{1,2}}(?:er)?)"
    rf"[\s-]+(?P<month>[^\W\d_]{{3,9}}\.?),?[\s-]+(?P<year>\d{{4}})(?!\d){_TIME}",
    re.IGNORECASE,
)
_PATTERNS: Final = (_NUMBERS, _YEAR_LEADS, _WORDS)
_FRENCH_HOUR = re.compile(rf"(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d){_TIME}")
"""A day of ISO 8601 with an hour that is none: 2026-11-28 20h30."""


def iso(value: object, order: Order | None) -> object:
    """A date or an instant in ISO 8601, where it is written as French tables do; anything else as it is.

    Numbers that end with their year are read in the order that is given, and in none without. Two digits are
    a year of this century.
    """
    if not isinstance(value, str) or len(value) > _LONGEST:
        return value
    text = value.strip()
    for pattern in (*_PATTERNS, _FRENCH_HOUR):
        found = pattern.fullmatch(text)
        day = _day(found, order) if found else None
        if found and day:
            at = _clocked(day, found)
            return f"{at:%Y-%m-%dT%H:%M:%S}{found['offset'] or ''}" if found["hour"] else f"{at:%Y-%m-%d}"
    return value


def orders(value: object) -> frozenset[Order]:
    """The orders in which a value is a date that ends with its year; none where it is no such date."""
    found = _NUMBERS.fullmatch(value.strip()) if isinstance(value, str) and len(value) <= _LONGEST else None
    both: tuple[Order, ...] = ("day-first", "month-first")
    return frozenset(order for order in both if found and _day(found, order))


def moved(text: str, by: timedelta, days: int, order: Order | None) -> str:
    """A text with such dates in it later: those with an hour by a time, days alone by whole days."""

    def move(found: re.Match[str]) -> str:
        day = _day(found, order)
        if day is None:
            return found[0]
        try:
            return _written(found, _later(found, day, by, days), order)
        except OverflowError:
            return found[0]

    for pattern in _PATTERNS:
        text = pattern.sub(move, text)
    return text


def _day(found: re.Match[str], order: Order | None) -> datetime | None:
    """The first moment of the day that was found; None where there is no such day, or nobody knows which."""
    said = found.groupdict()
    if "one" in said:
        if order is None:
            return None
        day, month = (said["one"], said["two"]) if order == "day-first" else (said["two"], said["one"])
    else:
        day, month = said["day"].lower().removesuffix("er"), _number(said["month"])
    year = said["year"] if len(said["year"]) > len(_THIS_CENTURY) else f"{_THIS_CENTURY}{said['year']}"
    try:
        return datetime(int(year), int(month), int(day))  # noqa: DTZ001 - its zone is its reader's
    except ValueError:
        return None


def _number(month: str) -> str:
    return month if month.isdecimal() else str(_MONTHS.get(_bare(month).removesuffix("."), 0))


def _bare(word: str) -> str:
    """A word in small letters without accents."""
    apart = unicodedata.normalize("NFKD", word.lower())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


_MONTHS: Final = {
    spelling: number
    for number, (french, english, short) in enumerate(zip(_FRENCH, _ENGLISH, _SHORT, strict=True), 1)
    for spelling in (_bare(french), _bare(english), *short.split())
}


def _later(found: re.Match[str], day: datetime, by: timedelta, days: int) -> datetime:
    return _clocked(day, found) + by if found["hour"] else day + timedelta(days=days)


def _clocked(day: datetime, found: re.Match[str]) -> datetime:
    """The instant of a day at the hour that was found with it, its first where there is none."""
    minute = found["minute"] or found["past"] or 0
    return day.replace(hour=int(found["hour"] or 0), minute=int(minute), second=int(found["second"] or 0))


def _written(found: re.Match[str], at: datetime, order: Order | None) -> str:
    """What was found, with another instant in the place of its own."""
    first, second = (at.day, at.month) if order == "day-first" else (at.month, at.day)
    new = {"one": f"{first:02}", "two": f"{second:02}", "weekday": _WEEKDAYS[at.weekday()]}
    new |= {"hour": f"{at:%H}", "minute": f"{at:%M}", "past": f"{at:%M}", "second": f"{at:%S}"}
    said = found.groupdict()
    if "month" in said:
        in_numbers, in_english = said["month"].isdecimal(), _bare(said["month"]) in _ENGLISH_ALONE
        name = (_ENGLISH if in_english else _FRENCH)[at.month - 1]
        new |= {"month": f"{at:%m}" if in_numbers else name}
        new |= {"day": f"{at:%d}" if in_numbers else str(at.day) if in_english or at.day > 1 else "1er"}
    new["year"] = f"{at:%Y}"[-len(said["year"]) :]
    text, origin = found[0], found.start()
    for name in sorted((each for each in new if said.get(each)), key=found.start, reverse=True):
        text = text[: found.start(name) - origin] + new[name] + text[found.end(name) - origin :]
    return text


_ENGLISH_ALONE: Final = {_bare(name) for name in _ENGLISH} - {_bare(name) for name in _FRENCH}
