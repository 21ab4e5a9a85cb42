"""Keeps agent and stage running: restarts with patience, sees crash loops, sets aside what causes them."""

from __future__ import annotations

import logging
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from queue import Empty, SimpleQueue

import msgspec

from device_profiles.decoding import from_json
from device_profiles.report import Fault, Record
from player import quarantine
from player.quarantine import Barred
from player.spool import Spool
from player.state import State
from player.status import STAGE, SUPERVISOR, WORK, read_status, read_work
from player.strikes import blamed
from playlists.durable import put
from playlists.timeline import BUILT_IN

_log = logging.getLogger(__name__)

CHANGED = 10
"""What a process ends with that is to be started again because the machine is another device now, or none."""
LOOP, LOOP_S = 5, 60.0
"""So many ends of the stage in so many seconds are a crash loop."""
_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.25, 30.0
_HOLD_S, _LONGEST_HOLD_S = 60.0, 900.0
_GLANCE_S = 0.5
_STOP_S = 10.0
STAGE_NAME, AGENT_NAME = "stage", "agent"


def wait_s(ends: Sequence[float], now: float) -> float:
    """How long to wait before the next start, from when a process ended: longer each time, up to a cap."""
    recent = sum(now - LOOP_S <= end for end in ends)
    return 0.0 if recent == 0 else min(_LONGEST_WAIT_S, _FIRST_WAIT_S * 2.0 ** (recent - 1))


def is_loop(ends: Sequence[float], now: float) -> bool:
    """Whether a process ends again and again."""
    return sum(now - LOOP_S <= end for end in ends) >= LOOP


def cause(code: int) -> str:
    """Why a process ended, in words."""
    if code >= 0:
        return f"it ended with {code}"
    try:
        return f"it was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"it was ended by signal {-code}"


def suspects(state: State, process: int, at: datetime) -> tuple[Barred, ...]:
    """What the stage with that process number died of, as far as its notes tell.

    What it was decoding, else what was on the glass.
    """
    work, status = read_work(state.status / WORK), read_status(state.status / STAGE)
    found = [blamed(work, at)] if work else []
    if not found and status is not None and status.process == process:
        shown = (one for screen in status.screens for one in screen.showing)
        found = [Barred(name=one.object or one.item, item=one.item, since=at) for one in shown]
    return tuple(one for one in found if one.item != BUILT_IN)


class ChildStatus(msgspec.Struct, kw_only=True):
    """One process: how often it was started and ended by itself, and why the last time."""

    process: int | None = None
    starts: int = 0
    ends: int = 0
    last_cause: str = ""
    last_end: datetime | None = None
    loops: int = 0


def read_children(file: Path) -> dict[str, ChildStatus]:
    """What a supervisor says of its processes, by name."""
    try:
        return from_json(file.read_bytes(), dict[str, ChildStatus])
    except (OSError, msgspec.DecodeError):
        return {}


@dataclass(slots=True)
class _Child:
    command: Callable[[float], Sequence[str]]
    status: ChildStatus = field(default_factory=ChildStatus)
    process: subprocess.Popen[bytes] | None = None
    ends: list[float] = field(default_factory=list)
    due: float = 0.0
    hold_s: float = 0.0
    why: str = ""


class Supervisor:
    """Runs processes until `stop`. `commands` gives each by name, from the seconds that it must hold back.

    `device` tells which one this is, "" where it is none; `now` and `steady` are the clocks; `is_hung` tells
    of a process, by name, whether it lives and does nothing: then it is killed and started again. `beside` is
    called at every glance, with the steady clock.
    """

    def __init__(
        self,
        state: State,
        device: Callable[[], str],
        commands: Mapping[str, Callable[[float], Sequence[str]]],
        *,
        now: Callable[[], datetime],
        steady: Callable[[], float],
        environments: Mapping[str, Mapping[str, str]],
        is_hung: Callable[[str, float], bool],
        beside: Callable[[float], None] = lambda _: None,
    ) -> None:
        self._beside = beside
        self._state, self._device, self._now, self._steady = state, device, now, steady
        self._environments, self._is_hung = environments, is_hung
        self._children = {name: _Child(command) for name, command in commands.items()}
        self._stopped = False
        self._wakes: SimpleQueue[None] = SimpleQueue()
        # Not an Event: setting one in a signal's handler waits for a lock that the same thread may hold.

    def wake(self) -> None:
        """Look at once: a process has ended. May be called by a signal's handler."""
        self._wakes.put(None)

    def stop(self) -> None:
        """End. May be called by a signal's handler."""
        self._stopped = True
        self._wakes.put(None)

    def run(self) -> None:
        """Run until stopped; then end all processes, and wait for them."""
        while not self._stopped:
            for name, child in self._children.items():
                self._look_after(name, child)
            self._beside(self._steady())
            with suppress(Empty):
                self._wakes.get(timeout=_GLANCE_S)
        for child in self._children.values():
            if child.process is not None:
                child.process.terminate()
        for child in self._children.values():
            if child.process is not None:
                _wait_or_kill(child.process)

    def _look_after(self, name: str, child: _Child) -> None:
        steady = self._steady()
        if child.process is None:
            if steady >= child.due:
                self._start(name, child)
            return
        if child.process.poll() is None:
            if not child.why and self._is_hung(name, steady):
                child.why = "it lived and did nothing"
                child.process.kill()
            return
        self._note_end(name, child, child.process, steady)

    def _start(self, name: str, child: _Child) -> None:
        try:
            child.process = subprocess.Popen(  # noqa: S603 - our own commands
                list(child.command(child.hold_s)), env=dict(self._environments[name])
            )
        except OSError as error:
            child.due = self._steady() + _LONGEST_WAIT_S
            _log.error("the %s cannot be started: %s", name, error)
            return
        child.hold_s = 0.0
        child.status.process = child.process.pid
        child.status.starts += 1
        self._tell()

    def _note_end(self, name: str, child: _Child, process: subprocess.Popen[bytes], steady: float) -> None:
        at = self._now()
        child.process = None
        child.ends = [end for end in child.ends if steady - LOOP_S <= end] + [steady]
        child.due = steady + wait_s(child.ends, steady)
        why, child.why = child.why or cause(process.returncode), ""
        child.status.process = None
        if process.returncode == CHANGED:
            self._tell()
            return
        child.status.ends += 1
        child.status.last_cause, child.status.last_end = why, at
        faults = [self._fault(at, "end", f"the {name} is started again: {why}")]
        if name == STAGE_NAME and is_loop(child.ends, steady):
            faults.append(self._break_loop(child, process.pid, at))
        _log.warning("%s", faults[-1].message)
        self._tell()
        self._keep(faults)

    def _break_loop(self, child: _Child, process: int, at: datetime) -> Fault:
        """Set aside what the stage died of, and let it start on the built-in slide."""
        found = suspects(self._state, process, at)
        child.status.loops += 1
        child.hold_s = min(_LONGEST_HOLD_S, _HOLD_S * 2.0 ** (child.status.loops - 1))
        child.ends.clear()
        try:
            quarantine.add(self._state.quarantine, found)
        except OSError as error:
            _log.warning("the quarantine cannot be written: %s", error)
        items = ", ".join(one.item for one in found) or "nothing that is known"
        return self._fault(at, "loop", f"the stage ended {LOOP} times in a minute; set aside: {items}")

    def _fault(self, at: datetime, kind: str, message: str) -> Fault:
        return Fault(device=self._device(), at=at, part="play", kind=kind, message=message)

    def _keep(self, records: Sequence[Record]) -> None:
        if not self._device():
            return
        try:
            spool = Spool(self._state.spool)
            try:
                spool.add(records)
            finally:
                spool.close()
        except (OSError, sqlite3.Error) as error:
            _log.warning("the state cannot be written, all goes on: %s", error)

    def _tell(self) -> None:
        told = {name: child.status for name, child in self._children.items()}
        try:
            put(self._state.status / SUPERVISOR, msgspec.json.encode(told), durable=False)
        except OSError as error:
            _log.warning("the state cannot be written, all goes on: %s", error)


def _wait_or_kill(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(_STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
