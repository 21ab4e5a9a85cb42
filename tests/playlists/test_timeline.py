"""What plays when: events, runs, cycles, interruptions and the odd days of the calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from programs import a_layout, a_program, an_event, an_item, utc

from playlists.program import Program
from playlists.timeline import (
    BUILT_IN,
    next_change,
    plays,
    screen_plays,
    showing,
)

DAY = utc(2026, 11, 18)
"""A Wednesday; in Paris its broadcast day begins at 03:00 UTC."""


def at(hour: int, minute: int = 0, second: float = 0) -> datetime:
    """An instant of the Wednesday, by the clock of Paris (UTC+1)."""
    return DAY + timedelta(hours=hour - 1, minutes=minute, seconds=second)


def on(program: Program, instant: datetime, zone: str = "main") -> str:
    """The item that is on in a zone of the first screen."""
    shown = showing(program, instant).screens[0].zone(zone)
    assert shown is not None
    return shown.item_id


def listed(program: Program, start: datetime, end: datetime, zone: str = "main") -> list[tuple[str, float]]:
    """The plays of a zone, each with its visible seconds."""
    return [
        (play.item_id, (play.end - play.start).total_seconds())
        for play in plays(program, "main", zone, start, end)
    ]


def test_items_follow_each_other_from_the_start_of_the_broadcast_day() -> None:
    program = a_program([an_item("a", 10), an_item("b", 20)])

    assert [on(program, at(4, 0, second)) for second in (0, 9.999, 10, 29.999, 30)] == list("aabba")


def test_a_play_tells_when_it_began_and_when_it_leaves() -> None:
    program = a_program([an_item("a", 10), an_item("b", 20)])

    shown = showing(program, at(4, 0, 15)).screens[0].zones[0]

    assert (shown.start, shown.end) == (at(4, 0, 10), at(4, 0, 30))
    assert shown.start.tzinfo is UTC


def test_an_instant_without_zone_is_a_callers_mistake() -> None:
    program = a_program([an_item("a")])

    with pytest.raises(ValueError, match="needs a time zone"):
        showing(program, datetime(2026, 11, 18, 12))  # noqa: DTZ001


def test_the_highest_priority_plays_and_among_equals_the_first_written() -> None:
    program = a_program(
        {"list": [an_item("low")], "other": [an_item("first")], "third": [an_item("second")]},
        [
            an_event(name="low"),
            an_event({"main": "other"}, 5, "12:00-14:00", name="first"),
            an_event({"main": "third"}, 5, "13:00-15:00", name="second"),
        ],
    )

    assert [on(program, at(hour)) for hour in (11, 12, 13, 14, 15)] == [
        "low",
        "first",
        "first",
        "second",
        "low",
    ]


def test_without_open_event_the_built_in_slide_fills_the_screen() -> None:
    program = a_program([an_item("a")], [an_event(when="08:00-09:00")])

    shown = showing(program, at(12)).screens[0]

    assert (shown.event, shown.layout, shown.dark, shown.zones) == (None, None, False, ())
    (play,) = screen_plays(program, "main", at(12), at(13))
    assert (play.zone, play.item_id, play.event) == ("", BUILT_IN, None)


def test_outside_the_display_hours_the_glass_is_dark_whatever_is_scheduled() -> None:
    program = a_program([an_item("a")], display_hours="06:00-23:00")

    assert showing(program, at(23)).screens[0].dark
    assert not showing(program, at(22, 59, 59)).screens[0].dark
    assert list(screen_plays(program, "main", at(23), at(24))) == []
    assert next_change(program, at(23)) == at(28)
    assert next_change(program, at(28)) == at(30)


def test_a_zone_whose_items_never_open_shows_the_built_in_slide() -> None:
    program = a_program(
        {"list": [an_item("a", when="Su"), an_item("b", closes=DAY)], "other": [an_item("c")]},
        [an_event({"main": "list", "side": "other"})],
    )

    assert (on(program, at(12)), on(program, at(12), "side")) == (BUILT_IN, "c")
    assert {name for name, _ in listed(program, at(4), at(28))} == {BUILT_IN}


def test_a_zone_without_playlist_shows_nothing() -> None:
    layout = a_layout("main", ["main", "side"])
    program = a_program([an_item("a")], layouts=[layout])

    assert [zone.zone for zone in showing(program, at(12)).screens[0].zones] == ["main"]


def test_a_run_begins_anew_when_its_items_change() -> None:
    program = a_program([an_item("a", 7), an_item("b", 11), an_item("noon", 10, when="12:00-14:00")])

    for hour in (4, 12, 14):
        shown = showing(program, at(hour)).screens[0].zones[0]
        assert (shown.item_id, shown.start) == ("a", at(hour))


def test_an_item_plays_from_its_opening_until_its_closing() -> None:
    program = a_program([an_item("a", opens=at(10, 0, 5), closes=at(10, 0, 47)), an_item("b")])

    assert listed(program, at(10, 0, 0), at(10, 1)) == [
        ("b", 5),
        ("a", 10),
        ("b", 10),
        ("a", 10),
        ("b", 12),
        ("b", 10),
        ("b", 10),
    ]
