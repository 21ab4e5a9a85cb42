"""Open-Meteo's daily forecast: parallel arrays, `null` for what is not known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from playlists.documents import Document, Forecast
from playlists.errors import SourceError
from playlists.sources.doors import json_of
from playlists.sources.fetch import Answer
from playlists.sources.values import Reader, degrees, entries, instant, number, sound
from playlists.sources.written import Weather

_CODE, _LOWEST, _HIGHEST = "weather_code", "temperature_2m_min", "temperature_2m_max"
_CODES = 99


def address(source: Weather) -> str:
    """The days that are wanted, at the position."""
    asked = {
        "latitude": f"{source.position[0]:.4f}",
        "longitude": f"{source.position[1]:.4f}",
        "daily": f"{_CODE},{_HIGHEST},{_LOWEST}",
        "timezone": "auto",
        "forecast_days": str(source.days),
    }
    return f"{source.url}{'&' if '?' in source.url else '?'}{urlencode(asked)}"


def read(source: Weather, answers: Mapping[str, Answer], reader: Reader) -> tuple[Document, ...]:
    """One forecast for each day of which anything is known."""
    (answer,) = answers.values()
    match json_of(answer):
        case {"daily": dict() as daily}:
            days = entries(daily.get("time"), "daily.time")
        case _:
            raise SourceError("shape", where="daily")
    columns = [entries(daily.get(name), f"daily.{name}") for name in (_CODE, _LOWEST, _HIGHEST)]
    if any(len(column) != len(days) for column in columns):
        raise SourceError("shape", where="daily")
    return sound((_day(*row, zone=reader.zone) for row in zip(days, *columns, strict=True)), source.days)


def _day(day: object, code: object, lowest: object, highest: object, *, zone: ZoneInfo) -> Forecast | None:
    try:
        first = date.fromisoformat(str(day))
    except ValueError:
        return None
    starts, ends = instant(first, zone), instant(first + timedelta(days=1), zone)
    low, high, weather = degrees(lowest), degrees(highest), number(code)
    if starts is None or ends is None or (low is None and high is None):
        return None
    return Forecast(
        id=str(first),
        valid_until=ends,
        starts=starts,
        ends=ends,
        code=weather if weather is not None and weather <= _CODES else None,
        lowest=low,
        highest=high,
    )
