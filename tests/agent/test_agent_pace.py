"""Large objects come at the hours meant for them, unless they are needed before; at the rate that is set."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from agent_world import DEVICE, QUICK, Device, device, noise, picture, program
from msgspec.structs import replace

from device_profiles.profile import Line
from player.agent.limits import Limits
from player.agent.outcome import Accepted, Unchanged, Waiting
from player.agent.pace import Pace, pace
from player.agent.store import Wanted
from playlists.daypart import Daypart

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
NIGHT = Daypart.parse("01:00-05:00", "Europe/Paris", "FR")
OPENS = datetime(2026, 11, 26, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
PACE = Pace(large_bytes=1000, hours=NIGHT)
LINE = Line(large_mb=1, large_when="01:00-05:00", rate_kb_s=4000)
BIG = noise(1_200_000)


def wanted(name: str, size: int, due: datetime) -> Wanted:
    return Wanted(name=name, size=size, due=due)


@pytest.mark.parametrize(
    ("at", "size", "due", "comes"),
    [
        (NOON, 1001, NOON - HOUR, True),
        (NOON, 1001, OPENS - HOUR, True),
        (NOON, 1001, OPENS, True),
        (NOON, 1001, OPENS + HOUR, False),
        (NOON, 1000, OPENS + HOUR, True),
        (OPENS, 1001, OPENS + 48 * HOUR, True),
        (OPENS + 4 * HOUR, 1001, OPENS + 48 * HOUR, False),
    ],
)
def test_a_large_object_waits_where_its_program_is_not_due_before_the_hours(
    at: datetime, size: int, due: datetime, comes: bool
) -> None:
    now, opens = PACE.coming([wanted("a", size, due)], at)
    assert (len(now) == 1) is comes
    assert (opens is None) is comes


def test_the_hours_are_civil_time_where_the_device_stands() -> None:
    summer = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    assert PACE.coming([wanted("a", 1001, summer + 9 * HOUR)], summer)[1] == summer + HOUR / 2


def test_hours_that_never_come_hold_nothing_up() -> None:
    never = Pace(large_bytes=1000, hours=Daypart.parse("2020 Jan 01 01:00-02:00", "Europe/Paris", "FR"))
    assert never.coming([wanted("a", 1001, NOON + HOUR)], NOON) == ((wanted("a", 1001, NOON + HOUR),), None)


def test_what_the_agent_is_told_goes_before_what_the_profile_says() -> None:
    shown = replace(program(DEVICE, []), line=LINE)
    assert pace(shown, Limits()) == Pace(
        rate=4_000_000, large_bytes=1_000_000, hours=Daypart.parse("01:00-05:00", "Europe/Paris", "FR")
    )
    told = pace(shown, Limits(rate=5000, large_when="24/7", large_bytes=0))
    assert (told.rate, told.large_bytes) == (5000, 0)
    assert told.hours
    assert told.hours.rule == "24/7"


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Device]:
    with device(tmp_path) as made:
        yield made


def announce(one: Device, at: datetime) -> None:
    """A program with one large picture, from an instant on."""
    shown = replace(program(DEVICE, [picture("p", one.world.source, BIG)]), line=LINE)
    assert one.world.publish(shown, at=at)


def test_what_is_announced_for_later_is_fetched_at_night(one: Device) -> None:
    announce(one, NOON + 40 * HOUR)
    assert one.cycle() == Waiting(missing=1, fetched=0, opens=OPENS)
    assert one.status.fault is None
    assert not one.server.asked("objects/")
    assert one.cycle(13 * HOUR) == Accepted(generation=1, fetched=1)
    assert one.cycle() == Unchanged(generation=1)


def test_what_is_needed_at_once_comes_at_once(one: Device) -> None:
    announce(one, NOON)
    assert one.cycle() == Accepted(generation=1, fetched=1)


def test_the_agents_own_hours_count(tmp_path: Path) -> None:
    with device(tmp_path, limits=replace(QUICK, large_when="24/7")) as one:
        announce(one, NOON + 40 * HOUR)
        assert one.cycle() == Accepted(generation=1, fetched=1)


def test_the_rate_of_the_profile_holds(one: Device) -> None:
    announce(one, NOON)
    begun = time.monotonic()
    one.cycle()
    assert time.monotonic() - begun >= len(BIG) / 4_000_000 - 0.25, "but for a burst of a quarter of a second"
    assert one.agent._syncer._rate._per_second == 4_000_000
