"""Proof of play added up: plays, seconds, share of the air time, and what was booked."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

import pytest
from beats import duty
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from programs import a_program, an_event, an_item, utc

from central.answers import Plays, PlaysLine
from central.judging.fleet import EMPTY
from central.judging.plays import Bookings, totals
from central.paper.exports import Exporter
from central.view import By
from playlists.airtime import totals as due

DAY = date(2026, 11, 18)
ITEMS = [an_item("ad", 10, share=0.25), an_item("une#1", 10), an_item("une#2", 5)]
PROGRAM = a_program({"list": ITEMS})
ROLL = replace(EMPTY, duties={name: duty(PROGRAM) for name in ("totem-01", "totem-02")})
BOOKINGS = Bookings(ROLL)


class Total(NamedTuple):
    day: date
    device: str
    screen: str
    zone: str
    item: str
    plays: int
    seconds: float
    verified: int = 0
    differing: int = 0


def rows(days: int = 2) -> list[Total]:
    """What two devices showed that did as they should."""
    start = utc(2026, 11, 18, 3)
    return [
        Total(one.day, device, "main", one.zone, one.item, one.plays, one.seconds, one.plays // 2)
        for device in ("totem-01", "totem-02")
        for one in due(PROGRAM, start, start + timedelta(days=days))
    ]


def of(lines: Sequence[PlaysLine], name: str) -> PlaysLine:
    return next(line for line in lines if name in (line.item, line.campaign, line.device))


def test_by_item_with_its_share_against_the_booked_one() -> None:
    lines = totals(rows(), BOOKINGS, [By.CAMPAIGN, By.ITEM])
    ad = of(lines, "ad")
    assert ad.booked == 0.25
    assert ad.share == pytest.approx(0.25, abs=0.001)
    assert (of(lines, "une#1").booked, ad.campaign) == (None, "list")
    assert sum(line.share or 0 for line in lines) == pytest.approx(1)
    assert lines[0].seconds >= lines[-1].seconds


def test_by_day_the_days_are_in_order_and_by_device_each_has_its_own() -> None:
    lines = totals(rows(3), BOOKINGS, [By.DAY, By.DEVICE])
    assert [line.day for line in lines] == [
        DAY,
        DAY,
        *[DAY + timedelta(days=1)] * 2,
        *[DAY + timedelta(days=2)] * 2,
    ]
    assert {line.device for line in lines} == {"totem-01", "totem-02"}
    assert all(line.share == pytest.approx(1) for line in lines)


def test_only_what_is_asked_for_and_the_share_is_still_of_all_air_time() -> None:
    (line,) = totals(rows(), BOOKINGS, [By.ITEM], item="ad")
    assert line.share == pytest.approx(0.25, abs=0.001)
    assert totals(rows(), BOOKINGS, [By.CAMPAIGN], campaign="other") == ()


def test_the_share_counts_no_air_time_of_places_where_the_item_did_not_play() -> None:
    elsewhere = Total(DAY, "totem-02", "upper", "main", "x#1", 100, 1e6)
    (line,) = totals([*rows(), elsewhere], BOOKINGS, [By.ITEM], item="ad")
    assert line.share == pytest.approx(0.25, abs=0.001)


def test_what_is_booked_is_a_share_of_the_hours_of_its_own_playlist() -> None:
    morning = an_event({"main": "morning"}, 10, "06:00-12:00", name="schedule#2")
    other = [an_item("other#1", 10)]
    program = a_program({"list": other, "morning": ITEMS}, [an_event(), morning])
    bookings = Bookings(replace(EMPTY, duties={"totem-01": duty(program)}))
    start = utc(2026, 11, 18, 3)
    shown = [
        Total(one.day, "totem-01", "main", one.zone, one.item, one.plays, one.seconds)
        for one in due(program, start, start + timedelta(days=1))
    ]
    ad = of(totals(shown, bookings, [By.ITEM]), "ad")
    assert ad.booked == pytest.approx(0.25 * 6 / 24, abs=0.0001)
    assert ad.share == pytest.approx(ad.booked, abs=0.001)


def test_an_item_that_no_edition_has_any_more_belongs_to_the_playlist_in_its_name() -> None:
    lines = totals([Total(DAY, "totem-99", "main", "main", "noel#3", 7, 70)], BOOKINGS, [By.CAMPAIGN])
    assert [(line.campaign, line.plays, line.booked) for line in lines] == [("noel", 7, None)]


@given(
    st.lists(
        st.builds(
            Total,
            st.integers(0, 3).map(lambda n: DAY + timedelta(days=n)),
            st.sampled_from(["totem-01", "totem-02", "x"]),
            st.sampled_from(["main", "upper"]),
            st.sampled_from(["main", "side"]),
            st.sampled_from(["ad", "une#1", "une#2", "z#1"]),
            st.integers(0, 100),
            st.integers(0, 1000).map(float),
            st.integers(0, 50),
            st.integers(0, 5),
        ),
        max_size=30,
    ),
    st.lists(st.sampled_from(list(By)), min_size=1, unique=True),
)
def test_nothing_is_lost_or_doubled_however_it_is_grouped(found: list[Total], by: list[By]) -> None:
    lines = totals(found, BOOKINGS, by)
    for name in ("plays", "seconds", "verified", "differing"):
        assert sum(getattr(line, name) for line in lines) == pytest.approx(
            sum(getattr(row, name) for row in found)
        )
    assert all(line.share is None or 0 <= line.share <= 1 + 1e-9 for line in lines)


EXPORTER = Exporter(lambda: "Nantes Métropole", lambda: "Europe/Paris", lambda: utc(2026, 12, 1, 8))
PLAYS = Plays(
    start=DAY,
    end=DAY,
    lines=(
        PlaysLine(day=DAY, campaign="noël", item="noël#1", plays=12, seconds=96.5, verified=9, share=0.25),
        PlaysLine(day=DAY, campaign="=cmd|x", item="a;b", plays=1, seconds=8, booked=0.5),
    ),
    intact=True,
)


@pytest.mark.parametrize(("language", "delimiter", "first"), [("fr", ";", "Jour"), ("en", ",", "Day")])
def test_a_table_is_read_back_as_it_was_written(language: str, delimiter: str, first: str) -> None:
    data = EXPORTER.csv(PLAYS, [By.DAY, By.CAMPAIGN, By.ITEM], language)
    text = data.decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    assert read[0][0] == first
    comma = "96,5" if language == "fr" else "96.5"
    assert read[1] == [
        "2026-11-18",
        "noël",
        "noël#1",
        "12",
        comma,
        comma.replace("96", "0").replace("5", "250000"),
        "",
        "9",
        "0",
    ]
    assert read[2][1:3] == ["'=cmd|x", "a;b"], "no spreadsheet reckons a name"
    assert datetime.fromisoformat(read[1][0]).date() == DAY
