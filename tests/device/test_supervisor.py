"""The supervisor: real stages that die, and what it does about it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from device_world import GLASS, PATIENCE_S, Device
from patience import until

from device_profiles.report import Fault
from player import quarantine
from player.spool import Spool
from player.status import STAGE, SUPERVISOR, read_status
from player.strikes import MOST
from player.supervisor import (
    LOOP,
    STAGE_NAME,
    ChildStatus,
    Supervisor,
    cause,
    is_loop,
    read_children,
    wait_s,
)

RED, GREEN = "#ff0000", "#00ff00"
DIES_SHOWING_GREEN = """
import json, os, pathlib, sys
green = {"zone": "main", "item": "green", "object": "ab" * 32}
screen = {"screen": "main", "showing": [green], "frames": 1, "dropped": 0, "starts": 1, "late_starts": 0,
          "worst_start_ms": 0, "alive": True}
status = {"at": "2026-11-28T12:00:00Z", "process": os.getpid(), "generation": None, "edition": None,
          "clock": "synchronised", "screens": [screen]}
pathlib.Path(sys.argv[1]).write_text(json.dumps(status))
sys.exit(1)
"""


@pytest.fixture
def device(tmp_path: Path) -> Device:
    return Device(tmp_path)


def told(device: Device, name: str = STAGE_NAME) -> ChildStatus:
    """What the supervisor says of one of its processes."""
    return read_children(device.state.status / SUPERVISOR).get(name, ChildStatus())


def colours(file: Path) -> list[str]:
    """What was seen on the glass, each colour once as it came."""
    rows = [
        json.loads(line)["colour"] for line in file.read_text().splitlines(keepends=True) if line[-1] == "\n"
    ]
    return [colour for index, colour in enumerate(rows) if index == 0 or colour != rows[index - 1]]


@contextmanager
def supervised(
    device: Device,
    command: Callable[[float], Sequence[str]],
    is_hung: Callable[[str, float], bool] = lambda *_: False,
) -> Iterator[None]:
    supervisor = Supervisor(
        device.state,
        lambda: "totem-1",
        {STAGE_NAME: command},
        now=lambda: datetime.now(UTC),
        steady=time.monotonic,
        environments={STAGE_NAME: dict(os.environ)},
        is_hung=is_hung,
    )
    thread = threading.Thread(target=supervisor.run)
    thread.start()
    try:
        yield
    finally:
        supervisor.stop()
        thread.join()


def test_what_a_stage_dies_of_is_set_aside_and_the_rest_plays(
    device: Device, tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    expect_log("the stage is started again: it was ended by SIGSEGV")
    expect_log("5 times in a minute; set aside: green")
    red, green = device.still("red", RED, 0.3), device.still("green", GREEN, 0.3)
    device.publish(red, green)
    poison, out = device.path_of(green).name, tmp_path / "seen"
    holds: list[float] = []

    def command(hold_s: float) -> Sequence[str]:
        holds.append(hold_s)
        flags = ("--poison", poison, "--out", str(out), "--hold", str(min(hold_s, 2.0)))
        return (sys.executable, str(GLASS), str(device.state.root), str(device.root), *flags)

    def plays_on() -> bool:
        return told(device).loops == 1 and bool(colours(out)) and colours(out)[-1] == RED

    with supervised(device, command):
        until("six starts", lambda: told(device).starts == 6)
        out.write_text("")
        until("it plays on", plays_on)
    assert holds == [0.0] * 5 + [60.0]
    seen = colours(out)
    assert seen[-1] == RED
    assert len(seen) > 1, "the built-in slide came first"
    assert GREEN not in seen
    assert [one.name for one in quarantine.read(device.state.quarantine)] == [poison]
    spool = Spool(device.state.spool)
    faults = [entry.record for entry in spool.batch(1000) if isinstance(entry.record, Fault)]
    spool.close()
    assert [fault.kind for fault in faults if fault.part == "play"] == [*["end"] * 5, "loop"]


def test_what_was_on_the_glass_is_set_aside_where_a_stage_dies_of_it_again_and_again(
    device: Device, expect_log: Callable[[str], None]
) -> None:
    expect_log("the stage is started again: it ended with 1")
    expect_log("the stage ended 5 times in a minute; set aside: green")
    holds: list[float] = []
    device.state.status.mkdir(parents=True, exist_ok=True)

    def command(hold_s: float) -> Sequence[str]:
        holds.append(hold_s)
        program = DIES_SHOWING_GREEN if len(holds) <= LOOP else "import signal; signal.pause()"
        return (sys.executable, "-c", program, str(device.state.status / STAGE))

    with supervised(device, command):
        until("it begins again without it", lambda: told(device).starts == LOOP + 1)
    assert holds == [0.0] * LOOP + [60.0]
    assert [one.item for one in quarantine.read(device.state.quarantine)] == ["green"]


def test_what_a_stage_hangs_on_is_set_aside_although_each_time_takes_long(
    device: Device, tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    expect_log("the stage is started again: it lived and did nothing")
    red, green = device.still("red", RED, 0.3), device.still("green", GREEN, 0.3)
    device.publish(red, green)
    name, out, holds = device.path_of(green).name, tmp_path / "seen", list[float]()

    def command(hold_s: float) -> Sequence[str]:
        holds.append(hold_s)
        flags = ("--endless", name, "--haste", "500", "--out", str(out))
        return (sys.executable, str(GLASS), str(device.state.root), str(device.root), *flags)

    def is_hung(_name: str, _steady: float) -> bool:
        drawn = read_status(device.state.status / STAGE)
        if drawn is None or drawn.process != told(device).process:
            return False
        return not all(screen.alive for screen in drawn.screens)

    with supervised(device, command, is_hung):
        until("it is set aside", lambda: quarantine.read(device.state.quarantine))
        out.write_text("")
        until("it plays on without it", lambda: RED in colours(out))
    assert holds == [0.0] * (MOST + 1), "no crash loop"
    assert [one.name for one in quarantine.read(device.state.quarantine)] == [name]


@contextmanager
def playing(device: Device, *flags: str) -> Iterator[subprocess.Popen[str]]:
    """`parvis play`, killed at the end if it still runs."""
    own = ("--state", str(device.state.root), "--device", "totem-1", "--root", str(device.root))
    process = subprocess.Popen(
        [sys.executable, "-m", "parvis", "play", *own, "--trust-clock", *flags],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def lives(number: int) -> bool:
    """Whether a process is there and runs."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def number_of(device: Device, name: str) -> int | None:
    """The process that the supervisor runs under a name."""
    return told(device, name).process


def test_the_command_restarts_a_stage_that_was_killed_and_ends_with_it(device: Device) -> None:
    device.publish(device.still("red", RED, 0.3))
    with playing(device) as process:
        until("it plays", (device.state.generations / "playing").is_symlink)
        first = number_of(device, STAGE_NAME)
        assert first is not None
        os.kill(first, signal.SIGKILL)
        until("another stage", lambda: number_of(device, STAGE_NAME) not in (first, None))
        second = number_of(device, STAGE_NAME)
        assert second is not None
        process.terminate()
        _, said = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0
    assert "SIGKILL" in said
    assert told(device).ends == 1
    assert not lives(second)


def test_a_stick_alone_is_reason_enough_for_an_agent(device: Device, tmp_path: Path) -> None:
    device.publish(device.still("red", RED, 0.3))
    stick = tmp_path / "stick"
    stick.mkdir()
    with playing(device, "--usb", str(stick)):
        until("an agent", lambda: number_of(device, "agent") is not None)
        until("the agent tells", (device.state.status / "agent.json").is_file)


def test_stage_and_agent_end_with_a_supervisor_that_is_killed(device: Device) -> None:
    device.publish(device.still("red", RED, 0.3))
    with playing(device, "--feed", "http://127.0.0.1:9") as process:
        until("it plays", (device.state.generations / "playing").is_symlink)
        until("the agent tells", (device.state.status / "agent.json").is_file)
        children = [number_of(device, name) for name in (STAGE_NAME, "agent")]
        process.kill()
        until("all have ended", lambda: not any(lives(child) for child in children if child))
    assert None not in children


def test_signals_at_any_instant_never_hang_the_supervisor(tmp_path: Path) -> None:
    """A handler runs in the very thread that waits: whatever it takes, that thread may hold."""
    program = f"""
import signal, time
from datetime import UTC, datetime
from pathlib import Path
from player.state import State
from player.supervisor import Supervisor
supervisor = Supervisor(
    State(Path({str(tmp_path)!r})), lambda: "", {{}}, now=lambda: datetime.now(UTC),
    steady=time.monotonic, environments={{}}, is_hung=lambda *_: False,
)
heard = []
def wake(*_):
    heard.append(None)
    (supervisor.wake if len(heard) < 5000 else supervisor.stop)()
signal.signal(signal.SIGALRM, wake)
signal.setitimer(signal.ITIMER_REAL, 1e-3, 3e-4)
supervisor.run()
signal.setitimer(signal.ITIMER_REAL, 0)
"""
    ended = subprocess.run([sys.executable, "-c", program], timeout=PATIENCE_S, check=False)
    assert ended.returncode == 0


def test_waiting_grows_to_a_cap_and_an_old_end_is_forgotten() -> None:
    assert wait_s([], 100) == 0
    assert [wait_s([100.0] * number, 100) for number in (1, 2, 3, 20)] == [0.25, 0.5, 1.0, 30.0]
    assert wait_s([10.0], 100) == 0
    assert is_loop([96, 97, 98, 99, 100], 100)
    assert not is_loop([10, 97, 98, 99, 100], 100)


def test_causes_are_named() -> None:
    assert cause(-11) == "it was ended by SIGSEGV"
    assert cause(3) == "it ended with 3"


def test_quarantine_ends_after_a_day(tmp_path: Path) -> None:
    at = datetime(2026, 11, 25, 12, tzinfo=UTC)
    file = tmp_path / "quarantine.json"
    quarantine.add(file, [quarantine.Barred(name="ab" * 32, item="red", since=at)])
    barred = quarantine.read(file)
    assert quarantine.names(barred, at + timedelta(hours=23)) == {"ab" * 32}
    assert quarantine.names(barred, at + timedelta(hours=25)) == frozenset()
    assert quarantine.names(barred, at - timedelta(days=400)) == frozenset()
