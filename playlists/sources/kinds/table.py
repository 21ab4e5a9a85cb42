"""Rows of JSON, CSV or GeoJSON, by a declared mapping from fields to paths (`ligne.numLigne`)."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from playlists.documents import INSTANTS, Availability, Departure, Document, Event, Notice, Place, State
from playlists.errors import SourceError
from playlists.sources.dates import iso, orders
from playlists.sources.doors import json_of, text_of
from playlists.sources.fetch import Answer
from playlists.sources.limits import LIMITS
from playlists.sources.values import (
    Reader,
    address,
    body,
    earliest,
    end,
    entries,
    hours,
    identity,
    instant,
    is_day,
    number,
    position,
    readable,
    sound,
    title,
    word,
)
from playlists.sources.written import Table

_TRUE = {"true", "oui", "yes", "1"}
_WAIT = re.compile(r"(?:(\d{1,2})\s*h)?\s*(?:(\d{1,3})\s*(?:mn|min|minutes?)?)?", re.IGNORECASE)
_NOW = {"proche", "due", "now", "0"}
_FIELD_CHARACTERS = 65_536
_DAY, _USUAL = timedelta(days=1), timedelta(hours=2)
"""How long an event lasts of which nobody says it: of whole days, at an hour."""


def read(source: Table, answers: Mapping[str, Answer], reader: Reader) -> tuple[Document, ...]:
    """The rows that make a document, in their order."""
    (answer,) = answers.values()
    rows = _csv(answer) if source.kind == "csv" else _rows(source, json_of(answer))
    return of_rows(source, rows, reader, answer.since or reader.at)


def of_rows(source: Table, rows: Sequence[object], reader: Reader, since: datetime) -> tuple[Document, ...]:
    """The documents of rows that are read already, and have been so `since` then."""
    _require_order(source, rows)
    make = _MAKERS[source.gives]
    found = sound((make(_Row(row, source, reader, since, n)) for n, row in enumerate(rows)), source.most)
    return readable(rows, found, ", ".join(source.fields.values())[:100])


def _require_order(source: Table, rows: Sequence[object]) -> None:
    """Refuse dates that end with their year where nobody says what comes first, or all say otherwise."""
    paths = [path for field, path in source.fields.items() if field in INSTANTS]
    found = {str(value): said for row in rows for path in paths if (said := orders(value := _at(row, path)))}
    order = source.dates
    if found and order is None:
        raise SourceError("date-order", found=next(iter(found)))
    other = [value for value, said in found.items() if order not in said]
    if order is not None and other and {order} not in found.values():
        raise SourceError("date-otherwise", found=other[0], order=order)


def _rows(source: Table, value: object) -> Sequence[object]:
    if source.kind == "geojson":
        features = entries(_at(value, "features"), "features")
        return [
            {**_properties(feature), "geometry": _at(feature, "geometry"), "id": _at(feature, "id")}
            for feature in features
        ]
    return entries(_at(value, source.rows) if source.rows else value, source.rows or "[…]")


def _properties(feature: object) -> dict[str, Any]:
    found = _at(feature, "properties")
    return found if isinstance(found, dict) else {}


def _csv(answer: Answer) -> Sequence[object]:
    text = text_of(answer)
    head = text.partition("\n")[0]
    delimiter = max(";,\t|", key=head.count)
    if head.count(delimiter) == 0 or head.lstrip().startswith(("{", "[", "<")):
        raise SourceError("not-csv")
    csv.field_size_limit(_FIELD_CHARACTERS)
    try:
        rows = csv.DictReader(io.StringIO(text), delimiter=delimiter, strict=True)
        return entries(list(itertools.islice(rows, LIMITS.entries + 1)), "CSV")
    except csv.Error as error:
        raise SourceError("not-csv") from error


def _at(value: object, path: str) -> Any:
    """What lies at a path in a row; the whole path may also be one key."""
    if isinstance(value, dict) and path in value:
        return value[path]
    for part in path.split("."):
        match value:
            case dict():
                value = value.get(part)
            case list() if part.isdecimal() and len(part) <= 4 and int(part) < len(value):  # noqa: PLR2004
                value = value[int(part)]
            case _:
                return None
    return value


class _Row:
    """One row, asked by the names of fields."""

    def __init__(self, row: object, source: Table, reader: Reader, since: datetime, number: int) -> None:
        self._row, self._source, self._reader, self._number = row, source, reader, number
        self._since = since

    def get(self, field: str) -> Any:
        """What is written there, None where nothing is."""
        path = self._source.fields.get(field)
        return None if path is None else _at(self._row, path)

    def instant(self, field: str) -> datetime | None:
        """An instant."""
        return instant(self._dated(field), self._reader.zone, self._reader.at)

    def end(self, field: str) -> datetime | None:
        """An instant at which something ends."""
        return end(self._dated(field), self._reader.zone)

    def is_day(self, field: str) -> bool:
        """Whether it says a day, and no time of it."""
        return is_day(self._dated(field))

    def _dated(self, field: str) -> object:
        return iso(self.get(field), self._source.dates)

    def is_true(self, field: str) -> bool:
        """Whether it says yes."""
        return str(self.get(field)).strip().lower() in _TRUE

    def state(self) -> State:
        """What the state's value means."""
        value = self.get("state")
        return self._source.states.get(str(value), State.UNKNOWN) if value is not None else State.UNKNOWN

    def position(self) -> tuple[float, float] | None:
        """Where it is."""
        if "latitude" in self._source.fields:
            return position([self.get("latitude"), self.get("longitude")])
        return position(self.get("position"))

    def base(self, name: str) -> dict[str, Any]:
        """The fields of every document."""
        return {
            "id": identity(self.get("id")) or identity(name) or str(self._number),
            "valid_from": self.instant("valid_from"),
            "valid_until": self.end("valid_until"),
            "updated": earliest(self.instant("updated"), None if self._waited() is None else self._since),
        }

    def _waited(self) -> Any:
        return self.get("wait") if "wait" in self._source.fields else None

    def leaves(self) -> datetime | None:
        """When it leaves: at a time, or after a wait ("5mn", "1h05", "proche").

        A wait is of when it was said first: an answer that stands still promises nothing anew.
        """
        said = self._waited()
        if said is None:
            return self.instant("leaves")
        text = str(said).strip().lower()
        if text in _NOW:
            return self._since
        found = _WAIT.fullmatch(text)
        if not text or found is None:
            return None
        hours, minutes = (int(part or 0) for part in found.groups())
        return self._since + timedelta(hours=hours, minutes=minutes)


def _event(row: _Row) -> Event | None:
    name, starts = title(row.get("title")), row.instant("starts")
    if not name or starts is None:
        return None
    whole_days = row.is_true("whole_days") or row.is_day("starts")
    return Event(
        **row.base(f"{name} {starts:%F %H:%M}"),
        title=name,
        starts=starts,
        ends=_ends(row, starts, whole_days=whole_days),
        whole_days=whole_days,
        place=title(row.get("place")),
        theme=word(row.get("theme")),
        position=row.position(),
        address=address(row.get("address")),
    )


def _ends(row: _Row, starts: datetime, *, whole_days: bool) -> datetime:
    """When an event ends; one of whole days lasts one at least."""
    said = row.end("ends")
    if said is not None and (said > starts or not whole_days):
        return max(said, starts)
    if row.is_day("starts"):
        return row.end("starts") or starts
    return starts + (_DAY if whole_days else _USUAL)


def _place(row: _Row) -> Place | None:
    name = title(row.get("name"))
    if not name:
        return None
    return Place(
        **row.base(name),
        name=name,
        hours=hours(row.get("hours")),
        state=row.state(),
        position=row.position(),
        where=title(row.get("where")),
    )


def _availability(row: _Row) -> Availability | None:
    name, free, state = title(row.get("name")), number(row.get("free")), row.state()
    if not name or (free is None and state is State.UNKNOWN):
        return None
    return Availability(
        **row.base(name),
        name=name,
        free=free,
        total=number(row.get("total")),
        state=State.FULL if state is State.OPEN and free == 0 else state,
        position=row.position(),
    )


def _notice(row: _Row) -> Notice | None:
    name = title(row.get("title"))
    if not name:
        return None
    return Notice(
        **row.base(name),
        title=name,
        body=body(row.get("body")),
        published=row.instant("published"),
        address=address(row.get("address")),
    )


def _departure(row: _Row) -> Departure | None:
    line, towards, leaves = word(row.get("line")), title(row.get("towards")), row.leaves()
    if not line or leaves is None:
        return None
    return Departure(
        **row.base(f"{line} {towards[:50]} {leaves:%F %H:%M}"),
        line=line,
        towards=towards,
        leaves=leaves,
        stop=title(row.get("stop")),
        live=row.is_true("live"),
        cancelled=row.is_true("cancelled"),
    )


_MAKERS: Mapping[str, Callable[[_Row], Document | None]] = {
    "event": _event,
    "place": _place,
    "availability": _availability,
    "notice": _notice,
    "departure": _departure,
}
