"""Time rules, resolved to instants on ordinary days and on the odd ones."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from generated import DAYS, RULES, instants
from hypothesis import given
from hypothesis import strategies as st

from playlists.daypart import Daypart, missing_day
from playlists.errors import DaypartError

PARIS = ZoneInfo("Europe/Paris")
NANTES = (47.2184, -1.5536)


def opened(rule: str, first: str, last: str) -> list[str]:
    """When a rule is open in Nantes between two local times, as `start/end` in UTC."""
    daypart = Daypart.parse(rule, "Europe/Paris", "FR", NANTES)
    start, end = (datetime.fromisoformat(text).replace(tzinfo=PARIS) for text in (first, last))
    return [f"{a:%m-%dT%H:%M}/{b:%m-%dT%H:%M}" for a, b in daypart.intervals(start, end)]


def test_an_ordinary_day() -> None:
    assert opened("Mo-Fr 07:00-20:00", "2026-11-18", "2026-11-19") == ["11-18T06:00/11-18T19:00"]


def test_intervals_are_clipped_to_what_is_asked() -> None:
    assert opened("24/7", "2026-11-18", "2026-11-19") == ["11-17T23:00/11-18T23:00"]
    assert opened("07:00-20:00", "2026-11-18T10:00", "2026-11-18T11:00") == ["11-18T09:00/11-18T10:00"]


def test_public_holidays_of_the_country() -> None:
    """14 July 2026 is a Tuesday."""
    assert opened("Mo-Fr 10:00-12:00; PH off", "2026-07-13", "2026-07-16") == [
        "07-13T08:00/07-13T10:00",
        "07-15T08:00/07-15T10:00",
    ]
    easter_monday = opened("PH 10:00-12:00", "2026-04-04", "2026-04-08")
    assert easter_monday == ["04-06T08:00/04-06T10:00"]


def test_a_rule_across_midnight_belongs_to_the_day_on_which_it_begins() -> None:
    assert opened("Fr 22:00-02:30", "2026-11-20", "2026-11-22") == ["11-20T21:00/11-21T01:30"]
    assert opened("Fr 22:00-26:30", "2026-11-20", "2026-11-22") == ["11-20T21:00/11-21T01:30"]
    assert opened("Fr 22:00-02:30", "2026-11-21", "2026-11-22") == ["11-20T23:00/11-21T01:30"]


def test_touching_intervals_are_one() -> None:
    rule = 'Mo-Su 10:00-12:00 "a", Mo-Su 12:00-14:00 "b"'
    assert opened(rule, "2026-11-18", "2026-11-19") == ["11-18T09:00/11-18T13:00"]


def test_the_night_on_which_clocks_go_forward() -> None:
    """02:00 CET is followed by 03:00 CEST, 01:00 UTC."""
    night = ("2026-03-28T12:00", "2026-03-29T12:00")
    assert opened("22:00-02:30", *night) == ["03-28T21:00/03-29T01:00"]
    assert opened("02:30-05:00", *night) == ["03-29T01:00/03-29T03:00"]
    assert opened("02:15-02:45", *night) == []
    assert opened("01:00-03:00", *night) == ["03-29T00:00/03-29T01:00"]


def test_the_night_on_which_clocks_go_back() -> None:
    """02:00 to 03:00 comes twice, from 00:00 and from 01:00 UTC; rules mean the second."""
    night = ("2026-10-24T12:00", "2026-10-25T12:00")
    assert opened("22:00-02:30", *night) == ["10-24T20:00/10-25T01:30"]
    assert opened("02:30-05:00", *night) == ["10-25T01:30/10-25T04:00"]
    assert opened("02:15-02:45", *night) == ["10-25T01:15/10-25T01:45"]
    assert opened("01:00-03:00", *night) == ["10-24T23:00/10-25T02:00"]


def test_a_question_that_begins_in_the_doubled_hour_is_answered() -> None:
    daypart = Daypart.parse("24/7", "Europe/Paris", "FR")
    start = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert daypart.intervals(start, start + timedelta(hours=1)) == ((start, start + timedelta(hours=1)),)


def test_leap_day_and_week_53() -> None:
    assert opened("Feb 29", "2028-02-27", "2028-03-03") == ["02-28T23:00/02-29T23:00"]
    assert opened("Feb 29", "2027-02-27", "2027-03-03") == []
    assert opened("week 53", "2026-12-20", "2027-01-20") == ["12-27T23:00/01-03T23:00"]
    assert opened("week 53", "2025-12-20", "2026-01-20") == []


def test_sunrise_and_sunset_are_those_of_the_place() -> None:
    """Nantes at the summer solstice: the sun rises about 06:10 and sets about 22:05."""
    ((start, end),) = Daypart.parse("sunrise-sunset", "Europe/Paris", "FR", NANTES).intervals(
        datetime(2026, 6, 21, tzinfo=PARIS), datetime(2026, 6, 22, tzinfo=PARIS)
    )
    assert abs(start - datetime(2026, 6, 21, 4, 10, tzinfo=UTC)) < timedelta(minutes=10)
    assert abs(end - datetime(2026, 6, 21, 20, 5, tzinfo=UTC)) < timedelta(minutes=10)


def test_unknown_counts_as_closed() -> None:
    assert opened("Mo-Su 10:00-12:00 unknown", "2026-11-18", "2026-11-19") == []


def test_a_zone_whose_clocks_change_at_midnight() -> None:
    havana = ZoneInfo("America/Havana")
    daypart = Daypart.parse("Su 00:00-12:00", "America/Havana", "CU")
    start, end = datetime(2026, 3, 8, 5, tzinfo=UTC), datetime(2026, 3, 8, 12, tzinfo=havana)
    assert daypart.intervals(start - timedelta(hours=5), end + timedelta(hours=5)) == ((start, end),)


def test_a_mistake_is_shown_with_a_caret() -> None:
    with pytest.raises(DaypartError) as caught:
        Daypart.parse("Mo-Fr 07:00-2", "Europe/Paris", "FR")

    assert caught.value.column == len("Mo-Fr 07:00-")
    rule, mark = str(caught.value).splitlines()[1:]
    assert rule == "Mo-Fr 07:00-2"
    assert mark.index("^") == caught.value.column


@pytest.mark.parametrize(
    ("rule", "country", "position", "message"),
    [
        ("", "FR", None, "is empty"),
        ("  ", "FR", None, "is empty"),
        ("x" * 2_000, "FR", None, "is too long"),
        ("24/7", "ZZ", None, "holidays"),
        ("sunrise-sunset", "FR", (470.0, 0.0), "position"),
    ],
)
def test_what_is_no_daypart_is_refused(
    rule: str, country: str, position: tuple[float, float] | None, message: str
) -> None:
    with pytest.raises(DaypartError, match=message):
        Daypart.parse(rule, "Europe/Paris", country, position)


@given(st.sampled_from(RULES), st.sampled_from(DAYS), st.data())
def test_what_is_open_does_not_depend_on_how_it_is_asked(
    rule: str, day: datetime, data: st.DataObject
) -> None:
    daypart = Daypart.parse(rule, "Europe/Paris", "FR", NANTES)
    start, middle, end = sorted(data.draw(instants(day)) for _ in range(3))

    whole = daypart.intervals(start, end)
    parts = daypart.intervals(start, middle) + daypart.intervals(middle, end)
    total = sum((b - a for a, b in whole), timedelta())
    assert total == sum((b - a for a, b in parts), timedelta())
    assert all(left[1] < right[0] for left, right in pairwise(whole))
    assert all(start <= a < b <= end for a, b in whole)


def test_years_asked_from_ever_new_instants_are_not_all_kept() -> None:
    """As the check of a window that stays open asks them: a year from now, after each save."""
    rule = Daypart.parse("Mo-Su 07:00-20:00", "Europe/Paris", "FR")
    start = datetime(2026, 1, 1, tzinfo=UTC)
    before = sys.getallocatedblocks()
    for number in range(200):
        begin = start + timedelta(milliseconds=number)
        assert len(rule.intervals(begin, begin + timedelta(days=365))) == 365
    blocks_of_a_year = 3 * 365
    assert sys.getallocatedblocks() - before < 100 * blocks_of_a_year


@pytest.mark.parametrize(
    ("rule", "column"),
    [
        ("Feb 30", 4),
        ("Nov 31 10:00-12:00", 4),
        ("Nov 15-31", 7),
        ("Jun 01-Jun 31", 11),
        ("2027 Feb 30-Mar 02", 9),
        ("PH off; sep 31", 12),
    ],
)
def test_a_day_that_its_month_never_has_is_found(rule: str, column: int) -> None:
    assert missing_day(rule) == column


@pytest.mark.parametrize(
    "rule",
    [
        "Feb 29",
        "Jan 31",
        "Nov 15-30",
        "Nov 30-Dec 31",
        "Nov 31:00",
        "Feb 10:00-31:00",
        "Mo-Fr 07:00-20:00; PH off",
    ],
)
def test_days_that_there_are_are_taken(rule: str) -> None:
    assert missing_day(rule) is None
