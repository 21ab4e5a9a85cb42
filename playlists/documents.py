"""City data as devices get it: small typed documents, in batches that know how old they are.

Everything in them is plain text, cleaned and bounded by whoever published it and checked again where it is
read. Instants are UTC, distances metres, temperatures degrees Celsius.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final

import msgspec
from msgspec import Meta

_PLAIN = r"^[^\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]*$"
"""No control characters, and none that turn the direction of text."""


INSTANTS = ("valid_from", "valid_until", "starts", "ends", "leaves", "published", "updated")
"""The fields of documents that are instants."""
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_LONGEST_DAY: Final = timedelta(hours=25)
"""That of the night in which clocks go back."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The most that one document and one batch hold."""

    title_characters: int = 160
    body_characters: int = 600
    word_characters: int = 80
    address_characters: int = 300
    hours_characters: int = 500
    documents: int = 200
    picture_bytes: int = 2**20
    picture_side: int = 2_000


LIMITS = Limits()
Name = Annotated[str, Meta(min_length=1, max_length=LIMITS.title_characters, pattern=_PLAIN)]
Line = Annotated[str, Meta(max_length=LIMITS.title_characters, pattern=_PLAIN)]
Body = Annotated[str, Meta(max_length=LIMITS.body_characters, pattern=_PLAIN)]
Word = Annotated[str, Meta(max_length=LIMITS.word_characters, pattern=_PLAIN)]
Address = Annotated[str, Meta(max_length=LIMITS.address_characters, pattern=r"^(https?://\S+)?$")]
Number = Annotated[int, Meta(ge=0, le=1_000_000)]
Degrees = Annotated[float, Meta(ge=-90, le=60)]
Instant = Annotated[datetime, Meta(tz=True)]
Position = tuple[Annotated[float, Meta(ge=-90, le=90)], Annotated[float, Meta(ge=-180, le=180)]]
"""Latitude and longitude in degrees."""


class State(StrEnum):
    """Whether something can be used now; `UNKNOWN` where its source does not say."""

    OPEN = "open"
    FULL = "full"
    SUBSCRIBERS = "subscribers"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class _Base(msgspec.Struct, frozen=True, kw_only=True):
    """`id` is the source's own. It is shown from `valid_from` until `valid_until`, where these are said.

    `updated` is of when its source says that it is, of what is measured: a service that answers well with
    data of yesterday is not fresh.
    """

    id: Word
    valid_from: Instant | None = None
    valid_until: Instant | None = None
    updated: Instant | None = None

    def holds(self, at: datetime) -> bool:
        """Whether it may be shown at an instant."""
        return (self.valid_from is None or self.valid_from <= at) and (
            self.valid_until is None or at < self.valid_until
        )


class Event(_Base, frozen=True, kw_only=True, tag="event"):
    """Something to go to. An event of whole days begins and ends at midnight there."""

    title: Name
    starts: Instant
    ends: Instant
    whole_days: bool = False
    place: Line = ""
    theme: Word = ""
    position: Position | None = None
    address: Address = ""

    @property
    def lasts_days(self) -> bool:
        """Whether it goes on for more than a day, as an exhibition does."""
        return self.ends - self.starts > _LONGEST_DAY


class Place(_Base, frozen=True, kw_only=True, tag="place"):
    """A service with its hours, in OpenStreetMap's syntax; "" where nobody said them."""

    name: Name
    hours: Annotated[str, Meta(max_length=LIMITS.hours_characters, pattern=_PLAIN)] = ""
    state: State = State.UNKNOWN
    position: Position | None = None
    where: Line = ""


class Availability(_Base, frozen=True, kw_only=True, tag="availability"):
    """How much of something is free: spaces of a car park, bikes of a station."""

    name: Name
    free: Number | None = None
    total: Number | None = None
    state: State = State.UNKNOWN
    position: Position | None = None


class Notice(_Base, frozen=True, kw_only=True, tag="notice"):
    """Something to know: works, a detour, a closure, a menu, an article."""

    title: Name
    body: Body = ""
    published: Instant | None = None
    address: Address = ""


class Departure(_Base, frozen=True, kw_only=True, tag="departure"):
    """A vehicle that leaves a stop; `live` tells whether its time was measured or is of the timetable."""

    line: Word
    towards: Line
    leaves: Instant
    stop: Line = ""
    live: bool = False
    cancelled: bool = False


class Forecast(_Base, frozen=True, kw_only=True, tag="forecast"):
    """The weather from `starts` until `ends`; `code` is one of WMO's table 4677."""

    starts: Instant
    ends: Instant
    code: Annotated[int, Meta(ge=0, le=99)] | None = None
    lowest: Degrees | None = None
    highest: Degrees | None = None


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A prepared picture of a source, a webcam or a chart: an object of the feed, with its size.

    `since` is when it came first: a camera that stands still gives the same one for days.
    """

    object: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
    bytes: Annotated[int, Meta(ge=1, le=LIMITS.picture_bytes)]
    width: Annotated[int, Meta(ge=1, le=LIMITS.picture_side)]
    height: Annotated[int, Meta(ge=1, le=LIMITS.picture_side)]
    since: Instant | None = None


Document = Event | Place | Availability | Notice | Departure | Forecast


class Freshness(StrEnum):
    """What may be said of data of an age."""

    FRESH = "fresh"
    MARKED = "marked"
    """Shown with the time that it is of."""
    GONE = "gone"
    """Not shown any more."""


class Ages(msgspec.Struct, frozen=True):
    """From which ages data are marked, and leave the glass."""

    mark_after: timedelta
    leave_after: timedelta

    def freshness(self, fetched: datetime, at: datetime) -> Freshness:
        """What may be said at an instant of data fetched at another.

        Data of the future are fresh: a device's clock may be a little late.
        """
        if at >= fetched + self.leave_after:
            return Freshness.GONE
        return Freshness.MARKED if at >= fetched + self.mark_after else Freshness.FRESH


AGES: Final[dict[type[Document], Ages]] = {
    Event: Ages(timedelta(days=1), timedelta(days=7)),
    Place: Ages(timedelta(days=2), timedelta(days=30)),
    Availability: Ages(timedelta(minutes=10), timedelta(hours=1)),
    Notice: Ages(timedelta(hours=6), timedelta(days=2)),
    Departure: Ages(timedelta(minutes=3), timedelta(minutes=15)),
    Forecast: Ages(timedelta(hours=3), timedelta(hours=18)),
}
"""The ages of each sort of document, where its source says no others."""
PICTURE_AGES: Final = Ages(timedelta(minutes=30), timedelta(hours=2))
"""Those of a picture."""


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """What a source said when it was last well: documents or a picture, when they came, whose they are."""

    source: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    fetched: Instant
    ages: Ages
    licence: Word = ""
    attribution: Line = ""
    documents: Annotated[tuple[Document, ...], Meta(max_length=LIMITS.documents)] = ()
    picture: Picture | None = None

    def is_sound(self) -> bool:
        """Whether its ages follow each other, and all its instants are of this century."""
        told = (getattr(document, name, None) for document in self.documents for name in INSTANTS)
        since = self.picture.since if self.picture else None
        instants = [self.fetched, *(each for each in (*told, since) if each is not None)]
        ages = timedelta() < self.ages.mark_after <= self.ages.leave_after <= timedelta(days=60)
        return ages and all(_FIRST_YEAR <= each.year < _LAST_YEAR for each in instants)

    def freshness(self, at: datetime) -> Freshness:
        """What may be said of it at an instant."""
        return self.ages.freshness(self.fetched, at)

    def of(self, document: Document) -> datetime:
        """Of when a document is: when it was fetched, or what its source says of it, if that is earlier."""
        return min(self.fetched, document.updated or self.fetched)

    def shown(self, at: datetime) -> tuple[Document, ...]:
        """The documents that may be shown at an instant: none that are too old, by any account."""
        if self.freshness(at) is Freshness.GONE:
            return ()
        return tuple(
            document
            for document in self.documents
            if document.holds(at) and self.ages.freshness(self.of(document), at) is not Freshness.GONE
        )
