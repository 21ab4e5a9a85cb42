"""Which of a source's documents are shown at an instant, in which order, and when that may change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from playlists.documents import Availability, Batch, Departure, Document, Event, Forecast, Position, State
from playlists.living_words import metres

TODAY: Final = "today"
WEEKEND: Final = "weekend"
_SATURDAY, _WEEK = 5, 7
_DAY = timedelta(days=1)
MOST_EDGES: Final = 30
"""The most instants that are looked at ahead."""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What is wanted of a source, for a place in a time zone.

    `near_m`: only what lies so many metres from the place, the nearest first. `days`: only events of
    today or of the week-end, "" for all. `theme`: only events of that theme, whatever its capitals.
    """

    zone: str
    position: Position | None = None
    near_m: int | None = None
    days: str = ""
    theme: str = ""


def chosen(batch: Batch, at: datetime, wish: Wish) -> tuple[Document, ...]:
    """What may be shown, each thing once, in the order in which it is shown."""
    found = [document for document in batch.shown(at) if _is_wanted(document, at, wish)]
    if wish.near_m is not None:
        away = {document.id: metres(document, wish.position) for document in found}
        known = {name: distance for name, distance in away.items() if distance is not None}
        found = [each for each in found if known.get(each.id, wish.near_m + 1) <= wish.near_m]
        found.sort(key=lambda each: (_is_useless(each), known[each.id]))
    else:
        found.sort(key=lambda each: _rank(each, at))
    once: dict[str, Document] = {}
    for each in found:
        once.setdefault(_sameness(each), each)
    return tuple(once.values())


def endings(batch: Batch, wish: Wish, since: datetime, until: datetime) -> list[datetime]:
    """The instants between two others at which documents come or go."""
    found = {batch.fetched + batch.ages.leave_after, midnight(since, wish.zone, 1)}
    for document in batch.documents:
        found |= {edge for edge in (document.valid_from, document.valid_until) if edge}
        if document.updated:
            found.add(batch.of(document) + batch.ages.leave_after)
        match document:
            case Departure():
                found.add(document.leaves)
            case Event() | Forecast():
                found |= {document.starts, document.ends}
            case _:
                pass
    return few(found, since, until)


def few(edges: Iterable[datetime], since: datetime, until: datetime) -> list[datetime]:
    """Of some instants those between two others, `MOST_EDGES` at most.

    Where there are more, each waits for the next of as many equal steps: none is forgotten.
    """
    found = sorted({edge for edge in edges if since < edge < until})
    if len(found) <= MOST_EDGES:
        return found
    step = (until - since) / MOST_EDGES
    stepped = {since + -(-(edge - since) // step) * step for edge in found}
    return sorted(edge for edge in stepped if edge < until)


def midnight(at: datetime, zone: str, days: int = 0) -> datetime:
    """When the day of an instant begins in a time zone, or the one so many days later."""
    day = at.astimezone(ZoneInfo(zone)).date() + timedelta(days=days)
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(at.tzinfo)


def _is_wanted(document: Document, at: datetime, wish: Wish) -> bool:
    match document:
        case Departure():
            return document.leaves > at
        case Forecast():
            return document.ends > at
        case Event():
            is_over = document.ends <= at and document.starts <= at
            of_theme = not wish.theme or document.theme.casefold() == wish.theme.casefold()
            return not is_over and of_theme and any(_is_on(document, days) for days in _spans(at, wish))
        case _:
            return True


def _is_on(event: Event, days: tuple[datetime, datetime]) -> bool:
    return event.starts < days[1] and (event.ends > days[0] or event.starts >= days[0])


def _spans(at: datetime, wish: Wish) -> Iterator[tuple[datetime, datetime]]:
    """The days of which events are wanted, from what is left of them on."""
    if wish.days == TODAY:
        yield at, midnight(at, wish.zone, 1)
    elif wish.days == WEEKEND:
        today = at.astimezone(ZoneInfo(wish.zone)).weekday()
        yield max(at, midnight(at, wish.zone, _SATURDAY - today)), midnight(at, wish.zone, _WEEK - today)
    else:
        yield at, at + 400 * _DAY


def _rank(document: Document, at: datetime) -> tuple[bool, datetime]:
    """Full car parks last; events and departures as they come, exhibitions that are on already last."""
    match document:
        case Availability():
            return document.state is not State.OPEN, at
        case Event():
            return document.lasts_days and document.starts <= at, max(document.starts, at)
        case Departure():
            return False, document.leaves
        case _:
            return False, at


def _is_useless(document: Document) -> bool:
    """Whether nobody can use it now, however near it is."""
    return isinstance(document, Availability) and document.state is not State.OPEN


def _sameness(document: Document) -> str:
    """What stands on a page once: of an event that comes again, the next coming."""
    return f"{document.title}, {document.place}" if isinstance(document, Event) else document.id
