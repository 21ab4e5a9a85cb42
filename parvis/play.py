"""`parvis play`: agent and stage under one small supervisor."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import msgspec

from parvis.console import FAILED, GOOD, Voice, complain
from parvis.notify import notify
from parvis.stage import StageOrder, read_anchor
from parvis.words import SaidError, words
from player.lock import HeldError, Lock
from player.state import State
from player.supervisor import STAGE_NAME, Supervisor

_BEGINS_S, _BEATS_S = 60.0, 30.0
"""A stage that has not begun in so long, or has not beaten for so long, is hung."""
_AGENT = "agent"


class PlayOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for: the stage's order, and where the feed is; without a feed there is no agent."""

    stage: StageOrder
    feed: str | None


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
        return FAILED
    return GOOD


def _play(order: PlayOrder, voice: Voice) -> None:
    state = State(Path(order.stage.state))
    read_anchor(Path(order.stage.root))
    try:
        lock = Lock(state.root / "play.lock")
    except HeldError as held:
        raise SaidError(words("device.held", file=str(held.file), process=held.holder)) from held
    beats = Beats()

    def stage(hold_s: float) -> Sequence[str]:
        beats.begin()
        held = msgspec.structs.replace(order.stage, hold=max(hold_s, order.stage.hold))
        return [sys.executable, "-m", "parvis.stage", msgspec.json.encode(held).decode(), voice.language]

    def agent(_: float) -> Sequence[str]:
        flags = {"state": order.stage.state, "device": order.stage.device, "root": order.stage.root}
        told = [text for name, value in flags.items() for text in (f"--{name}", value)]
        return [sys.executable, "-m", "parvis", _AGENT, *told, "--feed", order.feed or ""]

    commands = {STAGE_NAME: stage, _AGENT: agent} if order.feed else {STAGE_NAME: stage}
    plain = {name: value for name, value in os.environ.items() if name != "NOTIFY_SOCKET"}
    supervisor = Supervisor(
        state,
        order.stage.device,
        commands,
        now=lambda: datetime.now(UTC),
        steady=time.monotonic,
        environments={STAGE_NAME: {**plain, "NOTIFY_SOCKET": beats.address}, _AGENT: plain},
        is_hung=beats.is_hung,
    )

    _heed_signals(supervisor)
    supervisor.run()
    beats.close()
    lock.release()


def _heed_signals(supervisor: Supervisor) -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        supervisor.stop()

    def wake(_number: int, _frame: FrameType | None) -> None:
        supervisor.wake()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGCHLD, wake)
