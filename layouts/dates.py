"""Dates and times of day as people of the screen's language say them: French, English or Spanish.

Apart from `layouts.typography`, whose many patterns a stage that only says the date need not compile.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

NO_BREAK: Final = "\u00a0"

MONTHS: Final = {
    "fr": (
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    "es": (
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ),
}
WEEKDAYS: Final = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
}

_NOON = time(12)


def say_date(day: date, language: str) -> str:
    """« samedi 28 novembre », "Saturday 28 November", "sábado 28 de noviembre"; French where unknown."""
    language = language if language in MONTHS else "fr"
    return f"{WEEKDAYS[language][day.weekday()]} {_day_and_month(day, language)}"


def date_forms(day: date, language: str) -> tuple[str, ...]:
    """The date, long to short: « mercredi 30 septembre », « mer. 30 septembre », « 30 septembre »."""
    language = language if language in MONTHS else "fr"
    plain = _day_and_month(day, language)
    return say_date(day, language), f"{_short_weekday(day, language)} {plain}", plain


def say_dates(first: date, last: date, language: str) -> str:
    """A range of days: « sam. 28 et dim. 29 novembre », « du 28 novembre au 3 décembre »."""
    if first == last:
        return say_date(first, language)
    language = language if language in MONTHS else "fr"
    joined = {"fr": "et", "en": "and", "es": "y"}[language]
    if last - first == timedelta(days=1):
        month = _day_and_month if first.month != last.month else _day
        return (
            f"{_short_weekday(first, language)} {month(first, language)} {joined} "
            f"{_short_weekday(last, language)} {_day_and_month(last, language)}"
        )
    begin = _day_and_month(first, language) if first.month != last.month else _day(first, language)
    start, to = {"fr": ("du", "au"), "en": ("from", "to"), "es": ("del", "al")}[language]
    return f"{start} {begin} {to} {_day_and_month(last, language)}"


def say_time(at: time, language: str) -> str:
    """« 14 h 30 » and « 14 h » in French, "2.30 pm" in English, "14:30" in Spanish."""
    match language:
        case "en":
            minutes = f".{at.minute:02}" if at.minute else ""
            return f"{(at.hour + 11) % 12 + 1}{minutes}{NO_BREAK}{'am' if at < _NOON else 'pm'}"
        case "es":
            return f"{at.hour}:{at.minute:02}"
        case _:
            minutes = f"{NO_BREAK}{at.minute:02}" if at.minute else ""
            return f"{at.hour}{NO_BREAK}h{minutes}"


def say_offset(at: datetime) -> str:
    """How far a clock is from UTC: "UTC+1", "UTC−3:30"."""
    minutes = int((at.utcoffset() or timedelta()).total_seconds()) // 60
    hours = f"{abs(minutes) // 60}" + (f":{abs(minutes) % 60:02}" if minutes % 60 else "")
    return f"UTC{'−' if minutes < 0 else '+'}{hours}"


def _day(day: date, language: str) -> str:
    return "1er" if language == "fr" and day.day == 1 else str(day.day)


def _day_and_month(day: date, language: str) -> str:
    of = f"{NO_BREAK}de" if language == "es" else ""
    return f"{_day(day, language)}{of}{NO_BREAK}{MONTHS[language][day.month - 1]}"


def _short_weekday(day: date, language: str) -> str:
    name = WEEKDAYS[language][day.weekday()][:3]
    return f"{name}." if language == "fr" else name
