"""How a device stands: every state, every reason, when it is told and when it is taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import pytest
from beats import SECOND, beat, judged, with_screen
from msgspec.structs import replace
from programs import a_program, an_item, utc

from central.judging.devices import (
    DeviceRecord,
    Standing,
    encode,
    received,
    stands,
)
from central.judging.troubles import troubles
from central.recall import recalled
from central.standing import Reason, Refusal, State, Verdict
from device_profiles.heartbeat import (
    CacheBeat,
    ClockBeat,
    FeedBeat,
    Heartbeat,
    MachineBeat,
    Restart,
    SpoolBeat,
)
from device_profiles.heartbeat import Standing as FaultBeat

AT = utc(2026, 11, 18, 12)
PROGRAM = a_program([an_item("a")])
CALM = beat(PROGRAM, AT)
STEP = timedelta(seconds=30)
MINUTE = timedelta(minutes=1)
ENROLLED = AT - timedelta(days=30)


def after(
    verdicts: Sequence[Verdict], reasons: Iterable[Reason] = (), heartbeat: Heartbeat = CALM
) -> tuple[DeviceRecord, datetime]:
    """The record after reports every 30 s with these verdicts, and the time of the last one."""
    record, at = None, AT
    for number, verdict in enumerate(verdicts):
        at = AT + number * STEP
        record, _ = received(record, judged(at, verdict, *reasons), heartbeat, at)
    assert record is not None
    return record, at


def standing(verdicts: Sequence[Verdict], reasons: Iterable[Reason] = ()) -> Standing:
    record, at = after(verdicts, reasons)
    return stands(record, at + SECOND, enrolled=ENROLLED)


RIGHT, DARK, WRONG_ITEM, UNKNOWN = Verdict.RIGHT, Verdict.DARK, Verdict.WRONG_ITEM, Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("verdicts", "state", "code"),
    [
        ([RIGHT], State.WELL, None),
        ([DARK], State.DARK, None),
        ([RIGHT, DARK, DARK], State.DARK, None),
        ([Verdict.BLACK], State.WRONG, "black"),
        ([Verdict.FROZEN], State.WRONG, "frozen"),
        ([WRONG_ITEM], State.WELL, None),
        ([WRONG_ITEM] * 2, State.WRONG, "wrong_item"),
        ([Verdict.WRONG_PICTURE] * 2, State.WRONG, "wrong_picture"),
        ([Verdict.STALE] * 2, State.WRONG, "stale"),
        ([Verdict.FALLBACK] * 2, State.WRONG, "fallback"),
        ([UNKNOWN], State.WELL, None),
        ([UNKNOWN] * 2, State.DEGRADED, "unknown"),
        # an odd report rings nobody, a thing that comes again and again does
        ([RIGHT, WRONG_ITEM, RIGHT, RIGHT, RIGHT, WRONG_ITEM], State.WELL, None),
        ([RIGHT, WRONG_ITEM, RIGHT, WRONG_ITEM], State.WRONG, "wrong_item"),
        # two ways of being wrong are one wrong glass
        ([WRONG_ITEM, Verdict.WRONG_PICTURE], State.WRONG, "wrong_picture"),
        # well again after three good reports, and not before
        ([Verdict.FROZEN, RIGHT, RIGHT], State.WRONG, "frozen"),
        ([Verdict.FROZEN, RIGHT, RIGHT, RIGHT], State.WELL, None),
        ([Verdict.FROZEN, RIGHT, RIGHT, WRONG_ITEM, RIGHT, RIGHT], State.WRONG, "wrong_item"),
        ([Verdict.FROZEN, UNKNOWN, UNKNOWN], State.WRONG, "frozen"),
        ([Verdict.FROZEN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN], State.DEGRADED, "unknown"),
    ],
)
def test_the_glass_makes_the_state(verdicts: list[Verdict], state: State, code: str | None) -> None:
    found = standing(verdicts)
    assert (found.state, found.reason and found.reason.code) == (state, code)


WELL = MachineBeat(
    memory_used=1, memory_total=100, disk_free=90 * 2**30, disk_total=100 * 2**30, temperature_c=50.0
)
SHA = "f" * 64


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"machine": WELL}, None),
        ({"clock": ClockBeat(trust="untrusted")}, Reason(code="clock", detail="untrusted")),
        ({"at": AT - timedelta(hours=1)}, Reason(code="clock", detail="-3600 s")),
        ({"machine": replace(WELL, disk_free=200 * 2**20)}, Reason(code="disk", detail="200 MiB")),
        ({"machine": replace(WELL, disk_free=4 * 2**30)}, Reason(code="disk", detail="4096 MiB")),
        ({"machine": replace(WELL, memory_used=95)}, Reason(code="memory", detail="95 %")),
        ({"machine": replace(WELL, temperature_c=91.4)}, Reason(code="temperature", detail="91 °C")),
        ({"machine": replace(WELL, throttled=True)}, Reason(code="throttled")),
        (
            {"machine": replace(WELL, throttled=True, temperature_c=91.0)},
            Reason(code="temperature", detail="91 °C"),
        ),
        ({"cache": CacheBeat(bad=2)}, Reason(code="missing", detail="2")),
        ({"cache": CacheBeat(missing=3)}, Reason(code="missing", detail="3")),
        (
            {"cache": CacheBeat(missing=3), "feed": replace(CALM.feed, wanted=8)},
            None,  # it is still fetching
        ),
        (
            {"feed": FeedBeat(good=AT - timedelta(minutes=20), outcome="unreachable", why="no answer")},
            Reason(code="feed", detail="no answer"),
        ),
        ({"feed": FeedBeat(good=AT - timedelta(minutes=5), outcome="unreachable")}, None),
        ({"spool": SpoolBeat(lost=4)}, Reason(code="lost", detail="4")),
        (
            {"faults": (FaultBeat(code="item", what="film", object=SHA, zone="main/main", since=AT),)},
            Reason(code="quarantine", screen="main", item="film", object=SHA, since=AT),
        ),
        (
            {"faults": (FaultBeat(code="item", what="film: cannot be decoded", object=SHA),)},
            Reason(code="quarantine", item="film", object=SHA, detail="cannot be decoded"),
        ),
        ({"faults": (FaultBeat(code="object", object=SHA),)}, Reason(code="missing", object=SHA)),
        ({"faults": (FaultBeat(code="picture", what="film: 90 bits"),)}, None),
        ({"quarantined": (SHA,)}, Reason(code="quarantine", object=SHA)),
        ({"quarantined": ("film#2",)}, Reason(code="quarantine", item="film#2")),
        ({"faults": (FaultBeat(code="layout", what="x"),)}, Reason(code="fault", detail="layout: x")),
    ],
)
def test_what_a_heartbeat_says_is_a_reason(changes: dict[str, object], reason: Reason | None) -> None:
    found = troubles(replace(CALM, **changes), AT)
    assert found == (() if reason is None else (reason,))
    if reason is not None:
        made = standing([RIGHT] * 2, found)
        assert (made.state, made.reason and made.reason.code) == (State.DEGRADED, reason.code)


def test_an_object_that_was_set_aside_is_told_once() -> None:
    fault = FaultBeat(code="item", what="film", object=SHA)
    (reason,) = troubles(replace(CALM, faults=(fault,), quarantined=(SHA,)), AT)
    assert (reason.item, reason.object) == ("film", SHA)


def test_late_starts_are_a_reason() -> None:
    late = with_screen(CALM, starts=4, late_starts=2, worst_start_ms=1400)
    assert troubles(late, AT) == (Reason(code="late", screen="main", detail="1400 ms"),)
    assert troubles(with_screen(CALM, starts=20, late_starts=2), AT) == ()


def test_three_restarts_within_an_hour_are_a_reason_and_old_ones_none() -> None:
    def told(times: int) -> Heartbeat:
        return replace(CALM, restarts=(Restart(process="stage", times=times, cause="killed"),))

    def reason(counts: Sequence[int]) -> str | None:
        record = None
        for number, times in enumerate(counts):
            at = AT + number * STEP
            record, _ = received(record, judged(at), told(times), at)
        found = stands(record, AT + len(counts) * STEP, enrolled=ENROLLED).reason
        return found.code if found else None

    assert reason([7, 7, 7, 7]) is None, "what was before central knew of it"
    assert reason([0, 1, 2, 2]) is None
    assert reason([0, 1, 2, 3, 3]) == "restarts"


def test_the_gravest_reason_comes_first() -> None:
    reasons = (Reason(code="memory"), Reason(code="clock"), Reason(code="quarantine", item="film"))
    found = standing([RIGHT] * 2, reasons)
    assert [reason.code for reason in found.reasons] == ["clock", "quarantine", "memory"]
    assert standing([Verdict.BLACK] * 2, reasons).state is State.WRONG


def test_not_yet_enrolled_out_of_service_and_enrolled_but_never_heard() -> None:
    assert stands(None, AT, enrolled=None).state is State.NOT_ENROLLED
    assert stands(None, AT, enrolled=AT - 89 * SECOND).state is State.NOT_ENROLLED
    never = stands(None, AT, enrolled=AT - 90 * SECOND)
    assert (never.state, never.since) == (State.SILENT, AT - 90 * SECOND)
    record, _ = after([Verdict.BLACK])
    out = stands(record, AT + timedelta(days=1), enrolled=ENROLLED, out="works in the street")
    assert (out.state, out.reason and out.reason.detail) == (State.OUT_OF_SERVICE, "works in the street")


def test_a_device_whose_reports_are_refused_is_not_told_as_one_that_says_nothing() -> None:
    record, at = after([RIGHT])
    late = at + timedelta(minutes=5)
    refused = Refusal("foreign", at + MINUTE, late - MINUTE)
    assert stands(record, at + 30 * SECOND, enrolled=ENROLLED, refused=refused).state is State.WELL
    found = stands(record, late, enrolled=ENROLLED, refused=refused)
    assert (found.state, found.since) == (State.SILENT, at)
    assert found.reasons == (Reason(code="refused", detail="foreign", since=at),)
    again, _ = received(record, judged(late), CALM, late)
    (reason,) = stands(again, late, enrolled=ENROLLED, refused=refused).reasons
    assert reason.code == "refused", "until it counts as heard again the cause stays one"
    named = replace(refused, signed=False)
    found = stands(record, late, enrolled=ENROLLED, refused=named)
    assert found.reasons == (Reason(code="silent", detail="foreign", since=at),), "anybody may send that"
    new = stands(None, AT, enrolled=None, refused=Refusal("unknown_device", AT, AT, signed=False))
    assert (new.state, [reason.detail for reason in new.reasons]) == (State.NOT_ENROLLED, ["unknown_device"])


def test_what_is_wrong_by_another_trouble_waits_until_that_is_sure_and_makes_the_device_wrong() -> None:
    black = Reason(code="black", screen="main", by="clock")
    once = standing([Verdict.BLACK], [black, Reason(code="clock")])
    assert once.state is State.WELL
    twice = standing([Verdict.BLACK, Verdict.BLACK], [black, Reason(code="clock")])
    assert (twice.state, [reason.code for reason in twice.reasons]) == (State.WRONG, ["black", "clock"])


def test_a_state_tells_since_when() -> None:
    assert standing([RIGHT, RIGHT, RIGHT]).since == AT
    assert standing([RIGHT, DARK, DARK]).since == AT + STEP
    assert standing([RIGHT, WRONG_ITEM, WRONG_ITEM]).since == AT + STEP
    assert standing([Verdict.FROZEN, RIGHT, RIGHT, RIGHT, RIGHT]).since == AT + 3 * STEP


def test_a_record_is_kept_and_read_again() -> None:
    record, _ = after([RIGHT, WRONG_ITEM], [Reason(code="clock", detail="+9 s")])
    assert recalled(encode(record), DeviceRecord) == record
    assert recalled(b"not a record", DeviceRecord) is None
    assert len(encode(record)) < 700
