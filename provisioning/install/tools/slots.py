"""Two slots for the player, `a` and `b`, and the link `current`: `slots.py [--slots DIR] COMMAND`.

`provisioning.install.trials` begins a trial of what is ready in the idle slot, `judge` watches it: two
minutes of presented frames, or the one before returns. `boot` runs first: a trial that sees it is over.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import json
import math
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

_AGENT, _STAGE, JUDGE = "parvis-agent.service", "parvis-stage.service", "parvis-judge.service"
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_TRIES = 3  # so often a judge may begin: one that dies again and again is none
Begun = tuple[int, float]
"""A process, and when it was begun by the monotonic clock."""


class Why(StrEnum):
    """Why a trial ended, or what cannot be done."""

    BROKEN_OFF = "it was broken off"
    RESTARTED = "the power went, or the system was restarted"
    AGAIN = "it began again and again"
    NOTHING_DUE = "it did not show what was due for two minutes"
    NO_AGENT = "its agent did not live for two minutes, or said nothing"
    ASKED = "it was asked for"
    NO_SLOTS = "this is no link to a slot"
    NO_VERSION = "no complete version is there"
    TRIAL = "a trial is on"
    NO_TRIAL = "no trial is on"
    BUSY = "another process is at work on them"


class SlotsError(Exception):
    """What cannot be done with the slots: a `Why`, or what a command of the system said; and where."""

    def __init__(self, why: str, where: str = "") -> None:
        super().__init__(f"{where}: {why}" if where else str(why))
        self.why, self.where = why, where


class Slots:
    """The slots below a folder. `run` carries out a command of the system, `boot` says which boot this is.

    `note` tells of the trial that is on, `outcome` of how the last one ended: files.
    """

    def __init__(self, root: Path, run: Callable[[list[str]], object], boot: str) -> None:
        self.root, self.run, self.this_boot = root, run, boot
        self.note, self.outcome = root / "trial.json", root / "outcome.json"

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
            told = json.loads(self.note.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValueError):
            told = None
        known = told if isinstance(told, dict) and told.get("back") in ("a", "b") else {}
        return {"back": self.idle, "version": "?", "boot": "?", "judged": _TRIES, **known}

    @contextlib.contextmanager
    def alone(self, *, patient: bool = False) -> Iterator[None]:
        """Let no other process change anything meanwhile. Raises `SlotsError`, unless it is `patient`."""
        with _opened(self.root) as folder:
            try:
                fcntl.flock(folder, fcntl.LOCK_EX | (0 if patient else fcntl.LOCK_NB))
            except BlockingIOError as error:
                raise SlotsError(Why.BUSY, str(self.root)) from error
            yield

    def judge(
        self,
        status: Path,
        clock: Callable[[], float],
        wait: Callable[[], object],
        begun: Callable[[], Begun | None],
        lives_s: Callable[[], float] = lambda: math.inf,
    ) -> bool | None:
        """Watch the trial and the beginnings of the stage to its end: whether the new version stays.

        `lives_s` tells how long its agent lives. None where there is no trial, or none any more.
        """
        trial = self.trial
        if trial is None:
            return None
        why = str(Why.BROKEN_OFF)
        if trial["boot"] == self.this_boot and trial["judged"] < _TRIES and self.current != trial["back"]:
            with contextlib.suppress(OSError):  # a full disk must not keep a trial from its end
                put(self.note, {**trial, "judged": trial["judged"] + 1})
            if (stage := begun()) and stage[1] < trial.get("since_s", 0.0):  # who began it was killed
                self.begin_anew()
            judge = Judge(clock())
            while (said := judge.look(read_glass(status), clock(), begun(), lives_s())) is None:
                wait()
            why = said
        with self.alone(patient=True):
            if self.trial is None or self.trial.get("id") not in (None, trial.get("id")):
                return None
            self.end(trial, why)
        if why:
            self.begin_anew()
        return not why

    def boot(self) -> bool:
        """End a trial that was begun before this boot. Whether there was one."""
        trial = self.trial
        if trial is None or trial["boot"] == self.this_boot:
            return False
        self.end(trial, Why.RESTARTED)
        return True

    def begin_anew(self) -> None:
        """Start what plays now; how often it was started before is no matter."""
        self.run(["systemctl", "reset-failed", _AGENT, _STAGE])
        self.run(["systemctl", "restart", "--no-block", _AGENT, _STAGE])

    def end(self, trial: dict[str, Any], why: str) -> None:
        """The new version stays, or the old one returns, where there is a reason."""
        if why:
            self.turn(trial["back"])
        with contextlib.suppress(OSError):
            put(self.outcome, {"version": trial["version"], "stays": not why, "why": why})
        self.note.unlink(missing_ok=True)
        sync(self.root)

    def turn(self, slot: str) -> None:
        """Let the other slot play from its next start on, durably."""
        part = self.root / "current.part"
        part.unlink(missing_ok=True)
        part.symlink_to(slot)
        part.replace(self.root / "current")
        sync(self.root)


class Judge:
    """Waits for two minutes of six in which one process shows what is due, and one agent lives."""

    STEADY_S, PATIENCE_S, STALE_S = 120.0, 360.0, 15.0
    MOST_PROCESSES = 3

    def __init__(self, began_s: float) -> None:
        self._began_s = began_s
        self._since_s: float | None = None
        self._process: int | None = None
        self._processes: set[int] = set()

    def look(
        self, glass: dict[str, Any] | None, now_s: float, begun: Begun | None, lives_s: float = math.inf
    ) -> str | None:
        """By the stage's status and its last process: "" is good, a reason is bad, None is too early."""
        if begun and begun[1] > self._began_s:
            self._processes.add(begun[0])
        new = glass if glass and glass["steady_s"] > self._began_s else None
        if new and new["process"] != self._process:
            self._process, self._since_s = new["process"], None
            self._processes.add(new["process"])
        if len(self._processes) > self.MOST_PROCESSES:
            return Why.AGAIN
        screens = new["screens"] if new and now_s - new["steady_s"] <= self.STALE_S else ()
        if screens and all(one["alive"] and one["frames"] > 0 for one in screens):
            self._since_s = now_s if self._since_s is None else self._since_s
        else:
            self._since_s = None
        shows = self._since_s is not None and now_s - self._since_s >= self.STEADY_S
        if shows and lives_s >= self.STEADY_S:
            return ""
        why = Why.NO_AGENT if shows else Why.NOTHING_DUE
        return why if now_s - self._began_s >= self.PATIENCE_S else None


def read_glass(file: Path) -> dict[str, Any] | None:
    """What a stage tells of itself; None where that is no such thing."""
    try:
        told = json.loads(file.read_bytes())
        float(told["steady_s"]), int(told["process"])
        [(one["frames"], one["alive"]) for one in told["screens"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return dict(told)


def last_begun(unit: str = _STAGE) -> Begun | None:
    """The process of a unit that systemd began last; None where it does not say."""
    asked = ["systemctl", "show", "--property=ExecMainPID,ExecMainStartTimestampMonotonic", unit]
    try:
        done = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=5)  # noqa: S603
        told = dict(line.split("=", 1) for line in done.stdout.splitlines())
        return int(told["ExecMainPID"]), int(told["ExecMainStartTimestampMonotonic"]) / 1e6
    except (OSError, subprocess.TimeoutExpired, ValueError, KeyError):
        return None


def agent_life(file: Path, now: Callable[[], float]) -> Callable[[], float]:
    """Tells how long the agent lives, 0 until it says something of itself in a file: if it did of late."""

    def silent_s() -> float:
        with contextlib.suppress(OSError):
            return now() - file.stat().st_mtime
        return math.inf

    def lives_s() -> float:
        begun = last_begun(_AGENT)
        age_s = math.inf if begun is None else time.monotonic() - begun[1]
        return 0.0 if speaks and silent_s() > age_s else age_s

    speaks = silent_s() < Judge.PATIENCE_S
    return lives_s


def put(file: Path, told: dict[str, Any]) -> None:
    """Write a note that a power cut leaves whole, or does not touch. Raises `OSError`."""
    part = file.with_name(file.name + ".part")
    with part.open("w", encoding="utf-8") as opened:
        json.dump(told, opened)
        opened.flush()
        os.fsync(opened.fileno())
    part.replace(file)
    sync(file.parent)


def sync(folder: Path) -> None:
    """Let what was done in a folder last."""
    with _opened(folder) as descriptor:
        os.fsync(descriptor)


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield descriptor
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
            lives_s = agent_life(asked.status.with_name("agent.json"), time.time)
            slots.judge(asked.status, time.monotonic, lambda: threading.Event().wait(1), last_begun, lives_s)
    except SlotsError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
