"""How an agent is joined to central: its key, its line, the threads that report and listen."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import httpx

from parvis.device_key import key_in
from parvis.orders import AgentOrder
from parvis.words import SaidError, words
from player.acceptance import Desk
from player.agent import hearing
from player.agent.agent import Agent
from player.agent.care import CareError, Carer, Hand, forget_quarantine, restart_stage
from player.agent.central import Central
from player.agent.connection import client
from player.agent.hearing import Hearing
from player.agent.limits import Limits, ReportLimits
from player.agent.machine import Machine, versions
from player.agent.report import CentralStatus
from player.agent.reporter import Reporter
from player.agent.seen import Eyes
from player.state import State
from playlists.feed.orders import Care

_PATIENCE_S = 2.0


class Reporting:
    """The threads that report for an agent, and listen for it, and how it heeds orders.

    `is_kept` tells whether somebody starts the agent again when it ends.
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
        is_kept: bool,
    ) -> None:
        self._now = now
        state, limits = State(order.state), ReportLimits()

        def heard(status: CentralStatus) -> None:
            agent.file.tell_central(status)
            told(status)

        self._central, self._agent = central, agent
        self.reporter = Reporter(
            state,
            order.device,
            central,
            limits,
            eyes=Eyes(state, Machine(order.state)),
            versions=versions(),
            orders=lambda: self._carer.outcomes,
            told=heard,
        )
        self._carer = Carer(state, anchor, order.device, self._hands(state, is_kept=is_kept))
        heeds = {
            hearing.FEED: agent.wake,
            hearing.ORDERS: agent.wake,
            hearing.PICTURE: self.reporter.ask_picture,
        }
        self._acceptance = central.courier(Desk(state))
        self._hearing = Hearing(order.device, central, limits, heeds)
        self._threads: list[threading.Thread] = []

    def central_now(self) -> datetime:
        """The time by central’s clock, as far as it is known."""
        return self._now() - (self.reporter.offset or timedelta())

    def start(self) -> None:
        """Report, listen and heed orders until `end`."""
        self._carer.begin(self.central_now())
        self._agent.after = self._heed
        for name, work in (
            ("reporter", lambda: self.reporter.run(self._now)),
            ("hearing", lambda: self._hearing.run(self.central_now)),
        ):
            self._threads.append(threading.Thread(target=work, name=name, daemon=True))
            self._threads[-1].start()

    def _heed(self) -> None:
        if self._carer.heed(self.central_now()):
            self.reporter.wake()
        if self._acceptance.is_due(self.central_now()):
            self._acceptance.deliver(self.central_now())

    def _hands(self, state: State, *, is_kept: bool) -> dict[Care, Hand]:
        def restart_agent() -> None:
            if not is_kept:
                raise CareError("nobody would start the agent again")
            self._agent.end()

        def fetch_again() -> None:
            forget_quarantine(state)
            self._agent.wake()

        return {
            Care.RESTART_STAGE: lambda: restart_stage(state),
            Care.RESTART_AGENT: restart_agent,
            Care.PICTURE: self.reporter.ask_picture,
            Care.CHECK_OBJECTS: lambda: self._agent.scrub_all(self._now),
            Care.FETCH_AGAIN: fetch_again,
        }

    def end(self) -> None:
        """End both, as far as they do not wait for a server."""
        self._hearing.end()
        self.reporter.end()
        for thread in self._threads[:1]:
            thread.join(_PATIENCE_S)
        self._central.close()


def central_of(order: AgentOrder, limits: Limits) -> Central | None:
    """The line to central, if there is to be one. Raises `SaidError`."""
    if order.central is None:
        return None
    require_web(order.central, order.proxy)
    key = key_in(order.state)
    made = _client(order, limits, connections=2)
    return Central(order.central, order.device, key, made, (limits, ReportLimits()))


def require_web(*urls: str | None) -> None:
    """Raises `SaidError` where one of them is no address of a web server."""
    for url in filter(None, urls):
        try:
            good = httpx.URL(url).scheme in {"http", "https"} and bool(httpx.URL(url).host)
        except httpx.InvalidURL:
            good = False
        if not good:
            raise SaidError(words("agent.bad-url", url=url))


def _client(order: AgentOrder, limits: Limits, *, connections: int) -> httpx.Client:
    """A client by the proxy and the certificates of an order. Raises `SaidError`."""
    try:
        return client(limits, connections=connections, proxy=order.proxy, authority=order.authority)
    except (OSError, ssl.SSLError) as error:
        raise SaidError(words("agent.bad-ca", file=str(order.authority), reason=str(error))) from error
