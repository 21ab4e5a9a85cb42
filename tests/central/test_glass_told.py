"""Whoever sees a picture of a glass reads what is on it, and since when: as far as that is known."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace
from one_device import one_device
from standing_city import NOW, Day, StandingCity
from store_world import report
from test_alarms import AT, fleet, ill, with_

from central.alarming.alarms import raised
from central.alarming.causes import Case
from central.answers import Device
from central.standing import Alarm, Reason, Severity, State, Verdict
from central.store.reading import pictures_of
from central.telling.glass import glass_item
from central.telling.signs import Key
from central.telling.speech import Speech
from central.telling.told import alarm_story
from device_profiles.heartbeat import ClockBeat
from device_profiles.report import Fingernail

MINUTE = timedelta(minutes=1)
KEY = Key("kiosk-001", "upper")
ENGLISH = Speech("said", "en", "Europe/Paris")


def kiosk(
    changed: datetime | None,
    taken: datetime | None,
    said: datetime = NOW,
    verdict: Verdict = Verdict.RIGHT,
    state: State = State.WELL,
) -> Device:
    """A kiosk whose upper glass has changed last then, of which there is a picture, and that said so."""
    found = asyncio.run(StandingCity(7, Day.CALM).device("kiosk-001"))
    assert found is not None
    assert found.heartbeat is not None
    beat = next(screen for screen in found.heartbeat.screens if screen.screen == "upper")
    judged = tuple(
        replace(screen, verdict=verdict, zones=tuple(replace(zone, shown="marché") for zone in screen.zones))
        for screen in found.judged
    )
    heartbeat = replace(found.heartbeat, screens=(replace(beat, changed=changed, at=said),))
    return replace(
        found,
        line=replace(found.line, state=state),
        judged=judged,
        heartbeat=heartbeat,
        pictures={"upper": taken} if taken else {},
    )


def told(device: Device) -> str:
    return glass_item(device, KEY, ENGLISH, NOW)


def test_the_picture_of_a_glass_that_has_not_changed_since_names_the_item() -> None:
    assert told(kiosk(NOW - 20 * MINUTE, NOW - MINUTE)) == "marché, unchanged since 14:12"
    french = glass_item(
        kiosk(NOW - 20 * MINUTE, NOW - MINUTE), KEY, Speech("said", "fr", "Europe/Paris"), NOW
    )
    assert french == "marché, inchangé depuis 14:12"


@pytest.mark.parametrize(
    ("changed", "taken", "said"),
    [
        (NOW - MINUTE, NOW - 2 * MINUTE, NOW),
        (None, NOW - MINUTE, NOW),
        (NOW - 20 * MINUTE, NOW - MINUTE, NOW - 2 * MINUTE),
        (NOW - 20 * MINUTE, None, NOW),
    ],
    ids=["another came on since", "never seen", "the stage said nothing since", "no picture"],
)
def test_what_is_in_a_picture_is_not_guessed(
    changed: datetime | None, taken: datetime | None, said: datetime
) -> None:
    assert told(kiosk(changed, taken, said)) == ""


def test_of_a_glass_that_stands_still_it_is_told_without_a_picture_too() -> None:
    still = kiosk(NOW - 20 * MINUTE, None, NOW - 10 * MINUTE, Verdict.FROZEN, State.WRONG)
    assert told(still) == "marché, unchanged since 14:12"
    assert told(replace(still, pictures={"upper": NOW})) == "marché, unchanged since 14:12", "by the glass"
    assert told(replace(still, pictures={"upper": NOW - 30 * MINUTE})) == "", "of before"
    assert told(replace(still, line=replace(still.line, state=State.SILENT))) == ""


@pytest.mark.parametrize("verdict", [Verdict.BLACK, Verdict.WRONG_PICTURE])
def test_of_a_glass_that_does_not_look_so_no_item_is_told(verdict: Verdict) -> None:
    assert told(kiosk(NOW - 20 * MINUTE, NOW - MINUTE, verdict=verdict, state=State.WRONG)) == ""


def test_of_a_silent_device_it_is_not_said_that_nothing_has_changed() -> None:
    assert told(kiosk(NOW - 20 * MINUTE, NOW - MINUTE, state=State.SILENT)) == "marché"


def test_a_clock_that_is_ahead_is_told_by_ours() -> None:
    found = kiosk(NOW + 100 * MINUTE, NOW - MINUTE, NOW + 120 * MINUTE)
    assert found.heartbeat is not None
    clock = ClockBeat(trust="untrusted", offset_ms=120 * 60_000)
    assert (
        told(replace(found, heartbeat=replace(found.heartbeat, clock=clock)))
        == "marché, unchanged since 14:12"
    )


@pytest.mark.parametrize("hours", [2, -2, 100_000])
def test_a_picture_of_a_device_whose_clock_is_wrong_is_as_old_as_it_is(tmp_path: Path, hours: int) -> None:
    with one_device(tmp_path) as desk:
        off = timedelta(hours=hours)
        clock = ClockBeat(trust="rtc", offset_ms=off // timedelta(milliseconds=1))
        beat = replace(desk.tell(), at=desk.now + off, clock=clock)
        nail = Fingernail(screen="main", at=desk.now - MINUTE + off, jpeg=b"\xff\xd8\xff")
        told_ = report(1, heartbeat=beat, fingernails=(nail,))
        asyncio.run(desk.service.report(told_, desk.now))
        found = desk.service.store.look(partial(pictures_of, device=told_.device))
        assert found == {"main": desk.now - MINUTE}


def test_an_alarm_of_glasses_that_stand_still_names_what_is_on_them() -> None:
    alarm = Alarm(
        id="1", code="frozen", severity=Severity.MAJOR, scope="device", subject="kiosk-001",
        screens=("kiosk-001/touch", "kiosk-001/upper"), since=NOW, detail="menus, built-in",
    )  # fmt: skip
    assert alarm_story(alarm, ENGLISH, NOW).endswith(" · on the glass: menus, built-in slide")
    assert "on the glass" not in alarm_story(replace(alarm, detail=""), ENGLISH, NOW)


def test_an_alarm_of_frozen_glasses_names_what_stands_on_them_now() -> None:
    cases = fleet()

    def frozen(**items: str) -> Case:
        found = [Reason(code="frozen", screen=name, item=item, since=AT) for name, item in items.items()]
        return ill(cases[20], *found)

    first = raised((), with_(cases, {20: frozen(upper="menus", touch="carte")}), AT + MINUTE)
    assert [alarm.detail for alarm in first] == ["carte, menus"]
    later = raised(first, with_(cases, {20: frozen(upper="noël", touch="carte")}), AT + 2 * MINUTE)
    assert [(alarm.id, alarm.detail) for alarm in later] == [(first[0].id, "carte, noël")]
    many = {n: ill(cases[n], Reason(code="frozen", item="menus", since=AT)) for n in range(14)}
    assert [alarm.detail for alarm in raised((), with_(cases, many), AT + MINUTE)] == [""]
