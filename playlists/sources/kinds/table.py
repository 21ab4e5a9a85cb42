"""Rows of JSON, CSV or GeoJSON, by a declared mapping from fields to paths (`ligne.numLigne`)."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from playlists.documents import INSTANTS, Availability, Departure, Document, Event, Notice, Place, State
from playlists.errors import SourceError
from playlists.sources.dates import orders
from playlists.sources.doors import json_of, text_of
from playlists.sources.fetch import Answer
from playlists.sources.kinds.row import Row, Times, at_path, found_at
from playlists.sources.limits import LIMITS
from playlists.sources.paths import MODIFIED
from playlists.sources.values import (
    Reader,
    address,
    body,
    entries,
    hours,
    number,
    readable,
    sound,
    title,
    word,
)
from playlists.sources.written import Table
from playlists.workspace.problems import nearest
from playlists.workspace.read import spelt

_FIELD_CHARACTERS = 65_536
_TOLD = 60
"""Characters of what is told of columns."""
_DAY, _USUAL = timedelta(days=1), timedelta(hours=2)
"""How long an event lasts of which nobody says it: of whole days, at an hour."""


def read(source: Table, answers: Mapping[str, Answer], reader: Reader) -> tuple[Document, ...]:
    """The rows that make a document, in their order."""
    (answer,) = answers.values()
    rows = _csv(source, answer) if source.kind == "csv" else _rows(source, json_of(answer))
    return of_rows(source, rows, reader, answer)


def of_rows(source: Table, rows: Sequence[object], reader: Reader, answer: Answer) -> tuple[Document, ...]:
    """The documents of the rows that an answer holds."""
    _require_order(source, rows)
    make, times = _MAKERS[source.gives], Times.of(source, answer, reader)
    found = sound((make(Row(row, source, reader, times, n)) for n, row in enumerate(rows)), source.most)
    _require_columns(source, rows, is_read=bool(found))
    return readable(rows, found, ", ".join(source.every_path)[:100])


def _require_order(source: Table, rows: Sequence[object]) -> None:
    """Refuse dates that end with their year where nobody says what comes first, or all say otherwise."""
    dated = [source.paths(field) for field in source.fields if field in INSTANTS]
    found = {
        str(value): said for row in rows for paths in dated if (said := orders(value := found_at(row, paths)))
    }
    order = source.dates
    if found and order is None:
        raise SourceError("date-order", found=next(iter(found)))
    other = [value for value, said in found.items() if order not in said]
    if order is not None and other and {order} not in found.values():
        raise SourceError("date-otherwise", found=other[0], order=order)


def _require_columns(source: Table, rows: Sequence[object], *, is_read: bool) -> None:
    """Refuse rows of which none has what a mapping names.

    A table has all its columns, and of JSON at least what says its age; optional keys may be left out there.
    """
    needed = [
        path
        for field in source.fields
        for path in source.paths(field)
        if source.kind == "csv" or not is_read or field == "updated"
    ]
    missing = [path for path in needed if path != MODIFIED and not any(_has(row, path) for row in rows)]
    if not rows or not missing:
        return
    known = _beside(rows[0], missing[0])
    alike = nearest(missing[0], known)
    raise SourceError("columns", missing=missing[0][:_TOLD], known=(alike or ", ".join(known))[:_TOLD])


def _beside(row: object, path: str) -> list[str]:
    """The paths of a row that begin as one does which it lacks, or else all its keys."""
    head = path.rpartition(".")[0]
    parent = at_path(row, head) if head else None
    if isinstance(parent, dict):
        return [f"{head}.{name}" for name in parent]
    return [str(name) for name in row if name] if isinstance(row, dict) else []


def _has(row: object, path: str) -> bool:
    """Whether a row has a key, whatever stands there."""
    return (isinstance(row, dict) and path in row) or at_path(row, path) is not None


def _rows(source: Table, value: object) -> Sequence[object]:
    if source.kind == "geojson":
        features = entries(at_path(value, "features"), "features")
        return [
            {**_properties(feature), "geometry": at_path(feature, "geometry"), "id": at_path(feature, "id")}
            for feature in features
        ]
    return entries(at_path(value, source.rows) if source.rows else value, source.rows or "[…]")


def _properties(feature: object) -> dict[str, Any]:
    found = at_path(feature, "properties")
    return found if isinstance(found, dict) else {}


def _csv(source: Table, answer: Answer) -> Sequence[object]:
    text = _written(source, answer)
    head = text.partition("\n")[0]
    delimiter = max(";,\t|", key=head.count)
    if head.count(delimiter) == 0 or head.lstrip().startswith(("{", "[", "<")):
        raise SourceError("not-csv")
    csv.field_size_limit(_FIELD_CHARACTERS)
    try:
        rows = csv.DictReader(io.StringIO(text), delimiter=delimiter, strict=True)
        rows.fieldnames = [spelt(title).strip() for title in rows.fieldnames or ()]
        return entries(list(itertools.islice(rows, LIMITS.entries + 1)), "CSV")
    except csv.Error as error:
        raise SourceError("not-csv") from error


def _written(source: Table, answer: Answer) -> str:
    """The text of a CSV; what neither its service nor its table says is told with what an office writes."""
    try:
        return text_of(msgspec.structs.replace(answer, charset=answer.charset or source.charset))
    except SourceError as error:
        raise SourceError("csv-encoding") if error.code == "encoding" else error from error


def _event(row: Row) -> Event | None:
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


def _ends(row: Row, starts: datetime, *, whole_days: bool) -> datetime:
    """When an event ends; one of whole days lasts one at least."""
    said = row.end("ends")
    if said is not None and row.ends_on_its_day and starts - _DAY < said < starts:
        said = row.next_day(said)
    if said is not None and (said > starts or not whole_days):
        return max(said, starts)
    if row.is_day("starts"):
        return row.end("starts") or starts
    return starts + (_DAY if whole_days else _USUAL)


def _place(row: Row) -> Place | None:
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


def _availability(row: Row) -> Availability | None:
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


def _notice(row: Row) -> Notice | None:
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


def _departure(row: Row) -> Departure | None:
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


_MAKERS: Mapping[str, Callable[[Row], Document | None]] = {
    "event": _event,
    "place": _place,
    "availability": _availability,
    "notice": _notice,
    "departure": _departure,
}
