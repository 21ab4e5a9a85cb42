"""SIRI Lite (Transmodel, as French operators serve it in JSON): stop monitoring and general messages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from playlists.documents import Departure, Document, Notice
from playlists.errors import SourceError
from playlists.sources.doors import json_of
from playlists.sources.fetch import Answer
from playlists.sources.plain import plain, shortened
from playlists.sources.values import (
    Reader,
    body,
    earliest,
    entries,
    identity,
    instant,
    readable,
    sound,
    title,
    word,
)
from playlists.sources.written import Siri

_DELIVERY = {"departure": "StopMonitoringDelivery", "notice": "GeneralMessageDelivery"}
_LIST = {"departure": "MonitoredStopVisit", "notice": "InfoMessage"}
_HEADLINE = 90


def read(source: Siri, answers: Mapping[str, Answer], reader: Reader) -> tuple[Document, ...]:
    """Departures in the order of time, or messages in theirs."""
    delivery, name = _DELIVERY[source.gives], _LIST[source.gives]
    match json_of(answers[source.url]):
        case {"Siri": {"ServiceDelivery": dict() as service}} if delivery in service:
            deliveries = entries(_many(service[delivery]), delivery)
        case _:
            raise SourceError("shape", where=delivery)
    told = instant(service.get("ResponseTimestamp"), reader.zone)
    reader.require_recent(told, source.ages)
    if not all(isinstance(each, dict) for each in deliveries):
        raise SourceError("shape", where=delivery)
    visits = entries([visit for each in deliveries for visit in _many(each.get(name))], name)
    if not visits and any(map(_failed, (service, *deliveries))):
        raise SourceError("failed")
    if source.gives == "notice":
        notices = (_notice(visit, told, reader) for visit in visits if isinstance(visit, dict))
        return readable(visits, sound(notices, source.most), name)
    found = [each for visit in visits if (each := _departure(visit, told, reader)) is not None]
    found.sort(key=lambda one: one.leaves)
    return readable(visits, sound(found, source.most), name)


def _failed(answer: dict[str, Any]) -> bool:
    """Whether an answer says of itself that it is none: that nothing leaves is another matter."""
    return str(answer.get("Status", "true")).lower() == "false" or bool(answer.get("ErrorCondition"))


def _departure(visit: object, told: datetime | None, reader: Reader) -> Departure | None:
    journey = _part(visit, "MonitoredVehicleJourney")
    call = _part(journey, "MonitoredCall")
    expected = call.get("ExpectedDepartureTime") or call.get("ExpectedArrivalTime")
    leaves = instant(expected or call.get("AimedDepartureTime") or call.get("AimedArrivalTime"), reader.zone)
    line = word(_said(journey.get("PublishedLineName"))) or word(_said(journey.get("LineRef")))
    towards = title(_said(call.get("DestinationDisplay"))) or title(_said(journey.get("DestinationName")))
    if leaves is None or not line:
        return None
    return Departure(
        id=identity(_said(visit.get("ItemIdentifier")) if isinstance(visit, dict) else "")
        or identity(f"{line} {towards[:50]} {leaves:%H:%M}"),
        line=line,
        towards=towards,
        leaves=leaves,
        stop=title(_said(call.get("StopPointName"))),
        live=bool(expected),
        updated=earliest(told, _measured(visit, reader) if expected else None),
        cancelled=call.get("DepartureStatus") == "cancelled",
    )


def _measured(visit: object, reader: Reader) -> datetime | None:
    """When the time of a vehicle was recorded; it says nothing of a time that is the timetable's."""
    return instant(visit.get("RecordedAtTime"), reader.zone) if isinstance(visit, dict) else None


def _notice(message: dict[str, Any], told: datetime | None, reader: Reader) -> Notice | None:
    texts = [
        _said(_part(each).get("MessageText")) for each in _many(_part(message, "Content").get("Message"))
    ]
    spoken = [text for text in (plain(each, 600) for each in texts) if text]
    if not spoken:
        return None
    return Notice(
        id=identity(_said(message.get("InfoMessageIdentifier")) or spoken[0]),
        valid_until=instant(message.get("ValidUntilTime"), reader.zone),
        title=shortened(spoken[0], _HEADLINE),
        body=body(spoken[1] if len(spoken) > 1 else spoken[0]),
        updated=told,
        published=instant(message.get("RecordedAtTime"), reader.zone),
    )


def _said(value: object) -> object:
    """A text of SIRI: bare, `{"value": …}`, or a list of these, of which the first leads."""
    match value:
        case [first, *_]:
            return _said(first)
        case {"value": text}:
            return text
        case _:
            return value


def _part(value: object, key: str = "") -> dict[str, Any]:
    found = value.get(key) if key and isinstance(value, dict) else value
    return found if isinstance(found, dict) else {}


def _many(value: object) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
