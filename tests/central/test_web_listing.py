"""The list and the drawings of the page, without a page."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from standing_city import NOW, StandingCity

from central.answers import Band, Day
from central.standing import Verdict
from central.telling.signs import Sign
from central.web.drawings import HEIGHT, WIDTH, day_band, hours, month, share
from central.web.listing import ROWS, Filters, listing, plain

LINES = asyncio.run(StandingCity(224).fleet()).devices
DAY = timedelta(days=1)


def test_accents_and_capitals_make_no_difference() -> None:
    assert plain("Léo-Lagrange, Porte d’Orvault") == "leo-lagrange, porte d'orvault"


def test_all_words_are_searched_for_in_everything_that_is_told() -> None:
    found = listing(LINES, Filters(q="totem porte armor"))
    assert {line.place for line in found.lines} == {"Porte d’Armor"}


def test_pages_hold_every_device_once() -> None:
    pages = [listing(LINES, Filters(page=number)) for number in range(1, 5)]
    assert sorted(line.device for page in pages for line in page.lines) == sorted(
        line.device for line in LINES
    )
    assert [len(page.lines) for page in pages] == [ROWS, ROWS, ROWS, 224 - 3 * ROWS]
    assert listing(LINES, Filters(page=99)).page == 4


def band(start: datetime, hours_: float, verdict: Verdict) -> Band:
    return Band(screen="main", start=start, end=start + timedelta(hours=hours_), verdict=verdict)


def test_a_day_in_bands_is_cut_to_its_day_and_counts_what_was_due() -> None:
    begun = NOW - DAY
    told = (
        band(begun - timedelta(hours=2), 8, Verdict.RIGHT),
        band(begun + timedelta(hours=6), 6, Verdict.DARK),
        band(begun + timedelta(hours=12), 12, Verdict.FROZEN),
    )
    pieces = day_band(told, "main", begun, NOW)
    assert [(piece.at, piece.size) for piece in pieces] == [
        (0, WIDTH / 4),
        (WIDTH / 4, WIDTH / 4),
        (WIDTH / 2, WIDTH / 2),
    ]
    assert share(pieces) == pytest.approx(1 / 3)
    assert share(day_band(told[1:2], "main", begun, NOW)) is None


@pytest.mark.parametrize(
    ("now", "marks"),
    [
        (datetime(2026, 10, 25, 12, tzinfo=UTC), ["16:00", "20:00", "00:00", "04:00", "08:00", "12:00"]),
        (datetime(2026, 3, 29, 12, tzinfo=UTC), ["16:00", "20:00", "00:00", "04:00", "08:00", "12:00"]),
    ],
)
def test_the_hours_below_a_band_are_local_also_when_the_clocks_change(
    now: datetime, marks: list[str]
) -> None:
    zone = ZoneInfo("Europe/Paris")
    found = hours(now - DAY, now, zone)
    assert [f"{at.astimezone(zone):%H:%M}" for _, at in found] == marks
    assert all(0 <= x <= WIDTH for x, _ in found)


def test_a_month_in_columns_leaves_out_what_was_dark_and_has_a_place_for_every_day() -> None:
    told = (
        Day(day=date(2026, 11, 25), seconds={Verdict.RIGHT: 300, Verdict.UNKNOWN: 100, Verdict.DARK: 900}),
        Day(day=date(2026, 11, 26), seconds={Verdict.DARK: 900}),
    )
    columns = month(told, date(2026, 11, 26))
    assert [column.day.day for column in columns] == [date(2026, 10, 28) + DAY * n for n in range(30)]
    assert [(piece.sign, piece.at, piece.size) for piece in columns[-2].pieces] == [
        (Sign.RIGHT, HEIGHT / 4, 3 * HEIGHT / 4),
        (Sign.UNKNOWN, 0, HEIGHT / 4),
    ]
    assert [piece.sign for piece in columns[-1].pieces] == [Sign.DARK]
    assert columns[0].pieces == ()
