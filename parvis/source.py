"""`parvis sources`: city data checked, fetched, shown and signed."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import assert_never
from zoneinfo import ZoneInfo

import msgspec

from parvis.city_data import developing, keep_of
from parvis.console import FAILED, GOOD, Voice, complain, say, say_json
from parvis.keys import open_feed, open_keyring
from parvis.one_block import OpeningError, in_one_block, now, said_of
from parvis.opening import Opened, open_workspace
from parvis.words import SaidError, words
from playlists.documents import Availability, Batch, Departure, Document, Event, Forecast, Notice, Place
from playlists.errors import FeedError
from playlists.feed.live import LIMITS as LIVE_LIMITS
from playlists.feed.live import SourceFault, fitted
from playlists.feed.publishing.keyring import Keyring
from playlists.feed.publishing.live import put_up
from playlists.feed.publishing.repository import locked
from playlists.sources.darkroom import Darkroom
from playlists.sources.limits import LIMITS
from playlists.sources.refresh import Fault, Keep, Outcome, Refresher
from playlists.workspace.problems import did_you_mean
from playlists.workspace.said import Said
from playlists.workspace.whereabouts import city_of


class Row(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """How a source stands, as JSON tells it."""

    source: str
    documents: int
    fetched: datetime | None = None
    fault: Fault | None = None
    cause: str = ""


def fetch_sources(folder: Path, names: Sequence[str], voice: Voice, *, loopback: bool, as_json: bool) -> int:
    """Ask sources now; 1 where one has a fault."""

    def command() -> int:
        opened = _opened(folder, names, voice)
        with developing(opened.workspace) as darkroom:
            refresher = _refresher(opened, loopback=loopback, darkroom=darkroom)
            outcomes = refresher.round(names, anyway=True)
        _tell(outcomes, opened.zone, voice, as_json=as_json)
        return FAILED if any(outcome.fault for outcome in outcomes) else GOOD

    return in_one_block(voice, command)


def show_sources(folder: Path, names: Sequence[str], voice: Voice, *, as_json: bool) -> int:
    """Tell what is kept of sources."""

    def command() -> int:
        opened = _opened(folder, names, voice)
        for outcome in _refresher(opened, loopback=False).standing():
            if names and outcome.source not in names:
                continue
            if as_json:
                say_json(outcome)
                continue
            _tell([outcome], opened.zone, voice, as_json=False)
            for document in outcome.batch.documents if outcome.batch else ():
                say(f"  {_document(document, voice)}")
        return GOOD

    return in_one_block(voice, command)


def publish_sources(
    folder: Path, feed: Path, keys: Path, voice: Voice, *, every: float | None, loopback: bool, as_json: bool
) -> int:
    """Ask what is due and sign, once or again and again; the workspace is read anew each time.

    Again and again, what goes wrong once it has gone well is told, and tried again the next time.
    """

    def command() -> int:
        keyring = open_keyring(keys, voice)
        goes_well = False
        while True:
            begun = time.monotonic()
            try:
                _publish(folder, feed, keys, keyring, voice, loopback=loopback, as_json=as_json)
                sys.stdout.flush()
                goes_well = True
            except (SaidError, FeedError, OSError) as error:
                told = said_of(error, voice)
                is_passing = goes_well or isinstance(error, FeedError)
                if told is None or every is None or not is_passing:
                    raise
                complain(told)
            if every is None:
                return GOOD
            time.sleep(max(0.0, every - (time.monotonic() - begun)))

    return in_one_block(voice, command)


def _publish(
    folder: Path, feed: Path, keys: Path, keyring: Keyring, voice: Voice, *, loopback: bool, as_json: bool
) -> None:
    """Ask what is due, and sign what is new."""
    opened = _opened(folder, (), voice)
    with developing(opened.workspace) as darkroom:
        outcomes = _refresher(opened, loopback=loopback, darkroom=darkroom).round()
        outcomes = _fitted(outcomes)
        batches = tuple(outcome.batch for outcome in outcomes if outcome.batch)
        if darkroom:
            darkroom.lay([each.picture for each in batches if each.picture], feed, now())
    _tell([each for each in outcomes if each.asked], opened.zone, voice, as_json=as_json)
    with locked(feed):
        faults = _unwell(outcomes, opened.workspace.site.languages[0])
        signed = put_up(open_feed(feed, keys), batches, keyring, now(), faults)
    _tell_signed(batches, voice, signed=signed, as_json=as_json)


def _fitted(outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """How sources stand, with as much of each as the feed has room for; one that says more has a fault."""
    kept = {batch.source: batch for batch in fitted([each.batch for each in outcomes if each.batch])}
    return tuple(_shortened(each, kept[each.source]) if each.batch else each for each in outcomes)


def _shortened(outcome: Outcome, kept: Batch) -> Outcome:
    said = outcome.batch
    if said is None or len(kept.documents) == len(said.documents):
        return outcome
    facts: dict[str, str | int] = {"kept": len(kept.documents), "count": len(said.documents)}
    fault = Fault(source=outcome.source, code="room", facts=facts, since=said.fetched)
    return msgspec.structs.replace(outcome, batch=kept, fault=outcome.fault or fault)


def _unwell(outcomes: Sequence[Outcome], language: str) -> tuple[SourceFault, ...]:
    """The sources that are not well, as the feed says it to central."""
    most = LIVE_LIMITS.told_characters
    return tuple(
        SourceFault(source=each.source, told=_cause(each.fault).to(language)[:most], since=each.fault.since)
        for each in outcomes
        if each.fault
    )


def _tell_signed(batches: Sequence[Batch], voice: Voice, *, signed: bool, as_json: bool) -> None:
    documents = sum(len(batch.documents) for batch in batches)
    if as_json:
        say_json({"signed": signed, "sources": len(batches), "documents": documents})
    elif signed:
        say(voice.words("city.signed", count=len(batches), documents=documents))
    else:
        say(voice.words("city.unchanged"))


def _opened(folder: Path, names: Sequence[str], voice: Voice) -> Opened:
    opened = open_workspace(folder, voice)
    known = opened.workspace.sources
    if not known:
        raise OpeningError(words("city.none"))
    for name in names:
        if name not in known:
            raise OpeningError(words("city.no-source", name=name, hint=did_you_mean(name, known)))
    return opened


def _refresher(opened: Opened, *, loopback: bool, darkroom: Darkroom | None = None) -> Refresher:
    keep = Keep(keep_of(opened.workspace.root))
    develop = darkroom.develop if darkroom else None
    return Refresher(
        opened.workspace.sources,
        keep,
        opened.zone,
        now,
        LIMITS,
        loopback=loopback,
        develop=develop,
        city=city_of(opened.workspace),
    )


def _tell(outcomes: Sequence[Outcome], zone: ZoneInfo, voice: Voice, *, as_json: bool) -> None:
    for outcome in outcomes:
        if as_json:
            say_json(_row(outcome, voice))
        elif outcome.fault is None and outcome.batch is not None:
            say(_counted(outcome.source, outcome.batch, "city.good", zone, voice))
        else:
            complain(voice.words("city.bad", source=outcome.source, **_why(outcome, zone)))


def _why(outcome: Outcome, zone: ZoneInfo) -> dict[str, Said]:
    cause = _cause(outcome.fault) if outcome.fault else words("city.not-asked-yet")
    if outcome.batch is None:
        return {"cause": cause, "kept": words("city.nothing-kept")}
    count, at = len(outcome.batch.documents), _local(outcome.batch.fetched, zone)
    return {"cause": cause, "kept": words("city.kept", count=count, at=at)}


def _cause(fault: Fault) -> Said:
    return words(f"city.fault-{fault.code}", **fault.facts)


def _counted(source: str, batch: Batch, code: str, zone: ZoneInfo, voice: Voice) -> str:
    return voice.words(code, source=source, count=len(batch.documents), at=_local(batch.fetched, zone))


def _local(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def _row(outcome: Outcome, voice: Voice) -> Row:
    batch, fault = outcome.batch, outcome.fault
    return Row(
        source=outcome.source,
        documents=len(batch.documents) if batch else 0,
        fetched=batch.fetched if batch else None,
        fault=fault,
        cause=_cause(fault).to(voice.language) if fault else "",
    )


def _document(document: Document, voice: Voice) -> str:
    sort = type(document).__name__.lower()
    return voice.words("city.document", sort=sort, id=document.id, text=" · ".join(_parts(document)))


def _parts(document: Document) -> Iterator[str]:
    match document:
        case Event():
            yield from (document.title, f"{document.starts:%Y-%m-%d %H:%M}Z", document.place)
        case Notice():
            yield from (document.title, document.body[:80])
        case Departure():
            yield from (document.line, document.towards, f"{document.leaves:%H:%M}Z")
        case Forecast():
            yield f"{document.starts:%Y-%m-%d}: {document.lowest} … {document.highest} °C"
        case Availability():
            yield from (document.name, document.state, f"{document.free} / {document.total}")
        case Place():
            yield from (document.name, document.state, document.hours)
        case _ as never:
            assert_never(never)
