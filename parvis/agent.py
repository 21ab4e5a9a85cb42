"""`parvis agent`: the process that keeps a device in step with its feed.

So the supervisor starts it: `python -m parvis.agent ORDER LANGUAGE`.
"""

from __future__ import annotations

import os
import signal
import ssl
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from parvis.anchor import checked_anchor
from parvis.boxes import agent_as
from parvis.cares import Ends
from parvis.child import end_with_parent, order_of
from parvis.console import FAILED, GOOD, NOT_ENROLLED, Voice, complain, interruptible, say, say_json
from parvis.lines import require_web
from parvis.orders import AgentOrder
from parvis.pairing import Paired, reset
from parvis.pulse import Pulse
from parvis.reporting import Reporting, central_of
from parvis.settled import settle_types
from parvis.words import SaidError, refusal, words
from player.agent import outcome as outcomes
from player.agent.agent import Agent
from player.agent.limits import Limits
from player.agent.report import AgentStatus, CentralStatus
from player.agent.stick import watching
from player.agent.web import WebSource
from player.enrolled import Box
from player.lock import HeldError, Lock
from player.state import State
from playlists.daypart import Daypart
from playlists.errors import DaypartError
from playlists.workspace.heard import refused

_NOT_ENROLLED = "device.not-enrolled"
_ENDS = (signal.SIGTERM, signal.SIGINT)


class Life:
    """What this process does, one thing after the other, until it is told to end."""

    def __init__(self) -> None:
        self.is_over = False
        self._end: Callable[[], object] = lambda: None

    def of(self, end: Callable[[], object]) -> None:
        """From now on `end` is how what is done is ended."""
        self._end = end
        if self.is_over:
            end()

    def heed_signals(self) -> None:
        """From now on end when the system says so. None is blocked: what is started here inherits that."""
        heard, tell = os.pipe()
        os.set_blocking(tell, False)
        signal.set_wakeup_fd(tell)
        for number in _ENDS:
            signal.signal(number, _pass)
        threading.Thread(target=self._await_signal, args=(heard,), daemon=True).start()

    def _await_signal(self, heard: int) -> None:
        os.read(heard, 1)
        self.end()

    def end(self) -> None:
        """End what is done now, and the process."""
        self.is_over = True
        self._end()

    def change(self) -> None:
        """End what is done now, and look again who this is."""
        self._end()


def _pass(_number: int, _frame: FrameType | None) -> None:
    """The signal is told by its number in a pipe; whatever thread works goes on."""


def run_agent(order: AgentOrder, voice: Voice, *, is_kept: bool) -> int:
    """Run until told to end; with `once` ask once, and 1 where not all is well after it.

    A box that is no device becomes one first, or is told that it is none (3). `is_kept` tells whether
    somebody starts the agent again when it ends.
    """
    life, pulse = Life(), Pulse()
    settle_types()
    if order.once:
        interruptible()
    else:
        life.heed_signals()
        pulse.start()
    try:
        if order.device:
            _anchor(order)
        lock = _lock(order.state)
        try:
            return _live(order, voice, life, pulse, is_kept=is_kept)
        finally:
            lock.release()
    except SaidError as error:
        complain(error.said.to(voice.language))
        return NOT_ENROLLED if error.said.code == _NOT_ENROLLED else FAILED
    except OSError as error:
        said = words("agent.no-state", folder=str(order.state), reason=refusal(error))
        complain(said.to(voice.language))
        return FAILED


def _live(order: AgentOrder, voice: Voice, life: Life, pulse: Pulse, *, is_kept: bool) -> int:
    """Be who this machine is, and whoever it becomes."""
    while True:
        match agent_as(order):
            case Box(is_resetting=True):
                reset(order, now)
            case Box() as box:
                if order.once:
                    raise SaidError(words(_NOT_ENROLLED))
                paired = Paired(order, box)
                life.of(paired.end)
                if enrolment := paired.run(now):
                    say(voice.words("agent.enrolled", device=enrolment.grant.device))
            case AgentOrder() as own:
                code = _fetch(own, voice, life, pulse, is_kept=is_kept)
                pulse.forget()
                if order.once:
                    return code
        if life.is_over:
            return GOOD


def _fetch(order: AgentOrder, voice: Voice, life: Life, pulse: Pulse, *, is_kept: bool) -> int:
    """Keep a device in step with its feed."""
    anchor, limits = _anchor(order), _limits(order)
    web, central = _web(order, limits), central_of(order, limits)
    agent = Agent(State(order.state), anchor, order.device, limits, web=web, stick=order.usb)
    ends = Ends(restart=life.end if is_kept else None, change=life.change)
    agent.came_round, reporting = pulse.watch("agent"), None
    if central:
        told = _central_teller(order, voice, pulse.watch("reporter"))
        reporting = Reporting(order, anchor, central, agent, told, now=now, ends=ends)
    life.of(agent.end)
    try:
        if order.once:
            return _once(agent, reporting, _teller(order, voice))
        if reporting:
            reporting.start()
        with watching(order.usb, agent.wake):
            agent.run(now, _teller(order, voice))
    finally:
        if reporting:
            reporting.end()
        if web:
            web.close()
    return GOOD


def _once(agent: Agent, reporting: Reporting | None, heard: Callable[[AgentStatus], None]) -> int:
    """One cycle, and one report of it."""
    outcome = agent.cycle(now(), heard)
    if reporting:
        reporting.reporter.report(now)
    return GOOD if isinstance(outcome, outcomes.GOOD) else FAILED


def _limits(order: AgentOrder) -> Limits:
    if order.large_when is not None:
        try:
            Daypart.parse(order.large_when, "UTC", "")
        except DaypartError as error:
            raise SaidError(words("agent.bad-hours", hours=order.large_when, reason=str(error))) from error
    return Limits(
        poll_s=order.poll,
        rate=order.rate * 1000 if order.rate else None,
        large_when=order.large_when,
        large_bytes=None if order.large_mb is None else order.large_mb * 1_000_000,
    )


def now() -> datetime:
    """The instant at which the command runs."""
    return datetime.now(UTC)


def _anchor(order: AgentOrder) -> bytes:
    if order.root is None:
        raise SaidError(words("agent.root-unsaid"))
    return checked_anchor(order.root)


def _web(order: AgentOrder, limits: Limits) -> WebSource | None:
    if order.feed is None:
        if order.usb is None and order.central is None:
            raise SaidError(words("agent.no-feed"))
        return None
    require_web(order.feed, order.proxy)
    try:
        return WebSource(order.feed, limits, proxy=order.proxy, authority=order.authority)
    except (OSError, ssl.SSLError) as error:
        raise SaidError(words("agent.bad-ca", file=str(order.authority), reason=str(error))) from error


def _lock(folder: Path) -> Lock:
    try:
        return Lock(State(folder).lock)
    except HeldError as error:
        raise SaidError(words("agent.held", folder=str(folder), process=error.holder or "?")) from error
    except OSError as error:
        raise SaidError(words("agent.no-state", folder=str(folder), reason=refusal(error))) from error


def _teller(order: AgentOrder, voice: Voice) -> Callable[[AgentStatus], None]:
    """Tells each cycle as JSON, or what is new about it in a line."""
    last = [""]

    def heard(status: AgentStatus) -> None:
        if order.as_json:
            say_json(status)
            return
        line = voice.words(
            f"agent.{status.kind}", what=refused(status.outcome), generation=status.generation or 0
        )
        if line != last[0]:
            last[0] = line
            say(line)

    return heard


def _central_teller(
    order: AgentOrder, voice: Voice, came_round: Callable[[], None]
) -> Callable[[CentralStatus], None]:
    """Tells in a line when reports begin to be taken, or cease to; with JSON each cycle's status says it.

    `came_round` is called after each report.
    """
    last = [""]

    def told(status: CentralStatus) -> None:
        came_round()
        line = (
            voice.words("agent.untaken", what=status.trouble)
            if status.trouble
            else voice.words("agent.taken")
        )
        if line != last[0] and not order.as_json:
            last[0] = line
            say(line)

    return told


if __name__ == "__main__":
    end_with_parent()
    sys.exit(run_agent(order_of(AgentOrder), Voice(sys.argv[2]), is_kept=True))
