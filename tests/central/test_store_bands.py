"""Bands and days in the store: no second twice, cut where days begin, put right by late proof."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from itertools import pairwise

import pytest
from city_account import summed
from hypothesis import given
from hypothesis import strategies as st
from store_world import AT, PARIS, band, report, take, taken

from central.standing import Verdict
from central.store import reading
from central.store.bands import overwritten
from central.store.store import Store
from central.store.sums import sums
from central.store.taken import Days

DAY = date(2026, 11, 26)
HOUR = timedelta(hours=1)


def test_bands_that_adjoin_are_one_and_no_second_counts_twice(store: Store) -> None:
    take(store, taken(report(1), bands=(band(0, 30),)), taken(report(2), bands=(band(30, 60),)))
    take(store, taken(report(3), bands=(band(45, 90), band(90, 100, Verdict.BLACK))))
    take(store, taken(report(4), bands=(band(0, 100, Verdict.BLACK),)))
    found = store.look(lambda c: reading.bands_of(c, "kiosk-001", AT, AT + HOUR))
    assert found == (band(0, 90), band(90, 100, Verdict.BLACK))
    days = store.look(lambda c: reading.days_of(c, DAY, DAY))
    assert days == {(DAY, "kiosk-001"): {Verdict.RIGHT: 90.0, Verdict.BLACK: 10.0}}
    at = store.look(lambda c: reading.bands_at(c, AT + timedelta(seconds=90)))
    assert at == {"kiosk-001": (band(90, 100, Verdict.BLACK),)}


def test_a_band_is_cut_where_a_day_begins(store: Store) -> None:
    # The broadcast day of Paris begins at 04:00, 18 hours after nine o’clock in UTC.
    take(store, taken(report(1), bands=(band(18 * 3600 - 10, 18 * 3600 + 20),)))
    days = store.look(lambda c: reading.days_of(c, DAY, DAY + timedelta(1), "kiosk-001"))
    assert days == {
        (DAY, "kiosk-001"): {Verdict.RIGHT: 10.0},
        (DAY + timedelta(1), "kiosk-001"): {Verdict.RIGHT: 20.0},
    }
    take(store, taken(report(2), bands=(band(18 * 3600 + 20, 18 * 3600 + 30),)))
    found = store.look(lambda c: reading.bands_of(c, "kiosk-001", AT, AT + 24 * HOUR))
    assert found == (band(18 * 3600 - 10, 18 * 3600), band(18 * 3600, 18 * 3600 + 30))


def test_late_proof_takes_the_place_of_unknown_time(store: Store) -> None:
    take(store, taken(report(1), bands=(band(0, 10), band(10, 40, Verdict.UNKNOWN), band(40, 50))))
    take(store, taken(report(2), corrections=(band(20, 40), band(12, 14, Verdict.FALLBACK))))
    assert store.look(lambda c: reading.bands_of(c, "kiosk-001", AT, AT + HOUR)) == (
        band(0, 10),
        band(10, 12, Verdict.UNKNOWN),
        band(12, 14, Verdict.FALLBACK),
        band(14, 20, Verdict.UNKNOWN),
        band(20, 50),
    )
    days = store.look(lambda c: reading.days_of(c, DAY, DAY))
    assert days[DAY, "kiosk-001"] == {Verdict.RIGHT: 40, Verdict.UNKNOWN: 8, Verdict.FALLBACK: 2}
    take(store, taken(report(3), bands=(band(50, 60),)))
    assert store.look(lambda c: reading.bands_of(c, "kiosk-001", AT, AT + HOUR))[-1] == band(20, 60)


def test_late_proof_of_several_reports_at_once_counts_in_their_order(store: Store) -> None:
    unknown = tuple(band(start, start + 60, Verdict.UNKNOWN) for start in (0, 7200))
    take(store, taken(report(1), bands=unknown), taken(report(1, device="kiosk-002"), bands=unknown))
    take(
        store,
        taken(report(2), corrections=(band(10, 40), band(7200, 7260, Verdict.STALE))),
        taken(report(2, device="kiosk-002"), corrections=(band(7210, 7300),)),
        taken(report(3), corrections=(band(20, 30, Verdict.WRONG_ITEM), band(40, 60))),
    )
    assert store.look(lambda c: reading.bands_of(c, "kiosk-001", AT, AT + 3 * HOUR)) == (
        band(0, 10, Verdict.UNKNOWN),
        band(10, 20),
        band(20, 30, Verdict.WRONG_ITEM),
        band(30, 60),
        band(7200, 7260, Verdict.STALE),
    )
    assert store.look(lambda c: reading.bands_of(c, "kiosk-002", AT, AT + 3 * HOUR)) == (
        *unknown[:1],
        band(7200, 7210, Verdict.UNKNOWN),
        band(7210, 7300),
    )
    days = store.look(lambda c: reading.days_of(c, DAY, DAY))
    assert days[DAY, "kiosk-001"] == {
        Verdict.UNKNOWN: 10,
        Verdict.RIGHT: 40,
        Verdict.WRONG_ITEM: 10,
        Verdict.STALE: 60,
    }
    assert days[DAY, "kiosk-002"] == {Verdict.UNKNOWN: 70, Verdict.RIGHT: 90}
    take(store, taken(report(3, device="kiosk-002"), bands=(band(7290, 7310),)))
    found = store.look(lambda c: reading.bands_of(c, "kiosk-002", AT, AT + 3 * HOUR))
    assert found[-1] == band(7210, 7310)


STRETCHES = st.tuples(st.integers(0, 30), st.integers(1, 30), st.sampled_from("abc"))


@given(st.lists(STRETCHES, min_size=1, max_size=6))
def test_what_is_overwritten_says_of_each_second_what_was_said_last(said: list[tuple[int, int, str]]) -> None:
    there: list[tuple[int, int, str]] = []
    seconds: dict[int, str] = {}
    for start, length, verdict in said:
        there = overwritten(there, (start, start + length, verdict))
        seconds |= dict.fromkeys(range(start, start + length), verdict)
    assert {second: verdict for start, end, verdict in there for second in range(start, end)} == seconds
    assert all(left[1] <= right[0] for left, right in pairwise(there))
    assert all((left[1], left[2]) != (right[0], right[2]) for left, right in pairwise(there))


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25), date(2026, 6, 1)])
def test_days_follow_each_other_without_gap_whatever_the_clocks_do(day: date) -> None:
    start, end = PARIS.span(day)
    assert PARIS.day(start) == PARIS.day(end - timedelta(microseconds=1)) == day
    assert PARIS.day(start - timedelta(microseconds=1)) == day - timedelta(1)
    parts = list(Days(time_zone="Europe/Paris").parts(start, end))
    assert parts[0][1] == start
    assert parts[-1][2] == end
    assert all(left[2] == right[1] for left, right in pairwise(parts))


@pytest.mark.parametrize("count", [0, 1, 2, 7, 30])
def test_the_sums_of_days_are_those_of_their_devices_with_what_is_not_stored_yet(
    store: Store, count: int
) -> None:
    days = [band(86_400 * day, 86_400 * day + 60 + day) for day in range(3)]
    wrong = band(90, 100, Verdict.BLACK, screen="touch")
    take(store, taken(report(1), bands=(*days, wrong)))
    take(store, taken(report(1, device="kiosk-002"), bands=(days[1],)))
    more = [
        (DAY + timedelta(n % 4), f"kiosk-{n % 3 + 1:03}", tuple(Verdict)[n % 5], float(n))
        for n in range(count)
    ]
    asked = DAY, DAY + timedelta(3)
    plain = {key: dict(found) for key, found in store.look(lambda c: reading.days_of(c, *asked)).items()}
    for day, name, verdict, seconds in more:
        own = plain.setdefault((day, name), {})
        own[verdict] = own.get(verdict, 0.0) + seconds
    assert store.look(lambda c: sums(c, *asked, more)) == summed(plain)
    outside = store.look(lambda c: sums(c, DAY - timedelta(9), DAY - timedelta(1), ()))
    assert (outside.days, outside.devices, outside.heard) == ({}, {}, {})


def test_the_seconds_of_a_day_until_an_instant_are_those_of_its_bands_cut_there(store: Store) -> None:
    take(store, taken(report(1), bands=(band(0, 60), band(60, 90, Verdict.BLACK), band(90, 200))))
    take(store, taken(report(1, device="kiosk-002"), bands=(band(50, 100),)))
    start = PARIS.span(DAY)[0]
    for at, seconds in (
        (-1, {}),
        (40, {Verdict.RIGHT: 40.0}),
        (70, {Verdict.RIGHT: 80.0, Verdict.BLACK: 10.0}),
    ):
        until = partial(reading.seconds_until, start=start, at=AT + timedelta(seconds=at))
        assert store.look(until) == seconds
    assert store.look(lambda c: reading.seconds_until(c, start, AT + HOUR)) == {
        Verdict.RIGHT: 60.0 + 110.0 + 50.0,
        Verdict.BLACK: 30.0,
    }
