"""Unknown time, put right: dark by rule, or proved by plays that come late."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from beats import BEFORE, EDITION, LONG_AGO, beat, duty, part
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from programs import a_program, an_event, an_item, utc

from central.answers import Band
from central.judging.daybook import MOST_STEPS, darkened, proved
from central.judging.devices import DeviceRecord, Gap
from central.judging.duty import Former
from central.standing import Verdict
from device_profiles.report import DIFFERS, FRAMES, Entry, PlayRecord, PlaySum
from playlists.program import Program
from playlists.timeline import next_change, plays

AT = utc(2026, 11, 18, 12)
HOUR = timedelta(hours=1)
ITEMS = [an_item("a", 10), an_item("b", 20), an_item("c", 5)]
PROGRAM = a_program({"list": ITEMS, "side": [an_item("s", 7)]}, [an_event({"main": "list", "side": "side"})])
GAP = Gap("main", AT, AT + HOUR)


def record_of(*gaps: Gap) -> DeviceRecord:
    end = max(gap.end for gap in gaps)
    return DeviceRecord(received=end, accounted=end, interval_s=30, calm=end, turned=end, gaps=gaps)


def played(
    start: datetime = AT, end: datetime = AT + HOUR, program: Program = PROGRAM, late_ms: int = 0
) -> list[PlayRecord]:
    """What a device reports that showed what was due, so late."""
    late = timedelta(milliseconds=late_ms)
    return [
        PlayRecord(
            device="totem-01",
            screen="main",
            zone=zone,
            item=play.item_id,
            object=None,
            start=play.start + late,
            duration_ms=round((play.end - play.start).total_seconds() * 1000),
            frames=100,
            verified=FRAMES,
            edition=EDITION,
        )
        for zone in ("main", "side")
        for play in plays(program, "main", zone, start, end)
    ]


def proof(records: list[PlayRecord], *gaps: Gap, **changes: object) -> tuple[Band, ...]:
    gaps = gaps or (GAP,)
    entries = [Entry(number, record) for number, record in enumerate(records)]
    end = max(gap.end for gap in gaps)
    return proved(record_of(*gaps), beat(PROGRAM, end), end, entries, duty(PROGRAM, **changes))[1]


def test_plays_that_were_due_prove_the_whole_gap() -> None:
    (band,) = proof(played())
    assert band == Band(screen="main", start=AT, end=AT + HOUR, verdict=Verdict.RIGHT)


@given(st.integers(-1900, 1900))
def test_plays_a_little_late_or_early_prove_it_too(late_ms: int) -> None:
    bands = proof(played(late_ms=late_ms))
    assert {band.verdict for band in bands} == {Verdict.RIGHT}


def test_what_is_proved_is_no_gap_any_more_and_what_is_not_stays_one() -> None:
    entries = [Entry(n, one) for n, one in enumerate(played(AT + 0.25 * HOUR, AT + 0.5 * HOUR))]
    end = AT + HOUR
    record, bands = proved(record_of(GAP), beat(PROGRAM, end), end, entries, duty(PROGRAM))
    assert record.gaps == (Gap("main", AT, bands[0].start), Gap("main", bands[-1].end, end))
    again, more = proved(record, beat(PROGRAM, end), end, entries, duty(PROGRAM))
    assert (again.gaps, more) == (record.gaps, ()), "the same plays prove nothing twice"


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({"item": "x"}, Verdict.WRONG_ITEM),
        ({"verified": DIFFERS}, Verdict.WRONG_PICTURE),
        ({"edition": None}, Verdict.FALLBACK),
        ({"edition": "c" * 64}, Verdict.STALE),
    ],
)
def test_what_plays_say_otherwise_is_that(change: dict[str, object], verdict: Verdict) -> None:
    bands = proof([replace(one, **change) for one in played()])
    assert {band.verdict for band in bands} == {verdict}
    assert all(one.end <= other.start for one, other in pairwise(bands))


def test_the_largest_zone_speaks_for_the_screen_and_no_other() -> None:
    assert proof([one for one in played() if one.zone == "side"]) == ()


def test_one_long_play_of_what_stood_still_is_right_only_in_its_turns() -> None:
    stuck = replace(next(one for one in played() if one.item == "c"), duration_ms=3_600_000)
    bands = proof([stuck])
    right = sum((band.end - band.start for band in bands if band.verdict is Verdict.RIGHT), timedelta())
    told = bands[-1].end - bands[0].start
    assert {band.verdict for band in bands} == {Verdict.RIGHT, Verdict.WRONG_ITEM}
    assert right / told == pytest.approx(5 / 35, abs=0.02)


def test_plays_by_an_edition_that_was_in_force_then_are_right() -> None:
    new = replace(part(a_program([an_item("n")]), "c" * 64), effective_from=AT + HOUR)
    old = Former(part=part(PROGRAM, EDITION, LONG_AGO), until=AT + HOUR)
    assert {band.verdict for band in proof(played(), parts=(new,), former=(old,))} == {Verdict.RIGHT}
    assert proof(played(), parts=(new,)) == (), "what was in force then is not known any more"
    assert BEFORE != EDITION


def test_of_plays_that_last_for_hours_only_so_many_instants_are_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked = 0

    def counted(program: Program, at: datetime) -> datetime | None:
        nonlocal looked
        looked += 1
        return next_change(program, at)

    monkeypatch.setattr("central.judging.daybook.next_change", counted)
    gaps = tuple(Gap("main", AT + n * 2 * HOUR, AT + (n * 2 + 1) * HOUR) for n in range(8))
    stuck = replace(played()[0], item="x", start=AT - HOUR, duration_ms=22 * 3_600_000)
    entries = [Entry(number, stuck) for number in range(500)]
    end = AT + 15 * HOUR
    record, bands = proved(record_of(*gaps), beat(PROGRAM, end), end, entries, duty(PROGRAM))
    assert MOST_STEPS * 0.9 < looked < MOST_STEPS
    assert {band.verdict for band in bands} == {Verdict.WRONG_ITEM}
    assert record.gaps[-1] == gaps[-1]
    told = sum((band.end - band.start for band in bands), timedelta())
    unknown = sum((gap.end - gap.start for gap in record.gaps), timedelta())
    assert told + unknown == 8 * HOUR, "what was not looked at stays unknown"


def test_sums_of_plays_and_a_wrong_clock_prove_nothing() -> None:
    one = played()[0]
    fields = {name: getattr(one, name) for name in PlaySum.__struct_fields__ if name != "count"}
    summed = Entry(1, PlaySum(count=9, **fields))
    end = AT + HOUR
    record = record_of(GAP)
    assert proved(record, beat(PROGRAM, end), end, [summed], duty(PROGRAM)) == (record, ())
    entries = [Entry(n, one) for n, one in enumerate(played())]
    assert proved(record, beat(PROGRAM, end + HOUR), end, entries, duty(PROGRAM)) == (record, ())


def test_unknown_time_is_dark_where_nothing_was_due() -> None:
    program = a_program(ITEMS, display_hours="06:00-24:00")
    start, end = utc(2026, 11, 18, 20), utc(2026, 11, 20, 12)
    unknown = Band(screen="main", start=start, end=end, verdict=Verdict.UNKNOWN)
    bands = list(darkened([unknown], duty(program)))
    assert (bands[0].start, bands[-1].end) == (start, end)
    assert all(one.end == other.start for one, other in pairwise(bands))
    dark = [(band.start.hour, band.end.hour) for band in bands if band.verdict is Verdict.DARK]
    assert dark in ([(23, 5)] * 2, [(23, 3), (3, 5)] * 2), "from midnight to six in Paris"
    right = replace(unknown, verdict=Verdict.RIGHT)
    assert list(darkened([right], duty(program))) == [right]


@given(st.integers(0, 172_800_000), st.integers(1, 172_800_000))
def test_darkening_loses_and_doubles_no_time(start_ms: int, length_ms: int) -> None:
    program = a_program(ITEMS, display_hours="sunrise-22:00", day_start="03:30")
    start = utc(2026, 10, 24) + timedelta(milliseconds=start_ms, microseconds=300)
    end = start + timedelta(milliseconds=length_ms, microseconds=250)
    bands = list(
        darkened([Band(screen="main", start=start, end=end, verdict=Verdict.UNKNOWN)], duty(program))
    )
    assert (bands[0].start, bands[-1].end) == (start, end)
    assert all(one.end == other.start for one, other in pairwise(bands))
    assert all(one.start < one.end for one in bands)
