"""Laws that every program obeys on every day, however odd."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

from generated import DAYS, instants, programs
from hypothesis import given, settings
from hypothesis import strategies as st
from programs import a_program, an_event, an_item

from playlists.airtime import totals
from playlists.program import Program
from playlists.timeline import (
    broadcast_day,
    broadcast_hours,
    next_change,
    plays,
    runs,
    screen_plays,
    showing,
)

SCENES = st.sampled_from(DAYS).flatmap(lambda day: st.tuples(programs(day), instants(day)))
MILLISECOND = timedelta(milliseconds=1)


@settings(max_examples=50)
@given(SCENES, st.floats(0, 1))
def test_nothing_changes_before_the_next_change(scene: tuple[Program, datetime], part: float) -> None:
    program, at = scene
    change = next_change(program, at)

    until = at + timedelta(days=400) if change is None else change - MILLISECOND
    assert showing(program, at) == showing(program, at + (until - at) * part)
    assert showing(program, at) == showing(program, until)


@settings(max_examples=50)
@given(SCENES)
def test_the_next_change_lies_ahead(scene: tuple[Program, datetime]) -> None:
    program, at = scene

    for _ in range(20):
        change = next_change(program, at)
        if change is None:
            return
        assert change > at
        at = change


@given(SCENES)
def test_what_shows_is_what_the_list_of_plays_says(scene: tuple[Program, datetime]) -> None:
    program, at = scene

    for shown in showing(program, at).screens:
        listed = list(screen_plays(program, shown.screen, at, at + MILLISECOND))
        zones = {zone.zone: (zone.item_id, zone.start, zone.end) for zone in shown.zones}
        if not (shown.dark or shown.event):
            (play,) = listed
            assert (play.zone, play.item_id) == ("", "built-in")
        else:
            assert {play.zone: (play.item_id, play.began, play.end) for play in listed} == zones
            assert all(play.start <= at < play.end and play.event == shown.event for play in listed)


@settings(max_examples=25)
@given(SCENES)
def test_a_day_has_no_gap_and_no_overlap(scene: tuple[Program, datetime]) -> None:
    program, at = scene
    day = broadcast_day(program, at)
    start, end = broadcast_hours(program, day)
    spans = runs(program, "upper", day)

    assert (spans[0].start, spans[-1].end) == (start, end)
    assert all(left.end == right.start for left, right in pairwise(spans))
    for span in spans:
        for zone in {run.zone for run in span.runs} | ({""} if not (span.event or span.dark) else set()):
            listed = list(plays(program, "upper", zone, span.start, span.end))
            assert (listed[0].start, listed[-1].end) == (span.start, span.end)
            assert all(left.end == right.start for left, right in pairwise(listed))
            assert all(play.start < play.end for play in listed)


@settings(max_examples=30)
@given(SCENES, st.data())
def test_totals_are_the_plays_added_up(scene: tuple[Program, datetime], data: st.DataObject) -> None:
    program, start = scene
    end = start + timedelta(milliseconds=data.draw(st.integers(1, 30 * 3_600_000)))

    counted: Counter[tuple[str, str, str, object]] = Counter()
    seconds: Counter[tuple[str, str, str, object]] = Counter()
    for screen in program.screens:
        for play in screen_plays(program, screen.screen.name, start, end):
            key = play.screen, play.zone, play.item_id, broadcast_day(program, play.start)
            visible = min(play.end, end) - max(play.start, _whole(start))
            seconds[key] += visible // MILLISECOND
            counted[key] += play.start >= start and not play.resumed

    found = totals(program, start, end)
    assert {(t.screen, t.zone, t.item, t.day): t.ms for t in found} == dict(seconds)
    assert {(t.screen, t.zone, t.item, t.day): t.plays for t in found} == dict(counted)


def _whole(at: datetime) -> datetime:
    """The millisecond in which an instant lies."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


@given(st.sampled_from(DAYS), st.data())
def test_neighbours_agree_once_an_interruption_is_over(day: datetime, data: st.DataObject) -> None:
    """Two screens play the same list; one of them is interrupted. Before and after they show the same."""
    items = [an_item("a", 7), an_item("b", 13, share=0.3), an_item("c", 5), an_item("d", 61)]
    opens = data.draw(instants(day))
    closes = opens + timedelta(milliseconds=data.draw(st.integers(1, 3_600_000)))
    alert = an_event({"main": "alert"}, 9, opens=opens, closes=closes, name="alert")
    lists = {"list": items, "alert": [an_item("alert")]}
    calm, interrupted = a_program(lists), a_program(lists, [an_event(), alert])

    after = closes + timedelta(milliseconds=data.draw(st.integers(0, 3_600_000)))
    assert showing(calm, after) == showing(interrupted, after)
    assert showing(interrupted, opens).screens[0].event == "alert"
    before = opens - timedelta(milliseconds=data.draw(st.integers(3_001, 3_600_000)))
    assert _items(showing(calm, before)) == _items(showing(interrupted, before))


def _items(shown: object) -> list[str]:
    return [zone.item_id for screen in shown.screens for zone in screen.zones]  # type: ignore[attr-defined]


@given(st.sampled_from(DAYS), st.data())
def test_what_would_flash_before_it_is_cut_is_not_begun(day: datetime, data: st.DataObject) -> None:
    items = [an_item(name, data.draw(st.integers(3_000, 20_000)) / 1000) for name in "abc"]
    cut = data.draw(instants(day))
    program = a_program(items, [an_event(closes=cut)])

    start = cut - timedelta(minutes=5)
    seen = [play for play in plays(program, "main", "main", start, cut) if play.start > start]
    for play in seen:
        is_first = play.start == broadcast_hours(program, broadcast_day(program, play.start))[0]
        assert is_first or play.end - play.start >= timedelta(seconds=3)
