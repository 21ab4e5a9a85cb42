"""`parvis play`: agent and stage under one small supervisor. Also `python -m parvis.play ORDER LANGUAGE`."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from types import FrameType

import msgspec

from parvis.boxes import stage_as
from parvis.child import command, end_with_parent, order_of
from parvis.console import FAILED, GOOD, NOT_ENROLLED, Voice, complain
from parvis.notify import notify
from parvis.orders import AgentOrder, DoctorOrder, StageOrder
from parvis.pulse import BEAT_S
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
_AGENT_BEATS_S = 5 * BEAT_S
"""The same of an agent."""


class PlayOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for: the orders of stage and agent; without a feed there is no agent."""

    stage: StageOrder
    agent: AgentOrder | None


class Beats:
    """Hears what a process tells of itself, and hands that on to `heard`.

    It is hung when it has not begun, or has not beaten, for so many seconds.
    """

    def __init__(
        self, name: str, begins_s: float, beats_s: float, heard: Callable[[str], None] = lambda _: None
    ) -> None:
        self._ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._ear.setblocking(False)  # noqa: FBT003 - as socket has it
        self.address = f"@parvis-{name}-{os.getpid()}"
        self._ear.bind("\0" + self.address[1:])
        self._begins_s, self._beats_s, self._hand_on = begins_s, beats_s, heard
        self.begin()

    def begin(self) -> None:
        """The process is being started."""
        self._last_s: float | None = None
        self._patience_s = self._begins_s

    def close(self) -> None:
        """Hear no more."""
        self._ear.close()

    def is_hung(self, steady_s: float) -> bool:
        """Whether the process should have been heard by now."""
        self._last_s = self._last_s or steady_s
        while text := self._heard():
            self._last_s, self._patience_s = steady_s, self._beats_s
            self._hand_on(text)
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
    ears = {
        STAGE_NAME: Beats(STAGE_NAME, _BEGINS_S, _BEATS_S, notify),
        AGENT_NAME: Beats(AGENT_NAME, _AGENT_BEATS_S, _AGENT_BEATS_S),
    }
    bench = Bench(Desk(state), partial(doctor_command, order, voice.language))
    plain = {name: value for name, value in os.environ.items() if name != "NOTIFY_SOCKET"}
    supervisor = Supervisor(
        state,
        lambda: _device(order.stage),
        _commands(order, ears, voice.language),
        now=lambda: datetime.now(UTC),
        steady=time.monotonic,
        environments={name: {**plain, "NOTIFY_SOCKET": ear.address} for name, ear in ears.items()},
        is_hung=lambda name, steady_s: ears[name].is_hung(steady_s),
        beside=bench.look,
    )
    _heed_signals(supervisor)
    supervisor.run()
    bench.stop()
    for ear in ears.values():
        ear.close()
    lock.release()


def _commands(
    order: PlayOrder, ears: Mapping[str, Beats], language: str
) -> dict[str, Callable[[float], Sequence[str]]]:
    """What runs, from the seconds that it must hold back; from its start on it is listened to anew."""

    def stage(hold_s: float) -> Sequence[str]:
        ears[STAGE_NAME].begin()
        held = msgspec.structs.replace(order.stage, hold=max(hold_s, order.stage.hold))
        return command("parvis.stage", held, language)

    if order.agent is None:
        return {STAGE_NAME: stage}
    fetching = command("parvis.agent", order.agent, language)

    def agent(_: float) -> Sequence[str]:
        ears[AGENT_NAME].begin()
        return fetching

    return {STAGE_NAME: stage, AGENT_NAME: agent}


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
