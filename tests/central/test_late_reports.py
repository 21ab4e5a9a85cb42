"""A report that was long on its way is judged by when it was made."""

from __future__ import annotations

from datetime import timedelta

import pytest
from beats import SECOND, beat, duty
from msgspec.structs import replace
from programs import a_program, an_item
from test_expected import AT, PROGRAM

from central.judging.expected import judge
from central.standing import Verdict
from playlists.timeline import showing


@pytest.mark.parametrize("ahead", [timedelta(), timedelta(hours=2), timedelta(hours=-3)])
def test_a_report_that_was_long_on_the_way_is_judged_by_when_it_was_made(ahead: timedelta) -> None:
    told = beat(PROGRAM, AT)
    clock = replace(told.clock, offset_ms=ahead // timedelta(milliseconds=1))
    moved = replace(
        told,
        at=AT + ahead,
        clock=clock,
        screens=tuple(replace(one, at=AT + ahead, changed=AT + ahead) for one in told.screens),
    )
    for late in (12, 29):
        judged = judge(moved, AT + late * SECOND, duty(PROGRAM))
        assert judged.screens[0].verdict is Verdict.RIGHT, late
        assert ("clock" in [reason.code for reason in judged.reasons]) is bool(ahead)
    assert judge(moved, AT + 41 * SECOND, duty(PROGRAM)).screens[0].verdict is not Verdict.RIGHT


def test_a_first_report_that_may_have_been_long_on_the_way_is_not_told_as_a_frozen_glass() -> None:
    program = a_program([an_item("a", 60), an_item("b", 60)])
    at = showing(program, AT).screens[0].zones[0].end - 10 * SECOND
    told, late = beat(program, at), at + 45 * SECOND
    first = replace(told, clock=replace(told.clock, offset_ms=None))
    assert judge(told, late, duty(program)).screens[0].verdict is Verdict.WRONG_ITEM
    assert judge(first, late, duty(program)).screens[0].verdict is Verdict.UNKNOWN
