"""Alerts over a program: at their times, the gravest alone, above everything, and nothing else changed."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from feed_world import NOW, alert, notice, program

from playlists.alerting import covering, with_alerts
from playlists.feed.alerts import Area, Level
from playlists.program import Program
from playlists.timeline import next_change, screen_plays, showing

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
BASE = program("totem-1", [notice("a", "Marché"), notice("b", "Piscine")])


def items(found: Program, *minutes: int) -> list[str]:
    """What is on the glass so many minutes after the beginning."""
    shown = []
    for minute in minutes:
        (screen,) = showing(found, NOW + minute * MINUTE).screens
        shown.append("dark" if screen.dark else "/".join(zone.item_id for zone in screen.zones) or "built-in")
    return shown


def test_without_alerts_a_program_is_what_it_was() -> None:
    assert with_alerts(BASE, ()) is BASE


def test_it_is_over_all_else_at_its_time_and_gives_back_the_screen() -> None:
    found = with_alerts(BASE, (alert(NOW, opens=NOW + 10 * MINUTE, closes=NOW + 20 * MINUTE),))
    assert items(found, 10, 19) == ["@alert/crue", "@alert/crue"]
    for minute in (0, 9, 20, 300):
        assert items(found, minute) == items(BASE, minute)
    assert next_change(found, NOW + 9 * MINUTE + timedelta(seconds=57)) == NOW + 10 * MINUTE


def test_the_gravest_hides_the_others_and_equals_take_turns() -> None:
    found = with_alerts(
        BASE,
        (
            alert(NOW, "vent", level=Level.MODERATE, closes=NOW + HOUR),
            alert(NOW, "crue", opens=NOW + 10 * MINUTE, closes=NOW + 40 * MINUTE),
            alert(NOW, "pluie", opens=NOW + 20 * MINUTE, closes=NOW + 30 * MINUTE),
        ),
    )
    assert items(found, 5, 15, 45) == ["@alert/vent", "@alert/crue", "@alert/vent"]
    turns = screen_plays(found, "main", NOW + 20 * MINUTE, NOW + 30 * MINUTE)
    told = [play.item_id for play in turns]
    assert set(told) == {"@alert/crue", "@alert/pluie"}
    assert abs(told.count("@alert/crue") - told.count("@alert/pluie")) <= 1


def test_between_two_alerts_the_program_plays() -> None:
    found = with_alerts(
        BASE,
        (alert(NOW, closes=NOW + MINUTE), alert(NOW, "vent", opens=NOW + 2 * MINUTE)),
    )
    assert items(found, 0, 2) == ["@alert/crue", "@alert/vent"]
    assert items(found, 1) == items(BASE, 1)


@pytest.mark.parametrize(
    ("level", "shown"), [(Level.EXTREME, "@alert/crue"), (Level.SEVERE, "dark"), (Level.MODERATE, "dark")]
)
def test_only_danger_to_life_lights_a_dark_screen(level: Level, shown: str) -> None:
    dark = msgspec.structs.replace(BASE, display_hours="01:00-02:00")
    found = with_alerts(dark, (alert(NOW, level=level, opens=NOW + MINUTE, closes=NOW + 3 * MINUTE),))
    assert items(found, 0, 1, 2, 3) == ["dark", shown, shown, "dark"]


def test_undated_it_shows_whatever_the_clock_says() -> None:
    found = with_alerts(BASE, (alert(NOW), alert(NOW, "vent", level=Level.MODERATE)), dated=False)
    assert items(found, -60 * 24 * 365 * 50, 0, 60 * 24 * 365) == ["@alert/crue"] * 3


def test_it_concerns_the_devices_that_it_names() -> None:
    here, there = alert(NOW), alert(NOW, "vent", area=Area(devices=("totem-2",)))
    assert covering(BASE, (here, there)) == (here,)


def test_every_page_has_time_to_be_read_and_a_word_of_gravity() -> None:
    found = with_alerts(BASE, (alert(NOW, source="Préfecture"),))
    (item,) = found.screens[0].playlists["@alert#1"].items
    assert all(ms >= 6000 for ms in item.pages_ms)
    (words,) = item.content.card.words  # type: ignore[union-attr]
    assert (words.figure, words.source) == (
        "Alerte",
        "Préfecture, mercredi 25\u00a0novembre, 13\u00a0h",
    )
