"""Laws of the judgement, for every program on odd days: the truth is right, anything else never is."""

from __future__ import annotations

from datetime import datetime, timedelta

from beats import beat, duty, with_screen
from generated import DAYS, instants, programs
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from central.judging.expected import judge
from central.standing import Verdict
from playlists.program import Program
from playlists.timeline import next_change, showing

SCENES = st.sampled_from(DAYS).flatmap(lambda day: st.tuples(programs(day), instants(day)))
GOOD = {Verdict.RIGHT, Verdict.DARK}


@settings(max_examples=150)
@given(SCENES, st.integers(0, 900), st.integers(-40_000, 40_000))
def test_what_showing_says_is_right_however_late_it_comes_and_wrong_the_clock_is(
    scene: tuple[Program, datetime], late_ms: int, ahead_ms: int
) -> None:
    program, at = scene
    ahead = timedelta(milliseconds=ahead_ms)
    told = beat(program, at)
    screens = tuple(
        replace(one, at=one.at + ahead, changed=one.changed and one.changed + ahead) for one in told.screens
    )
    clock = replace(told.clock, offset_ms=ahead // timedelta(milliseconds=1))
    told = replace(told, at=told.at + ahead, screens=screens, clock=clock)
    judged = judge(told, at + timedelta(milliseconds=late_ms), duty(program))
    dark = [screen.dark for screen in showing(program, at).screens]
    assert [one.verdict for one in judged.screens] == [
        Verdict.DARK if is_dark else Verdict.RIGHT for is_dark in dark
    ]


@settings(max_examples=150)
@given(SCENES, st.floats(-1.9, 1.9))
def test_a_change_two_seconds_early_or_late_is_right(scene: tuple[Program, datetime], off_s: float) -> None:
    program, at = scene
    change = next_change(program, at) or at
    told = beat(program, change + timedelta(seconds=off_s))
    screens = tuple(replace(one, at=change, changed=None) for one in told.screens)
    judged = judge(replace(told, at=change, screens=screens), change, duty(program))
    assert all(one.verdict in GOOD for one in judged.screens)


@settings(max_examples=150)
@given(SCENES, st.data())
def test_any_other_item_is_never_right(scene: tuple[Program, datetime], data: st.DataObject) -> None:
    program, at = scene
    due = showing(program, at).screens[0]
    around = [showing(program, at + timedelta(milliseconds=ms)).screens[0] for ms in range(-2100, 2200, 100)]
    allowed = {zone.item_id for one in around for zone in one.zones}
    other = data.draw(st.sampled_from([f"list#{n}" for n in range(1, 5)] + ["x", "built-in", "@alert/crue"]))
    told = beat(program, at)
    if other in allowed or not due.zones:
        return
    shown = told.screens[0].showing
    at_zone = data.draw(st.integers(0, len(shown) - 1))
    changed = tuple(replace(z, item=other) if n == at_zone else z for n, z in enumerate(shown))
    judged = judge(with_screen(told, showing=changed), at, duty(program))
    assert judged.screens[0].verdict not in GOOD
    assert judged.reasons, "and it says why"


@settings(max_examples=100)
@given(SCENES, st.floats(0, 1))
def test_an_instant_long_away_with_other_items_is_never_right(
    scene: tuple[Program, datetime], part: float
) -> None:
    """A device whose glass is that of another time of the day is told, unless that shows the same."""
    program, at = scene
    then = at + timedelta(hours=23 * part)
    told = replace(beat(program, then), at=at)
    screens = tuple(replace(one, at=at, changed=None) for one in told.screens)
    judged = judge(replace(told, screens=screens), at, duty(program))
    for name, verdict in ((one.screen, one.verdict) for one in judged.screens):
        near = [
            showing(program, at + timedelta(milliseconds=ms)).screen(name) for ms in range(-2000, 2001, 50)
        ]
        mine = showing(program, then).screen(name)
        assert mine is not None
        same = any(
            one is not None
            and (one.dark, {z.zone: z.item_id for z in one.zones})
            == (mine.dark, {z.zone: z.item_id for z in mine.zones})
            for one in near
        )
        assert same or verdict not in GOOD or len(mine.zones) > 1
