"""What a simulated device suffers is what central tells of it, within two reports; on a calm day nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from feed_world import World
from fleet_world import MINUTE, NOON, SECOND, device_in, published, spell

from central.judging.daybook import proved
from central.judging.devices import DeviceRecord, Standing, received, stands
from central.judging.expected import judge
from central.judging.fleet import FleetReader
from central.standing import State, Verdict
from device_profiles.heartbeat import SpoolBeat
from device_profiles.report import Entry
from parvis.simulation.device import Simulated
from parvis.simulation.weather import Kind, Spell

STEP = 30 * SECOND
LATE = timedelta(milliseconds=180)
"""How long a report is on its way."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A feed that was published yesterday."""
    folder: Path = tmp_path_factory.mktemp("weather")
    return published(folder, "totem-1", "totem-2", at=NOON - timedelta(days=1))


def reports(
    world: World, device: Simulated, begin: datetime, count: int
) -> Iterator[tuple[datetime, DeviceRecord, Standing, Verdict]]:
    """What central makes of so many reports, one every half minute."""
    reader = FleetReader(world.feed, world.anchor)
    reader.refresh(begin - timedelta(hours=1))
    duty, record = reader.roll.duties[device.device], None
    for number in range(count):
        at = begin + number * STEP
        beat = device.heartbeat(at, at - STEP, SpoolBeat(), knows_time=True)
        judged = judge(beat, at + LATE, duty)
        record, _ = received(record, judged, beat, at + LATE)
        yield at, record, stands(record, at + LATE, enrolled=NOON), judged.screens[0].verdict


@pytest.mark.parametrize("begin", [NOON, NOON + timedelta(hours=7.37), NOON + timedelta(hours=15, seconds=3)])
def test_on_a_calm_day_every_report_is_right(world: World, begin: datetime) -> None:
    device = device_in(world, start=begin - MINUTE)
    for at, _, standing, verdict in reports(world, device, begin, 200):
        assert (verdict, standing.state, standing.reasons) == (Verdict.RIGHT, State.WELL, ()), at


@pytest.mark.parametrize(
    ("ill", "state", "code", "within"),
    [
        (spell(Kind.STUCK), State.WRONG, "frozen", 2),
        (spell(Kind.BLACK), State.WRONG, "black", 2),
        (spell(Kind.WRONG_PICTURE), State.WRONG, "wrong_picture", 3),
        (spell(Kind.FALLBACK), State.WRONG, "fallback", 2),
        (spell(Kind.STALE), State.WRONG, "stale", 2),
        (spell(Kind.CLOCK, ahead="-2h"), State.DEGRADED, "clock", 2),
        (spell(Kind.CLOCK, ahead="17s"), State.WRONG, "clock", 2),
        (spell(Kind.SLOW), State.DEGRADED, "late", 6),
        (spell(Kind.DISK), State.DEGRADED, "disk", 2),
        (spell(Kind.HOT), State.DEGRADED, "temperature", 6),
        (spell(Kind.FILM, item="c"), State.DEGRADED, "quarantine", 2),
    ],
)
def test_what_it_suffers_is_told_in_time(
    world: World, ill: Spell, state: State, code: str, within: int
) -> None:
    device = device_in(world, ill, start=NOON)
    found = [
        number
        for number, (_, _, standing, _) in enumerate(reports(world, device, NOON + 5 * SECOND, 12))
        if standing.state is state and code in [reason.code for reason in standing.reasons]
    ]
    assert found, "it is never told"
    assert found[0] < within + 1
    assert found == list(range(found[0], 12)), "and is told as long as it lasts"


def test_a_player_that_ends_again_and_again_is_told_at_its_third_end(world: World) -> None:
    device = device_in(world, spell(Kind.CRASHES), start=NOON)
    told = [
        at - NOON
        for at, _, standing, _ in reports(world, device, NOON - 5 * SECOND, 60)
        if "restarts" in [reason.code for reason in standing.reasons]
    ]
    assert timedelta(minutes=10) < told[0] < timedelta(minutes=12)


def test_after_an_outage_its_late_plays_prove_what_it_showed_all_the_while(world: World) -> None:
    device = device_in(world, start=NOON - MINUTE)
    reader = FleetReader(world.feed, world.anchor)
    reader.refresh(NOON - timedelta(hours=1))
    duty = reader.roll.duties[device.device]
    back = NOON + timedelta(hours=2)
    beats = [device.heartbeat(at, at - STEP, SpoolBeat(), knows_time=True) for at in (NOON, back)]
    record, _ = received(None, judge(beats[0], NOON, duty), beats[0], NOON)
    record, bands = received(record, judge(beats[1], back, duty), beats[1], back)
    assert [band.verdict for band in bands] == [Verdict.UNKNOWN, Verdict.RIGHT]
    late = [Entry(n, one) for n, (_, one) in enumerate(device.records(NOON, back))]
    record, corrections = proved(record, beats[1], back, late, duty)
    assert {band.verdict for band in corrections} == {Verdict.RIGHT}
    told = sum((band.end - band.start for band in corrections), timedelta())
    assert told >= (bands[0].end - bands[0].start) * 0.99
