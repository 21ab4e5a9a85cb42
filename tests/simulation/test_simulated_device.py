"""What a simulated device says: what its program puts on the glass, or what the weather makes of that."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from feed_world import World, notice, program
from fleet_world import MINUTE, NOON, SECOND, SEEN, device_in, published, spell

from device_profiles.heartbeat import Heartbeat, Power, SpoolBeat
from device_profiles.report import DIFFERS, FRAMES, MATCHED, Fault, PlayRecord
from parvis.simulation.device import Simulated
from parvis.simulation.fleet import Fleet
from parvis.simulation.weather import Kind, Weather
from playlists.feed.orders import Care
from playlists.feed.publishing.orders import OrderDesk
from playlists.timeline import screen_plays, showing

AT = NOON + 5 * MINUTE + SECOND


@pytest.fixture
def world(tmp_path: Path) -> World:
    return published(tmp_path, "totem-1", "totem-2")


def beat(device: Simulated, at: datetime = AT) -> Heartbeat:
    return device.heartbeat(at, at - 30 * SECOND, SpoolBeat(), knows_time=True)


def plays(device: Simulated, after: datetime, upto: datetime) -> list[PlayRecord]:
    return [one for _, one in device.records(after, upto) if isinstance(one, PlayRecord)]


def test_in_calm_weather_it_shows_what_is_due_and_knows_the_picture(world: World) -> None:
    device = device_in(world)
    (part,) = world.parts()
    for at in (AT, AT + 8 * SECOND, AT + 16 * SECOND):
        said = beat(device, at)
        (screen,) = said.screens
        (zone,) = screen.showing
        (due,) = showing(part.program, at).screens[0].zones
        assert (zone.zone, zone.item) == (due.zone, due.item_id)
        assert (zone.hash, zone.colour, zone.alike, zone.bits) == (SEEN.hash, SEEN.colour, True, 0)
        assert (screen.at, screen.alive, screen.changed, screen.power) == (at, True, due.start, Power.ON)
        assert said.feed.edition == part.sha256
        assert said.feed.playing == said.feed.wanted == world.repository.chain.snapshot.version
        assert said.faults == ()


def test_its_plays_are_those_of_the_timeline(world: World) -> None:
    device = device_in(world)
    (part,) = world.parts()
    expected = [
        (play.item_id, play.start, (play.end - play.start) // timedelta(milliseconds=1))
        for play in screen_plays(part.program, part.program.screens[0].screen.name, NOON, AT)
        if NOON < play.end <= AT
    ]
    found = plays(device, NOON, AT)
    assert [(one.item, one.start, one.duration_ms) for one in found] == expected
    assert len(found) == 37
    assert {(one.verified, one.edition, one.device) for one in found} == {(MATCHED, part.sha256, "totem-1")}


def test_in_pieces_they_are_the_same_as_at_once(world: World) -> None:
    device = device_in(world, spell(Kind.BLACK, "1m", "2m"), spell(Kind.BLACKOUT, "250s", "7s"))
    whole = list(device.records(NOON, AT))
    pieces = [NOON + 13 * n * SECOND for n in range(24)]
    apart = [
        one
        for after, upto in zip(pieces, [*pieces[1:], AT], strict=True)
        for one in device.records(after, upto)
    ]
    assert apart == whole
    assert {one.verified for _, one in whole if isinstance(one, PlayRecord)} == {MATCHED, DIFFERS}


def test_without_current_nothing_plays_and_it_starts_anew(world: World) -> None:
    device = device_in(world, spell(Kind.BLACKOUT, "1m", "1m"))
    found = plays(device, NOON, NOON + 3 * MINUTE)
    off, on = NOON + MINUTE, NOON + 2 * MINUTE
    assert not [one for one in found if off < one.start + timedelta(milliseconds=one.duration_ms) <= on]
    assert any(one.start == on for one in found)
    assert beat(device, NOON + 3 * MINUTE).machine.booted == on
    assert beat(device, NOON + 3 * MINUTE).screens[0].frames == 30 * 60
    before = beat(device, NOON + 30 * SECOND).machine.booted
    assert before is not None
    assert before < NOON


def test_what_it_played_before_it_was_switched_on_is_whole_too(world: World) -> None:
    device = device_in(world, spell(Kind.OUTAGE, "-2h", "2h"))
    booted = device.booted(NOON)
    found = plays(device, booted - MINUTE, booted + MINUTE)
    assert {one.duration_ms for one in found} == {8000}


def test_stuck_it_still_beats_and_the_glass_stays_as_it_was(world: World) -> None:
    device = device_in(world, spell(Kind.STUCK, "1m"))
    well, stuck = beat(device, NOON + MINUTE), beat(device, NOON + 4 * MINUTE + 3 * SECOND)
    assert stuck.at == NOON + 4 * MINUTE + 3 * SECOND
    assert stuck.screens[0].at == NOON + MINUTE
    assert stuck.screens[0].showing == well.screens[0].showing
    assert (stuck.screens[0].alive, stuck.screens[0].frames_s) == (False, 0.0)
    assert stuck.screens[0].frames == well.screens[0].frames
    assert plays(device, NOON + MINUTE, AT) == []


@pytest.mark.parametrize(("kind", "luma"), [(Kind.BLACK, 0), (Kind.WRONG_PICTURE, None)])
def test_a_glass_that_shows_something_else_says_so(world: World, kind: Kind, luma: int | None) -> None:
    device = device_in(world, spell(kind, "1m"))
    (zone,) = beat(device).screens[0].showing
    assert (zone.alike, zone.hash != SEEN.hash) == (False, True)
    assert luma is None or zone.luma == luma
    assert {one.verified for one in plays(device, NOON + MINUTE, AT)} == {DIFFERS}
    assert any(isinstance(one, Fault) and one.kind == "picture" for _, one in device.records(NOON, AT))


def test_in_the_last_resort_it_has_no_edition(world: World) -> None:
    device = device_in(world, spell(Kind.FALLBACK, "1m"))
    said = beat(device)
    assert (said.feed.edition, said.feed.playing) == (None, None)
    assert [(zone.zone, zone.item) for zone in said.screens[0].showing] == [("", "built-in")]
    assert plays(device, NOON + MINUTE, AT) == []


def test_with_a_stale_edition_it_plays_what_was_before(world: World) -> None:
    only = device_in(world, spell(Kind.STALE, "-1h"))
    assert beat(only).feed.edition not in {part.sha256 for part in world.parts()}
    anew = [program(name, [notice("z", "Neuf")]) for name in ("totem-1", "totem-2")]
    world.publish(*anew, at=NOON + MINUTE)
    fresh, stale = device_in(world), device_in(world, spell(Kind.STALE, "-1h"))
    assert [zone.item for zone in beat(fresh).screens[0].showing] == ["z"]
    assert [zone.item for zone in beat(stale).screens[0].showing] != ["z"]
    old, new = world.parts()
    assert (beat(stale).feed.edition, beat(fresh).feed.edition) == (old.sha256, new.sha256)
    said = beat(stale).feed
    assert said.playing is not None
    assert said.wanted == said.playing + 1


def test_an_item_that_cannot_be_decoded_is_set_aside(world: World) -> None:
    device = device_in(world, spell(Kind.FILM, "1m", item="c"))
    said = beat(device)
    (wrong,) = said.faults
    assert (wrong.code, wrong.what, wrong.since) == ("item", "c", NOON + MINUTE)
    assert said.quarantined == (wrong.object,)
    assert wrong.object is not None
    assert re.fullmatch("[0-9a-f]{64}", wrong.object)
    found = plays(device, NOON + 2 * MINUTE, AT)
    assert {(one.item, one.duration_ms) for one in found} == {("a", 8000), ("b", 16000)}
    (part,) = world.parts()
    slots = [AT + n * SECOND for n in range(24)]
    shown = [beat(device, at).screens[0].showing[0].item for at in slots]
    due = [showing(part.program, at).screens[0].zones[0].item_id for at in slots]
    assert shown == ["b" if item == "c" else item for item in due]
    other = device_in(world, spell(Kind.FILM, "1m", item="none"))
    assert beat(other).faults == ()


def test_by_a_wrong_clock_it_shows_what_would_be_due_by_it(world: World) -> None:
    device = device_in(world, spell(Kind.CLOCK, "-1h", ahead="11s"))
    said = beat(device)
    ahead = AT + 11 * SECOND
    (part,) = world.parts()
    assert (said.at, said.screens[0].at) == (ahead, ahead)
    assert (said.clock.trust, said.clock.offset_ms) == ("rtc", 11_000)
    assert said.screens[0].showing[0].item == showing(part.program, ahead).screens[0].zones[0].item_id
    late = device.records(AT - 30 * SECOND, AT)
    ends = [
        one.start + timedelta(milliseconds=one.duration_ms) for _, one in late if isinstance(one, PlayRecord)
    ]
    assert ends
    assert all(AT - 19 * SECOND < end <= ahead for end in ends)


@pytest.mark.parametrize(
    ("kind", "is_so"),
    [
        (Kind.HOT, lambda said: said.machine.throttled and said.machine.temperature_c > 80),
        (Kind.DISK, lambda said: said.machine.disk_free < 1 << 26 and said.feed.outcome == "diskfull"),
        (Kind.SLOW, lambda said: said.screens[0].late_starts > 0 and said.screens[0].dropped > 0),
        (Kind.CRASHES, lambda said: said.restarts[0].times == 1 and said.restarts[0].process == "stage"),
    ],
)
def test_what_ails_the_machine_is_told(world: World, kind: Kind, is_so: object) -> None:
    assert callable(is_so)
    assert is_so(beat(device_in(world, spell(kind, "1m"))))
    calm = beat(device_in(world))
    assert calm.machine.throttled is False
    assert calm.restarts == ()
    assert calm.screens[0].late_starts == 0


def test_what_cannot_be_known_ahead_is_not_claimed(tmp_path: Path) -> None:
    world = World(tmp_path, NOON).begin("marie")
    world.publish(program("totem-1", [notice("a", "Marché")]))
    device = device_in(world)
    (zone,) = beat(device).screens[0].showing
    assert (zone.alike, zone.bits) == (None, None)
    assert {one.verified for one in plays(device, NOON, AT)} == {FRAMES}


def test_it_carries_out_orders_and_follows_what_is_published(world: World) -> None:
    fleet = Fleet(world.feed, world.anchor)
    lots = {name: Weather([]).lot(fleet.members[name].where, NOON) for name in fleet.members}
    one, other = (Simulated(fleet, name, lots[name], NOON) for name in ("totem-1", "totem-2"))
    given = OrderDesk(world.feed, world.anchor, world.keyring).give(Care.PICTURE, ["totem-1"], NOON)
    assert fleet.refresh()
    assert not fleet.refresh()
    assert beat(one).orders == {given.id: "done"}
    assert beat(other).orders == {}
    assert beat(one, NOON + SECOND).orders == {}


def test_devices_that_play_the_same_share_what_they_hold(tmp_path: Path) -> None:
    world = published(tmp_path, *(f"totem-{number}" for number in range(5)))
    fleet = Fleet(world.feed, world.anchor)
    assert len({id(member.kept) for member in fleet.members.values()}) == 1
