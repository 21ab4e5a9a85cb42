"""Instants as people type them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from parvis.instants import InstantError, parse_instant, tell_instant

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-11-22T14:30", "2026-11-22T13:30:00+00:00"),
        ("2026-07-01 08:00", "2026-07-01T06:00:00+00:00"),
        ("2026-11-22", "2026-11-21T23:00:00+00:00"),
        ("2026-11-22T14:30+05:00", "2026-11-22T09:30:00+00:00"),
        ("2026-11-22T14:30:00.250Z", "2026-11-22T14:30:00.250+00:00"),
        ("2026-10-25T02:30", "2026-10-25T00:30:00+00:00"),
        ("2026-03-29T02:30", "2026-03-29T01:30:00+00:00"),
    ],
)
def test_an_instant_is_read_with_its_offset_or_in_the_workspaces_zone(typed: str, meant: str) -> None:
    instant = parse_instant(typed, PARIS)
    assert instant.tzinfo is UTC
    assert tell_instant(instant) == meant


@pytest.mark.parametrize(
    "typed", ["", "tomorrow", "2026-13-01", "14:30", "0001-01-01T00:00+14:00", "9999-12-31", "1969-12-31"]
)
def test_what_names_no_instant_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(InstantError, match=r"2026-11-22T14:30|years 1970 to 8999"):
        parse_instant(typed, PARIS)


def test_whole_seconds_are_told_without_a_fraction() -> None:
    assert tell_instant(datetime(2026, 11, 22, 9, tzinfo=UTC)) == "2026-11-22T09:00:00+00:00"
