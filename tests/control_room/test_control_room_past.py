"""The time machine: every part of the window shows the same instant, and what is not kept says so."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace
from programs import utc
from room_world import World

from central.answers import Device, DeviceLine, Where
from central.control_room import props
from central.control_room.said import AlarmsThenHeard, WhereHeard
from central.standing import Alarm, Reason, ScreenJudged, Severity, State, Verdict
from central.telling.signs import Key
from central.telling.speech import Speech
from central.telling.told import alarms_then, why

AT = utc(2026, 11, 26, 12)
HOUR = timedelta(hours=1)


def alarm(name: str, since: datetime, ended: datetime | None = None, **changes: object) -> Alarm:
    made = Alarm(
        id=name, code="silent", severity=Severity.MAJOR, scope="device", subject=name, screens=(name,),
        since=since, ended=ended,
    )  # fmt: skip
    return replace(made, **changes)


def test_the_alarms_of_an_instant_are_those_that_lasted_then_the_loudest_first() -> None:
    given = (
        alarm("ended", AT - 3 * HOUR, AT - HOUR),
        alarm("begins", AT + HOUR),
        alarm("lasts", AT - HOUR),
        alarm("severe", AT, AT + HOUR, severity=Severity.SEVERE),
        alarm("ends", AT - HOUR, AT),
    )
    assert [one.id for one in alarms_then(given, AT)] == ["severe", "lasts"]


def test_who_took_an_alarm_later_had_not_taken_it_then() -> None:
    taken = alarm("a", AT - HOUR, acknowledged_by="Anne", acknowledged_at=AT, snoozed_until=AT + 9 * HOUR)
    (before,) = alarms_then((taken,), AT - timedelta(seconds=1))
    (after,) = alarms_then((taken,), AT)
    assert (before.acknowledged_by, after.acknowledged_by) == (None, "Anne")
    assert (before.snoozed_until, after.snoozed_until) == (None, None)


@pytest.fixture
def greeted(world: World) -> World:
    world.greet()
    return world


def test_the_alarms_below_follow_to_the_past_and_back(greeted: World) -> None:
    now = [row.id for row in greeted.window.alarms.rows]
    at = greeted.ago(hours=3)
    greeted.room.go(at)
    greeted.settle()
    assert "then" in greeted.asked
    told = alarm("kiosk-001/upper", at - HOUR)
    greeted.hear(AlarmsThenHeard(alarms=(told,), at=at))
    greeted.hear(AlarmsThenHeard(alarms=(), at=at - HOUR))
    assert [row.id for row in greeted.window.alarms.rows] == [told.id] != now
    assert not any(row.cares for row in greeted.window.alarms.rows)
    greeted.room.choose(told.id)
    assert greeted.room.selected == Key("kiosk-001", "upper")
    greeted.hear(AlarmsThenHeard(alarms=(), at=at))
    assert [row.id for row in greeted.window.alarms.rows] == []
    assert props.alarm_words(greeted.room, greeted.window.speech)[2] == "Rien n’appelait personne."
    greeted.room.go(None)
    greeted.settle()
    assert [row.id for row in greeted.window.alarms.rows] == now


def test_alarms_that_are_not_known_yet_are_no_calm(greeted: World) -> None:
    greeted.room.ask = lambda _slot, _question: None
    greeted.room.go(greeted.ago(hours=3))
    assert props.alarm_words(greeted.room, greeted.window.speech)[1] == "Question au central…"


@pytest.mark.parametrize(
    ("verdict", "state", "said"),
    [
        (Verdict.FROZEN, State.WRONG, "Frozen since 12:00."),
        (Verdict.WRONG_ITEM, State.WRONG, "Wrong item since 12:00."),
        (Verdict.UNKNOWN, State.SILENT, "It has been silent since 12:00. What it shows now is not known."),
    ],
)
def test_of_the_past_it_is_said_how_a_screen_stood_and_not_that_it_was_right(
    verdict: Verdict, state: State, said: str
) -> None:
    code = "silent" if state is State.SILENT else verdict.value
    reason = Reason(code=code, screen="" if code == "silent" else "main", since=AT)
    line = DeviceLine(
        device="kiosk-001", profile="kiosk", family="kiosk", place="Commerce", state=state, since=AT
    )
    device = Device(line=line, reasons=(reason,), judged=(ScreenJudged(screen="main", verdict=verdict),))
    assert why(device, Key("kiosk-001", "main"), Speech("room", "en"), AT + HOUR) == (said,)


def test_an_answer_to_an_earlier_search_is_not_taken_for_that_to_a_later_one(greeted: World) -> None:
    greeted.window.tools.field.setText("xylophone")
    greeted.hear(WhereHeard(where=Where(item="journal-noel", at=AT, shown=("kiosk-001/upper",), missing=())))
    assert greeted.room.where is None
    assert "journal-noel" not in props.note(greeted.room, greeted.window.speech)
