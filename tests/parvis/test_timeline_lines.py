"""`parvis timeline` for a person: on a day of two offsets no hour is taken for another."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from programs import a_program, an_item

from parvis.console import Voice
from parvis.timeline import lines

PARIS = ZoneInfo("Europe/Paris")


def told(first: datetime, last: datetime) -> list[str]:
    """The timeline of an item of an hour, a word a column."""
    program = a_program([an_item("a", 3600)])
    return [" ".join(line.split()) for line in lines(program, first, last, PARIS, Voice("en"))]


def test_an_hour_that_comes_twice_has_two_headings() -> None:
    assert told(datetime(2026, 10, 25, 0, tzinfo=UTC), datetime(2026, 10, 25, 2, tzinfo=UTC)) == [
        "totem-01 main Sunday 25 October 2026 UTC+2",
        "02:00:00 –02:00:00 main a schedule#1",
        "totem-01 main Sunday 25 October 2026 UTC+1",
        "02:00:00 –03:00:00 main a schedule#1",
    ]


def test_an_hour_that_does_not_exist_is_told_by_the_offsets_beside_it() -> None:
    assert told(datetime(2026, 3, 29, 0, tzinfo=UTC), datetime(2026, 3, 29, 2, tzinfo=UTC)) == [
        "totem-01 main Sunday 29 March 2026 UTC+1",
        "01:00:00 –03:00:00 main a schedule#1",
        "totem-01 main Sunday 29 March 2026 UTC+2",
        "03:00:00 –04:00:00 main a schedule#1",
    ]


def test_other_days_have_one_heading() -> None:
    first, *_ = told(datetime(2026, 10, 26, 0, tzinfo=UTC), datetime(2026, 10, 26, 2, tzinfo=UTC))
    assert first == "totem-01 main Monday 26 October 2026"
