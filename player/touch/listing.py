"""What a service lists at an instant: what an editor wrote and what its source says, in the order of use.

Places go by distance, what happens goes by time. Of an event that comes again the next coming is listed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import msgspec

from player.touch.city import id_of, of_document, origin
from player.touch.limits import LIMITS
from player.touch.thing import Thing, of_entry, position_of
from player.touch.view import View
from player.touch.words import say
from playlists.documents import (
    Availability,
    Batch,
    Departure,
    Document,
    Event,
    Forecast,
    Freshness,
    Notice,
    Place,
)
from playlists.living import is_over, sameness
from playlists.living_words import mark
from playlists.services import Entry, Service

TODAY, WEEKEND, THEME = "today", "weekend", "theme/"
"""What a list of events can be narrowed to; a theme by its name."""
_SATURDAY = 5


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """What a service lists. `stale` says that its data are old, `nothing` why there are none, in words."""

    things: tuple[Thing, ...]
    choices: tuple[tuple[str, str], ...] = ()
    stale: str = ""
    nothing: str = ""
    source: str = ""


def listed(view: View, service: Service, only: str) -> Listing:
    """What a service lists, narrowed to a choice where one was made."""
    batch = view.here.batch(service)
    documents = _standing(view, batch)
    events = [each for each in documents if isinstance(each, Event)]
    found = _ordered(view, [each for each in documents if _is_meant(view, each, only)])
    own = () if only else service.entries
    if all(isinstance(each, Place | Availability) for each in found):
        everything: Sequence[Entry | Document] = sorted(
            [*own, *found], key=lambda each: view.far(position_of(each))
        )
    else:
        everything = [*found, *sorted(own, key=lambda each: view.far(each.position))]
    things = tuple(_thing(view, service, batch, each) for each in islice(everything, LIMITS.listed))
    return Listing(
        things=things,
        choices=_choices(view, events),
        stale=mark(batch, view.setting) if batch and documents else "",
        nothing="" if found or not service.source else say(_why_nothing(view, batch), view.language),
        source=origin(view, batch) if batch and documents else "",
    )


def thing_of(view: View, service: Service, name: str) -> Thing | None:
    """One of the things that a service lists; None where it is there no more."""
    batch = view.here.batch(service)
    for each in service.entries:
        if each.id == name:
            return of_entry(view, each)
    for document in _standing(view, batch):
        if batch and id_of(service, document) == name:
            return of_document(view, service, batch, document)
    return None


def _standing(view: View, batch: Batch | None) -> tuple[Document, ...]:
    """The documents that may be shown now."""
    documents = batch.shown(view.at) if batch else ()
    return tuple(document for document in documents if not is_over(document, view.at))


def _why_nothing(view: View, batch: Batch | None) -> str:
    is_known = batch is not None and batch.freshness(view.at) is not Freshness.GONE
    return "nothing_now" if is_known else "too_old"


def _thing(view: View, service: Service, batch: Batch | None, each: Entry | Document) -> Thing:
    if isinstance(each, Entry):
        return of_entry(view, each)
    assert batch is not None  # noqa: S101 - it came from there
    return of_document(view, service, batch, each)


def _ordered(view: View, documents: Sequence[Document]) -> list[Document]:
    """By time or by distance, as befits them; each thing once."""
    found = sorted(documents, key=lambda each: (_when(view, each), view.far(position_of(each))))
    return [*{sameness(each): each for each in reversed(found)}.values()][::-1]


def _when(view: View, document: Document) -> float:
    """What is sorted by before distance, in seconds: the newest news, and what comes next."""
    match document:
        case Event() | Forecast():
            return max(document.starts, view.at).timestamp()
        case Departure():
            return document.leaves.timestamp()
        case Notice():
            return -document.published.timestamp() if document.published else 0.0
        case Place() | Availability():
            return 0.0


def _is_meant(view: View, document: Document, only: str) -> bool:
    if not only or not isinstance(document, Event):
        return not only
    if only.startswith(THEME):
        return document.theme == only.removeprefix(THEME)
    opens, closes = _days(view, only)
    return document.starts < closes and opens < max(document.ends, document.starts + timedelta(seconds=1))


def _days(view: View, only: str) -> tuple[datetime, datetime]:
    """From when to when a choice of days goes: today, or the week-end that is or comes next."""
    zone = ZoneInfo(view.here.time_zone)
    today = view.at.astimezone(zone).date()
    first, count = today, 1
    if only == WEEKEND:
        saturday = today + timedelta(days=_SATURDAY - today.weekday())
        first, count = max(today, saturday), 2 - max(0, (today - saturday).days)
    opens, closes = (datetime.combine(day, time(), zone) for day in (first, first + timedelta(days=count)))
    return opens, closes


def _choices(view: View, events: Sequence[Event]) -> tuple[tuple[str, str], ...]:
    """Everything, today, the week-end, the commonest themes: those under which there is anything."""
    found = [*_found(view, events)]
    return (("", say("all", view.language)), *found) if found else ()


def _found(view: View, events: Sequence[Event]) -> Iterator[tuple[str, str]]:
    for only in (TODAY, WEEKEND):
        if any(_is_meant(view, event, only) for event in events):
            yield only, say(only, view.language)
    themes = Counter(event.theme for event in events if event.theme)
    for theme, _ in sorted(themes.items(), key=lambda each: (-each[1], each[0]))[: LIMITS.themes]:
        yield f"{THEME}{theme}", theme
