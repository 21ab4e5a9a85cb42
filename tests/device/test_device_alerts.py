"""Alerts on the glass of a real stage: at once, to the end and no further, whatever else is wrong."""

from __future__ import annotations

import json
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from device_world import DEVICE, Device, Stage, read_plays
from feed_world import HOUR, World

from player import quarantine
from player.agent.agent import Agent
from player.agent.limits import Limits
from player.agent.web import WebSource
from player.quarantine import Barred
from player.status import CLOCK, STAGE, read_status
from playlists.durable import put
from playlists.feed.alerts import Area, Level
from playlists.feed.tree import ALERTS

sys.path.insert(0, str(Path(__file__).parent.parent / "agent"))

from erring_server import serving

RED, GREEN = "#ff0000", "#00ff00"
DANGER, CAUTION = "#b0121f", "#f5a800"
SECOND = timedelta(seconds=1)
PATIENCE_MS = 5000
"""Half of what any other change waits for at most, where the item on the air does not end."""


@pytest.fixture
def device(tmp_path: Path) -> Device:
    """A device whose feed is good by today's clock."""
    made = Device(tmp_path)
    made.world.now = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=1)
    made.world.repository.renew(made.world.keyring, made.world.now)
    return made


def warn(device: Device, name: str = "crue", **changes: Any) -> None:
    """Raise an alert, and put it in place as an agent does."""
    device.world.warn(name, **changes)
    bring(device)


def bring(device: Device) -> None:
    put(device.state.dispatch(ALERTS), device.world.dispatch())


def until(stage: Stage, colour: str) -> int:
    """Look until a colour is somewhere on the glass; when that was, in ms since 1970."""
    for _ in range(1500):
        look = stage.look()
        if colour in look["colour"]:
            return int(look["at"])
    raise AssertionError(f"never {colour}; last {stage.seen[-5:]}")


def plain(stage: Stage) -> int:
    """Look until nothing but an item is on the glass; when that was."""
    for _ in range(1500):
        look = stage.look()
        if look["colour"] in (RED, GREEN):
            return int(look["at"])
    raise AssertionError(f"no item; last {stage.seen[-5:]}")


def brought_ms(device: Device) -> int:
    """When the alerts were put in place."""
    return device.state.dispatch(ALERTS).stat().st_mtime_ns // 1_000_000


def grounds(stage: Stage, *known: str) -> set[str]:
    """What was seen beside the colours that were meant."""
    return {look["colour"] for look in stage.seen if not any(colour in look["colour"] for colour in known)}


def test_it_is_on_the_glass_at_once_and_off_it_when_lifted(device: Device) -> None:
    device.publish(device.still("red", RED, 60), device.still("green", GREEN, 60))
    with device.stage() as stage:
        plain(stage)
        warn(device)
        assert until(stage, DANGER) - brought_ms(device) < PATIENCE_MS
        device.world.lift("crue")
        bring(device)
        assert plain(stage) - brought_ms(device) < PATIENCE_MS
        stage.end()
    assert grounds(stage, RED, GREEN, DANGER) == set(), "not one frame of ground"
    plays = read_plays(device)
    warned = next(play for play in plays if play.item == "@alert/crue")
    assert warned.verified == "frames presented"
    assert warned.edition == plays[0].edition, "of the program that it was over"


def test_it_ends_by_itself_at_its_end(device: Device) -> None:
    device.publish(device.still("red", RED, 60))
    ends = datetime.now(UTC).replace(microsecond=0) + HOUR
    warn(device, closes=ends)
    with device.stage("--offset", str(device.offset)) as stage:
        until(stage, DANGER)
        device.set_clock(ends - 3 * SECOND)
        stage.until(RED)
        stage.end()
    first = next(look["at"] for look in stage.seen if look["colour"] == RED)
    assert 0 <= first - ends.timestamp() * 1000 < 300
    assert grounds(stage, RED, DANGER) == set()


def test_the_first_thing_after_a_restart_is_the_alert(device: Device) -> None:
    device.publish(device.still("red", RED, 60))
    warn(device)
    with device.stage() as stage:
        until(stage, DANGER)
    with device.stage() as again:
        until(again, DANGER)
        again.end()
    assert RED not in {look["colour"] for look in again.seen}


def test_a_device_that_has_nothing_to_play_yet_warns_all_the_same(device: Device) -> None:
    with device.stage() as stage:
        stage.look()
        warn(device)
        until(stage, DANGER)
        stage.end()


def test_it_warns_only_where_it_is_meant(device: Device) -> None:
    device.publish(device.still("red", RED, 60))
    warn(device, area=Area(devices=("totem-2",)))
    with device.stage() as stage:
        stage.until(RED)
        stage.for_looks(60)
        stage.end()
    assert stage.colours[-1] == RED
    assert not any(DANGER in colour for colour in stage.colours)


def test_danger_to_life_lights_a_dark_screen_and_what_is_less_grave_does_not(device: Device) -> None:
    hour = (datetime.now(UTC).hour + 12) % 24
    lit = f"{hour:02}:00-{(hour + 1) % 24:02}:00"
    program = device.program(device.still("red", RED, 60))
    device.world.publish(msgspec.structs.replace(program, display_hours=lit, time_zone="UTC"))
    device.fetch()
    with device.stage() as stage:
        stage.until("#000000")
        warn(device)
        stage.for_looks(60)
        assert stage.colours[-1] == "#000000"
        warn(device, level=Level.EXTREME)
        until(stage, DANGER)
        stage.end()


def test_a_dispatch_that_does_not_hold_changes_nothing_and_is_told(device: Device) -> None:
    device.publish(device.still("red", RED, 60))
    warn(device)
    good = device.state.dispatch(ALERTS).read_bytes()
    with device.stage() as stage:
        until(stage, DANGER)
        for bad in (b"", b"{}", good.replace(b"Loire", b"Seine"), b"\0" * len(good)):
            put(device.state.dispatch(ALERTS), bad)
            stage.for_looks(60)
            assert DANGER in stage.seen[-1]["colour"]
        device.state.dispatch(ALERTS).unlink()
        stage.for_looks(60)
        assert DANGER in stage.seen[-1]["colour"]
        status = read_status(device.state.status / STAGE)
        stage.end()
    assert status is not None
    assert any("do not hold" in fault.why for fault in status.faults.values())


def test_a_forged_alert_never_reaches_the_glass(device: Device, tmp_path: Path) -> None:
    device.publish(device.still("red", RED, 60))
    thief = World(tmp_path / "thief").begin("thief")
    thief.now = device.world.now
    thief.warn()
    put(device.state.dispatch(ALERTS), thief.dispatch())
    with device.stage() as stage:
        stage.until(RED)
        stage.for_looks(60)
        stage.end()
    assert not any(DANGER in colour for colour in stage.colours)


def test_an_older_word_does_not_take_the_place_of_a_newer_one(device: Device) -> None:
    device.publish(device.still("red", RED, 60))
    warn(device)
    old = device.state.dispatch(ALERTS).read_bytes()
    device.world.lift("crue")
    bring(device)
    with device.stage() as stage:
        stage.until(RED)
        put(device.state.dispatch(ALERTS), old)
        stage.for_looks(60)
        assert stage.colours[-1] == RED
        stage.end()


def test_a_clock_that_nobody_can_rely_on_warns_rather_than_not(device: Device) -> None:
    device.publish(device.still("red", RED, 60))
    warn(device, level=Level.MODERATE, closes=datetime.now(UTC) + HOUR)
    device.set_clock(datetime(1970, 1, 3, tzinfo=UTC))
    with device.stage("--untrusted", "--offset", str(device.offset)) as stage:
        until(stage, CAUTION)
        stage.end()


def test_but_not_of_what_was_over_when_the_clock_was_last_right(device: Device) -> None:
    device.publish(device.still("red", RED, 60))
    warn(device)
    seen = msgspec.json.encode(device.world.now + 7 * HOUR)
    put(device.state.status / CLOCK, seen)
    with device.stage("--untrusted") as stage:
        stage.until(RED)
        stage.for_looks(40)
        stage.end()
    assert not any(DANGER in colour for colour in stage.colours)


def test_one_that_made_a_player_die_is_set_aside_and_the_others_warn(device: Device) -> None:
    device.publish(device.still("red", RED, 60))
    device.world.warn("crue")
    warn(device, "vent", level=Level.MODERATE)
    at = datetime.now(UTC)
    quarantine.add(device.state.quarantine, [Barred(name="@alert/crue", item="@alert/crue", since=at)])
    with device.stage() as stage:
        until(stage, CAUTION)
        stage.end()
    assert not any(DANGER in colour for colour in stage.colours)


def test_from_the_officers_signature_to_the_glass_by_a_real_agent(device: Device) -> None:
    """One officer, one web server, one agent, one stage."""
    device.world.publish(device.program(device.still("red", RED, 60)))
    limits = Limits(poll_s=0.3, spare_bytes=2**20)
    with serving(device.world.feed) as server, device.stage() as stage:
        web = WebSource(server.url, limits)
        agent = Agent(device.state, device.world.anchor, DEVICE, limits, web=web)
        thread = threading.Thread(target=agent.run, args=(lambda: datetime.now(UTC), lambda _: None))
        thread.start()
        stage.until(RED)
        device.world.warn()
        until(stage, DANGER)
        assert stage.seen[-1]["at"] - brought_ms(device) < PATIENCE_MS
        device.world.lift("crue")
        stage.until(RED)
        agent.end()
        thread.join(30)
        web.close()
        stage.end()
    shown = json.dumps([play.item for play in read_plays(device)])
    assert '"@alert/crue"' in shown
