"""What central makes of a report while alerts cover the device."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from beats import EDITION, SECOND, beat, duty, with_feed
from feed_world import World, notice
from feed_world import program as feed_program
from programs import a_program, an_item, utc

from central.judging.duty import Warned
from central.judging.expected import judge
from central.judging.fleet import FleetReader
from central.standing import Verdict
from device_profiles.heartbeat import Heartbeat
from playlists.program import Program

AT = utc(2026, 11, 18, 12) + 4 * SECOND
ITEMS = [an_item("a", 10), an_item("b", 10), an_item("c", 10)]
PROGRAM = a_program(ITEMS)
"""Shows a, b and c for ten seconds each; at `AT` one of them for some seconds already."""
INTERVAL = timedelta(seconds=30)


def verdict(heartbeat: Heartbeat, **changes: object) -> Verdict:
    return judge(heartbeat, AT, duty(PROGRAM, **changes)).screens[0].verdict


@pytest.fixture
def warned(tmp_path: Path) -> tuple[World, FleetReader]:
    world = World(tmp_path).begin()
    world.publish(feed_program("totem-1", [notice("a", "Un"), notice("b", "Deux")]))
    reader = FleetReader(world.feed, world.anchor)
    reader.refresh(world.now)
    world.now += timedelta(hours=1)
    world.warn()
    reader.refresh(world.now)
    return world, reader


def test_an_alert_that_is_not_shown_is_told_after_three_intervals(warned: tuple[World, FleetReader]) -> None:
    world, reader = warned
    known = reader.roll.duties["totem-1"]
    (due,), (now, before) = known.parts, known.boards
    plain, alarmed = known.program(due, before), known.program(due, now)

    def told(program: Program, version: int, late_s: int) -> tuple[Verdict, list[str]]:
        at = world.now + late_s * SECOND
        heartbeat = with_feed(beat(program, at), edition=due.sha256, alerts=version)
        judged = judge(heartbeat, at, known)
        return judged.screens[0].verdict, [reason.code for reason in judged.reasons]

    assert told(alarmed, now.version, 1) == (Verdict.RIGHT, [])
    assert told(plain, before.version, 60) == (Verdict.RIGHT, [])
    assert told(plain, before.version, 91) == (Verdict.WRONG_ITEM, ["alert"])
    assert told(plain, now.version, 1) == (Verdict.WRONG_ITEM, ["alert"])


def test_an_alert_that_was_lifted_and_still_shows_is_told(warned: tuple[World, FleetReader]) -> None:
    world, reader = warned
    alarmed = reader.roll.duties["totem-1"]
    shown = alarmed.program(alarmed.parts[0], alarmed.boards[0])
    world.now += timedelta(minutes=5)
    world.lift("crue")
    reader.refresh(world.now)
    at = world.now + 91 * SECOND
    known = reader.roll.duties["totem-1"]
    told = with_feed(beat(shown, at), edition=known.parts[0].sha256, alerts=alarmed.boards[0].version)
    assert [reason.code for reason in judge(told, at, known).reasons] == ["alert"]


def test_a_board_signed_anew_without_another_word_changes_nothing() -> None:
    boards = (Warned(version=2, alerts=(), since=AT), Warned(version=1, alerts=(), since=AT))
    told = with_feed(beat(PROGRAM, AT), alerts=1)
    assert verdict(told, boards=boards) is Verdict.RIGHT
    assert told.feed.edition == EDITION
