"""What sources.toml says: one table a source, checked once when it is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, PlainValidator, model_validator

from playlists.documents import (
    AGES,
    INSTANTS,
    PICTURE_AGES,
    Ages,
    Availability,
    Departure,
    Document,
    Event,
    Notice,
    Place,
    State,
)
from playlists.documents import Forecast as ForecastDocument
from playlists.sources.dates import Order
from playlists.sources.paths import Path
from playlists.workspace.said import said
from playlists.workspace.written import Moment, Position, RelativePath, Written, refuse

_WEB = re.compile(r"https?://[^\s/?#@]+([/?#]\S*)?")
_LONGEST = 1_000


def _web(value: object) -> str:
    if isinstance(value, str) and len(value) <= _LONGEST and _WEB.fullmatch(value):
        return value
    raise refuse(said("sources.no-address"), value, expected=said("sources.address"))


Web = Annotated[str, PlainValidator(_web)]
Age = Annotated[float, Field(ge=10, le=60 * 86_400)]
Ids = Annotated[
    tuple[Annotated[str, Field(min_length=1, max_length=80)], ...], Field(strict=False, max_length=200)
]
Sort = Literal["event", "place", "availability", "notice", "departure"]

_SORTS: Mapping[str, type[Document]] = {
    "event": Event,
    "place": Place,
    "availability": Availability,
    "notice": Notice,
    "departure": Departure,
}


class Sample(Written):
    """An answer of a source in the workspace, and when it was taken (in its time zone by default)."""

    file: RelativePath
    taken: Moment

    def moment(self, zone: ZoneInfo) -> datetime:
        """When it was taken, in UTC."""
        whole = self.taken if isinstance(self.taken, datetime) else datetime.combine(self.taken, time())
        return (whole if whole.tzinfo else whole.replace(tzinfo=zone)).astimezone(UTC)


class Source(Written):
    """What every source says. Times are seconds.

    `every` is how often it is asked, `most` how many documents are kept of it. `may_be_empty` tells that an
    answer without any entry is good news, and no fault. What its `sample` says is shown by the preview and in
    pictures where nobody has fetched anything; screens never show that.
    """

    kind: str
    url: Web
    every: Annotated[float, Field(ge=10, le=86_400)] = 300
    mark_after: Age | None = None
    leave_after: Age | None = None
    licence: Annotated[str, Field(max_length=80)] = ""
    attribution: Annotated[str, Field(max_length=160)] = ""
    may_be_empty: bool = False
    most: Annotated[int, Field(ge=1, le=200)] = 100
    sample: Sample | None = None

    @model_validator(mode="after")
    def _ages_follow(self) -> Self:
        if self.ages.mark_after > self.ages.leave_after:
            raise refuse(said("sources.ages"), self.mark_after or self.leave_after)
        return self

    @property
    def sort(self) -> type[Document]:
        """What its documents are."""
        return Notice

    @property
    def ages(self) -> Ages:
        """Its own ages, or those of its sort of document."""
        return self._ages(AGES[self.sort])

    def _ages(self, usual: Ages) -> Ages:
        leave = usual.leave_after if self.leave_after is None else timedelta(seconds=self.leave_after)
        mark = min(usual.mark_after, leave) if self.mark_after is None else timedelta(seconds=self.mark_after)
        return Ages(mark, leave)


class News(Source):
    """An RSS, Atom or JSON feed: its articles are notices."""

    kind: Literal["rss", "atom", "json-feed"]


class Calendar(Source):
    """An iCalendar file: its events, recurrences included, of so many days to come."""

    kind: Literal["icalendar"]
    days: Annotated[int, Field(ge=1, le=92)] = 14
    theme: Annotated[str, Field(max_length=80)] = ""

    @property
    def sort(self) -> type[Document]:
        """Events."""
        return Event


class Table(Source):
    """Rows of JSON, CSV or GeoJSON, by a declared mapping: each field of a document to a path in the row.

    `rows` is the path to the list of rows, "" where the answer is the list. `states` says what the values of
    the state mean, `dates` what comes first in dates that end with their year, and `charset` how a CSV is
    written that is not UTF-8, where its service does not say it.
    """

    kind: Literal["json", "csv", "geojson"]
    gives: Sort
    rows: Annotated[str, Field(max_length=100)] = ""
    fields: Annotated[dict[str, Path], Field(min_length=1, max_length=20)]
    states: dict[str, Annotated[State, Field(strict=False)]] = Field(default_factory=dict)
    dates: Order | None = None
    charset: Literal["utf-8", "windows-1252", "iso-8859-15"] = "utf-8"

    @model_validator(mode="after")
    def _fields_are_known(self) -> Self:
        known = fields_of(self.gives)
        for name in self.fields:
            if name not in known:
                raise refuse(
                    said("sources.no-field", sort=self.gives),
                    name,
                    expected=said("sources.fields", names=", ".join(known)),
                )
            if len(self.paths(name)) > 1 and name not in INSTANTS:
                raise refuse(said("sources.no-hour"), name)
        return self

    @property
    def sort(self) -> type[Document]:
        """What the rows become."""
        return _SORTS[self.gives]

    def paths(self, field: str) -> tuple[str, ...]:
        """Where a field is found: one path, those of a day and of its hour, or none."""
        path = self.fields.get(field, ())
        return (path,) if isinstance(path, str) else path

    @property
    def every_path(self) -> tuple[str, ...]:
        """All paths that a row is asked for."""
        return tuple(path for field in self.fields for path in self.paths(field))

    @property
    def is_ageless(self) -> bool:
        """Whether it tells what is measured, and nothing of when: a service that stopped would seem well."""
        return self.sort is Availability and "updated" not in self.fields


class OpenDataSoft(Table):
    """A dataset of an OpenDataSoft portal (Explore API v2.1); `url` is the portal. At most 100 rows come."""

    kind: Literal["opendatasoft"]  # type: ignore[assignment]
    dataset: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[\w@.-]+$")]
    where: Annotated[str, Field(max_length=500)] = ""
    order_by: Annotated[str, Field(max_length=200)] = ""


class Bikes(Source):
    """A GBFS 2 or 3 system; `url` is its gbfs.json. `only` names the stations that are wanted."""

    kind: Literal["gbfs"]
    only: Ids = ()

    @property
    def sort(self) -> type[Document]:
        """Bikes at stations."""
        return Availability


class Realtime(Source):
    """GTFS-Realtime: alerts, or the departures from `stops`.

    The feed says neither the names of lines, `lines` does by route id, nor where what leaves a stop goes,
    `towards` does by stop id.
    """

    kind: Literal["gtfs-rt"]
    gives: Literal["notice", "departure"] = "notice"
    stops: Ids = ()
    lines: dict[str, str] = Field(default_factory=dict)
    towards: dict[str, str] = Field(default_factory=dict)
    may_be_empty: bool = True

    @property
    def sort(self) -> type[Document]:
        """Notices or departures."""
        return _SORTS[self.gives]


class Siri(Source):
    """SIRI Lite, as JSON: stop monitoring (departures) or general messages (notices)."""

    kind: Literal["siri-lite"]
    gives: Literal["notice", "departure"] = "departure"
    may_be_empty: bool = True

    @property
    def sort(self) -> type[Document]:
        """Notices or departures."""
        return _SORTS[self.gives]


class Weather(Source):
    """The daily forecast of Open-Meteo, or of a service that answers like it, for one position."""

    kind: Literal["open-meteo"]
    position: Position
    url: Web = "https://api.open-meteo.com/v1/forecast"
    days: Annotated[int, Field(ge=1, le=7)] = 3
    licence: Annotated[str, Field(max_length=80)] = "CC BY 4.0"
    attribution: Annotated[str, Field(max_length=160)] = "Open-Meteo.com"

    @property
    def sort(self) -> type[Document]:
        """Days."""
        return ForecastDocument


class Image(Source):
    """A picture: a webcam, a chart. It is asked again every `every` seconds."""

    kind: Literal["image"]

    @property
    def ages(self) -> Ages:
        """Its own ages, or those of pictures."""
        return self._ages(PICTURE_AGES)


TABLES: Mapping[str, type[Source]] = {
    "rss": News,
    "atom": News,
    "json-feed": News,
    "icalendar": Calendar,
    "json": Table,
    "csv": Table,
    "geojson": Table,
    "opendatasoft": OpenDataSoft,
    "gbfs": Bikes,
    "gtfs-rt": Realtime,
    "siri-lite": Siri,
    "open-meteo": Weather,
    "image": Image,
}
"""The table of each kind."""


def fields_of(sort: str) -> tuple[str, ...]:
    """The fields that a mapping may name. `wait` counts minutes from now; latitude and longitude go apart.

    What is measured is of a time (`updated`); that a place or an event was noted long ago makes it no older.
    """
    common = ("id", "valid_from", "valid_until")
    timeless = () if _SORTS[sort] in {Availability, Departure} else ("updated",)
    own = tuple(name for name in _SORTS[sort].__struct_fields__ if name not in (*common, *timeless))
    more = ("latitude", "longitude") if "position" in own else ()
    return (*common, *own, *more, *(("wait",) if sort == "departure" else ()))
