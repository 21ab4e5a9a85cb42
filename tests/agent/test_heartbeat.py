"""The heartbeat tells what is so: from presented frames, the disk and the machine; unknown is unknown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from device_profiles.heartbeat import Heartbeat, MachineBeat, Power, Restart, ScreenBeat, Standing
from player.agent.heartbeat import OLD_S, heartbeat, is_current
from player.agent.machine import Facts, Machine, is_running, versions
from player.agent.report import AgentStatus, Brought, Fault
from player.agent.seen import Eyes, Link, Outbox, Seen
from player.state import State
from player.status import STAGE, Looked, OnGlass, ScreenStatus, StageFault, StageStatus
from player.supervisor import ChildStatus

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
SHA = "ab" * 32


def screen(**changes: Any) -> ScreenStatus:
    plain: dict[str, Any] = {
        "screen": "main",
        "showing": (OnGlass(zone="main", item="red", object=SHA, since=NOON),),
        "frames": 1000,
        "dropped": 4,
        "starts": 50,
        "late_starts": 2,
        "worst_start_ms": 400,
        "alive": True,
        "latest_ms": (400, 3, 9),
        "changed": NOON,
    }
    return ScreenStatus(**{**plain, **changes})


def stage(*screens: ScreenStatus, **changes: Any) -> StageStatus:
    plain: dict[str, Any] = {
        "at": NOON,
        "steady_s": 100.0,
        "process": 7,
        "generation": "3",
        "edition": "cd" * 32,
        "clock": "synchronised",
        "screens": screens or (screen(),),
        "renderer": "software",
    }
    return StageStatus(**{**plain, **changes})


def agent(**changes: Any) -> AgentStatus:
    plain: dict[str, Any] = {
        "at": NOON,
        "process": 8,
        "feed": "http://feed",
        "kind": "unchanged",
        "outcome": "unchanged",
        "generation": 3,
        "objects": 5,
        "bytes": 500,
        "missing": (),
        "bad": {},
        "expires": {},
        "good": NOON,
        "fault": None,
        "complete": 17,
        "profile": "totem",
    }
    return AgentStatus(**{**plain, **changes})


def seen(**changes: Any) -> Seen:
    plain: dict[str, Any] = {
        "at": NOON + timedelta(seconds=2),
        "steady_s": 102.0,
        "stage": stage(),
        "runs": True,
        "agent": agent(),
        "children": {},
        "facts": Facts(machine=MachineBeat(memory_total=2**30)),
        "wanted": 17,
        "playing": 17,
        "outbox": Outbox(),
        "link": Link(),
    }
    return Seen(**{**plain, **changes})


def before() -> Seen:
    early = screen(frames=400, dropped=3, starts=48, late_starts=2)
    return seen(steady_s=72.0, stage=stage(early, steady_s=70.0, at=NOON - timedelta(seconds=30)))


def beat(now: Seen | None = None, then: Seen | None = None) -> Heartbeat:
    return heartbeat(now or seen(), then or before(), {"parvis": "0.1.0"})


def shown(now: Seen | None = None, then: Seen | None = None) -> ScreenBeat:
    (found,) = beat(now, then).screens
    return found


def test_what_counts_up_is_told_since_the_beat_before() -> None:
    found = shown()
    assert (found.frames, found.frames_s, found.dropped) == (1000, 20.0, 1)
    assert (found.starts, found.late_starts, found.worst_start_ms) == (2, 0, 9)
    assert (found.at, found.changed, found.alive) == (NOON, NOON, True)


def test_a_stage_that_began_anew_counts_from_there() -> None:
    fresh = seen(stage=stage(screen(frames=60, starts=1, latest_ms=(7,)), process=9))
    found = shown(fresh)
    assert (found.frames, found.starts, found.worst_start_ms) == (60, 1, 7)
    assert found.frames_s == pytest.approx(60 / 28, abs=0.01)
    window = seen(stage=stage(screen(frames=60, starts=1)))
    assert shown(window).starts == 1, "another window of the same stage"


def test_no_count_ever_falls() -> None:
    then = seen(steady_s=72.0, stage=stage(screen(frames=100, dropped=900, starts=5, late_starts=40)))
    found = shown(seen(stage=stage(screen(dropped=2, late_starts=1))), then)
    assert (found.dropped, found.late_starts, found.starts) == (2, 1, 50)


def test_the_first_beat_of_all_makes_nothing_up() -> None:
    now = seen()
    found = shown(now, now)
    assert (found.frames_s, found.dropped, found.starts, found.worst_start_ms) == (0.0, 0, 0, 0)


@pytest.mark.parametrize(
    "now",
    [
        seen(runs=False),
        seen(steady_s=100.0 + OLD_S + 1),
        seen(steady_s=90.0),
        seen(stage=stage(screen(alive=False))),
    ],
    ids=["ended", "hung", "before the restart of the machine", "late"],
)
def test_a_screen_whose_stage_is_gone_or_hung_is_not_alive(now: Seen) -> None:
    found = shown(now)
    assert not found.alive
    assert found.at == NOON, "and says of which instant it tells"
    assert [zone.item for zone in found.showing] == ["red"]


def test_a_clock_that_is_set_makes_no_stage_look_hung() -> None:
    now = seen(at=NOON + timedelta(days=3))
    assert is_current(now)
    assert shown(now).frames_s == 20.0


def test_a_look_is_told_of_the_item_it_was_at_and_of_no_other() -> None:
    look = Looked(
        zone="main",
        item="red",
        page=2,
        at=NOON,
        hash="00" * 32,
        colour="ff0000",
        luma=87,
        bits=3,
        levels=1,
        alike=True,
    )
    (zone,) = shown(seen(stage=stage(screen(looked=(look,))))).showing
    assert (zone.page, zone.hash, zone.colour, zone.luma, zone.alike) == (2, "00" * 32, "ff0000", 87, True)
    (zone,) = shown(seen(stage=stage(screen(looked=(replace(look, item="green"),))))).showing
    assert (zone.item, zone.object, zone.looked, zone.hash, zone.luma, zone.alike) == (
        "red",
        SHA,
        None,
        "",
        None,
        None,
    )


def test_how_far_it_is_with_the_feed() -> None:
    found = beat(seen(agent=agent(quick={"alerts": Brought(version=4, trouble="")}))).feed
    assert (found.wanted, found.complete, found.playing, found.alerts) == (17, 17, 17, 4)
    assert (found.edition, found.outcome, found.good) == ("cd" * 32, "unchanged", NOON)
    bare = beat(seen(stage=None, agent=None, wanted=None, playing=None))
    assert (bare.feed.wanted, bare.feed.complete, bare.feed.edition, bare.screens) == (None, None, None, ())
    assert bare.clock.trust == "unknown"


def test_all_that_is_wrong_now_is_named() -> None:
    since = NOON - timedelta(hours=1)
    faults = {"film": StageFault(kind="item", why="no frame", since=since, object=SHA, zone="main/main")}
    broken = stage(faults=faults, missing=(SHA,), refused=("une",), trouble="read only", lost_records=3)
    feed = Fault(kind="unreached", why="nobody answers", since=since, times=9)
    now = seen(
        stage=broken,
        agent=agent(
            fault=feed,
            quick={"alerts": Brought(version=None, trouble="torn")},
            bad={SHA: 2, "cd" * 32: 1},
            missing=(SHA,),
        ),
        outbox=Outbox(waiting=5, lost=1, trouble="disk full"),
    )
    found = beat(now)
    assert found.faults == (
        Standing(code="item", what="film", why="no frame", object=SHA, zone="main/main", since=since),
        Standing(code="object", object=SHA),
        Standing(code="refused", what="une"),
        Standing(code="disk", what="stage: read only"),
        Standing(code="feed", what="unreached: nobody answers", since=since),
        Standing(code="alerts", what="torn"),
        Standing(code="disk", what="outbox: disk full"),
    )
    assert (found.spool.waiting, found.spool.lost, found.cache.bad) == (5, 4, 1)
    assert beat().faults == ()


def test_restarts_are_told_with_their_cause() -> None:
    child = ChildStatus(process=4, starts=3, ends=2, last_cause="it was ended by SIGKILL", last_end=NOON)
    found = beat(seen(children={"stage": child, "agent": ChildStatus(process=5, starts=1)}))
    assert found.restarts == (Restart(process="stage", times=2, cause="it was ended by SIGKILL", at=NOON),)


def test_load_and_throttling_are_what_happened_in_between() -> None:
    then = replace(before(), facts=Facts(machine=MachineBeat(), busy_s=10, cores_s=100, throttles=3))
    now = seen(facts=Facts(machine=MachineBeat(), busy_s=13, cores_s=160, throttles=4))
    assert (beat(now, then).machine.cpu, beat(now, then).machine.throttled) == (0.05, True)
    assert beat(now, now).machine.cpu is None
    assert beat(now, now).machine.throttled is False
    assert beat().machine.throttled is None
    assert beat().machine.renderer == "software"


@pytest.mark.parametrize(
    ("output", "power"),
    [
        ("HDMI-A-1", Power.OFF),
        ("HDMI-1", Power.OFF),
        ("HDMI1", Power.OFF),
        ("DP-2", Power.ON),
        ("offscreen", Power.UNKNOWN),
        ("", Power.UNKNOWN),
    ],
)
def test_the_display_of_a_screen_is_known_where_its_output_is(output: str, power: Power) -> None:
    facts = Facts(machine=MachineBeat(), power={"HDMI-A-1": Power.OFF, "DP-2": Power.ON})
    assert shown(seen(facts=facts, stage=stage(screen(output=output)))).power is power


def test_the_machine_is_read_from_the_system(tmp_path: Path) -> None:
    for name, status, dpms in (("card0-HDMI-A-1", "connected", "On"), ("card1-DP-1", "connected", "Off")):
        (tmp_path / "class/drm" / name).mkdir(parents=True)
        (tmp_path / "class/drm" / name / "status").write_text(f"{status}\n")
        (tmp_path / "class/drm" / name / "dpms").write_text(f"{dpms}\n")
    firmware = tmp_path / "devices/platform/soc/soc:firmware"
    firmware.mkdir(parents=True)
    (firmware / "get_throttled").write_text("50005\n")
    heat = tmp_path / "devices/system/cpu/cpu0/thermal_throttle"
    heat.mkdir(parents=True)
    (heat / "core_throttle_count").write_text("12\n")
    facts = Machine(tmp_path, tmp_path).facts()
    assert facts.power == {"HDMI-A-1": Power.ON, "DP-1": Power.OFF}
    assert (facts.machine.throttled, facts.throttles) == (True, 12)
    (firmware / "get_throttled").write_text("50000\n")
    assert Machine(tmp_path, tmp_path).facts().machine.throttled is False, "it was, and is not any more"


def test_what_the_system_does_not_tell_is_unknown(tmp_path: Path) -> None:
    facts = Machine(tmp_path / "nowhere", tmp_path / "nothing").facts()
    machine = facts.machine
    assert (machine.disk_free, machine.throttled, facts.throttles, facts.power) == (None, None, None, {})
    assert machine.memory_total
    assert machine.memory_used
    assert machine.booted
    assert versions().keys() >= {"parvis", "python", "qt", "kernel"}


def test_what_is_on_the_disk_is_seen_and_the_rest_is_none(tmp_path: Path) -> None:
    state = State(tmp_path)
    eyes = Eyes(state, Machine(tmp_path))
    bare = eyes.look(NOON, 1.0, outbox=Outbox(), link=Link(), orders={})
    assert (bare.stage, bare.agent, bare.runs, bare.wanted, bare.playing) == (None, None, False, None, None)
    state.status.mkdir()
    (state.status / STAGE).write_bytes(msgspec.json.encode(stage(process=2**22 + 1)))
    metadata = state.generation("3").folder / "metadata"
    metadata.mkdir(parents=True)
    (metadata / "snapshot.json").write_text('{"signed": {"version": 12}}')
    state.trusted.mkdir()
    (state.trusted / "snapshot.json").write_text('{"signed": {"version": 14}}')
    found = eyes.look(NOON, 1.0, outbox=Outbox(), link=Link(), orders={"o": "done"})
    assert (found.runs, found.wanted, found.playing, found.orders) == (False, 14, 12, {"o": "done"})
    assert is_running(1)
