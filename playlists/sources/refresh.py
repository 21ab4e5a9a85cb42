"""All sources asked when they are due: the last good documents of each are kept until they are too old."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from device_profiles.decoding import from_msgpack
from playlists.documents import Batch, Departure, Document, Event, Forecast, Freshness, Picture, Position
from playlists.durable import put
from playlists.errors import SourceError
from playlists.sources import kinds
from playlists.sources.clocks import Sightings, bounded, sighted
from playlists.sources.doors import require_content
from playlists.sources.fetch import Answer, BusyError, Fetcher, PostponedError
from playlists.sources.limits import Limits
from playlists.sources.values import Develop, Reader, earliest
from playlists.sources.written import Image, Source

_log = logging.getLogger(__name__)
_SLACK = timedelta(seconds=1)


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a source, since when, and how often in a row it was."""

    source: str
    code: str
    facts: dict[str, str | int] = {}
    since: datetime
    times: int = 1


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What is remembered of a source, as it is `written`: its answers, its last good documents, its fault.

    `ahead` holds those of its times that were ahead of our clock.
    """

    written: str = ""
    answers: dict[str, Answer] = {}
    batch: Batch | None = None
    ahead: Sightings = {}
    fault: Fault | None = None
    asked: datetime | None = None
    not_before: datetime | None = None


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """How a source stands after a round; `asked` tells whether it was due."""

    source: str
    batch: Batch | None
    fault: Fault | None
    asked: bool


class Keep:
    """A folder with one file a source."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, name: str, source: Source) -> Kept:
        """What is remembered of a source; nothing of one that was written otherwise."""
        try:
            kept = from_msgpack(self._file(name).read_bytes(), Kept)
        except (OSError, msgspec.DecodeError):
            return Kept(written=_digest(source))
        return kept if kept.written == _digest(source) else Kept(written=_digest(source))

    def put(self, name: str, kept: Kept) -> None:
        """Remember. Raises `OSError`."""
        self._folder.mkdir(parents=True, exist_ok=True)
        put(self._file(name), msgspec.msgpack.encode(kept))

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.msgpack"


class Refresher:
    """Goes round the sources; `now` is the clock, and `city` where what they tell of should lie."""

    def __init__(
        self,
        sources: Mapping[str, Source],
        keep: Keep,
        zone: ZoneInfo,
        now: Callable[[], datetime],
        limits: Limits,
        *,
        loopback: bool = False,
        develop: Develop | None = None,
        city: Position | None = None,
    ) -> None:
        self._develop, self._city = develop, city
        self._sources, self._keep, self._zone, self._now = sources, keep, zone, now
        self._limits, self._loopback = limits, loopback

    def round(self, names: Sequence[str] = (), *, anyway: bool = False) -> tuple[Outcome, ...]:
        """Ask all sources that are due, or those of these names that are; `anyway`: due or not.

        Where a host keeps one waiting in vain, the others of it wait for another round, and nobody for them.

        Raises `OSError` where nothing can be remembered.
        """
        return asyncio.run(self._round(tuple(names) or tuple(self._sources), anyway=anyway))

    def standing(self) -> tuple[Outcome, ...]:
        """How all sources stand, without asking any."""
        kept = {name: self._keep.get(name, source) for name, source in self._sources.items()}
        return tuple(self._outcome(name, each, asked=False) for name, each in kept.items())

    async def _round(self, names: Sequence[str], *, anyway: bool) -> tuple[Outcome, ...]:
        fetcher = Fetcher(self._limits, loopback=self._loopback, patient=anyway)
        try:
            return tuple(await asyncio.gather(*(self._one(name, fetcher, anyway=anyway) for name in names)))
        finally:
            await fetcher.close()

    async def _one(self, name: str, fetcher: Fetcher, *, anyway: bool) -> Outcome:
        source, at = self._sources[name], self._now()
        kept = self._keep.get(name, source)
        if not (anyway or _is_due(kept, source, at)):
            return self._outcome(name, kept, asked=False)
        try:
            answers = await self._answers(source, kept, fetcher)
            fetched = self._now()
            reader = Reader(fetched, self._zone, self._city)
            told = await asyncio.to_thread(_told, source, answers, reader, self._develop)
            ahead = sighted(told.documents, kept.ahead, fetched)
            batch = _batch(name, source, msgspec.structs.replace(told, ahead=ahead), reader)
            kept = Kept(written=kept.written, answers=answers, batch=batch, ahead=ahead, asked=at)
        except PostponedError:
            return self._outcome(name, kept, asked=False)
        except SourceError as error:
            kept = self._failed(name, kept, error, at)
        except Exception as error:  # noqa: BLE001 - one source must not bring down the round of all others
            _log.exception("what %s answers cannot be read", name)
            kept = self._failed(name, kept, SourceError("unreadable", reason=type(error).__name__), at)
        self._keep.put(name, kept)
        return self._outcome(name, kept, asked=True)

    async def _answers(self, source: Source, kept: Kept, fetcher: Fetcher) -> dict[str, Answer]:
        first = kinds.address(source)
        answers = {first: await fetcher.get(first, self._now(), kept.answers.get(first))}
        for address in kinds.more(source, answers[first])[: self._limits.follow_ups]:
            answers[address] = await fetcher.get(address, self._now(), kept.answers.get(address))
        return answers

    def _failed(self, name: str, kept: Kept, error: SourceError, at: datetime) -> Kept:
        """The last good documents stay; the next question waits, longer each time."""
        before = kept.fault
        times = before.times + 1 if before else 1
        since = before.since if before and before.code == error.code else at
        wait = min(self._limits.back_off_s * 2.0 ** min(times - 1, 16), self._limits.longest_back_off_s)
        if isinstance(error, BusyError):
            wait = max(wait, error.seconds)
        fault = Fault(source=name, code=error.code, facts=error.facts, since=since, times=times)
        return msgspec.structs.replace(kept, fault=fault, asked=at, not_before=at + timedelta(seconds=wait))

    def _outcome(self, name: str, kept: Kept, *, asked: bool) -> Outcome:
        batch = kept.batch
        if batch is not None and batch.freshness(self._now()) is Freshness.GONE:
            batch = None
        return Outcome(source=name, batch=batch, fault=kept.fault, asked=asked)


class _Told(msgspec.Struct, frozen=True, kw_only=True):
    """What answers of a source say, as they say it."""

    documents: tuple[Document, ...] = ()
    picture: Picture | None = None
    ahead: Sightings = {}


def batch_of(
    name: str,
    source: Source,
    answers: Mapping[str, Answer],
    reader: Reader,
    develop: Develop | None = None,
) -> Batch:
    """What answers of a source say, by their addresses, or show. Raises `SourceError`.

    Without `develop` pictures cannot be read.
    """
    return _batch(name, source, _told(source, answers, reader, develop), reader)


def _told(
    source: Source, answers: Mapping[str, Answer], reader: Reader, develop: Develop | None = None
) -> _Told:
    if not isinstance(source, Image):
        return _Told(documents=kinds.READERS[source.kind](source, answers, reader))
    if develop is None:
        raise SourceError("no-picture")
    answer = answers[source.url]
    return _Told(picture=msgspec.structs.replace(develop(require_content(answer)), since=answer.since))


def _batch(name: str, source: Source, told: _Told, reader: Reader) -> Batch:
    """The batch of what was told, unless it says nothing that may be shown. Raises `SourceError`."""
    fetched, documents = reader.at, bounded(told.documents, told.ahead)
    batch = Batch(
        source=name,
        fetched=fetched,
        ages=source.ages,
        licence=source.licence,
        attribution=source.attribution,
        documents=documents,
        picture=told.picture,
    )
    if batch.picture:
        return batch
    reader.require_here([at for each in documents if (at := getattr(each, "position", None))])
    over = [_over(document) for document in documents]
    is_past = all(each is not None and each <= fetched for each in over)
    if is_past and not source.may_be_empty:
        raise SourceError("empty")
    if is_past and source.sort is Departure:
        reader.require_recent(max(filter(None, over), default=None), source.ages)
    reader.require_recent(max((batch.of(document) for document in documents), default=fetched), batch.ages)
    return batch


def _over(document: Document) -> datetime | None:
    """When a document has nothing to say any more; None where nobody knows."""
    match document:
        case Departure(leaves=end) | Event(ends=end) | Forecast(ends=end):
            return earliest(document.valid_until, end)
        case _:
            return document.valid_until


def _is_due(kept: Kept, source: Source, at: datetime) -> bool:
    if kept.not_before is not None and at < kept.not_before <= at + timedelta(days=2):
        return False
    if kept.asked is None or kept.asked > at:
        return True
    return at >= kept.asked + timedelta(seconds=source.every) - _SLACK


def _digest(source: Source) -> str:
    """What a source is asked for: what lies in the workspace beside it is another matter."""
    return hashlib.sha256(repr(source.model_copy(update={"sample": None})).encode()).hexdigest()
