"""What plays when: events, runs, cycles, interruptions and the odd days of the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from programs import a_layout, a_program, an_event, an_item, utc

from playlists.plans import MOST_DAYS
from playlists.program import Program
from playlists.timeline import (
    BUILT_IN,
    broadcast_day,
    broadcast_hours,
    next_change,
    plays,
    runs,
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

    seen = [on(program, at(hour)) for hour in (11, 12, 13, 14, 15)]

    assert seen == ["low", "first", "first", "second", "low"]


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


def an_interrupted_program(opens: datetime, closes: datetime, seconds: float = 20) -> Program:
    """One list of two items, interrupted once by an alert."""
    return a_program(
        {"list": [an_item("a", seconds), an_item("b", seconds)], "alert": [an_item("alert", 5)]},
        [an_event(), an_event({"main": "alert"}, 1, opens=opens, closes=closes, name="alert")],
    )


def test_an_interruption_does_not_restart_the_run_below_it() -> None:
    program = an_interrupted_program(at(12, 0, 5), at(12, 0, 50))

    shown = showing(program, at(12, 0, 50)).screens[0].zones[0]

    assert (shown.item_id, shown.start, shown.end) == ("a", at(12, 0, 40), at(12, 1))


def test_a_resumed_play_says_so() -> None:
    program = an_interrupted_program(at(12, 0, 5), at(12, 0, 12))

    seen = list(plays(program, "main", "main", at(12), at(12, 0, 20)))

    assert [(play.item_id, play.event, play.resumed) for play in seen] == [
        ("a", "schedule#1", False),
        ("alert", "alert", False),
        ("a", "schedule#1", True),
    ]
    assert (seen[-1].began, seen[-1].start, seen[-1].end) == (at(12), at(12, 0, 12), at(12, 0, 20))


def test_what_an_interruption_would_cut_at_once_is_not_begun() -> None:
    cut_after = {2.999: ["b"], 3: ["b", "a"]}

    for seconds, expected in cut_after.items():
        program = an_interrupted_program(at(12, 0, 40 + seconds), at(12, 5))
        seen = plays(program, "main", "main", at(12, 0, 39), at(12, 0, 40 + seconds))
        assert [play.item_id for play in seen] == expected


def test_what_the_end_of_a_run_would_cut_at_once_is_not_begun() -> None:
    for seconds, expected in ((2, [("b", 22)]), (3, [("b", 20), ("a", 3)])):
        program = a_program(
            [an_item("a", 20), an_item("b", 20)], [an_event(closes=at(12, 0, 40 + seconds)), an_event()]
        )
        assert listed(program, at(12, 0, 30), at(12, 0, 40 + seconds)) == expected


def test_an_interruption_that_ends_just_before_the_run_leads_to_what_the_neighbours_show() -> None:
    items = [an_item("a", 20), an_item("b", 20)]
    events = [an_event(opens=at(12), closes=at(12, 0, 42))]
    alert = an_event({"main": "alert"}, 1, opens=at(12, 0, 30), closes=at(12, 0, 41), name="alert")
    neighbour = a_program(items, events)
    program = a_program({"list": items, "alert": [an_item("alert")]}, [*events, alert])

    assert showing(program, at(12, 0, 41)) == showing(neighbour, at(12, 0, 41))
    assert on(program, at(12, 0, 41)) == "b"


def test_a_run_shorter_than_that_shows_its_first_item_all_the_same() -> None:
    program = a_program([an_item("a")], [an_event(opens=at(12), closes=at(12, 0, 2))])

    assert listed(program, at(12), at(12, 0, 2)) == [("a", 2)]


def test_plays_shorter_than_that_end_with_one_that_has_its_time() -> None:
    program = a_program([an_item("a", 1), an_item("b", 1)], [an_event(opens=at(12), closes=at(12, 0, 10))])

    assert listed(program, at(12), at(12, 0, 10))[-2:] == [("a", 1), ("b", 3)]


def test_the_days_on_which_clocks_change_are_23_and_25_hours_long() -> None:
    program = a_program([an_item("a")])

    assert broadcast_hours(program, date(2026, 3, 28)) == (utc(2026, 3, 28, 3), utc(2026, 3, 29, 2))
    assert broadcast_hours(program, date(2026, 10, 24)) == (utc(2026, 10, 24, 2), utc(2026, 10, 25, 3))
    assert broadcast_day(program, utc(2026, 10, 25, 2, 59)) == date(2026, 10, 24)
    assert broadcast_day(program, utc(2026, 10, 25, 3)) == date(2026, 10, 25)


def test_dayparts_mean_civil_time_on_those_days() -> None:
    program = a_program([an_item("a")], [an_event(when="22:00-02:30")])

    for before, last in (
        (utc(2026, 3, 28, 22), utc(2026, 3, 29, 1)),
        (utc(2026, 10, 24, 22), utc(2026, 10, 25, 1, 30)),
    ):
        assert showing(program, before).screens[0].event
        assert showing(program, last - timedelta(seconds=1)).screens[0].event
        assert showing(program, last).screens[0].event is None


@pytest.mark.parametrize(
    ("when", "instant", "is_open"),
    [
        ("Mo-Fr; PH off", utc(2026, 7, 13, 12), True),
        ("Mo-Fr; PH off", utc(2026, 7, 14, 12), False),
        ("Feb 29", utc(2028, 2, 29, 12), True),
        ("Feb 29", utc(2028, 3, 1, 12), False),
        ("week 53", utc(2027, 1, 3, 12), True),
        ("week 53", utc(2027, 1, 4, 12), False),
        ("Fr 22:00-06:00", utc(2026, 11, 21, 4, 59), True),
        ("Fr 22:00-06:00", utc(2026, 11, 21, 5), False),
        ("Fr 22:00-06:00", utc(2026, 11, 20, 4, 59), False),
    ],
)
def test_odd_days_of_the_calendar(when: str, instant: datetime, is_open: bool) -> None:
    program = a_program([an_item("a")], [an_event(when=when)])

    assert bool(showing(program, instant).screens[0].event) is is_open


def test_only_what_never_changes_again_has_no_next_change() -> None:
    assert next_change(a_program(events=[]), at(12)) is None
    over = a_program([an_item("a")], [an_event(closes=at(12))])
    assert next_change(over, at(11, 59, 55)) == at(12)
    assert next_change(over, at(12)) is None
    assert next_change(a_program(events=[], display_hours="06:00-23:00"), at(12)) == at(23)


def test_an_unknown_screen_is_a_callers_mistake() -> None:
    with pytest.raises(ValueError, match="its screens are: main"):
        list(plays(a_program([an_item("a")]), "upper", "main", at(12), at(13)))


def test_the_events_of_a_day_and_the_runs_under_them() -> None:
    program = a_program(
        {"list": [an_item("a"), an_item("noon", when="12:00-14:00")], "alert": [an_item("alert")]},
        [an_event(), an_event({"main": "alert"}, 1, "13:00-13:30", name="alert")],
        display_hours="06:00-23:00",
    )

    spans = runs(program, "main", date(2026, 11, 18))

    assert [(span.start, span.event, span.dark) for span in spans] == [
        (at(4), None, True),
        (at(6), "schedule#1", False),
        (at(13), "alert", False),
        (at(13, 30), "schedule#1", False),
        (at(23), None, True),
    ]
    seen = [(run.start, run.end, [item.id for item in run.items]) for span in spans for run in span.runs]
    assert seen == [
        (at(6), at(12), ["a"]),
        (at(12), at(13), ["a", "noon"]),
        (at(13), at(13, 30), ["alert"]),
        (at(13, 30), at(14), ["a", "noon"]),
        (at(14), at(23), ["a"]),
    ]


def test_a_year_of_days_does_not_pile_up() -> None:
    program = a_program([an_item("a")])

    for day in range(60):
        showing(program, DAY + timedelta(days=day))

    assert len(program.__dict__["_plans"].days) == MOST_DAYS
    assert on(program, at(12)) == "a"
