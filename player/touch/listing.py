"""What a service lists at an instant: what an editor wrote and what its source says, in the order of use.

Places go by distance, what happens goes by time. An entry with the id of a document speaks for it: its words
and languages are the editor's, what is the case now is the document's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import islice

import msgspec

from player.touch.city import of_document, origin
from player.touch.limits import LIMITS
from player.touch.search import document_id
from player.touch.thing import Thing, joined, met, of_entry, position_of
from player.touch.view import View
from player.touch.words import say
from playlists.documents import Availability, Batch, Document, Event, Freshness, Notice, Place
from playlists.living_choice import TODAY, WEEKEND, Wish, chosen
from playlists.living_words import mark
from playlists.services import Entry, Service

_THEME = "theme/"
"""What a list of events can be narrowed to: days, or a theme by its name."""


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """What a service lists. `stale` says that its data are old, `nothing` why there are none, in words.

    It can be narrowed to `days` and `themes`, each with its words.
    """

    things: tuple[Thing, ...]
    days: tuple[tuple[str, str], ...] = ()
    themes: tuple[tuple[str, str], ...] = ()
    stale: str = ""
    nothing: str = ""
    source: str = ""


def listed(view: View, service: Service, only: str) -> Listing:
    """What a service lists, narrowed to a choice where one was made."""
    batch = view.here.batch(service)
    every = _chosen(view, batch, "")
    found = _chosen(view, batch, only) if only else every
    spoken_for = {document.id: document for document in found}
    own = [entry for entry in service.entries if not only or entry.id in spoken_for]
    others = _without(found, {entry.id for entry in own})
    if all(isinstance(each, Place | Availability) for each in found):
        mixed: list[Entry | Document] = [*own, *others]
        everything: Sequence[Entry | Document] = sorted(mixed, key=lambda each: _far(view, each, spoken_for))
    else:
        everything = [*others, *sorted(own, key=lambda each: view.far(each.position))]
    first = islice(everything, LIMITS.listed)
    return Listing(
        things=tuple(_thing(view, service, batch, each, spoken_for) for each in first),
        days=_days(view, batch, every) if batch else (),
        themes=_themes(every),
        stale=mark(batch, view.setting, found) if batch and found else "",
        nothing="" if found or not service.source else say(_why_nothing(view, batch, every), view.language),
        source=origin(view, batch, found) if batch and found else "",
    )


def finder(view: View, service: Service) -> Callable[[str], Thing | None]:
    """Finds what a service lists by its id; None for what is there no more."""
    batch = view.here.batch(service)
    documents = {each.id: each for each in (batch.shown(view.at) if batch else ())}
    entries = {entry.id: entry for entry in service.entries}

    def find(name: str) -> Thing | None:
        if name in entries:
            return _thing(view, service, batch, entries[name], documents)
        document = documents.get(document_id(service, name) or "")
        if batch is None or document is None:
            return None
        alone = msgspec.structs.replace(batch, documents=(document,))
        return (
            of_document(view, service, batch, document) if chosen(alone, view.at, _wish(view, "")) else None
        )

    return find


def _wish(view: View, only: str) -> Wish:
    is_theme = only.startswith(_THEME)
    return Wish(
        zone=view.here.time_zone,
        position=view.here.position,
        days="" if is_theme else only,
        theme=only.removeprefix(_THEME) if is_theme else "",
    )


def _chosen(view: View, batch: Batch | None, only: str) -> tuple[Document, ...]:
    """The documents that are meant, each thing once: news from the newest on, the rest as on displays."""
    found = chosen(batch, view.at, _wish(view, only)) if batch else ()
    if all(isinstance(each, Notice) for each in found):
        return tuple(sorted(found, key=_age))
    return found


def _age(document: Document) -> float:
    return -document.published.timestamp() if isinstance(document, Notice) and document.published else 0.0


def _without(found: Sequence[Document], own: set[str]) -> list[Document]:
    return [document for document in found if document.id not in own]


def _far(view: View, each: Entry | Document, documents: dict[str, Document]) -> float:
    where = position_of(each) or position_of(documents.get(each.id))
    return view.far(where)


def _why_nothing(view: View, batch: Batch | None, every: Sequence[Document]) -> str:
    """That there is nothing is told by fresh data only; of old ones nobody knows what came since."""
    if batch is None:
        return "too_old"
    newest = max(map(batch.of, batch.documents), default=batch.fetched)
    is_known = bool(every) or batch.ages.freshness(newest, view.at) is Freshness.FRESH
    return "nothing_now" if is_known else "too_old"


def _thing(
    view: View, service: Service, batch: Batch | None, each: Entry | Document, known: dict[str, Document]
) -> Thing:
    document = known.get(each.id) if isinstance(each, Entry) else each
    if isinstance(each, Entry) and (batch is None or document is None):
        return of_entry(view, each)
    assert batch is not None  # noqa: S101 - it came from there
    assert document is not None  # noqa: S101
    if isinstance(each, Entry):
        entry, document = met(each, document)
        return joined(of_entry(view, entry), of_document(view, service, batch, document))
    return of_document(view, service, batch, document)


def _days(view: View, batch: Batch, every: Sequence[Document]) -> tuple[tuple[str, str], ...]:
    """Every day, today, the week-end, as far as there are events; nothing where there is none at all."""
    if not any(isinstance(each, Event) for each in every):
        return ()
    there = [only for only in (TODAY, WEEKEND) if _chosen(view, batch, only)]
    return tuple((only, say(only or "all", view.language)) for only in ("", *there))


def _themes(every: Sequence[Document]) -> tuple[tuple[str, str], ...]:
    """The commonest themes."""
    events = (each for each in every if isinstance(each, Event))
    found = Counter(event.theme for event in events if event.theme)
    ordered = sorted(found.items(), key=lambda each: (-each[1], each[0]))
    return tuple((f"{_THEME}{theme}", theme) for theme, _ in ordered[: LIMITS.themes])
