"""Whether a place is open, and until or from when, in words."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from layouts.dates import WEEKDAYS, say_time
from player.touch.words import say
from playlists.daypart import Daypart

_AHEAD = timedelta(days=14)
"""What opens later than that is closed."""


def said_hours(hours: Daypart, at: datetime, language: str) -> str:
    """How opening hours stand at an instant."""
    zone = ZoneInfo(hours.time_zone)
    spans = hours.intervals(at, at + _AHEAD)
    if not spans:
        return say("closed", language)
    begins, ends = spans[0]
    if begins > at:
        return _opens(begins, at, zone, language)
    if ends >= at + _AHEAD:
        return say("always_open", language)
    return say("open_until", language, time=say_time(ends.astimezone(zone).time(), language))


def _opens(begins: datetime, at: datetime, zone: ZoneInfo, language: str) -> str:
    local, today = begins.astimezone(zone), at.astimezone(zone).date()
    time = say_time(local.time(), language)
    if local.date() == today:
        return say("opens_today", language, time=time)
    days = WEEKDAYS.get(language, WEEKDAYS["fr"])
    return say("opens", language, day=days[local.weekday()], time=time)
