"""Central over a feed with one device, at an instant that a test sets."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from beats import beat
from central_process import feed
from feed_world import World, notice, program
from store_world import report

from central.beside import Beside
from central.judging.fleet import FleetReader
from central.service import Service
from central.store.store import Store
from device_profiles.heartbeat import Heartbeat

DEVICE = "kiosk-001"
PAGE = timedelta(seconds=8)
PROGRAM = program(DEVICE, (notice("a", "Bonjour"), notice("b", "Bonsoir")))


class Desk:
    """Central over a feed with one device, at an instant that a test sets."""

    def __init__(self, store: Store, world: World) -> None:
        self.now = world.now
        self.service = Service(
            store, FleetReader(world.feed, world.anchor), lambda: self.now, lambda _devices: None
        )
        self.service.put_enrolled(DEVICE, self.now)
        self.beside = Beside(self.service, world.feed)
        self._sequence = 0

    def hear(self, heartbeat: Heartbeat) -> None:
        """Take a report now."""
        self._sequence += 1
        asyncio.run(self.service.report(report(self._sequence, heartbeat=heartbeat), self.now))

    def tell(self) -> Heartbeat:
        """What the device says that shows what is due now."""
        part = self.service.duty(DEVICE)
        assert part is not None
        return beat(PROGRAM, self.now, edition=part.parts[-1].sha256)


@contextmanager
def one_device(folder: Path) -> Iterator[Desk]:
    """It, over a feed in a folder, until a test ends."""
    world = feed(folder)
    assert world.publish(PROGRAM)
    store = Store.open(f"sqlite:///{folder}/central.db")
    yield Desk(store, world)
    store.close()
