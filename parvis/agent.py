"""`parvis agent`: the process that keeps a device in step with its feed.

So the supervisor starts it: `python -m parvis.agent ORDER LANGUAGE`.
"""

from __future__ import annotations

import signal
import ssl
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from parvis.child import end_with_parent, order_of
from parvis.console import FAILED, GOOD, Voice, complain, interruptible, say, say_json
from parvis.orders import AgentOrder
from parvis.reporting import Reporting, central_of, require_web
from parvis.words import SaidError, refusal, words
from player.agent import outcome as outcomes
from player.agent.agent import Agent
from player.agent.limits import Limits
from player.agent.report import AgentStatus, CentralStatus
from player.agent.stick import watching
from player.agent.web import WebSource
from player.lock import HeldError, Lock
from player.state import State
from playlists.daypart import Daypart
from playlists.errors import DaypartError, FeedError
from playlists.feed.trust import read_root
from playlists.workspace.heard import refused

_ENDS = {signal.SIGTERM, signal.SIGINT}


def run_agent(order: AgentOrder, voice: Voice, *, is_kept: bool) -> int:
    """Run until told to end; with `once` ask once, and 1 where not all is well after it.

    `is_kept` tells whether somebody starts it again when it ends.
    """
    try:
        anchor = _anchor(order.root)
        limits = _limits(order)
        web, central = _web(order, limits), central_of(order, limits)
        lock = _lock(order.state)
    except SaidError as error:
        complain(error.said.to(voice.language))
        return FAILED
    agent = Agent(State(order.state), anchor, order.device, limits, web=web, stick=order.usb)
    told = _central_teller(order, voice)
    reporting = Reporting(order, anchor, central, agent, told, now=now, is_kept=is_kept) if central else None
    try:
        if order.once:
            interruptible()
            return _once(agent, reporting, _teller(order, voice))
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
        threading.Thread(target=_await_end, args=(agent,), daemon=True).start()
        if reporting:
            reporting.start()
        with watching(order.usb, agent.wake):
            agent.run(now, _teller(order, voice))
    finally:
        if reporting:
            reporting.end()
        if web:
            web.close()
        lock.release()
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


def _await_end(agent: Agent) -> None:
    signal.sigwait(_ENDS)
    agent.end()


def _anchor(file: Path) -> bytes:
    try:
        data = file.read_bytes()
        read_root(data)
    except OSError as error:
        raise SaidError(words("agent.no-root", file=str(file), reason=refusal(error))) from error
    except FeedError as error:
        raise SaidError(words("agent.bad-root", file=str(file), reason=refused(str(error)))) from error
    return data


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


def _central_teller(order: AgentOrder, voice: Voice) -> Callable[[CentralStatus], None]:
    """Tells in a line when reports begin to be taken, or cease to; with JSON each cycle's status says it."""
    last = [""]

    def told(status: CentralStatus) -> None:
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
