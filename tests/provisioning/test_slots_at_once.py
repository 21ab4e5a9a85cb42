"""Two who change the slots at the same instant, and one who ends a trial under the eyes of its judge."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_slots import Machine, wheel

from provisioning.install import staging, trials
from provisioning.install.staging import stage
from provisioning.install.tools.slots import Slots, SlotsError
from provisioning.install.trials import back, switch

BUILD = """
import sys
from pathlib import Path
from provisioning.install.staging import stage
from provisioning.install.tools.slots import Slots, SlotsError
try:
    print(stage(Slots(Path(sys.argv[1]), lambda _: None, "first"), Path(sys.argv[2])))
except SlotsError as error:
    print(error.why)
"""
BUSY = "another process is at work on them"


def ready(machine: Machine) -> Slots:
    """Slots of which each holds a version."""
    for slot, version in (("a", "1"), ("b", "2")):
        (machine.root / slot / "ready").write_text(json.dumps({"version": version}), "utf-8")
    return Slots(machine.root, lambda _: None, "first")


def test_of_two_who_build_at_once_one_is_told_to_wait_and_what_is_ready_is_what_is_there(
    tmp_path: Path,
) -> None:
    machine = Machine(tmp_path)
    wheels = [wheel(tmp_path / version, version) for version in ("1.0", "2.0")]
    command = [sys.executable, "-c", BUILD, str(machine.root)]
    both = [subprocess.Popen([*command, str(one)], stdout=subprocess.PIPE, text=True) for one in wheels]
    said = [process.communicate()[0].strip() for process in both]
    assert sorted(said, key=len)[1] == BUSY or said == ["1.0", "2.0"], "one after the other is well too"
    there = subprocess.check_output([machine.root / "b/bin/parvis", "--version"], text=True).split()[-1]
    assert trials.version(machine.slots, "b") == there
    assert there in said


def test_while_another_is_at_work_no_trial_begins(tmp_path: Path) -> None:
    slots = ready(Machine(tmp_path))
    with slots.alone():
        for change in (switch, lambda slots: stage(slots, tmp_path)):
            with pytest.raises(SlotsError, match=BUSY):
                change(slots)
    assert (slots.trial, slots.current) == (None, "a")
    assert trials.version(slots, "b") == "2", "what was ready is so still"


@pytest.mark.parametrize("again", [False, True])
def test_a_trial_that_somebody_ends_is_not_told_as_passed(tmp_path: Path, again: bool) -> None:
    machine = Machine(tmp_path)
    slots = ready(machine)
    switch(slots)
    told = {"steady_s": 900.0, "process": 1, "screens": [{"frames": 9, "alive": True}]}
    machine.status.write_text(json.dumps(told), "utf-8")
    seconds = iter(range(1000))

    def wait() -> None:
        if next(seconds) == 60:
            back(slots)
            if again:
                switch(slots)

    assert slots.judge(machine.status, lambda: float(next(seconds)), wait, lambda: None) is None
    assert trials.outcome(slots) == {"version": "2", "stays": False, "why": "it was asked for"}
    assert slots.current == ("b" if again else "a")
    assert (slots.trial is not None) is again


@pytest.mark.parametrize("turned", [False, True])
def test_a_trial_whose_beginning_was_killed_is_judged_when_it_is_asked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, turned: bool
) -> None:
    """Before the link was turned: it is over at once. Before anything was restarted: that is done first."""
    machine, commands = Machine(tmp_path), list[list[str]]()
    ready(machine)
    slots = Slots(machine.root, commands.append, "first")

    class KilledError(Exception):
        pass

    def die(_: object = None) -> None:
        raise KilledError

    with monkeypatch.context() as killed:
        killed.setattr(slots, "begin_anew" if turned else "turn", die)
        with pytest.raises(KilledError):
            switch(slots)
    with pytest.raises(SlotsError, match="a trial is on"):
        switch(slots)
    assert commands == [["systemctl", "start", "--no-block", "parvis-judge.service"]]
    old = (7, time.monotonic() - 100)
    seconds = iter(range(1000))
    stays = slots.judge(machine.status, lambda: float(next(seconds)), lambda: None, lambda: old)
    assert (stays, slots.current, slots.trial) == (False, "a", None)
    restarts = [command for command in commands if command[1] == "restart"]
    assert len(restarts) == 1 + turned, "the old version goes on, and the new one was tried before"
    assert switch(slots) == "2"


@pytest.mark.parametrize("umask", [0o077, 0o000])
def test_a_version_can_be_run_by_all_and_changed_by_root_alone(tmp_path: Path, umask: int) -> None:
    machine = Machine(tmp_path)
    before = os.umask(umask)
    try:
        stage(machine.slots, wheel(tmp_path / "2.0", "2.0"))
    finally:
        os.umask(before)
    files = [file for file in (machine.root / "b").rglob("*") if not file.is_symlink()]
    assert [file for file in files if file.name != "ready" and file.stat().st_mode & 0o044 != 0o044] == []
    assert [file for file in files if file.stat().st_mode & 0o022] == []


def test_what_could_not_be_built_leaves_no_room_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slots = ready(Machine(tmp_path))
    real = staging._do

    def fill(command: list[str]) -> str:
        if "install" in command:
            (slots.root / "b/half").write_bytes(bytes(2**20))
            raise SlotsError("No space left on device")
        return real(command)

    monkeypatch.setattr(staging, "_do", fill)
    with pytest.raises(SlotsError, match="No space"):
        stage(slots, tmp_path)
    assert not (slots.root / "b").exists()
