"""How a device does what central orders: the hands of its agent."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime

import msgspec

from parvis.orders import AgentOrder
from player.agent.agent import Agent
from player.agent.care import CareError, Hand, forget_quarantine, restart_stage
from player.agent.reset import begin
from player.state import State
from playlists.durable import put
from playlists.feed.orders import Care

_DOCTOR_S = 300.0
_SYSTEM_S = 20.0
_LINE = 200
_NO_SUCH_COMMAND = 2


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
        Care.CHECK_OBJECTS: lambda: agent.scrub_all(now),
        Care.FETCH_AGAIN: lambda: _fetch_again(state, agent),
        Care.IDENTIFY: lambda: put(state.identify_asked, b"", durable=False),
        Care.REBOOT: reboot,
        Care.OUT: lambda: put(state.out_of_service, msgspec.json.encode({"since": now()})),
        Care.IN: lambda: state.out_of_service.unlink(missing_ok=True),
        Care.DOCTOR: lambda: doctor(order),
        Care.RESYNC: lambda: _resync(state, agent, ends),
        Care.RESET: lambda: _reset(order, now(), ends),
    }


def _restart_agent(ends: Ends) -> None:
    if ends.restart is None:
        raise CareError("nobody would start the agent again")
    ends.restart()


def _fetch_again(state: State, agent: Agent) -> None:
    forget_quarantine(state)
    agent.wake()


def _resync(state: State, agent: Agent, ends: Ends) -> None:
    agent.from_scratch()
    forget_quarantine(state)
    ends.change()


def _reset(order: AgentOrder, at: datetime, ends: Ends) -> None:
    if not order.is_enrolled:
        raise CareError("its flags say who this device is: it cannot be a box")
    begin(State(order.state), at)
    ends.change()


def reboot() -> None:
    """Start the machine anew. Raises `CareError` where that may not be."""
    command = shutil.which("systemctl")
    if command is None:
        raise CareError("this machine has no systemctl")
    _run([command, "reboot"], _SYSTEM_S, "the system refuses to reboot")


def doctor(order: AgentOrder) -> str:
    """Let the device be examined; what came of it in a line. Raises `CareError`."""
    command = [sys.executable, "-m", "parvis", "doctor", "--json", "--state", str(order.state)]
    return _run(command, _DOCTOR_S, "the doctor finds something")


def _run(command: list[str], most_s: float, refused: str) -> str:
    """The last line that a command says. Raises `CareError`."""
    try:
        ended = subprocess.run(command, capture_output=True, text=True, timeout=most_s, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CareError(f"{command[-1]} cannot be run: {error}"[:_LINE]) from error
    if ended.returncode == _NO_SUCH_COMMAND and "doctor" in command:
        raise CareError("this version of the player has no doctor")
    lines = (ended.stdout if ended.returncode == 0 else ended.stderr or ended.stdout).strip().splitlines()
    line = lines[-1][:_LINE] if lines else ""
    if ended.returncode:
        raise CareError(f"{refused}: {line}")
    return line
