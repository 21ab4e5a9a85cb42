"""`parvis play`: agent and stage under one small supervisor. Also `python -m parvis.play ORDER LANGUAGE`."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from types import FrameType

import msgspec

from parvis.boxes import stage_as
from parvis.child import command, end_with_parent, order_of
from parvis.console import FAILED, GOOD, NOT_ENROLLED, Voice, complain
from parvis.notify import notify
from parvis.orders import AgentOrder, DoctorOrder, StageOrder
from parvis.stage import read_anchor
from parvis.words import SaidError, words
from player.acceptance import Desk
from player.bench import Bench
from player.enrolled import Box
from player.lock import HeldError, Lock
from player.state import State
from player.supervisor import AGENT_NAME, STAGE_NAME, Supervisor

_BEGINS_S, _BEATS_S = 60.0, 30.0
"""A stage that has not begun in so long, or has not beaten for so long, is hung."""


class PlayOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for: the orders of stage and agent; without a feed there is no agent."""

    stage: StageOrder
    agent: AgentOrder | None


class Beats:
    """Hears what the stage tells of itself, and passes it on to whoever started this process."""

    def __init__(self) -> None:
        self._ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._ear.setblocking(False)  # noqa: FBT003 - as socket has it
        self.address = f"@parvis-{os.getpid()}"
        self._ear.bind("\0" + self.address[1:])
        self._last_s: float | None = None
        self._patience_s = _BEGINS_S

    def begin(self) -> None:
        """A stage is being started."""
        self._last_s, self._patience_s = None, _BEGINS_S

    def close(self) -> None:
        """Hear no more."""
        self._ear.close()

    def is_hung(self, name: str, steady_s: float) -> bool:
        """Whether the stage should have been heard by now."""
        if name != STAGE_NAME:
            return False
        self._last_s = self._last_s or steady_s
        while text := self._heard():
            self._last_s, self._patience_s = steady_s, _BEATS_S
            notify(text)
        return steady_s - self._last_s > self._patience_s

    def _heard(self) -> str:
        try:
            return self._ear.recv(4096).decode("ascii", "replace")
        except BlockingIOError:
            return ""


def play(order: PlayOrder, voice: Voice) -> int:
    """Play until the process is asked to end."""
    try:
        _play(order, voice)
    except SaidError as error:
        complain(f"parvis: {error.said.to(voice.language)}")
        return NOT_ENROLLED if error.said.code == "device.not-enrolled" else FAILED
    return GOOD


def _play(order: PlayOrder, voice: Voice) -> None:
    state = State(order.stage.state)
    if order.stage.device:
        read_anchor(order.stage.root)
    elif isinstance(stage_as(order.stage), Box) and not _can_become(order.agent):
        raise SaidError(words("device.not-enrolled"))
    try:
        lock = Lock(state.root / "play.lock")
    except HeldError as held:
        raise SaidError(words("device.held", file=str(held.file), process=held.holder)) from held
    beats = Beats()

    def stage(hold_s: float) -> Sequence[str]:
        beats.begin()
        held = msgspec.structs.replace(order.stage, hold=max(hold_s, order.stage.hold))
        return command("parvis.stage", held, voice.language)

    commands: dict[str, Callable[[float], Sequence[str]]] = {STAGE_NAME: stage}
    if order.agent is not None:
        fetching = command("parvis.agent", order.agent, voice.language)
        commands[AGENT_NAME] = lambda _: fetching
    bench = Bench(Desk(state), partial(doctor_command, order, voice.language))
    plain = {name: value for name, value in os.environ.items() if name != "NOTIFY_SOCKET"}
    supervisor = Supervisor(
        state,
        lambda: _device(order.stage),
        commands,
        now=lambda: datetime.now(UTC),
        steady=time.monotonic,
        environments={STAGE_NAME: {**plain, "NOTIFY_SOCKET": beats.address}, AGENT_NAME: plain},
        is_hung=beats.is_hung,
        beside=bench.look,
    )

    _heed_signals(supervisor)
    supervisor.run()
    bench.stop()
    beats.close()
    lock.release()


def _can_become(agent: AgentOrder | None) -> bool:
    """Whether there is somebody to ask who this box is, or a place where a stick may say it."""
    return agent is not None and (agent.central or agent.usb) is not None


def doctor_command(order: PlayOrder, language: str) -> Sequence[str]:
    """What runs when the tests are asked for on the box."""
    stage, agent = order.stage, order.agent
    told = DoctorOrder(
        state=stage.state,
        device=stage.device,
        profile=stage.profile,
        root=stage.root,
        central=agent.central if agent else None,
        feed=agent.feed if agent else None,
        proxy=agent.proxy if agent else None,
        authority=agent.authority if agent else None,
        screens=True,
        full_screen=stage.full_screen,
    )
    return command("parvis.doctor", told, language)


def _device(order: StageOrder) -> str:
    """Which device this is, "" where it is none yet or no more."""
    own = stage_as(order)
    return "" if isinstance(own, Box) else own.device


def _heed_signals(supervisor: Supervisor) -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        supervisor.stop()

    def wake(_number: int, _frame: FrameType | None) -> None:
        supervisor.wake()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGCHLD, wake)


if __name__ == "__main__":
    end_with_parent()
    sys.exit(play(order_of(PlayOrder), Voice(sys.argv[2])))
