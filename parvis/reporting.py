"""How an agent is joined to central: its key, its line, the threads that report and listen."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from device_profiles.enrolment import written
from parvis.cares import Ends, hands
from parvis.device_key import key_in
from parvis.lines import client_of, require_web
from parvis.orders import AgentOrder
from parvis.standing import Standing
from player.acceptance import Desk
from player.agent import hearing
from player.agent.agent import Agent
from player.agent.care import Carer
from player.agent.central import Central
from player.agent.hearing import Hearing
from player.agent.limits import Limits, ReportLimits
from player.agent.machine import Machine, versions
from player.agent.report import CentralStatus
from player.agent.reporter import Reporter
from player.agent.seen import Eyes
from player.state import State

_PATIENCE_S = 2.0


class Reporting:
    """The threads that report for an agent, and listen for it, and how it heeds orders.

    `ends` are the ways in which it may end the agent.
    """

    def __init__(
        self,
        order: AgentOrder,
        anchor: bytes,
        central: Central,
        agent: Agent,
        told: Callable[[CentralStatus], None],
        *,
        now: Callable[[], datetime],
        ends: Ends,
    ) -> None:
        self._now = now
        state, limits = State(order.state), ReportLimits()
        standing = Standing(order, ends.change) if order.is_enrolled else None

        self._central, self._agent, self._standing, self._told = central, agent, standing, told
        self.reporter = Reporter(
            state,
            order.device,
            central,
            limits,
            eyes=Eyes(state, Machine(order.state)),
            versions=versions(),
            orders=lambda: self._carer.outcomes,
            told=self._tell,
            heard=standing.heard if standing else lambda _: None,
        )
        picture = self.reporter.ask_picture
        own = hands(order, agent, now=now, ask_picture=picture, ends=ends)
        since = standing.since if standing else None
        self._carer = Carer(state, anchor, order.device, own, since=since, told=self._wake)
        heeds = {hearing.FEED: agent.wake, hearing.ORDERS: agent.wake, hearing.PICTURE: picture}
        self._acceptance = central.courier(Desk(state))
        self._hearing = Hearing(order.device, central, limits, heeds)
        self._has_trouble = True
        self._threads: list[threading.Thread] = []

    def central_now(self) -> datetime:
        """The time by central’s clock, as far as it is known."""
        return self._now() - (self.reporter.offset or timedelta())

    def _tell(self, status: CentralStatus) -> None:
        claim = self._standing.claim if self._standing else None
        if claim is not None:
            status = msgspec.structs.replace(status, code=written(claim.code), until=claim.until)
        self._agent.file.tell_central(status)
        self._told(status)
        if self._has_trouble and not status.trouble:
            self._hearing.hope()
        self._has_trouble = bool(status.trouble)

    def start(self) -> None:
        """Report, listen and heed orders until `end`."""
        self._carer.begin()
        self._agent.after = self._heed
        for name, work in (
            ("reporter", lambda: self.reporter.run(self._now)),
            ("hearing", lambda: self._hearing.run(self.central_now)),
        ):
            self._threads.append(threading.Thread(target=work, name=name, daemon=True))
            self._threads[-1].start()

    def _wake(self) -> None:
        """What took long is over: tell of it, and look what waits for that."""
        self.reporter.wake()
        self._agent.wake()

    def _heed(self) -> None:
        if self._carer.heed(self.central_now()):
            self.reporter.wake()
        if self._acceptance.is_due(self.central_now()):
            self._acceptance.deliver(self.central_now())

    def end(self) -> None:
        """End them, as far as they do not wait for a server."""
        self._hearing.end()
        self.reporter.end()
        for thread in self._threads[:1]:
            thread.join(_PATIENCE_S)
        self._carer.end(_PATIENCE_S)
        self._central.close()


def central_of(order: AgentOrder, limits: Limits) -> Central | None:
    """The line to central, if there is to be one. Raises `SaidError`."""
    if order.central is None:
        return None
    require_web(order.central, order.proxy)
    key = key_in(order.state)
    made = client_of(order, limits, connections=2)
    return Central(order.central, order.device, key, made, (limits, ReportLimits()))
