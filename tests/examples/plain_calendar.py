"""The civil time of France in the plainest way: summer time, public holidays, the example's time rules.

Shares nothing with what it judges: no time zone database, no library of opening hours. All instants are
UTC, as `datetime` without a zone.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TypeVar

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
HOUR = timedelta(hours=1)
Value = TypeVar("Value", int, tuple[int, int])
FIXED_HOLIDAYS = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}
PART = re.compile(
    r"(?:(?P<season>[A-Z][a-z]{2}(?: \d\d)?(?:-[A-Z][a-z]{2}(?: \d\d)?)?)(?: |$))?"
    r"(?:(?P<days>PH|[A-Z][a-z](?:-[A-Z][a-z]|\[\d\])?)(?: |$))?"
    r"(?P<hours>\d\d:\d\d-\d\d:\d\d|off)?"
)


def summer(year: int) -> tuple[datetime, datetime]:
    """Summer time goes from the last Sunday of March to that of October, 01:00 UTC."""
    ends = [date(year, 3, 31), date(year, 10, 31)]
    begin, end = (day - timedelta(days=(day.weekday() + 1) % 7) for day in ends)
    return datetime.combine(begin, time(1)), datetime.combine(end, time(1))


def ahead(at: datetime) -> timedelta:
    """By how much the clocks of Paris are ahead of UTC."""
    begin, end = summer(at.year)
    return 2 * HOUR if begin <= at < end else HOUR


@cache
def instant(day: date, minutes: int) -> datetime:
    """When the clocks of Paris say so many minutes past the midnight that begins `day`.

    Of a time that comes twice, the second coming; of a time that never comes, the end of the gap.
    """
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    found = [at for at in (wall - HOUR, wall - 2 * HOUR) if at + ahead(at) == wall]
    return max(found, default=summer(day.year)[0])


@cache
def is_holiday(day: date) -> bool:
    """Whether it is a public holiday in France. Easter is found by Butcher's rule (Meeus 1991)."""
    a, (b, c) = day.year % 19, divmod(day.year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = h + m - 7 * ((a + 11 * h + 22 * m) // 451) + 114
    easter = date(day.year, n // 31, n % 31 + 1)
    moving = {easter + timedelta(days=days) for days in (1, 39, 50)}
    return (day.month, day.day) in FIXED_HOLIDAYS or day in moving


def lies(value: Value, begin: Value, end: Value) -> bool:
    """Whether a value lies between two others, the way from one to the other going around the end."""
    return begin <= value <= end if begin <= end else value >= begin or value <= end


def names_weekday(text: str, day: date) -> bool:
    """Whether `Mo-Fr` names a day."""
    first, _, last = text.partition("-")
    return lies(day.weekday(), DAYS.index(first), DAYS.index(last or first))


def names_season(text: str, day: date) -> bool:
    """Whether `Oct-Mar` or `Nov 20-Dec 24` names a day; a month alone goes from its first day to its last."""
    first, _, last = text.partition("-")
    ends = []
    for part, whole in ((first, 1), (last or first, 31)):
        month, _, number = part.partition(" ")
        ends.append((MONTHS.index(month) + 1, int(number or whole)))
    return lies((day.month, day.day), *ends)


def names_day(days: str | None, day: date) -> bool:
    """Whether the part of a rule that names days names this one: `PH`, `We[1]`, `Mo-Fr`, or nothing."""
    if days is None:
        return True
    if days == "PH":
        return is_holiday(day)
    weekday, _, number = days.rstrip("]").partition("[")
    return names_weekday(weekday, day) and (not number or (day.day + 6) // 7 == int(number))


@cache
def hours(rule: str | None, day: date) -> tuple[int, int] | None:
    """From which minute of `day` to which a rule is open; the last part that names the day decides."""
    found: tuple[int, int] | None = (0, 1440) if rule is None else None
    for text in rule.split("; ") if rule else ():
        part = PART.fullmatch(text)
        if part is None:
            raise ValueError(f"The plain calendar cannot read “{text}”: teach it.")
        season, days, clock = part["season"], part["days"], part["hours"]
        if (season is None or names_season(season, day)) and names_day(days, day):
            found = None if clock == "off" else (0, 1440)
            if clock and clock != "off":
                begin, end = (int(word[:2]) * 60 + int(word[3:]) for word in clock.split("-"))
                found = begin, end if begin < end else end + 1440
    return found


def is_open(rule: str | None, at: datetime) -> bool:
    """Whether a rule is open: by the hours of this day or by those of the night before."""
    today = (at + ahead(at)).date()
    for day in (today - timedelta(days=1), today):
        span = hours(rule, day)
        if span and instant(day, span[0]) <= at < instant(day, span[1]):
            return True
    return False
