"""What counts as a restart: what a supervisor tells, and a window whose frames begin anew."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from programs import utc

from central.judging.restarts import Counts, often, restarted
from device_profiles.heartbeat import ClockBeat, Heartbeat, Restart

AT = utc(2026, 11, 18, 12)
BOOTED = AT - timedelta(days=3)


def counts(frames: int = 1000, ends: int | None = None, later: int = 0) -> Counts:
    booted = BOOTED + timedelta(minutes=later)
    return Counts({} if ends is None else {"stage": ends}, {"main": frames}, booted)


@pytest.mark.parametrize(
    ("before", "now", "times"),
    [
        (counts(), counts(1900), 0),
        (counts(), counts(), 0),
        (counts(), counts(1900, ends=1), 1),
        (counts(ends=1), counts(1900, ends=3), 2),
        (counts(), counts(12), 1),
        (counts(), counts(12, ends=1), 1),
        (counts(ends=1), counts(12, ends=3), 2),
        (counts(), counts(12, later=2), 1),
        (counts(ends=4), counts(12, ends=1, later=2), 2),
        (Counts({}, {}, None), counts(12), 0),
        (counts(), Counts({}, {"main": 1900, "touch": 3}, BOOTED), 0),
    ],
)
def test_what_began_anew_is_counted(before: Counts, now: Counts, times: int) -> None:
    assert restarted((), before, now, AT) == (AT,) * times


def test_a_player_whose_ends_nobody_counts_is_told_by_its_frames() -> None:
    heartbeat = Heartbeat(at=AT, clock=ClockBeat(trust="ntp"))
    known: tuple[datetime, ...] = ()
    before = counts()
    told = []
    for minute in range(5):
        now = counts(900 - minute)
        known, before = restarted(known, before, now, AT + timedelta(minutes=minute)), now
        told.append([reason.code for reason in often(known, heartbeat)])
    assert told == [[], [], ["restarts"], ["restarts"], ["restarts"]]
    after = restarted(known, before, before, AT + timedelta(hours=2))
    assert list(often(after, heartbeat)) == []


def test_the_last_cause_is_told_and_since_when() -> None:
    restarts = (Restart(process="agent", times=1), Restart(process="stage", times=3, cause="killed"))
    heartbeat = Heartbeat(at=AT, clock=ClockBeat(trust="ntp"), restarts=restarts)
    (reason,) = often((AT, AT, AT), heartbeat)
    assert (reason.detail, reason.since) == ("killed", AT)
