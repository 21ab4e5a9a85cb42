"""`parvis doctor` as it runs on a device: real processes, a real line to central, and a show that goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import httpx
import msgspec
import psutil
import pytest
from acceptance_central import ReportKeeper, report_keeper
from device_world import PATIENCE_S, Device
from patience import until

from device_profiles.acceptance import Verdict, unseal
from device_profiles.enrolment import Enrolment, Grant
from device_profiles.report import Fault
from player.acceptance import Answers, Desk, Progress
from player.agent.acceptance import Courier, Undelivered
from player.agent.identity import device_key
from player.hardware import this_machine
from player.pin import is_right, read_pin
from player.spool import Spool
from player.state import State
from player.status import STAGE, read_status
from playlists.durable import put

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)


def doctor(state: Path, *flags: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """The command, to its end."""
    return subprocess.run(
        [sys.executable, "-m", "parvis", "doctor", "--state", str(state), *flags],
        capture_output=True,
        text=True,
        input=typed,
        check=False,
    )


def enrol(state: State, central: str, profile: str = "led-board") -> None:
    """As a box is after its grant."""
    grant = Grant(
        device="totem-1",
        profile=profile,
        place="Place du Commerce",
        feed=central,
        central=central,
        root="{}",
        number=1,
        at=AT,
    )
    enrolment = Enrolment(grant=grant, machine=this_machine(), key=device_key(state.device_key).public)
    put(state.root / "device.json", msgspec.json.encode(enrolment))


def test_a_box_that_is_not_enrolled_is_examined_all_the_same(tmp_path: Path) -> None:
    done = doctor(tmp_path, "--profile", "led-board", "--json", "--technician", "Marie")
    assert done.returncode == 3, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {row["verdict"] for row in rows[:-1]} <= {"passed", "failed", "skipped"}
    assert rows[-1]["sent"] is False
    report = unseal(
        (tmp_path / "acceptance/report.json").read_bytes(), device_key(State(tmp_path).device_key).public
    )
    assert (report.device, report.technician) == ("", "Marie")
    assert [check.name for check in report.checks] == [row["name"] for row in rows[:-1]]
    assert (tmp_path / "acceptance/report.pdf").read_bytes().startswith(b"%PDF")
    assert not Desk(State(tmp_path)).waiting.exists(), "nobody would take it"


def test_a_box_without_a_profile_is_asked_for_it(tmp_path: Path) -> None:
    done = doctor(tmp_path, "--language", "fr")
    assert done.returncode == 1
    assert "--profile ; il y a kiosk" in done.stderr.replace("\u202f", " ")


def test_a_report_goes_to_central_and_waits_where_it_cannot(tmp_path: Path) -> None:
    state = State(tmp_path)
    key = device_key(state.device_key)
    with report_keeper(totem_1=key.public) as central:
        enrol(state, central.url)
        central.refuses = 503
        done = doctor(tmp_path, "--language", "en")
        assert "Central has not got the report yet (HTTP 503)" in done.stdout
        assert Desk(state).waiting.exists()
        central.refuses = 0
        central.ahead = timedelta(days=400)  # the box has no time: central says its own
        done = doctor(tmp_path, "--language", "en")
        assert "Central has the report." in done.stdout, done.stdout
        assert not Desk(state).waiting.exists()
        kept = central.kept
    report = unseal(kept["/v1/enrolments/totem-1/acceptance"], key.public)
    assert (report.device, report.place) == ("totem-1", "Place du Commerce")
    assert kept["/v1/enrolments/totem-1/acceptance.pdf"].startswith(b"%PDF")


@pytest.fixture
def courier(tmp_path: Path) -> Iterator[tuple[Courier, ReportKeeper, Desk]]:
    state = State(tmp_path)
    key, desk = device_key(state.device_key), Desk(state)
    desk.keep(b"{}", b"%PDF", waits=True)
    with report_keeper(totem_1=key.public) as central, httpx.Client(trust_env=False) as client:
        yield Courier(desk, "totem-1", key, central.url, client), central, desk


def test_what_is_no_report_is_refused_and_still_waits(
    courier: tuple[Courier, ReportKeeper, Desk],
) -> None:
    brings, central, desk = courier
    at = datetime.now(UTC)
    assert brings.is_due(at)
    assert isinstance(brings.deliver(at), Undelivered)
    assert not brings.is_due(at + timedelta(seconds=59)), "not at every cycle"
    assert brings.is_due(at + timedelta(seconds=60))
    assert desk.waiting.exists()
    assert not central.kept


def test_a_device_of_another_key_is_refused(courier: tuple[Courier, ReportKeeper, Desk]) -> None:
    brings, central, _ = courier
    central.keys.clear()
    assert isinstance(brings.deliver(datetime.now(UTC)), Undelivered)


def test_the_agent_brings_what_the_doctor_could_not(tmp_path: Path) -> None:
    device = Device(tmp_path)
    device.publish(device.still("red", "#ff0000"))
    key, desk = device_key(device.state.device_key), Desk(device.state)
    assert doctor(device.state.root, "--device", "totem-1", "--profile", "led-board").returncode in {0, 1}
    assert desk.waiting.exists()
    with report_keeper(totem_1=key.public) as central:
        own = ("--state", str(device.state.root), "--device", "totem-1", "--root", str(device.root))
        agent = subprocess.Popen(
            [sys.executable, "-m", "parvis", "agent", *own, "--central", central.url, "--feed", central.url],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            until("it was taken", lambda: not desk.waiting.exists())
        finally:
            agent.kill()
            agent.wait()
        assert unseal(central.kept["/v1/enrolments/totem-1/acceptance"], key.public).device == "totem-1"


@contextmanager
def playing(device: Device) -> Iterator[subprocess.Popen[bytes]]:
    """`parvis play` of a small device, without a feed."""
    own = ("--state", str(device.state.root), "--device", "totem-1", "--root", str(device.root))
    process = subprocess.Popen(
        [sys.executable, "-m", "parvis", "play", *own, "--trust-clock", "--profile", "led-board"],
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE_S)
        finally:
            process.kill()
            process.wait()


def frames(device: Device) -> int:
    status = read_status(device.state.status / STAGE)
    return sum(screen.frames for screen in status.screens) if status else 0


def goes_on(device: Device) -> None:
    before = frames(device)
    until("more frames", lambda: frames(device) > before + 2)


def stage_of(device: Device) -> int:
    status = read_status(device.state.status / STAGE)
    return status.process if status else 0


def below(process: int, module: str) -> psutil.Process | None:
    """The process of ours that runs a module."""
    with suppress(psutil.Error):
        for child in psutil.Process(process).children(recursive=True):
            with suppress(psutil.Error):
                if module in child.cmdline():
                    return child
    return None


def is_gone(process: psutil.Process) -> bool:
    """Whether it ended, whosever child it was by then."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.Error:
        return True


def test_tests_that_are_killed_leave_the_show_as_it_was(tmp_path: Path) -> None:
    device = Device(tmp_path)
    device.publish(device.still("red", "#ff0000", 0.5), device.still("green", "#00ff00", 0.5))
    desk = Desk(device.state)
    with playing(device) as play:
        until("frames", lambda: frames(device) > 2)
        stage = stage_of(device)
        for whom in ("parvis.doctor", "parvis.doctor_glass"):
            desk.ask()
            until(
                "the test glass",
                lambda: desk.alive.exists() and below(play.pid, "parvis.doctor_glass") is not None,
            )
            assert not desk.asked.exists()
            victim, glass = below(play.pid, whom), below(play.pid, "parvis.doctor_glass")
            assert victim is not None
            assert glass is not None
            os.kill(victim.pid, signal.SIGKILL)
            until("the test glass is gone", partial(is_gone, glass))
            until("the doctor is gone", lambda: below(play.pid, "parvis.doctor") is None)
            goes_on(device)
            assert stage_of(device) == stage, "the stage never ended"
        report = unseal(desk.report.read_bytes(), device_key(device.state.device_key).public)
    assert report.verdict is Verdict.FAILED, "whose glass was killed says so"
    assert [check.verdict for check in report.checks if check.name == "glass/all/tests"] == [Verdict.FAILED]
    assert report.seen, "with a picture of the show"
    assert report.edition


def test_what_was_covered_by_tests_is_told_to_central(tmp_path: Path) -> None:
    done = doctor(
        tmp_path, "--device", "totem-1", "--profile", "led-board", "--screens", "--pace", "0.5", "--json"
    )
    assert done.returncode in {0, 1}, done.stderr
    desk = Desk(State(tmp_path))
    assert desk.answers() == Answers(checks=desk.answers().checks, over=True)
    assert isinstance(desk.progress(), Progress)
    spool = Spool(State(tmp_path).spool)
    told = [entry.record for entry in spool.batch(10) if isinstance(entry.record, Fault)]
    spool.close()
    assert [fault.part for fault in told] == ["doctor"]
    assert "test pictures were on the glass from" in told[0].message


def test_a_pin_is_set_and_taken_away_by_the_command(tmp_path: Path) -> None:
    desk = Desk(State(tmp_path))
    weak = doctor(tmp_path, "--set-pin", "--language", "en", typed="123456\n")
    assert weak.returncode == 1
    assert not desk.pin.exists()
    assert doctor(tmp_path, "--set-pin", typed="739146\n").returncode == 0
    known = read_pin(desk.pin)
    assert known is not None
    assert is_right(known, "739146")
    assert desk.pin.stat().st_mode & 0o777 == 0o600
    assert doctor(tmp_path, "--set-pin", typed="\n").returncode == 0
    assert not desk.pin.exists()
