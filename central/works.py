"""All of central in one process: the parts, how they hang together, and what goes on beside the requests."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any

from central.access import Access
from central.acts import City
from central.api.desk import Desk, Exporter, Settings
from central.app import Application, central_app
from central.faces import faces
from central.feed_host import feed_host
from central.feed_watch import FeedWatch
from central.fleet import FleetReader
from central.intake import Intake
from central.keyring import Keyring
from central.push import Hub
from central.reporting import Reports
from central.service import Service
from central.store.keys import enrolled
from central.store.store import Store
from central.watch import Told, Watch
from playlists.feed.publishing.orders import OrderDesk

Task = Callable[[], Coroutine[Any, Any, None]]
_KEYS_S = 2.0
"""How often it is looked whether another process enrolled devices."""
_LOOK_S = 5.0
"""How often it is looked who fell silent, and what alarms there are."""


class Works:
    """One central: `app` answers requests, `tasks` go on as long as it does."""

    def __init__(
        self,
        store: Store,
        feed: Path,
        anchor: bytes,
        clock: Callable[[], datetime],
        *,
        secret: bytes,
        settings: Settings,
        exporter: Exporter,
        told: Told,
        desk: OrderDesk | None,
    ) -> None:
        self._store, self._keyring = store, Keyring()
        self._keyring.fill(store.look(enrolled))
        intake = Intake(self._keyring, store.marks())
        self.hub = Hub(intake, clock)
        self.service = Service(store, FleetReader(feed, anchor), clock)
        self._watch = Watch(self.service, told)
        city = City(self.service, self._watch, self._keyring, feed, desk)
        access = Access(city, secret, clock)
        self.app: Application = central_app(
            reports=Reports(intake, self.service, clock),
            push=self.hub,
            feed=feed_host(feed),
            faces=faces(Desk(city, access, exporter, clock, settings)),
        )
        news = FeedWatch(feed, self._news)
        self.tasks: tuple[Task, ...] = (
            self._keys,
            self._looks,
            self.hub.keep_alive,
            self.service.watch_sums,
            news.run,
        )

    async def _news(self, version: int) -> None:
        """The feed says something new: agents are told first, then it is read."""
        self.hub.tell("feed", str(version))
        self.service.refresh()

    async def _keys(self) -> None:
        while True:
            await asyncio.sleep(_KEYS_S)
            found = await self._store.read(enrolled)
            self._keyring.fill(found)
            self.service.put_all_enrolled({device: key.since for device, key in found.items()})

    async def _looks(self) -> None:
        while True:
            self.service.look_all()
            await self._watch.look()
            await asyncio.sleep(_LOOK_S)
