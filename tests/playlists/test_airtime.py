"""Proof-of-play totals: what counts as a play, on which day, and for how long."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from programs import a_program, an_event, an_item, utc

from playlists.airtime import Total, totals

START = utc(2026, 11, 18, 3)
"""04:00 in Paris, where the broadcast day begins."""


def counted(found: tuple[Total, ...]) -> dict[str, tuple[int, float]]:
    """Plays and seconds by item."""
    return {total.item: (total.plays, total.seconds) for total in found}


def test_a_day_of_two_items() -> None:
    program = a_program([an_item("a", 10), an_item("b", 20)])

    found = totals(program, START, START + timedelta(days=1))

    assert found == (
        Total("totem-01", "main", "main", "a", date(2026, 11, 18), 2880, 28_800_000),
        Total("totem-01", "main", "main", "b", date(2026, 11, 18), 2880, 57_600_000),
    )


def test_the_days_on_which_clocks_change_are_as_long_as_they_are() -> None:
    program = a_program([an_item("a", 10)])

    found = totals(program, utc(2026, 3, 28, 3), utc(2026, 3, 30, 2))
    assert [(total.day, total.seconds / 3600) for total in found] == [
        (date(2026, 3, 28), 23),
        (date(2026, 3, 29), 24),
    ]
    (back,) = totals(program, utc(2026, 10, 24, 2), utc(2026, 10, 25, 3))
    assert (back.day, back.plays, back.seconds) == (date(2026, 10, 24), 9000, 25 * 3600)


def test_part_of_a_play_adds_its_seconds_but_only_its_beginning_is_a_play() -> None:
    program = a_program([an_item("a", 10), an_item("b", 20)])
    start = START + timedelta(seconds=4)

    assert counted(totals(program, start, start + timedelta(seconds=28))) == {"a": (1, 8), "b": (1, 20)}


def interrupted(opens: datetime, closes: datetime) -> dict[str, tuple[int, float]]:
    """Two minutes of one item of 20 s, interrupted once."""
    program = a_program(
        {"list": [an_item("a", 20)], "alert": [an_item("alert", 5)]},
        [an_event(), an_event({"main": "alert"}, 1, opens=opens, closes=closes)],
    )
    return counted(totals(program, START, START + timedelta(minutes=2)))


def test_a_play_that_is_taken_up_after_an_interruption_is_no_new_play() -> None:
    within_a_play = interrupted(START + timedelta(seconds=5), START + timedelta(seconds=15))

    assert within_a_play == {"a": (6, 110), "alert": (2, 10)}


def test_a_play_whose_beginning_was_hidden_is_no_play() -> None:
    over_a_beginning = interrupted(START + timedelta(seconds=15), START + timedelta(seconds=25))

    assert over_a_beginning == {"a": (5, 110), "alert": (2, 10)}


def test_built_in_slides_are_counted_and_darkness_is_not() -> None:
    program = a_program([an_item("a")], [an_event(when="08:00-09:00")], display_hours="07:00-10:00")

    found = totals(program, START, START + timedelta(days=1))

    assert [(total.zone, total.item, total.plays, total.seconds) for total in found] == [
        ("", "built-in", 2, 7200),
        ("main", "a", 360, 3600),
    ]


def test_every_screen_has_its_own_totals() -> None:
    program = a_program([an_item("a", 10)], screens=("upper", "touch"))

    assert [total.screen for total in totals(program, START, START + timedelta(hours=1))] == [
        "upper",
        "touch",
    ]


def test_an_instant_without_zone_is_a_callers_mistake() -> None:
    with pytest.raises(ValueError, match="needs a time zone"):
        totals(a_program([an_item("a")]), datetime(2026, 11, 18), START)  # noqa: DTZ001
