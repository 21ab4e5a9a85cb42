"""When a device is silent, since when, and when it counts as heard again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from beats import SECOND, judged
from test_devices import AT, CALM, ENROLLED, RIGHT, STEP, after

from central.judging.devices import is_silent, received, stands
from central.standing import Refusal, State


@pytest.mark.parametrize(
    ("after_s", "state"), [(31, State.WELL), (89, State.WELL), (89.999, State.WELL), (90, State.SILENT)]
)
def test_silent_after_three_missed_intervals_and_never_before(after_s: float, state: State) -> None:
    record, at = after([RIGHT])
    found = stands(record, at + timedelta(seconds=after_s), enrolled=ENROLLED)
    assert found.state is state
    if state is State.SILENT:
        assert (found.since, [reason.code for reason in found.reasons]) == (at, ["silent"])


def test_another_interval_has_another_patience() -> None:
    record, _ = received(None, judged(AT), CALM, AT, 60.0)
    assert not is_silent(record, AT + timedelta(seconds=179))
    assert is_silent(record, AT + timedelta(seconds=180))


def test_what_central_could_not_hear_is_no_silence() -> None:
    record, at = after([RIGHT])
    back = at + timedelta(hours=2)
    assert stands(record, back + 60 * SECOND, enrolled=ENROLLED, listening=back).state is State.WELL
    assert stands(record, back + 90 * SECOND, enrolled=ENROLLED, listening=back).state is State.SILENT
    again, _ = received(record, judged(back), CALM, back + 20 * SECOND, listening=back)
    assert again.silent is None


def test_after_silence_three_reports_in_a_row_make_it_well() -> None:
    record, at = after([RIGHT])
    states, reasons = [], []
    for number in range(4):
        then = at + timedelta(minutes=10) + number * STEP
        record, _ = received(record, judged(then), CALM, then)
        found = stands(record, then, enrolled=ENROLLED)
        states.append(found.state)
        reasons.append([(reason.code, reason.since) for reason in found.reasons])
    assert states == [State.DEGRADED, State.DEGRADED, State.WELL, State.WELL]
    assert reasons == [[("silent", at)], [("silent", at)], [], []]


def test_a_flapping_link_is_one_silence_until_it_holds() -> None:
    record, at = after([RIGHT])
    for _ in range(20):  # two reports, then two minutes of nothing
        for step in (120, 30):
            at += step * SECOND
            record, _ = received(record, judged(at), CALM, at)
            assert record.silent == AT
        found = stands(record, at + 95 * SECOND, enrolled=ENROLLED)
        assert (found.state, found.since) == (State.SILENT, AT)


def test_a_link_that_loses_single_reports_is_well() -> None:
    record, at = after([RIGHT])
    for step in (60, 30, 60, 60, 89, 30):
        assert stands(record, at + (step - 1) * SECOND, enrolled=ENROLLED).state is State.WELL
        at += step * SECOND
        record, _ = received(record, judged(at), CALM, at)
        assert stands(record, at, enrolled=ENROLLED).state is State.WELL


def test_what_was_silent_when_central_began_to_listen_stays_so_until_it_could_be_heard() -> None:
    record, at = after([RIGHT])
    begun = at + timedelta(hours=1)
    for known in (record, None):
        for second, refused in ((0, None), (89, Refusal("foreign", at, begun))):
            now = begun + second * SECOND
            found = stands(known, now, enrolled=ENROLLED, before=at, listening=begun, refused=refused)
            code = "refused" if refused else "silent"
            assert (found.state, found.since) == (State.SILENT, at)
            assert [reason.code for reason in found.reasons] == [code]
    heard, _ = received(record, judged(begun), CALM, begun, listening=begun)
    assert stands(heard, begun, enrolled=ENROLLED, before=at, listening=begun).state is State.WELL
    never = stands(None, begun, enrolled=None, before=at, listening=begun)
    assert never.state is State.NOT_ENROLLED
