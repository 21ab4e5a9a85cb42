"""One cycle: the newest metadata, then documents, then objects, then a new generation."""

from __future__ import annotations

import errno
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec

from player.agent import generations
from player.agent.courier import Courier
from player.agent.documents import Documents
from player.agent.download import Downloader
from player.agent.errors import FetchError, RefusedError, StaleError, StoppedError
from player.agent.gather import Gathered, gather
from player.agent.limits import Limits
from player.agent.live_pictures import pictures_wanted
from player.agent.outcome import (
    Accepted,
    DiskFault,
    DiskFull,
    Outcome,
    Rejected,
    Stale,
    Stopped,
    Unchanged,
    Unreached,
)
from player.agent.pace import Pace, pace
from player.agent.rate import Rate
from player.agent.refresh import DurableUpdater, bundle, refresh, reseed, stamp
from player.agent.source import Source
from player.agent.store import Store, Wanted, wanted_by
from player.state import LATEST, PLAYING, State
from playlists.errors import FeedError
from playlists.feed.generation import Part, parts
from playlists.feed.tree import ALERTS, LIVE, ORDERS, SNAPSHOT
from playlists.feed.trust import Trusted

_BLOCK = 4096
_FULL = {errno.ENOSPC, errno.EDQUOT}


class Latest(msgspec.Struct, frozen=True, kw_only=True):
    """The generation in place: its number, what it says, the objects it needs.

    `version` is the newest one of the feed that says the same (TUF’s snapshot). `sources` of city data are
    shown: their pictures are fetched too.
    """

    number: int
    version: int
    profile: str
    trusted: Trusted
    wanted: dict[str, Wanted]
    pace: Pace
    sources: frozenset[str] = frozenset()


class Syncer:
    """Keeps one device's state in step with its feed. `anchor` is the root that was installed with it."""

    def __init__(
        self, state: State, anchor: bytes, device: str, limits: Limits, stop: threading.Event
    ) -> None:
        self._state, self._anchor, self._device, self._limits = state, anchor, device, limits
        self._stop = stop
        self._rate = Rate(limits.rate, stop)
        self.hint = threading.Event()
        """Set where what changes quickly is to be looked for now, while objects are fetched too …"""
        self.heed: Callable[[], object] = lambda: None
        """… and then this is done."""
        self._stamp: bytes | None = None
        self._seeded = False
        self.reached = False
        """Whether the last cycle had all metadata."""
        self._began = datetime.fromtimestamp(0, UTC), time.monotonic()
        self.store = Store(state)
        self.couriers = tuple(Courier(state, anchor, role) for role in (ALERTS, ORDERS, LIVE))
        """Of what changes quickly: what concerns the public comes first."""
        self.latest = self.load(LATEST)
        self.expires = self._known_expiry()
        """By role, until when the newest metadata may be accepted."""

    def load(self, name: str) -> Latest | None:
        """The generation behind a link, if there is one and it holds."""
        number = generations.number_of(self._state, name)
        if number is None:
            return None
        generation = self._state.generation(str(number))
        try:
            trusted = generation.trusted(self._anchor, self._device)
            found = parts(trusted, self._device, generation.document)
            return self._made(number, trusted, found)
        except FeedError:
            return None

    def _made(self, number: int, trusted: Trusted, found: tuple[Part, ...]) -> Latest:
        return Latest(
            number=number,
            version=trusted.versions[SNAPSHOT],
            profile=found[-1].program.profile,
            trusted=trusted,
            wanted=wanted_by(found),
            pace=self._pace(found),
            sources=frozenset(source for part in found for source in part.program.sources),
        )

    def _pace(self, found: tuple[Part, ...]) -> Pace:
        """How the newest edition lets the line be used."""
        return pace(found[-1].program, self._limits)

    def _known_expiry(self) -> dict[str, datetime]:
        try:
            return bundle(self._state, self._anchor, self._device).trusted.expires
        except FeedError:
            return self.latest.trusted.expires if self.latest else {}

    @property
    def rate(self) -> int | None:
        """What the line gave for the last objects, in bytes a second."""
        return self._rate.measured

    def glance(self, source: Source, at: datetime) -> bool:
        """Ask a feed for what changes quickly, and nothing else; whether it was to be had."""
        if not self._seeded:
            return False
        try:
            self._refresh(source, at, None)
        except (FetchError, StaleError, FeedError, OSError):
            return False
        return True

    def _meanwhile(self, source: Source) -> None:
        """While objects come. Where an order ends the agent, nothing is made of them: they may be gone."""
        if not self._stop.is_set():
            self.glance(source, self._now())
            self.heed()
        if self._stop.is_set():
            raise StoppedError

    def _now(self) -> datetime:
        """The instant of the cycle, that goes on while it lasts."""
        at, since = self._began
        return at + timedelta(seconds=time.monotonic() - since)

    def _refresh(self, source: Source, at: datetime, device: str | None) -> None:
        def first(updater: DurableUpdater) -> None:
            for courier in self.couriers:
                courier.bring(updater)

        refresh(self._state, source, self._anchor, device, at=at, limits=self._limits, first=first)

    def cycle(self, source: Source, at: datetime) -> Outcome:
        """Ask a feed, and do what it says. `at` decides what is stale.

        What changes quickly comes first, and is asked for again while objects are being fetched.
        """
        self._began = at, time.monotonic()
        try:
            return self._cycle(source, at)
        except StoppedError:
            return Stopped()
        except OSError as error:
            if error.errno in _FULL:
                return self._full()
            return DiskFault(why=f"the disk refuses: {error}")

    def _cycle(self, source: Source, at: datetime) -> Outcome:
        if not self._seeded:
            reseed(self._state)
            self._seeded = True
        outcome: Outcome
        self.reached = False
        try:
            self._refresh(source, at, self._device)
            self.reached = True
            return self._follow(source)
        except FetchError as error:
            retry_after = error.retry_after if isinstance(error, RefusedError) else None
            return Unreached(why=str(error), retry_after=retry_after)
        except StaleError as error:
            outcome = Stale(why=f"the time of the feed’s metadata is over: {error}")
        except FeedError as error:
            outcome = Rejected(why=str(error))
        if self.latest:
            self._bring(source, self.latest.wanted, self.latest.pace)
        return outcome

    def _follow(self, source: Source) -> Outcome:
        """Do what `trusted/` says. Raises `FetchError`, `FeedError`, `StoppedError`, `OSError`."""
        seen = stamp(self._state)
        if self.latest and seen == self._stamp:
            return self._keep_whole(source, self.latest)
        found = bundle(self._state, self._anchor, self._device)
        self.expires = found.trusted.expires
        if self.latest and _says_the_same(found.trusted, self.latest.trusted):
            self._stamp = seen
            self.latest = msgspec.structs.replace(self.latest, version=found.trusted.versions[SNAPSHOT])
            return self._keep_whole(source, self.latest)
        documents = Documents(self._state, source, self._limits)
        documents.fetch(found.trusted)
        editions = parts(found.trusted, self._device, documents.files.get)
        wanted, own_pace = wanted_by(editions), self._pace(editions)
        large = next((one for one in wanted.values() if one.size > self._limits.object_bytes), None)
        if large:
            raise FeedError(f"object {large.name[:12]}… is said to have {large.size} bytes: too many")
        self.store.tidy({*wanted, *documents.files})
        gathered = self._bring(source, wanted, own_pace)
        if not isinstance(gathered, Gathered):
            return gathered
        if gathered.unfinished:
            return gathered.unfinished
        number = generations.write(self._state, found.files, documents.files)
        self.latest = self._made(number, found.trusted, editions)
        self._stamp = seen
        self.store.tidy(())
        generations.drop_old(self._state, self._limits.generations)
        self._bring_pictures(source, self.latest)
        return Accepted(generation=number, fetched=gathered.fetched)

    def _keep_whole(self, source: Source, latest: Latest) -> Outcome:
        gathered = self._bring(source, latest.wanted, latest.pace)
        if not isinstance(gathered, Gathered):
            return gathered
        if gathered.unfinished:
            return gathered.unfinished
        self._bring_pictures(source, latest)
        return Unchanged(generation=latest.number, repaired=gathered.fetched)

    def _bring_pictures(self, source: Source, latest: Latest) -> None:
        """Fetch the pictures of city data that are shown here; one that does not come is not shown."""
        pictures = pictures_wanted(self._state, self._anchor, latest.sources) if latest.sources else {}
        if pictures:
            self._bring(source, pictures, latest.pace)

    def _bring(self, source: Source, wanted: dict[str, Wanted], own: Pace) -> Gathered | DiskFull:
        """Fetch what is missing of some objects and may come now, if there is room.

        Raises as the downloader does.
        """
        missing, opens = own.coming(whole := self.store.missing(wanted), self._now())
        later = len(whole) - len(missing)
        if not missing:
            return Gathered(fetched=0, missing=0, later=later, opens=opens)
        self._rate.allow(own.rate)
        needed = sum(one.size - self.store.waiting(one) + _BLOCK for one in missing)
        needed += self._limits.spare_bytes
        if self.store.free() < needed:
            self._evict(wanted, needed)
        free = self.store.free()
        if free < needed:
            return DiskFull(needed=needed, free=free)
        self._rate.begin_lap()
        downloader = Downloader(self.store, source, self._limits, self._rate, self._stop)
        gathered = gather(
            downloader,
            missing,
            self._limits.threads,
            meanwhile=lambda: self._meanwhile(source),
            every_s=self._limits.poll_s,
            hint=self.hint,
        )
        self._rate.end_lap()
        return msgspec.structs.replace(gathered, later=later, opens=opens)

    def _full(self) -> DiskFull | DiskFault:
        """Make room on a disk that refused for want of it, perhaps once the newest generation was in place.

        Where bytes are free, it is files or a quota that are used up: then all goes that nobody needs.
        """
        spare = self._limits.spare_bytes
        try:
            self.latest = self.load(LATEST) or self.latest
            self._evict({}, spare if self.store.free() < spare else sys.maxsize)
            return DiskFull(needed=0, free=self.store.free())
        except OSError as error:
            return DiskFault(why=f"the disk refuses: {error}")

    def _evict(self, wanted: dict[str, Wanted], until_free: int) -> None:
        """Make room, but never of what plays, is to play, or is being fetched."""
        there = [found for found in (self.latest, self.load(PLAYING)) if found]
        kept = [found.wanted for found in there]
        sources = (found.sources for found in there if found.sources)
        kept += [pictures_wanted(self._state, self._anchor, names) for names in sources]
        self.store.evict(set(wanted).union(*kept), until_free)


def _says_the_same(one: Trusted, other: Trusted) -> bool:
    """Whether two states of the feed differ in nothing but versions and dates."""
    return (one.head, one.campaigns, one.approvals_needed) == (
        other.head,
        other.campaigns,
        other.approvals_needed,
    )
