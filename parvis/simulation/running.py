"""A simulation: all senders of a fleet in one event loop, and what they count."""

from __future__ import annotations

import asyncio
import hashlib
import random
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from device_profiles.identity import DeviceKey
from parvis.simulation.device import CARES_AFTER, Simulated
from parvis.simulation.fleet import Fleet
from parvis.simulation.line import Address
from parvis.simulation.listener import Listener
from parvis.simulation.looks import Photographer
from parvis.simulation.outbox import Outbox
from parvis.simulation.sender import Manner, Office, Sender
from parvis.simulation.tally import Count, Tally
from parvis.simulation.weather import Kind, Weather
from playlists.errors import FeedError
from playlists.feed.orders import Care, Order

_CUT_S = 5.0


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What is simulated: so many `devices` of the feed (None: all), their weather, how they report."""

    feed: Path
    anchor: Path
    weather: Weather
    devices: int | None = None
    seed: int = 0
    speed: float = 1.0
    push: bool = False
    manner: Manner = Manner()


def key_of(seed: int, device: str) -> DeviceKey:
    """The key of a simulated device: always the same, and no secret at all."""
    digest = hashlib.sha256(f"parvis simulate {seed} {device}".encode()).digest()
    return DeviceKey(Ed25519PrivateKey.from_private_bytes(digest))


class Simulation:
    """A fleet that reports. Raises `FeedError` where the feed does not hold."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._settings, self._clock = settings, clock
        self._fleet = Fleet(settings.feed, settings.anchor.read_bytes())
        self._start = clock()
        self.tally = Tally()
        self.devices = tuple(self._fleet.members)[: settings.devices]
        where = [self._fleet.members[device].where for device in self.devices]
        self._weather = settings.weather.over(where, settings.seed)
        self.senders: list[Sender] = []

    def keys(self) -> Iterator[tuple[str, str]]:
        """Every device and its public key, for central to know."""
        return ((device, key_of(self._settings.seed, device).public) for device in self.devices)

    async def run(
        self, central: str, tell: Callable[[Count], None], *, lasts_s: float | None, every_s: float = 1.0
    ) -> Count:
        """Let them report to a central, for so long or until cancelled, and tell the sums now and then.

        Raises:
            ValueError: this is no address.
        """
        office = self._office(central)
        self.senders = [self._sender(device, office) for device in self.devices]
        tasks = [asyncio.create_task(sender.run()) for sender in self.senders]
        tasks.append(asyncio.create_task(self._follow()))
        if self._settings.push:
            tasks += [asyncio.create_task(self._listener(sender, office).run()) for sender in self.senders]
        end = None if lasts_s is None else time.monotonic() + lasts_s
        try:
            while end is None or time.monotonic() < end:
                left = every_s if end is None else min(every_s, end - time.monotonic())
                done, _ = await asyncio.wait(tasks, timeout=left, return_when=asyncio.FIRST_EXCEPTION)
                for task in done:
                    task.result()
                tell(self.count())
        finally:
            for task in tasks:
                task.cancel()
            with suppress(TimeoutError):
                async with asyncio.timeout(_CUT_S):
                    await asyncio.gather(*tasks, return_exceptions=True)
        return self.count()

    def count(self) -> Count:
        """The sums now."""
        now = self._clock()
        return self.tally.count(now, len(self.devices), sum(sender.waits(now) for sender in self.senders))

    def _office(self, central: str) -> Office:
        return Office(
            address=Address.of(central),
            manner=self._settings.manner,
            tally=self.tally,
            clock=self._clock,
            dice=random.Random(self._settings.seed),
            shoot=Photographer(self._settings.feed).shoot,
        )

    def _sender(self, device: str, office: Office) -> Sender:
        settings = self._settings
        where = self._fleet.members[device].where
        lot = self._weather.lot(where, self._start, speed=settings.speed, seed=settings.seed)
        simulated = Simulated(self._fleet, device, lot, self._start)
        outages = lot.onsets(Kind.OUTAGE, self._start - timedelta(days=30), self._start)
        since = min((one.since for one in outages), default=self._start)
        spool = hashlib.sha256(f"{settings.seed} {device} {self._start}".encode()).hexdigest()[:32]
        key = key_of(settings.seed, device)
        return Sender(simulated, key, Outbox(simulated, spool, min(since, self._start)), office)

    def _listener(self, sender: Sender, office: Office) -> Listener:
        device = sender.device.device
        return Listener(device, key_of(self._settings.seed, device), office, sender)

    async def _follow(self) -> None:
        """Take over what is published, and heed orders."""
        known = {order.id for order in self._fleet.orders}
        while True:
            await asyncio.sleep(self._settings.manner.look_s)
            with suppress(FeedError, OSError):
                await asyncio.to_thread(self._fleet.refresh)
            for order in self._fleet.orders:
                if order.id not in known:
                    known.add(order.id)
                    self._heed(order)

    def _heed(self, order: Order) -> None:
        """Let those whom an order names report when they have carried it out."""
        loop, named = asyncio.get_running_loop(), frozenset(order.devices)
        for sender in self.senders:
            if sender.device.device in named:
                done = sender.ask_picture if order.care is Care.PICTURE else sender.wake
                loop.call_later(CARES_AFTER.total_seconds(), done)
