"""Single values of strangers, read as far as they make sense; what makes none is None."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from playlists.astray import Slip, astray
from playlists.documents import LIMITS, Ages, Document, Freshness, Picture, Position
from playlists.errors import SourceError
from playlists.sources.limits import LIMITS as READ
from playlists.sources.plain import bare, plain

Sort = TypeVar("Sort", bound=Document)
_FIRST, _LAST = 2000, 2100
_MILLISECONDS = 1e11
_LONGEST = 60
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WEB = re.compile(r"https?://[^\s/?#]")
_UTC = "-0000"
"""How RFC 5322 says that an instant is of UTC, and nothing of the zone it was written in."""
_TOLD_APART = 16
"""Hexadecimal digits that tell long names apart."""


class Reader(msgspec.Struct, frozen=True):
    """What reading an answer depends on beside it.

    That is when it was fetched, the workspace's time zone, and where the city is, if that is known.
    """

    at: datetime
    zone: ZoneInfo
    city: Position | None = None

    def require_recent(self, of: datetime | None, ages: Ages) -> None:
        """Refuse what is too old to be shown when it comes; None where nobody knows. Raises `SourceError`."""
        if of is not None and ages.freshness(of, self.at) is Freshness.GONE:
            raise SourceError("old", at=f"{of.astimezone(self.zone):%d/%m/%Y %H:%M}")

    def require_here(self, positions: Sequence[Position]) -> None:
        """Refuse positions of which most would lie in the city with their numbers exchanged.

        Raises `SourceError`.
        """
        found = [(each, astray(each, self.city)) for each in positions if self.city]
        exchanged = [each for each, how in found if how and how.slip is Slip.EXCHANGED]
        if len(exchanged) * 2 > len(positions):
            raise SourceError("exchanged", found=f"{exchanged[0][0]:.9g}, {exchanged[0][1]:.9g}")


Develop = Callable[[bytes], Picture]
"""Prepares the picture that a source answered, as any medium is prepared. Raises `SourceError`."""


def instant(value: object, zone: ZoneInfo, near: datetime | None = None) -> datetime | None:
    """An instant in UTC from ISO 8601, RFC 822, or seconds or milliseconds since 1970.

    Without an offset it is of `zone`, a date is its first moment. Of an hour that comes twice, when clocks go
    back, the one is meant that is nearer to `near`. What is not of this century is a mistake.
    """
    try:
        found = _instant(value, zone)
        if found is None or not _FIRST <= found.year < _LAST:
            return None
        first, again = found.astimezone(UTC), found.replace(fold=1).astimezone(UTC)
        return again if near is not None and first < again and again - near < near - first else first
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def is_day(value: object) -> bool:
    """Whether it says a day, and no time of it."""
    return isinstance(value, str) and _DAY.fullmatch(value.strip()) is not None


def end(value: object, zone: ZoneInfo) -> datetime | None:
    """An instant at which something ends: a day ends with its last moment."""
    if not is_day(value):
        return instant(value, zone)
    try:
        return instant(date.fromisoformat(str(value).strip()) + timedelta(days=1), zone)
    except (ValueError, OverflowError):
        return None


def _instant(value: object, zone: ZoneInfo) -> datetime | None:
    match value:
        case bool():
            return None
        case datetime():
            return value if value.tzinfo else value.replace(tzinfo=zone)
        case date():
            return datetime.combine(value, time(), zone)
        case int() | float():
            return datetime.fromtimestamp(value / 1000 if value > _MILLISECONDS else value, UTC)
        case str() if len(value) <= _LONGEST:
            text = value.strip()
            try:
                found = datetime.fromisoformat(text)
            except ValueError:
                found = parsedate_to_datetime(text)
                zone = ZoneInfo("UTC") if text.endswith(_UTC) else zone
            return found if found.tzinfo else found.replace(tzinfo=zone)
        case _:
            return None


def earliest(*instants: datetime | None) -> datetime | None:
    """The earliest of those that are known."""
    return min((each for each in instants if each is not None), default=None)


def number(value: object) -> int | None:
    """A whole number from 0 to a million."""
    try:
        found = float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else None
    except (ValueError, OverflowError):
        return None
    return round(found) if found is not None and math.isfinite(found) and 0 <= found <= 1e6 else None  # noqa: PLR2004


def degrees(value: object) -> float | None:
    """A temperature on earth."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if -90 <= value <= 60 else None  # noqa: PLR2004


def position(value: object) -> Position | None:
    """Latitude and longitude from an object, a pair, "lat, lon" or a GeoJSON point (longitude first)."""
    match value:
        case {"type": "Point", "coordinates": [longitude, latitude, *_]}:
            return _position(latitude, longitude)
        case {"lat": latitude, "lon": longitude} | {"lat": latitude, "lng": longitude}:
            return _position(latitude, longitude)
        case {"latitude": latitude, "longitude": longitude}:
            return _position(latitude, longitude)
        case [latitude, longitude]:
            return _position(latitude, longitude)
        case str() if value.count(",") == 1:
            return _position(*value.split(","))
        case _:
            return None


def _position(latitude: object, longitude: object) -> Position | None:
    try:
        found = float(latitude), float(longitude)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return None
    if not (-90 <= found[0] <= 90 and -180 <= found[1] <= 180) or found == (0.0, 0.0):  # noqa: PLR2004
        return None
    return found


def address(value: object) -> str:
    """An address of the web, "" for anything else."""
    text = value.strip() if isinstance(value, str) else ""
    good = _WEB.match(text) is not None and text.isprintable() and " " not in text
    return text if good and len(text) <= LIMITS.address_characters else ""


def identity(value: object) -> str:
    """A source's own name for a thing, which nobody reads; a long one keeps what tells it apart."""
    found, most = bare(value), LIMITS.word_characters
    if len(found) <= most:
        return found
    digest = hashlib.sha256(found.encode()).hexdigest()[:_TOLD_APART]
    return f"{found[: most - 1 - len(digest)]} {digest}"


def hours(value: object) -> str:
    """Opening hours in OpenStreetMap's syntax, "" where they are longer than any."""
    found = bare(value) if isinstance(value, str) else ""
    return found if len(found) <= LIMITS.hours_characters else ""


def title(value: object) -> str:
    """A plain title."""
    return plain(value, LIMITS.title_characters)


def word(value: object) -> str:
    """A plain short text."""
    return plain(value, LIMITS.word_characters)


def body(value: object) -> str:
    """A plain text of some sentences."""
    return plain(value, LIMITS.body_characters)


def entries(value: object, where: str) -> Sequence[Any]:
    """A list of not too many entries. Raises `SourceError`."""
    if not isinstance(value, list | tuple):
        raise SourceError("shape", where=where)
    if len(value) > READ.entries:
        raise SourceError("flood", most=READ.entries)
    return value


def sound(found: Iterable[Sort | None], most: int) -> tuple[Sort, ...]:
    """The documents that hold what their sort promises, each id once (the first), `most` at most."""
    kept: dict[str, Sort] = {}
    for document in found:
        if document is not None and document.id not in kept and len(kept) < most and _is_sound(document):
            kept[document.id] = document
    return tuple(kept.values())


def readable(said: Sequence[object], found: tuple[Sort, ...], where: str) -> tuple[Sort, ...]:
    """The documents found in what was said; no entry at all is an answer too.

    Raises:
        SourceError: there were entries, and none could be read: the source changed its shape.
    """
    if said and not found:
        raise SourceError("shape", where=where)
    return found


def _is_sound(document: Document) -> bool:
    try:
        msgspec.convert(msgspec.to_builtins(document), type=type(document))
    except (msgspec.ValidationError, ValueError, OverflowError):
        return False
    return True


def soon(days: int, at: datetime) -> datetime:
    """The end of so many days from an instant."""
    return at + timedelta(days=days)
