"""Whether a place is open, and until or from when, by its opening hours (OpenStreetMap)."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from playlists.daypart import Daypart
from playlists.distance import Position
from playlists.errors import DaypartError

AHEAD = timedelta(days=8)
"""What opens later than that is closed."""

Spans = tuple[tuple[datetime, datetime], ...]
"""From when to when, half open, in order, in UTC."""


class Open(msgspec.Struct, frozen=True):
    """It is, `until` then; None where no end is near."""

    until: datetime | None


class Opens(msgspec.Struct, frozen=True):
    """It is not, and will be from `at` on."""

    at: datetime


class Closed(msgspec.Struct, frozen=True):
    """It is not, nor will it be soon."""


def open_spans(
    hours: str, at: datetime, *, zone: str, country: str, position: Position | None
) -> Spans | None:
    """When a place is open in the week to come; None where its hours are not written or cannot be read."""
    try:
        return Daypart.parse(hours, zone, country, position).intervals(at, at + AHEAD)
    except DaypartError:
        return None


def standing(spans: Spans, at: datetime) -> Open | Opens | Closed:
    """How a place with these hours stands at an instant."""
    if not spans:
        return Closed()
    opens, closes = spans[0]
    if opens > at:
        return Opens(opens)
    return Open(closes if closes < at + AHEAD else None)
