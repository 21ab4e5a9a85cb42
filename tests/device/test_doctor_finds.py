"""`parvis doctor` on a device of which something is dead, hung or another's: no line of it is green."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from acceptance_central import report_keeper
from install_trees import appliance, debian
from test_doctor import doctor, enrol

from device_profiles.acceptance import Verdict
from device_profiles.enrolment import Enrolment
from device_profiles.heartbeat import Power
from device_profiles.identity import DeviceKey
from player.agent.report import AgentStatus, CentralStatus, Fault
from player.lock import Lock
from player.state import State
from player.status import STAGE, Looked, ScreenStatus, StageStatus
from playlists.durable import put
from provisioning.acceptance import judge
from provisioning.acceptance import state as judge_state
from provisioning.acceptance.limits import Limits
from provisioning.acceptance.measures import MachineFacts
from provisioning.acceptance.starts import asleep
from provisioning.acceptance.state import Display, StageFacts, StateFacts
from provisioning.install import apply
from provisioning.install.manifest import Choices, Manifest
from provisioning.install.tree import Tree

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
LOOKED = Looked(zone="main", item="a", page=0, at=AT, hash="", colour="", luma=9, alike=True)


def told_by_stage(state: State, *, silent_s: float = 0.0, process: int | None = None) -> None:
    """A stage that has all well, and told it so many seconds ago."""
    screen = ScreenStatus(
        screen="board",
        showing=(),
        frames=9,
        dropped=0,
        starts=1,
        late_starts=0,
        worst_start_ms=0,
        alive=True,
        looked=(LOOKED,),
    )
    told = StageStatus(
        at=AT,
        steady_s=time.monotonic() - silent_s,
        process=process or os.getpid(),
        generation="1",
        edition="ab" * 32,
        clock="synchronised",
        screens=(screen,),
        renderer="software",
    )
    put(state.status / STAGE, msgspec.json.encode(told))


@contextmanager
def beating(state: State) -> Iterator[None]:
    """A stage that tells again and again that all is well."""
    over = threading.Event()

    def beat() -> None:
        while not over.is_set():
            told_by_stage(state)
            over.wait(2)

    thread = threading.Thread(target=beat)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def told_by_agent(state: State, *, fault: str = "", trouble: str = "") -> None:
    """An agent that has all well, or not."""
    told = AgentStatus(
        at=AT,
        process=os.getpid(),
        feed="https://feed.example",
        kind="unchanged",
        outcome="",
        generation=1,
        objects=0,
        bytes=0,
        missing=(),
        bad={},
        expires={},
        good=AT,
        fault=Fault(kind="rejected", why=fault, since=AT, times=3) if fault else None,
        central=CentralStatus(
            url="https://c.example", good=AT, trouble=trouble, since=AT if trouble else None
        ),
    )
    put(state.status / "agent.json", msgspec.json.encode(told))


def verdicts(state: State) -> dict[str, str]:
    """What the command says of each line."""
    rows = [json.loads(line) for line in doctor(state.root, "--json").stdout.splitlines()]
    return {row["name"]: row["verdict"] for row in rows[:-1]}


@contextmanager
def device(tmp_path: Path) -> Iterator[State]:
    """An enrolled device without processes."""
    state = State(tmp_path)
    with report_keeper() as central:
        enrol(state, central.url)
        yield state


def test_a_device_on_which_nothing_runs_is_not_well(tmp_path: Path) -> None:
    with device(tmp_path) as state:
        told_by_stage(state, process=2**22 + 1)
        told_by_agent(state)
        found = verdicts(state)
    assert found["state/faults"] == found["state/agent"] == "failed"
    assert found["clock/trust"] == found["state/edition"] == found["state/reports"] == "skipped"


def test_a_stage_that_hangs_and_an_agent_that_is_behind_are_not_well(tmp_path: Path) -> None:
    with device(tmp_path) as state:
        told_by_stage(state, silent_s=16.0)
        told_by_agent(state, fault="not signed", trouble="wrong_device")
        lock = Lock(state.lock)
        found = verdicts(state)
        assert found["state/faults"] == found["state/agent"] == found["state/reports"] == "failed"
        assert found["state/edition"] == found["clock/trust"] == found["machine/renderer"] == "skipped"
        told_by_agent(state)
        with beating(state):
            found = verdicts(state)
        lock.release()
        put(state.out_of_service, b"{}")
        with beating(state):
            out = verdicts(state)
    names = ("state/faults", "state/agent", "state/reports", "state/edition", "clock/trust")
    assert {found[name] for name in names} == {"passed"}
    assert out["state/edition"] == "skipped", "the glass says that it is out of service"


def test_a_copy_and_a_key_of_another_are_not_the_device(tmp_path: Path) -> None:
    with device(tmp_path) as state:
        state.device_key.unlink()
        found = verdicts(state)
        assert (found["state/key"], found["state/enrolled"]) == ("failed", "passed")
        was = msgspec.json.decode(state.enrolment.read_bytes(), type=Enrolment)
        key = DeviceKey.read(state.device_key.read_bytes()).public
        copy = msgspec.structs.replace(was, machine="0" * 64, key=key)
        put(state.enrolment, msgspec.json.encode(copy))
        done = doctor(state.root, "--language", "en", "--profile", "led-board")
    assert done.returncode == 3
    assert "this box is a copy of totem-1" in done.stdout
    assert "Central has" not in done.stdout, "nobody speaks in the name of its original"


@pytest.mark.parametrize(
    ("outputs", "verdict", "said"),
    [
        ((("HDMI-1", Power.ON), ("HDMI-2", Power.ON)), Verdict.PASSED, "every output"),
        ((("HDMI-1", Power.ON), ("HDMI-2", Power.OFF)), Verdict.FAILED, "touch"),
        ((("HDMI-1", Power.ON), ("HDMI-1", Power.ON)), Verdict.FAILED, "upper, touch"),
        ((("HDMI-1", Power.ON), ("", Power.UNKNOWN)), Verdict.SKIPPED, "does not tell"),
    ],
)
def test_an_output_without_a_display_is_told(
    outputs: tuple[tuple[str, Power], ...], verdict: Verdict, said: str
) -> None:
    found = [
        Display(screen=screen, output=output, power=power)
        for screen, (output, power) in zip(("upper", "touch"), outputs, strict=True)
    ]
    (check,) = judge_state.displays(found)
    assert check.verdict is verdict
    assert said in check.said.en


def test_a_player_that_would_not_start_with_the_machine_is_told(tmp_path: Path) -> None:
    assert asleep(tmp_path) is None
    tree = debian(tmp_path / "tree")
    apply.install(Tree(tree), appliance("kiosk"), Manifest(choices=Choices(profile="kiosk")))
    units = tree / "etc/systemd/system"
    assert asleep(units) == ()
    (units / "multi-user.target.wants/parvis-stage.service").unlink()
    assert asleep(units) == ("parvis-stage.service",)
    checks = judge.machine(MachineFacts(asleep=asleep(units)), Limits())
    assert [check.name for check in checks if check.verdict is Verdict.FAILED] == ["machine/starts"]


def test_what_is_not_drawn_was_set_aside_or_is_lost_is_told() -> None:
    for facts in (StageFacts(runs=True, undrawn=("upper",)), StageFacts(runs=True, barred=("affiche",))):
        assert judge_state.stage(facts)[0].verdict is Verdict.FAILED
    lost = StateFacts(device="totem-1", key_file="", key_mode=0o600, outbox=3, lost=7)
    assert [check.name for check in judge_state.device(lost) if check.verdict is Verdict.FAILED] == [
        "state/outbox"
    ]
