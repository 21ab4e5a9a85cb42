"""Two slots for the player, `a` and `b`, and the link `current`: `slots.py [--slots DIR] COMMAND`.

`stage DIR` builds a new version in the idle slot. `switch` begins its trial, `judge` watches it: two minutes
of presented frames, or the version before returns. `boot` runs before anything plays: a trial that sees a
boot is over. A trial is noted, durably, before the link is turned, so a power cut at any instant leads back.
"""

from __future__ import annotations

import argparse
import contextlib
import ensurepip
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any

_WHEELS = (Path(ensurepip.__file__).parent / "_bundled", Path("/usr/share/python-wheels"))
_PACKAGE = "parvis"
_UNITS = ("parvis-agent.service", "parvis-stage.service")
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_TRIES = 3
"""How often a judge may begin: one that dies again and again is no judge."""
Run = Callable[[list[str]], object]


class Why(StrEnum):
    """Why a trial ended, or what cannot be done."""

    BROKEN_OFF = "it was broken off"
    RESTARTED = "the power went, or the system was restarted"
    AGAIN = "it began again and again"
    NOTHING_DUE = "it did not show what was due for two minutes"
    ASKED = "it was asked for"
    NO_SLOTS = "this is no link to a slot"
    NO_VERSION = "no complete version is there"
    TRIAL = "a trial is on"
    NO_TRIAL = "no trial is on"


class SlotsError(Exception):
    """What cannot be done with the slots: a `Why`, or what a command of the system said; and where."""

    def __init__(self, why: str, where: str = "") -> None:
        super().__init__(f"{where}: {why}" if where else str(why))
        self.why, self.where = why, where


class Slots:
    """The slots below a folder. `run` carries out a command of the system, `boot` says which boot this is."""

    def __init__(self, root: Path, run: Run, boot: str) -> None:
        self.root, self._run, self._boot = root, run, boot
        self._trial, self._outcome = root / "trial.json", root / "outcome.json"

    @property
    def current(self) -> str:
        """The slot that plays."""
        link, name = self.root / "current", ""
        with contextlib.suppress(OSError):
            name = str(link.readlink())
        if name not in ("a", "b"):
            raise SlotsError(Why.NO_SLOTS, str(link))
        return name

    @property
    def idle(self) -> str:
        """The other one."""
        return "b" if self.current == "a" else "a"

    @property
    def trial(self) -> dict[str, Any] | None:
        """The trial that is on, if one is. What cannot be read is a trial all the same: of the other slot."""
        try:
            told = json.loads(self._trial.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValueError):
            told = None
        known = told if isinstance(told, dict) and told.get("back") in ("a", "b") else {}
        return {"back": self.idle, "version": "?", "boot": "?", "judged": _TRIES, **known}

    def version(self, slot: str) -> str | None:
        """The version that is complete in a slot."""
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            return str(json.loads((self.root / slot / "ready").read_bytes())["version"])
        return None

    def stage(self, wheels: Path, beside: Callable[[str, Path], object] | None = None) -> str:
        """Build a folder of wheels in the idle slot; `beside` may add to it, or refuse it. Its version."""
        if self.trial is not None:
            raise SlotsError(Why.TRIAL)
        slot = self.root / self.idle
        with contextlib.suppress(FileNotFoundError):  # where it was broken off, none is left
            (slot / "ready").unlink(missing_ok=True)
            _sync(slot)
            shutil.rmtree(slot)
        _do([sys.executable, "-m", "venv", "--without-pip", str(slot)])
        python, pip = str(slot / "bin" / "python"), f"{_pip()}/pip"
        options = ["--quiet", "--disable-pip-version-check", "--no-input", "--no-index", "--find-links"]
        _do([sys.executable, pip, "--python", python, "install", *options, str(wheels), _PACKAGE])
        version = _do([str(slot / "bin" / _PACKAGE), "--version"]).split()[-1]
        if beside:
            beside(version, slot)
        os.sync()
        _put(slot / "ready", {"version": version})
        return version

    def switch(self) -> str:
        """Begin the trial of what is ready in the idle slot. Its version."""
        if self.trial is not None:
            raise SlotsError(Why.TRIAL)
        slot, back = self.idle, self.current
        version = self.version(slot)
        if version is None:
            raise SlotsError(Why.NO_VERSION, str(self.root / slot))
        _put(self._trial, {"back": back, "version": version, "boot": self._boot, "judged": 0})
        self._turn(slot)
        self._run(["systemctl", "restart", "--no-block", *_UNITS])
        self._run(["systemctl", "start", "--no-block", "parvis-judge.service"])
        return version

    def judge(self, status: Path, clock: Callable[[], float], wait: Callable[[], object]) -> bool | None:
        """Watch the trial to its end: whether the new version stays. None where there is none."""
        trial = self.trial
        if trial is None:
            return None
        if trial["boot"] != self._boot or trial["judged"] >= _TRIES:
            self.back(Why.BROKEN_OFF)
            return False
        _put(self._trial, {**trial, "judged": trial["judged"] + 1})
        judge = Judge(clock())
        while (verdict := judge.look(read_glass(status), clock())) is None:
            wait()
        if verdict:
            self.back(verdict)
            return False
        _put(self._outcome, {"version": trial["version"], "stays": True, "why": ""})
        _forget(self._trial)
        return True

    def boot(self) -> bool:
        """End a trial that was begun before this boot. Whether there was one."""
        trial = self.trial
        if trial is None or trial["boot"] == self._boot:
            return False
        self._return(trial, Why.RESTARTED)
        return True

    def back(self, why: str) -> None:
        """Return to the version before the trial, and let it play."""
        trial = self.trial
        if trial is None:
            raise SlotsError(Why.NO_TRIAL)
        self._return(trial, why)
        self._run(["systemctl", "reset-failed", *_UNITS])
        self._run(["systemctl", "restart", "--no-block", *_UNITS])

    def _return(self, trial: dict[str, Any], why: str) -> None:
        self._turn(trial["back"])
        _put(self._outcome, {"version": trial["version"], "stays": False, "why": why})
        _forget(self._trial)

    def outcome(self) -> dict[str, Any] | None:
        """How the last trial ended."""
        with contextlib.suppress(OSError, ValueError):
            told = json.loads(self._outcome.read_bytes())
            return told if isinstance(told, dict) else None
        return None

    def _turn(self, slot: str) -> None:
        part = self.root / "current.part"
        part.unlink(missing_ok=True)
        part.symlink_to(slot)
        part.replace(self.root / "current")
        _sync(self.root)


class Judge:
    """Waits for two minutes in which one process shows what is due on every screen; six are given."""

    STEADY_S, PATIENCE_S, STALE_S = 120.0, 360.0, 15.0
    MOST_PROCESSES = 3

    def __init__(self, began_s: float) -> None:
        self._began_s = began_s
        self._since_s: float | None = None
        self._process: int | None = None
        self._processes: set[int] = set()

    def look(self, glass: dict[str, Any] | None, now_s: float) -> str | None:
        """What is said, by the stage's status: "" is good, a reason is bad, None is too early."""
        new = glass if glass and glass["steady_s"] > self._began_s else None
        if new and new["process"] != self._process:
            self._process, self._since_s = new["process"], None
            self._processes.add(new["process"])
        if len(self._processes) > self.MOST_PROCESSES:
            return Why.AGAIN
        if new and now_s - new["steady_s"] <= self.STALE_S and _is_well(new):
            self._since_s = now_s if self._since_s is None else self._since_s
        else:
            self._since_s = None
        if self._since_s is not None and now_s - self._since_s >= self.STEADY_S:
            return ""
        return Why.NOTHING_DUE if now_s - self._began_s >= self.PATIENCE_S else None


def read_glass(file: Path) -> dict[str, Any] | None:
    """What a stage tells of itself; None where that is no such thing."""
    try:
        told = json.loads(file.read_bytes())
        float(told["steady_s"]), int(told["process"])
        [(one["frames"], one["alive"]) for one in told["screens"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return dict(told)


def _is_well(glass: dict[str, Any]) -> bool:
    """Whether frames were presented on every screen, and what is due is drawn."""
    return bool(glass["screens"]) and all(one["alive"] and one["frames"] > 0 for one in glass["screens"])


def _pip() -> Path:
    found = sorted(wheel for folder in _WHEELS for wheel in folder.glob("pip-*.whl"))
    if not found:
        raise SlotsError("there is no pip: install python3-venv")
    return found[-1]


def _do(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own commands
    if done.returncode != 0:
        told = (done.stderr or done.stdout).strip()[-2000:]
        raise SlotsError(told or f"{command[0]} ended with {done.returncode}")
    return done.stdout


def _put(file: Path, told: dict[str, Any]) -> None:
    part = file.with_name(file.name + ".part")
    with part.open("w", encoding="utf-8") as opened:
        json.dump(told, opened)
        opened.flush()
        os.fsync(opened.fileno())
    part.replace(file)
    _sync(file.parent)


def _forget(file: Path) -> None:
    file.unlink(missing_ok=True)
    _sync(file.parent)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def of_this_machine(root: Path) -> Slots:
    """The slots of the machine that runs here; where no systemd does, none is told."""

    def run(command: list[str]) -> None:
        if Path("/run/systemd/system").is_dir():
            subprocess.run(command, check=False)  # noqa: S603 - our own commands

    return Slots(root, run, _BOOT_ID.read_text("ascii").strip())


def main(arguments: list[str]) -> int:
    """What the units run: `boot` before anything plays, `judge` during a trial."""
    parser = argparse.ArgumentParser(prog="slots.py")
    parser.add_argument("--slots", type=Path, required=True)
    parser.add_argument("--status", type=Path)
    parser.add_argument("command", choices=("boot", "judge"))
    asked = parser.parse_args(arguments)
    slots = of_this_machine(asked.slots)
    try:
        if asked.command == "boot":
            slots.boot()
        else:
            slots.judge(asked.status, time.monotonic, lambda: threading.Event().wait(1))
    except SlotsError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
