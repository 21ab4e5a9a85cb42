"""GBFS 2 and 3 (gbfs.org): `gbfs.json` names the feeds of stations and of their status."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from playlists.documents import Availability, Document, State
from playlists.errors import SourceError
from playlists.sources.doors import json_of
from playlists.sources.fetch import Answer
from playlists.sources.values import (
    Reader,
    address,
    earliest,
    entries,
    identity,
    instant,
    number,
    position,
    sound,
    title,
)
from playlists.sources.written import Bikes

_WANTED = ("station_information", "station_status")


def more(first: Answer) -> tuple[str, ...]:
    """The addresses of the stations and of their status. Version 2 lists feeds by language, 3 at once."""
    data = _data(first)
    spoken = [data, *(part for part in data.values() if isinstance(part, dict))]
    for part in spoken:
        if isinstance(part.get("feeds"), list):
            listed = [feed for feed in part["feeds"] if isinstance(feed, dict)]
            feeds = {str(feed.get("name")): feed.get("url") for feed in listed}
            found = tuple(address(feeds.get(name)) for name in _WANTED)
            if all(found):
                return found
    raise SourceError("shape", where=", ".join(_WANTED))


def read(source: Bikes, answers: Mapping[str, Answer], reader: Reader) -> tuple[Document, ...]:
    """The stations, in the order of `only` where that is said."""
    where, how = more(answers[source.url])
    told = _told(answers[how], reader)
    stations = {_id(each): each for each in entries(_data(answers[where]).get("stations"), "stations")}
    status = {_id(each): each for each in entries(_data(answers[how]).get("stations"), "stations")}
    wanted = source.only or tuple(stations)
    found = (
        _availability(stations[id_], status[id_], told, reader)
        for id_ in wanted
        if id_ and id_ in stations and id_ in status
    )
    return sound(found, source.most)


def _availability(
    station: dict[str, Any], status: dict[str, Any], told: datetime | None, reader: Reader
) -> Availability | None:
    name = title(_spoken(station.get("name")))
    bikes = number(status.get("num_vehicles_available", status.get("num_bikes_available")))
    if not name or bikes is None:
        return None
    return Availability(
        id=identity(station.get("station_id")),
        name=name,
        free=bikes,
        total=number(station.get("capacity")),
        state=_state(status, bikes),
        position=position([station.get("lat"), station.get("lon")]),
        updated=earliest(told, instant(status.get("last_reported"), reader.zone)),
    )


def _told(status: Answer, reader: Reader) -> datetime | None:
    """Of when the status of all stations is."""
    found = json_of(status)
    return instant(found.get("last_updated"), reader.zone) if isinstance(found, dict) else None


def _state(status: dict[str, Any], bikes: int) -> State:
    """Open, closed, or without a bike; flags came as 0 and 1 before version 2."""
    if any(status.get(flag) in (False, 0) for flag in ("is_installed", "is_renting")):
        return State.CLOSED
    return State.OPEN if bikes else State.FULL


def _spoken(name: object) -> object:
    """A name of version 3 is a list of texts by language; the first leads."""
    match name:
        case [{"text": text}, *_]:
            return text
        case _:
            return name


def _data(answer: Answer) -> dict[str, Any]:
    match json_of(answer):
        case {"data": dict() as data}:
            return data
        case _:
            raise SourceError("shape", where="data")


def _id(station: object) -> str:
    return str(station.get("station_id") or "") if isinstance(station, dict) else ""
