"""What the control room shows as now is now: nothing of it stands still, and nothing rings late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace
from room_world import World

from central.answers import DeviceLine, Where
from central.control_room.said import AlarmsHeard, PictureHeard, WhereHeard
from central.standing import Alarm, Severity
from central.telling.signs import Key
from central.view import Picture

QUIET = timedelta(minutes=1)


@pytest.fixture
def greeted(world: World) -> World:
    world.greet()
    return world


def now(world: World) -> datetime:
    at = world.room.now()
    assert at is not None
    return at


def alarm(name: str, since: datetime, **changes: object) -> Alarm:
    made = Alarm(
        id=name,
        code="silent",
        severity=Severity.SEVERE,
        scope="device",
        subject=name,
        screens=(),
        since=since,
    )
    return replace(made, **changes)


def rung(world: World) -> Callable[[], int]:
    """How often it has rung since this was asked last."""
    heard: list[None] = []
    world.room.alarm_rang.connect(lambda: heard.append(None))

    def count() -> int:
        found = len(heard)
        heard.clear()
        return found

    return count


def test_an_alarm_that_was_to_be_quiet_for_a_while_rings_when_that_has_passed_and_not_later(
    greeted: World,
) -> None:
    count, at = rung(greeted), now(greeted)
    quieted = alarm("quieted", at, snoozed_until=at + QUIET)
    greeted.hear(AlarmsHeard(alarms=(quieted,)))
    greeted.pass_time(QUIET.total_seconds() - 5)
    assert count() == 0
    greeted.pass_time(6)
    assert count() == 1
    greeted.hear(AlarmsHeard(alarms=(quieted, alarm("mild", at, severity=Severity.MAJOR))))
    assert count() == 0


def test_a_picture_that_comes_late_is_not_shown_as_one_of_the_past(greeted: World) -> None:
    key = Key("totem-001", "main")
    greeted.room.select(key)
    greeted.room.go(greeted.ago(hours=3))
    greeted.hear(PictureHeard(key=key, which=Picture.SHOWN, picture=b"of now"))
    assert greeted.room.pictures == {}


def test_where_an_item_is_is_asked_again_while_it_is_searched_for(greeted: World) -> None:
    item = greeted.live.lines["screen-8m2-001"].screens[0].items["main"]
    greeted.window.tools.field.setText(item)
    greeted.settle()
    greeted.asked.clear()
    for _ in range(2):
        greeted.clock += 8
        greeted.change()
        greeted.room.tick()
    assert greeted.asked.count("where") == 1


def test_a_screen_that_takes_up_what_is_searched_for_is_found_though_its_state_is_the_same(
    greeted: World,
) -> None:
    greeted.window.tools.field.setText("journal-de-noel")
    greeted.settle()
    assert not greeted.window.wall.plan.keys
    line: DeviceLine = greeted.live.lines["totem-001"]
    screens = tuple(replace(screen, items={"main": "journal-de-noel"}) for screen in line.screens)
    greeted.change(devices=(replace(line, screens=screens),))
    assert greeted.window.wall.plan.keys == (Key("totem-001", "main"),)


def test_where_an_item_is_now_is_not_said_of_the_past_and_again_when_one_comes_back(greeted: World) -> None:
    item = greeted.live.lines["screen-8m2-001"].screens[0].items["main"]
    greeted.window.tools.field.setText(item)
    greeted.settle()
    greeted.room.go(greeted.ago(hours=3))
    assert greeted.room.where is None
    greeted.hear(WhereHeard(where=Where(item=item, at=now(greeted), shown=(), missing=())))
    assert greeted.room.where is None
    greeted.room.go(None)
    greeted.settle()
    assert greeted.room.where is not None
