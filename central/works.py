"""All of central in one process: the parts, how they hang together, and what goes on beside the requests."""

from __future__ import annotations

from collections.abc import Callable, Collection, Coroutine
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from central.access import Access
from central.acts import Acts
from central.alarming.delivery import Delivery, Memory, Target
from central.api.desk import Desk, Settings
from central.api.enrolling import enrolling_api
from central.api.metrics import measured
from central.app import Application, central_app
from central.chains import REST_S, Chains
from central.enrolling.desk import Enrolling
from central.enrolling.ground import Anchorage
from central.faces import faces
from central.judging.fleet import FleetReader
from central.metrics import Central
from central.outcomes import LOOK_S as OUTCOMES_S
from central.outcomes import Outcomes
from central.paper.exports import Exporter
from central.rhythm import Rhythm, Work
from central.service import SUMS_S, Service
from central.sessions import Sessions
from central.standing import Alarm
from central.store.keys import enrolled
from central.store.sessions import SessionRows
from central.store.store import Store
from central.store.upkeep import PAUSE_S, Upkeep
from central.taking.feed_host import feed_host
from central.taking.feed_watch import LOOK_S, FeedWatch
from central.taking.intake import Intake
from central.taking.keyring import Keyring
from central.taking.push import FEED, PICTURE, Hub
from central.taking.reporting import Reports
from central.telling.speech import Speech
from central.watch import Watch
from central.web.claim_page import claim_pages
from playlists.feed.publishing.orders import OrderDesk

Task = Callable[[], Coroutine[Any, Any, None]]
_KEYS_S = 2.0
"""How often it is looked whether another process enrolled devices."""
_LOOK_S = 5.0
"""How often it is looked who fell silent, and what alarms there are."""
_SETTLES = timedelta(seconds=90)
"""Three reports of most devices."""


class Telling(NamedTuple):
    """Whom alarms are told, in which language; what was told before, and where to keep what was told."""

    targets: tuple[Target, ...]
    language: str
    memory: Memory | None
    told: Callable[[Memory], None]


class Works:
    """One central: `app` answers requests, `tasks` go on as long as it does. `reports` are a part of the app.

    `desk` gives orders; None where this central may not.
    """

    def __init__(
        self,
        store: Store,
        feed: Path,
        anchor: bytes,
        clock: Callable[[], datetime],
        *,
        settings: Settings,
        telling: Telling,
        desk: OrderDesk | None,
    ) -> None:
        self._store, self._keyring, self._rhythm = store, Keyring(), Rhythm(clock)
        self._keyring.fill(store.look(enrolled))
        intake = Intake(self._keyring, store.marks())
        self.hub = Hub(intake, clock)
        self.service = Service(store, FleetReader(feed, anchor), clock, self._hint)
        self._delivery = self._deliver(telling, settings.public_url)
        self._keep_told, self._kept = telling.told, self._delivery.memory
        self._watch = Watch(self.service, self._tell)
        chains = Chains(store)
        acts = Acts(self.service, self._watch, feed, chains=chains, keyring=self._keyring, desk=desk)
        sessions = Sessions(SessionRows(store), clock)
        given = Desk(acts, Access(acts, sessions, clock), self._exporter(), clock, settings)
        told = Anchorage(root=anchor, public_url=settings.public_url)
        self._enrolling = Enrolling(self.service, self._keyring, told, sessions)
        self.reports = Reports(intake, self._enrolling, clock, self.service.put_refused)
        self.app: Application = central_app(
            reports=self.reports,
            push=self.hub,
            feed=feed_host(feed),
            faces=self._faces(given),
            proxies=settings.proxies,
        )
        self.tasks = self._rounds(FeedWatch(feed, self._news), chains, Upkeep(store, clock))

    def every(self, pause_s: float, name: str, work: Work) -> Task:
        """A task that does something else again and again: where it goes on failing that is an alarm."""
        return partial(self._rhythm.every, pause_s, name, work)

    def _rounds(self, feed: FeedWatch, chains: Chains, upkeep: Upkeep) -> tuple[Task, ...]:
        return (
            self.every(0.0, "streams", self.hub.keep_alive),
            self.every(_KEYS_S, "keys", self._keys),
            self.every(_LOOK_S, "alarms", self._looks),
            self.every(SUMS_S, "sums", self.service.read_sums),
            self.every(REST_S, "chains", chains.look),
            self.every(LOOK_S, "feed", feed.look),
            self.every(OUTCOMES_S, "orders", Outcomes(self.service).look),
            self.every(PAUSE_S, "upkeep", upkeep.look),
        )

    def _deliver(self, telling: Telling, url: str) -> Delivery:
        speech = Speech("said", telling.language, self.service.reader.roll.time_zone)
        return Delivery(telling.targets, speech, url=url, memory=telling.memory)

    def _faces(self, given: Desk) -> Application:
        enrolling = self._enrolling
        also = [measured(given, self._counted), enrolling_api(given, enrolling)]
        return faces(given, [*also, *claim_pages(given, enrolling)])

    def _exporter(self) -> Exporter:
        reader = self.service.reader
        return Exporter(lambda: reader.roll.name, lambda: reader.roll.time_zone, self.service.clock)

    def _hint(self, devices: Collection[str]) -> None:
        self.hub.tell(PICTURE, "", devices)

    async def _news(self, version: int) -> None:
        """The feed says something new: agents have been told before it is read, which takes its time."""
        await self.hub.tell_all(FEED, str(version))
        await self.service.follow()

    async def _keys(self) -> None:
        found = await self._store.read(enrolled)
        self._keyring.fill(found)
        self.service.put_all_enrolled({device: key.since for device, key in found.items()})

    async def _looks(self) -> None:
        await self._rhythm.once("devices", self._devices)
        await self._watch.look((*self.service.own(), *self._rhythm.own()))
        await self._rhythm.once("told.json", self._keep)

    async def _devices(self) -> None:
        await self.service.follow()  # what came in the wrong order may be whole by now
        await self.service.look_in_turns()
        await self._enrolling.ground.look()

    def _tell(self, alarms: tuple[Alarm, ...], at: datetime) -> None:
        """Tell people; not so soon after a start that devices have had no time to report."""
        self._delivery.tell(alarms, at, quiet_until=self.service.listening + _SETTLES)

    async def _keep(self) -> None:
        """Keep what was told, for the next start; where it cannot be written it is tried again."""
        if self._delivery.memory != self._kept:
            self._keep_told(self._delivery.memory)
            self._kept = self._delivery.memory

    def _counted(self) -> Central:
        """What central counts of itself."""
        sent, unsent = self._delivery.counts()
        return Central(
            listening=self.service.listening,
            feed=self.service.reader.roll.version,
            reports=dict(self.reports.counts),
            sent=sent,
            unsent=unsent,
            streams=self.hub.listening,
            waiting=self._store.waiting,
            failing=self._rhythm.failing,
        )
