"""GTFS-Realtime 1.0 and 2.0 (gtfs.org/realtime): alerts become notices, trip updates departures.

Field numbers are those of gtfs-realtime.proto.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import datetime

from playlists.documents import Departure, Document, Notice
from playlists.errors import SourceError
from playlists.sources.doors import require_content
from playlists.sources.fetch import Answer
from playlists.sources.values import (
    Reader,
    address,
    body,
    earliest,
    entries,
    identity,
    instant,
    sound,
    title,
    word,
)
from playlists.sources.wire import Message
from playlists.sources.written import Realtime

_HEADER, _ENTITY = 1, 2
_VERSION, _STAMP = 1, 3
_ID, _IS_DELETED, _TRIP_UPDATE, _ALERT = 1, 2, 3, 5
_PERIOD, _URL, _HEADER_TEXT, _DESCRIPTION = 1, 8, 10, 11
_TRIP, _STOP_TIME, _MEASURED = 1, 2, 4
_TRIP_ID, _TRIP_RELATION, _ROUTE = 1, 4, 5
_ARRIVAL, _DEPARTURE, _STOP, _STOP_RELATION = 2, 3, 4, 5
_TIME = 2
_CANCELED, _SKIPPED = 3, 1


def read(source: Realtime, answers: Mapping[str, Answer], reader: Reader) -> tuple[Document, ...]:
    """What is said of the alerts in force, or what leaves the wanted stops next."""
    feed = Message(require_content(answers[source.url]))
    header = feed.message(_HEADER)
    if header is None or not header.text(_VERSION):
        raise SourceError("shape", where="gtfs_realtime_version")
    entities = [e for e in entries(feed.messages(_ENTITY), "entity") if not e.number(_IS_DELETED)]
    told = instant(header.number(_STAMP) or None, reader.zone)
    reader.require_recent(told, source.ages)
    if source.gives == "notice":
        return sound((_notice(entity, told, reader) for entity in entities), source.most)
    found = [each for entity in entities for each in _departures(entity, source, told, reader)]
    found.sort(key=lambda one: one.leaves)
    return sound(found, source.most)


def _notice(entity: Message, told: datetime | None, reader: Reader) -> Notice | None:
    alert = entity.message(_ALERT)
    if alert is None:
        return None
    periods = [(p.number(1) or 0, _end(p.number(2))) for p in alert.messages(_PERIOD)]
    current = sorted(each for each in periods if each[1] > reader.at.timestamp())
    name = title(_said(alert.message(_HEADER_TEXT)))
    if not name or (periods and not current):
        return None
    start, end = current[0] if current else (None, None)
    return Notice(
        id=identity(entity.text(_ID)) or identity(name),
        valid_from=instant(start, reader.zone),
        valid_until=instant(end, reader.zone),
        updated=told,
        title=name,
        body=body(_said(alert.message(_DESCRIPTION))),
        address=address(_said(alert.message(_URL))),
    )


def _end(written: int | None) -> float:
    """The second in which a period ends; one of nothing, of 0 or of the largest number has no end."""
    return written if written is not None and written > 0 else math.inf


def _said(translated: Message | None) -> str:
    """A text in French, or in no said language, or in the first one."""
    found = [(m.text(2)[:2].lower(), m.text(1)) for m in translated.messages(1)] if translated else []
    spoken = dict(reversed(found))
    return spoken.get("fr") or spoken.get("") or (found[0][1] if found else "")


def _departures(
    entity: Message, source: Realtime, told: datetime | None, reader: Reader
) -> Iterator[Departure]:
    update = entity.message(_TRIP_UPDATE)
    trip = update.message(_TRIP) if update else None
    if update is None or trip is None:
        return
    route = trip.text(_ROUTE)
    measured = instant(update.number(_MEASURED) or None, reader.zone)
    for call in update.messages(_STOP_TIME):
        stop = call.text(_STOP)
        time = call.message(_DEPARTURE) or call.message(_ARRIVAL)
        leaves = instant(time.number(_TIME) or None, reader.zone) if time else None
        if leaves is None or leaves < reader.at or (source.stops and stop not in source.stops) or not route:
            continue
        yield Departure(
            id=identity(f"{trip.text(_TRIP_ID) or entity.text(_ID)} {stop}"),
            line=word(source.lines.get(route, route)),
            towards=title(source.towards.get(stop, "")),
            leaves=leaves,
            live=True,
            updated=earliest(told, measured),
            cancelled=trip.number(_TRIP_RELATION) == _CANCELED or call.number(_STOP_RELATION) == _SKIPPED,
        )
