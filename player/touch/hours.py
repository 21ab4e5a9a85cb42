"""Whether a place is open, and until or from when, in the words of touch pages."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from layouts.dates import WEEKDAYS, say_date, say_time
from player.touch.words import say
from playlists.opening import Closed, Open, Opens

_WEEK = timedelta(days=7)


def say_hours(found: Open | Opens | Closed, now: datetime, zone: str, language: str) -> str:
    """How a place stands now."""
    match found:
        case Closed():
            return say("closed", language)
        case Open(until=until):
            if until is None:
                return say("always_open", language)
            return say("open_until", language, time=_time(until, zone, language))
        case Opens(at=at):
            return _opens(at, now, zone, language)
        case _ as never:
            assert_never(never)


def _opens(at: datetime, now: datetime, zone: str, language: str) -> str:
    """From when; from a week on with the date, for a day of the week would be taken for the next one."""
    day, today = (instant.astimezone(ZoneInfo(zone)).date() for instant in (at, now))
    time = _time(at, zone, language)
    if day == today:
        return say("opens_today", language, time=time)
    named = WEEKDAYS.get(language, WEEKDAYS["fr"])[day.weekday()]
    told = named if day < today + _WEEK else say_date(day, language)
    return say("opens", language, day=told, time=time)


def _time(at: datetime, zone: str, language: str) -> str:
    return say_time(at.astimezone(ZoneInfo(zone)).time(), language)
