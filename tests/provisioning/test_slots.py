"""Updates in two slots, with real processes: a new version stays, or the old one returns."""

from __future__ import annotations

import itertools
import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from provisioning.install import staging, trials
from provisioning.install.staging import stage
from provisioning.install.tools import slots as module
from provisioning.install.tools.slots import Judge, Slots, SlotsError
from provisioning.install.trials import switch

if TYPE_CHECKING:
    from _typeshed import FileDescriptorLike

TOOL = Path(module.__file__)
PLAYER = """
import json, os, sys, time
def main():
    if sys.argv[1:] == ["--version"]:
        print("parvis {version}")
        return
    if {version!r} == "2.dies":
        sys.exit(1)
    for number in range(10**9):
        told = {{"steady_s": time.monotonic(), "process": os.getpid(),
                "screens": [{{"frames": 0 if {version!r} == "2.dark" else number + 1, "alive": True}}]}}
        part = sys.argv[1] + ".part"
        with open(part, "w") as file:
            json.dump(told, file)
        os.replace(part, sys.argv[1])
        time.sleep(0.02)
"""


def wheel(folder: Path, version: str) -> Path:
    """A folder with a wheel of a player that only tells its status."""
    folder.mkdir(parents=True)
    plain = version.replace("2.dies", "2.1").replace("2.dark", "2.2")
    about = f"parvis-{plain}.dist-info"
    tagged = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    with zipfile.ZipFile(folder / f"parvis-{plain}-py3-none-any.whl", "w") as file:
        file.writestr("small_player.py", PLAYER.format(version=version))
        file.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: parvis\nVersion: {plain}\n")
        file.writestr(f"{about}/WHEEL", tagged)
        file.writestr(f"{about}/entry_points.txt", "[console_scripts]\nparvis = small_player:main\n")
        file.writestr(f"{about}/RECORD", "")
    return folder


class Machine:
    """Slots, and something that does what systemd does with the stage: starts it, and again when it ends."""

    def __init__(self, folder: Path, boot: str = "first") -> None:
        self.root, self.status = folder / "slots", folder / "stage.json"
        for slot in ("a", "b"):
            (self.root / slot).mkdir(parents=True, exist_ok=True)
        if not (self.root / "current").is_symlink():
            (self.root / "current").symlink_to("a")
        self.slots = Slots(self.root, self.run, boot)
        self.stage: subprocess.Popen[bytes] | None = None
        self.starts, self.started_s = 0, 0.0

    def run(self, command: list[str]) -> None:
        if command[1] == "restart":
            self.stop()
            self.start()

    def start(self) -> None:
        self.starts, self.started_s = self.starts + 1, time.monotonic()
        self.stage = subprocess.Popen([str(self.root / "current/bin/parvis"), str(self.status)])

    def stop(self) -> None:
        if self.stage is not None:
            self.stage.kill()
            self.stage.wait()

    def wait(self) -> None:
        """A moment of the judge's: what has ended is started again."""
        assert self.stage is not None
        with suppress(subprocess.TimeoutExpired):
            self.stage.wait(0.05)
            self.start()

    def begun(self) -> tuple[int, float] | None:
        """What systemd says of the stage's last process."""
        return (self.stage.pid, self.started_s) if self.stage else None

    def judged(self) -> bool | None:
        return self.slots.judge(self.status, time.monotonic, self.wait, self.begun)

    def told(self) -> str:
        return str((self.root / "current").readlink())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Wheels of every version."""
    folder = tmp_path_factory.mktemp("wheels")
    for version in ("1.0", "2.0", "2.dies", "2.dark"):
        wheel(folder / version, version)
    return folder


@pytest.fixture
def machine(tmp_path: Path, built: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    """A machine on which 1.0 plays in slot b; a trial takes a second."""
    monkeypatch.setattr(Judge, "STEADY_S", 1.0)
    monkeypatch.setattr(Judge, "PATIENCE_S", 6.0)
    found = Machine(tmp_path)
    stage(found.slots, built / "1.0")
    found.slots.turn("b")
    found.start()
    yield found
    found.stop()


def test_a_version_that_presents_frames_stays(machine: Machine, built: Path) -> None:
    assert stage(machine.slots, built / "2.0") == "2.0"
    assert (machine.told(), trials.version(machine.slots, "a")) == ("b", "2.0")
    assert switch(machine.slots) == "2.0"
    assert machine.told() == "a"
    assert machine.judged() is True
    assert (machine.told(), machine.slots.trial) == ("a", None)
    assert (trials.outcome(machine.slots) or {})["stays"] is True


def test_this_python_builds_with_its_own_pip_where_another_one_lies_beside_it(
    machine: Machine, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Python that is newer than Debian’s cannot run Debian’s pip."""
    own, debians = tmp_path / "own", tmp_path / "usr"
    for folder in (own, debians):
        folder.mkdir()
    (real,) = [file for folder in staging._WHEELS for file in folder.glob("pip-*.whl")][:1]
    (own / real.name).symlink_to(real)
    (debians / "pip-99.0-py3-none-any.whl").write_bytes(b"for another Python")
    monkeypatch.setattr(staging, "_WHEELS", (own, debians))
    assert stage(machine.slots, built / "2.0") == "2.0"


def test_the_version_that_was_installed_by_hand_can_be_returned_to(machine: Machine, built: Path) -> None:
    (machine.root / "b/ready").unlink()
    stage(machine.slots, built / "2.0")
    switch(machine.slots)
    assert machine.judged() is True
    assert switch(machine.slots) == "1.0"
    assert machine.told() == "b"


@pytest.mark.parametrize(("version", "why"), [("2.dark", "did not show"), ("2.dies", "began again")])
def test_a_version_that_presents_none_makes_way_for_the_old_one(
    machine: Machine, built: Path, version: str, why: str
) -> None:
    stage(machine.slots, built / version)
    switch(machine.slots)
    assert machine.judged() is False
    assert (machine.told(), machine.slots.trial) == ("b", None)
    outcome = trials.outcome(machine.slots) or {}
    assert outcome["stays"] is False
    assert re.search(why, outcome["why"])
    running = machine.stage
    assert running is not None
    assert running.poll() is None


def test_a_version_that_dies_before_it_tells_a_status_makes_way_after_its_fourth_start(
    machine: Machine, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Judge, "PATIENCE_S", 600.0)
    stage(machine.slots, built / "2.dies")
    starts = machine.starts
    switch(machine.slots)
    assert machine.judged() is False
    assert machine.starts - starts <= Judge.MOST_PROCESSES + 3, "and the old one's own"
    assert (trials.outcome(machine.slots) or {})["why"] == "it began again and again"
    assert trials.version(machine.slots, machine.slots.idle) == "2.dies", "it can be tried again"


def test_after_a_power_cut_in_a_trial_the_old_one_returns_at_the_next_boot(
    machine: Machine, built: Path
) -> None:
    stage(machine.slots, built / "2.0")
    switch(machine.slots)
    machine.stop()
    after = Slots(machine.root, machine.run, "second")
    assert after.boot() is True
    assert (machine.told(), after.trial) == ("b", None)
    assert after.boot() is False


def test_the_units_tool_needs_no_virtual_environment_of_ours(machine: Machine, built: Path) -> None:
    stage(machine.slots, built / "2.0")
    switch(machine.slots)
    command = [sys.executable, "-I", "-S", str(TOOL), "--slots", str(machine.root), "boot"]
    subprocess.run(command, check=True, cwd="/")
    assert machine.told() == "b"


@pytest.mark.parametrize("garbage", [b"", b"{", b"[]", b'{"back": "../../etc"}', b'{"back": "a"}'])
def test_a_spoilt_note_of_a_trial_leads_back_too(tmp_path: Path, garbage: bytes) -> None:
    machine = Machine(tmp_path)
    machine.slots.turn("b")
    (machine.root / "trial.json").write_bytes(garbage)
    assert machine.slots.boot() is True
    assert machine.told() == "a"


def test_what_is_not_complete_is_never_tried(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    with pytest.raises(SlotsError, match="no complete version"):
        switch(machine.slots)
    (tmp_path / "empty").mkdir()
    with pytest.raises(SlotsError):
        stage(machine.slots, tmp_path / "empty")
    with pytest.raises(SlotsError, match="no complete version"):
        switch(machine.slots)
    assert machine.told() == "a"


def test_killed_at_any_change_of_a_switch_the_next_boot_plays_the_old_one(tmp_path: Path) -> None:
    killed = True
    for number in itertools.count():
        if not killed:
            break
        machine = Machine(tmp_path / str(number))
        (machine.root / "b/ready").write_text(json.dumps({"version": "2"}), "utf-8")
        killed = _killed_switch(machine, number)
        after = Slots(machine.root, lambda _: None, "second")
        after.boot()
        assert (machine.told(), after.trial) == ("a", None), f"killed before change {number}"
    assert number > 3


def _killed_switch(machine: Machine, number: int) -> bool:
    child = os.fork()
    if child == 0:
        count = [0]
        real = os.fsync

        def counted(fd: FileDescriptorLike) -> None:
            count[0] += 1
            if count[0] > number:
                os.kill(os.getpid(), signal.SIGKILL)
            real(fd)

        os.fsync = counted
        switch(Slots(machine.root, lambda _: None, "first"))
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0


def test_a_judge_that_dies_again_and_again_is_none(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    (machine.root / "b/ready").write_text(json.dumps({"version": "2"}), "utf-8")
    slots = Slots(machine.root, lambda _: None, "first")
    switch(slots)

    class DiesError(Exception):
        pass

    def die() -> None:
        raise DiesError

    for _ in range(3):
        with pytest.raises(DiesError):
            slots.judge(machine.status, time.monotonic, die, lambda: None)
    assert slots.judge(machine.status, time.monotonic, die, lambda: None) is False
    assert machine.told() == "a"
