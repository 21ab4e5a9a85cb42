"""Dayparts: time rules in OpenStreetMap's `opening_hours` syntax, resolved to UTC instants.

Rules are civil time. On the night on which clocks go back, an hour of the clock comes twice: a rule that
begins or ends in it means its second coming, so that `22:00-02:30` and `02:30-06:00` still meet and neither
plays twice. On the night on which clocks go forward, a time that does not exist means the end of the gap.
A state of `unknown` (as in `Mo-Fr unknown`) counts as closed: what may be shut is not announced.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec
from opening_hours import (  # type: ignore[attr-defined]
    InvalidCoordinatesError,
    OpeningHours,
    ParserError,
    State,
    UnknownCountryError,
)

from playlists.errors import DaypartError, RuleFault
from playlists.spans import Spans, join, to_instant, to_ms

LONGEST_RULE = 1_000
"""The most characters of one rule."""

_WEEK_MS = 7 * 86_400_000
_LONGEST_REST_MS = 3 * _WEEK_MS + 86_400_000
"""No rule of days of the week rests longer, also where 1 and 8 May fall on its only day and are off."""
_TWO_YEARS = tuple(to_ms(datetime(year, 1, 1, tzinfo=UTC)) for year in (2024, 2026))
"""They are as good as others, and have all days."""

_YEAR = re.compile(r"(?<![\d:])\d{4}(?!\d)")
_SUN = re.compile(r"sun|dawn|dusk")
_STOPPED = re.compile(r"--> 1:(\d+)")
_NOON = time(12)
_SHORT_MONTHS = {"feb": 29, "apr": 30, "jun": 30, "sep": 30, "nov": 30}
"""By month the last day that it ever has; all others have 31."""
_DATE = re.compile(
    r"\b(?P<month>feb|apr|jun|sep|nov) +(?P<day>\d{1,2})(?![\d:])(?: *- *(?P<last>\d{1,2})(?![\d:]))?",
    re.IGNORECASE,
)


class Daypart(msgspec.Struct, frozen=True):
    """A time rule at a place. Make one with `Daypart.parse`; equal dayparts are open at the same instants."""

    rule: str
    time_zone: str
    country: str
    position: tuple[float, float] | None

    @classmethod
    def parse(
        cls, rule: str, time_zone: str, country: str, position: tuple[float, float] | None = None
    ) -> Daypart:
        """The daypart that `rule` writes, e.g. `Mo-Fr 07:00-20:00; PH off`.

        Args:
            rule: the rule, in OpenStreetMap's syntax.
            time_zone: the IANA zone in which it is read.
            country: ISO code of the country whose public holidays `PH` means; empty for none.
            position: latitude and longitude in degrees, for `sunrise` and `sunset`; without it they are
                07:00 and 19:00.

        Raises:
            DaypartError: it does not parse; the message marks the place. Or the country or the position is
                not one.
        """
        if not rule.strip():
            raise DaypartError(RuleFault.EMPTY, rule)
        if len(rule) > LONGEST_RULE:
            raise DaypartError(RuleFault.LONG, rule[:LONGEST_RULE])
        daypart = cls(rule, time_zone, country, position if follows_sun(rule) else None)
        _hours(daypart)
        return daypart

    def intervals(self, start: datetime, end: datetime) -> tuple[tuple[datetime, datetime], ...]:
        """When it is open within [start, end): half-open intervals in UTC, in order, apart."""
        return tuple((to_instant(a), to_instant(b)) for a, b in self.spans(to_ms(start), to_ms(end)))

    def spans(self, start: int, end: int) -> Spans:
        """The same as `intervals`, in milliseconds since 1970."""
        return (_day_spans if end - start <= _WEEK_MS else _year_spans)(self, start, end)


def follows_sun(rule: str) -> bool:
    """Whether a rule means other instants elsewhere in its time zone."""
    return _SUN.search(rule) is not None


def missing_day(rule: str) -> int | None:
    """Where in a rule stands a day that its month never has, from 0; None where none does.

    The parser takes `Feb 30`, and is open all year then.
    """
    for found in _DATE.finditer(rule):
        for day in ("day", "last"):
            if found[day] and int(found[day]) > _SHORT_MONTHS[found["month"].lower()]:
                return found.start(day)
    return None


@lru_cache(maxsize=1024)
def follows_dates(daypart: Daypart) -> bool:
    """Whether a rule is of a part of the year only: it names a year, or rests longer than a week's rules can.

    `Dec 01-24`, `2027+` and `PH 10:00-12:00` are; `Mo-Fr 07:00-20:00; PH off` and two halves of a year that
    meet are not.
    """
    if _YEAR.search(daypart.rule):
        return True
    start, end = _TWO_YEARS
    edges = (start, *(edge for span in daypart.spans(start, end) for edge in span), end)
    rests = zip(edges[::2], edges[1::2], strict=True)
    return any(opens - closes > _LONGEST_REST_MS for closes, opens in rests)


@lru_cache(maxsize=1024)
def _hours(daypart: Daypart) -> OpeningHours:
    """The parsed rule."""
    try:
        return OpeningHours(
            daypart.rule,
            timezone=ZoneInfo(daypart.time_zone),
            country=daypart.country or None,
            coords=daypart.position,
            auto_country=False,
        )
    except ParserError as error:
        raise DaypartError(RuleFault.SYNTAX, daypart.rule, column=_column(str(error))) from error
    except UnknownCountryError as error:
        raise DaypartError(RuleFault.COUNTRY, daypart.rule, country=daypart.country) from error
    except InvalidCoordinatesError as error:
        raise DaypartError(RuleFault.POSITION, daypart.rule) from error


def _column(message: str) -> int:
    """Where the parser stopped, from 0: it says ` --> LINE:COLUMN` from 1."""
    found = _STOPPED.search(message)
    return int(found[1]) - 1 if found else 0


@lru_cache(maxsize=8192)
def _day_spans(daypart: Daypart, start: int, end: int) -> Spans:
    """What plans of a day ask, again and again."""
    return _spans(daypart, start, end)


@lru_cache(maxsize=64)
def _year_spans(daypart: Daypart, start: int, end: int) -> Spans:
    """What a check asks, each from another instant: hundreds of spans, 30 KB or more."""
    return _spans(daypart, start, end)


def _spans(daypart: Daypart, start: int, end: int) -> Spans:
    """When `daypart` is open within [start, end), asked from noon to noon: noon exists once a day."""
    zone = ZoneInfo(daypart.time_zone)
    first = to_instant(start).astimezone(zone).date() - timedelta(days=1)
    last = to_instant(end).astimezone(zone).date() + timedelta(days=1)
    found = _hours(daypart).intervals(
        datetime.combine(first, _NOON, zone), datetime.combine(last, _NOON, zone)
    )
    spans = [
        (max(to_ms(opens.astimezone(UTC)), start), min(to_ms(closes.astimezone(UTC)), end))
        for opens, closes, state, _ in found
        if state == State.OPEN
    ]
    return join(spans)
