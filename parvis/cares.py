"""How a device does what central orders: the hands of its agent."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime

import msgspec

from device_profiles.acceptance import Check, Verdict
from device_profiles.decoding import from_json
from parvis.console import GOOD, NOT_ENROLLED
from parvis.orders import AgentOrder
from player.agent import errand
from player.agent.agent import Agent
from player.agent.care import CareError, Hand, forget_quarantine, restart_stage
from player.agent.reset import begin
from player.state import State
from playlists.durable import put
from playlists.feed.orders import Care

_DOCTOR_S = 300.0
_SYSTEM_S = 20.0
_GLANCE_S = 0.1
_LINE = 200
_ENDED = "the agent ended meanwhile"


class Ends(msgspec.Struct, frozen=True, kw_only=True):
    """How the agent ends: with its process, where somebody starts it again, or to look again who it is."""

    restart: Callable[[], object] | None
    change: Callable[[], object]


def hands(
    order: AgentOrder,
    agent: Agent,
    *,
    now: Callable[[], datetime],
    ask_picture: Callable[[], object],
    ends: Ends,
) -> dict[Care, Hand]:
    """What is done for each care."""
    state = State(order.state)
    return {
        Care.RESTART_STAGE: lambda: restart_stage(state),
        Care.RESTART_AGENT: lambda: _restart_agent(ends),
        Care.PICTURE: ask_picture,
        Care.CHECK_OBJECTS: lambda: _check_objects(agent),
        Care.FETCH_AGAIN: lambda: _fetch_again(state, agent),
        Care.IDENTIFY: lambda: put(state.identify_asked, b"", durable=False),
        Care.REBOOT: lambda: reboot(state),
        Care.OUT: lambda: put(state.out_of_service, msgspec.json.encode({"since": now()})),
        Care.IN: lambda: state.out_of_service.unlink(missing_ok=True),
        Care.DOCTOR: lambda: doctor(order, lambda: agent.is_over),
        Care.RESYNC: lambda: _resync(state, agent, ends),
        Care.RESET: lambda: _reset(order, now(), ends),
    }


def _restart_agent(ends: Ends) -> None:
    if ends.restart is None:
        raise CareError("nobody would start the agent again")
    ends.restart()


def _check_objects(agent: Agent) -> None:
    agent.check_objects()
    if agent.is_over:
        raise CareError(_ENDED)
    agent.wake()


def _fetch_again(state: State, agent: Agent) -> None:
    forget_quarantine(state)
    agent.wake()


def _resync(state: State, agent: Agent, ends: Ends) -> None:
    """Whatever could be let go of, the next agent looks at what is there: this one may be fetching to it."""
    try:
        agent.from_scratch()
        forget_quarantine(state)
    finally:
        ends.change()


def _reset(order: AgentOrder, at: datetime, ends: Ends) -> None:
    if not order.is_enrolled:
        raise CareError("its flags say who this device is: it cannot be a box")
    begin(State(order.state), at)
    ends.change()


def reboot(state: State, patience_s: float = _SYSTEM_S) -> None:
    """Have the machine started anew by whoever may (`parvis-asked.path`), and takes the question away.

    Raises `CareError` where nobody does.
    """
    put(state.reboot_asked, b"", durable=False)
    ends = time.monotonic() + patience_s
    while state.reboot_asked.exists():
        if time.monotonic() > ends:
            state.reboot_asked.unlink(missing_ok=True)
            raise CareError("nobody on this machine reboots it")
        time.sleep(_GLANCE_S)


def doctor(order: AgentOrder, is_over: Callable[[], bool]) -> str:
    """Let the device be examined; how much passed. Raises `CareError`, which says what failed.

    `is_over` is asked all the while: an agent that ends waits for no doctor.
    """
    command = [sys.executable, "-m", "parvis", "doctor", "--json", "--state", str(order.state)]
    try:
        ended = errand.run(command, _DOCTOR_S, is_over)
    except subprocess.TimeoutExpired as error:
        why = _ENDED if is_over() else f"the doctor was not done after {_DOCTOR_S:.0f} s"
        raise CareError(why) from error
    checks = tuple(check for line in ended.stdout.splitlines() if (check := _check(line)))
    if not checks:
        raise CareError(f"the doctor says: {_last(ended.stderr)}"[:_LINE])
    counts = Counter(check.verdict for check in checks)
    failed = [check.name for check in checks if check.verdict is Verdict.FAILED]
    if failed:
        raise CareError(f"{len(failed)} of {len(checks)} failed: {', '.join(failed)}"[:_LINE])
    if ended.returncode not in {GOOD, NOT_ENROLLED}:
        raise CareError(f"the doctor ended before it was done: {_last(ended.stderr)}"[:_LINE])
    return f"{counts[Verdict.PASSED]} of {len(checks)} passed, {counts[Verdict.SKIPPED]} skipped"


def _last(said: bytes) -> str:
    """The last line of what a process complained of."""
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "nothing"


def _check(line: bytes) -> Check | None:
    """What was looked at; None where a line tells of something else."""
    try:
        return from_json(line, Check)
    except msgspec.DecodeError:
        return None
