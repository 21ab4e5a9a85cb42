"""One row of a table, asked by the names of fields; paths (`ligne.numLigne`) lead to what they say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from playlists.documents import Availability, State
from playlists.errors import SourceError
from playlists.sources.dates import iso
from playlists.sources.fetch import Answer
from playlists.sources.paths import MODIFIED
from playlists.sources.values import Reader, earliest, end, identity, instant, is_day, position
from playlists.sources.written import Table

_TRUE = {"true", "oui", "yes", "1"}
_WAIT = re.compile(r"(?:(\d{1,2})\s*h)?\s*(?:(\d{1,3})\s*(?:mn|min|minutes?)?)?", re.IGNORECASE)
_DAY_AND_HOUR = 2
_DIGITS = 4
"""The most of a place in a list."""
_NOW = {"proche", "due", "now", "0"}


def at_path(value: object, path: str) -> Any:
    """What lies at a path in a row; the whole path may also be one key."""
    if isinstance(value, dict) and path in value:
        return value[path]
    for part in path.split("."):
        match value:
            case dict():
                value = value.get(part)
            case list() if part.isdecimal() and len(part) <= _DIGITS and int(part) < len(value):
                value = value[int(part)]
            case _:
                return None
    return value


def found_at(row: object, paths: Sequence[str]) -> Any:
    """What stands at a path of a row; of a day and its hour both, or None without the day."""
    found = [at_path(row, path) for path in paths]
    if len(found) < _DAY_AND_HOUR or found[0] is None:
        return found[0] if found else None
    return f"{found[0]} {'' if found[1] is None else found[1]}".strip()


class Times(msgspec.Struct, frozen=True):
    """`since` when a whole answer has said what it says, and when its service says that it was made."""

    since: datetime
    made: datetime | None

    @classmethod
    def of(cls, source: Table, answer: Answer, reader: Reader) -> Times:
        """Those of an answer; what it was made at is asked where its rows say no time of their own."""
        made = instant(answer.modified, reader.zone) if source.sort is Availability else None
        if source.paths("updated") == (MODIFIED,) and made is None:
            raise SourceError("shape", where=MODIFIED)
        return cls(answer.since or reader.at, made)


class Row:
    """One row, asked by the names of fields."""

    def __init__(self, row: object, source: Table, reader: Reader, times: Times, number: int) -> None:
        self._row, self._source, self._reader, self._number = row, source, reader, number
        self._since, self._made = times.since, times.made

    def get(self, field: str) -> Any:
        """What is written there, None where nothing is."""
        return found_at(self._row, self._source.paths(field))

    def instant(self, field: str) -> datetime | None:
        """An instant."""
        return instant(self._dated(field), self._reader.zone, self._reader.at)

    def end(self, field: str) -> datetime | None:
        """An instant at which something ends."""
        return end(self._dated(field), self._reader.zone)

    def is_day(self, field: str) -> bool:
        """Whether it says a day, and no time of it."""
        return is_day(self._dated(field))

    @property
    def ends_on_its_day(self) -> bool:
        """Whether beginning and end have hours of their own, but one day together."""
        starts, ends = self._source.paths("starts"), self._source.paths("ends")
        return len(starts) == len(ends) == _DAY_AND_HOUR and starts[0] == ends[0]

    def next_day(self, at: datetime) -> datetime:
        """The same hour of the next day there."""
        return (at.astimezone(self._reader.zone) + timedelta(days=1)).astimezone(UTC)

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
            "updated": self._updated(),
        }

    def _updated(self) -> datetime | None:
        """Of when the row is: as it says itself, else by when its answer was made."""
        waited = None if self._waited() is None else self._since
        return earliest(self.instant("updated"), waited) or self._made

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
