"""City data in a program: a program again, so that all that plays, draws and proves one does so with data.

fillings(program, batches, at)  the cards of each live item around an instant
filled(program, fillings)       the program with them; an item without any is left out, its zone goes on
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

import msgspec
from msgspec.structs import replace

from device_profiles.profile import Screen
from layouts.card import LISTING, Card, Words
from layouts.compose import frame_for, listing
from layouts.dates import NO_BREAK
from layouts.layout import Rect, Zone, place
from layouts.led import led_pages
from layouts.theme import Palette, derive
from layouts.typography import finish
from playlists.documents import Availability, Batch, Departure, Document, Event, Forecast, Place, State
from playlists.living_words import Setting, mark, metres, opening, row, small_print
from playlists.program import Item, LiveContent, Playlist, Program, ScreenProgram

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
STEP: Final = timedelta(minutes=10)
"""Fillings are made anew so often, and whenever there are other data."""
_AHEAD: Final = STEP + timedelta(minutes=5)
_PARTED = re.compile(r",| [–—-] | \(")
"""Where the first part of a name ends."""
_MOST_EDGES = 30
_MOST_ROWS, _MOST_ROADSIDE = 8, 3


class Filling(msgspec.Struct, frozen=True, kw_only=True):
    """What one live item shows within [opens, closes), in one playlist of a screen."""

    screen: str
    playlist: str
    item: str
    opens: datetime
    closes: datetime
    cards: tuple[Card, ...]


def step_of(at: datetime) -> datetime:
    """The instant from which the fillings at another are made; the same throughout a `STEP`."""
    return at - (at - _EPOCH) % STEP


def fillings(program: Program, batches: Sequence[Batch], at: datetime) -> tuple[Filling, ...]:
    """The cards of every live item, from `step_of` an instant until after the step that follows has begun."""
    since = step_of(at)
    known = {batch.source: batch for batch in batches}
    return tuple(
        filling
        for screen in program.screens
        for key, playlist in screen.playlists.items()
        for item in playlist.items
        if isinstance(item.content, LiveContent) and item.content.source in known
        for filling in _item(program, screen, key, item, known[item.content.source], since)
    )


def filled(program: Program, found: Sequence[Filling]) -> Program:
    """The program with its live items filled."""
    return replace(program, screens=tuple(_screen(screen, found) for screen in program.screens))


def _screen(screen: ScreenProgram, found: Sequence[Filling]) -> ScreenProgram:
    playlists = {}
    for key, playlist in screen.playlists.items():
        own = [each for each in found if each.screen == screen.screen.name and each.playlist == key]
        items = tuple(made for item in playlist.items for made in _filled(item, own))
        playlists[key] = Playlist(id=playlist.id, items=items)
    return replace(screen, playlists=playlists)


def _filled(item: Item, own: Sequence[Filling]) -> Iterator[Item]:
    if not isinstance(item.content, LiveContent):
        yield item
        return
    for each in own:
        if each.item == item.id:
            opens = max(filter(None, (item.opens, each.opens)))
            closes = min(filter(None, (item.closes, each.closes)))
            if opens < closes:
                content = replace(item.content, cards=each.cards)
                yield replace(item, content=content, opens=opens, closes=closes)


def _item(  # noqa: PLR0917 - each is another thing
    program: Program, screen: ScreenProgram, key: str, item: Item, batch: Batch, since: datetime
) -> Iterator[Filling]:
    zone = _zone(screen, key)
    if zone is None or not isinstance(item.content, LiveContent):
        return
    leaves = batch.fetched + batch.ages.leave_after
    until = min(leaves, since + _AHEAD)
    stretches: list[Filling] = []
    for opens, closes in pairwise([since, *_edges(program, batch, since, until), until]):
        if opens >= closes:
            continue
        cards = _cards(program, screen.screen, zone, item, batch, opens)
        if not cards:
            continue
        if stretches and stretches[-1].cards == cards and stretches[-1].closes == opens:
            stretches[-1] = replace(stretches[-1], closes=closes)
        else:
            name = screen.screen.name
            stretches.append(
                Filling(screen=name, playlist=key, item=item.id, opens=opens, closes=closes, cards=cards)
            )
    yield from stretches


def _zone(screen: ScreenProgram, key: str) -> Zone | None:
    """The zone that a playlist was prepared for."""
    for event in screen.events:
        for name, playlist in event.zones.items():
            if playlist == key:
                return screen.layouts[event.layout].zone(name)
    return None


def _edges(program: Program, batch: Batch, since: datetime, until: datetime) -> list[datetime]:
    """The instants at which what is said of a batch changes."""
    found = {batch.fetched + batch.ages.mark_after}
    setting = _setting(program, since, "fr")
    for document in batch.documents:
        found |= {edge for edge in (document.valid_from, document.valid_until) if edge}
        match document:
            case Departure():
                found.add(document.leaves)
            case Event() | Forecast():
                found.add(document.ends)
            case Place():
                spans = opening(document, setting) or ()
                found |= {edge for span in spans[:2] for edge in span}
            case _:
                pass
    return sorted(edge for edge in found if since < edge < until)[:_MOST_EDGES]


def _cards(  # noqa: PLR0917 - each is another thing
    program: Program, screen: Screen, zone: Zone, item: Item, batch: Batch, at: datetime
) -> tuple[Card, ...]:
    """One card for each page of the item; rows that find no room are left out, short lists come again."""
    content = item.content
    assert isinstance(content, LiveContent)  # noqa: S101 - who calls has looked
    documents = _chosen(batch, content, program, at)
    spoken = content.headlines
    if zone.language is not None:
        spoken = spoken[zone.language : zone.language + 1] or spoken[:1]
    if not documents or not spoken:
        return ()
    pages = -(-len(item.pages_ms) // len(spoken))
    told = [
        _told(_View(program, screen, zone, content, batch, at, *each), documents, pages) for each in spoken
    ]
    if not all(told):
        return ()
    turns = [cards[page % len(cards)] for page in range(pages) for cards in told]
    return tuple(turns[: len(item.pages_ms)])


class _View(msgspec.Struct, frozen=True):
    """What the cards of one language depend on beside the documents."""

    program: Program
    screen: Screen
    zone: Zone
    content: LiveContent
    batch: Batch
    at: datetime
    language: str
    headline: str


def _told(view: _View, documents: Sequence[Document], pages: int) -> tuple[Card, ...]:
    """The documents in one language: as many on a page as fit, and no more pages than there are."""
    if view.screen.is_matrix:
        found = (card for document in documents for card in _on_matrix(view, document))
        return tuple(itertools.islice(found, pages))
    most = _MOST_ROADSIDE if view.screen.for_drivers else _MOST_ROWS
    for count in range(min(most, len(documents)), 0, -1):
        starts = range(0, min(len(documents), count * pages), count)
        cards = tuple(_card(view, documents[start : start + count]) for start in starts)
        if count == 1 or all(_fits(card, view.screen, view.zone) for card in cards):
            return cards
    return ()


def _on_matrix(view: _View, document: Document) -> Iterator[Card]:
    """A document as one page of lamps, its name cut to its first part if need be; none if that fails."""
    card = _card(view, [document])
    (words,) = card.words
    stale = f" ({words.source})" if words.source else ""
    about, _, value = words.body.partition(listing.VALUE)
    for name in (about, _PARTED.split(about)[0]):
        led = (f"{name}{NO_BREAK}: {value}" if value else name) + stale
        made = replace(card, words=(replace(words, led=led),))
        if _is_one_page(made, view.screen):
            yield made
            return


def _chosen(batch: Batch, content: LiveContent, program: Program, at: datetime) -> tuple[Document, ...]:
    found = [document for document in batch.shown(at) if not is_over(document, at)]
    if content.near_m is not None:
        away = {document.id: metres(document, program.position) for document in found}
        known = {name: distance for name, distance in away.items() if distance is not None}
        found = [each for each in found if known.get(each.id, content.near_m + 1) <= content.near_m]
        found.sort(key=lambda each: known[each.id])
    else:
        found.sort(key=lambda each: isinstance(each, Availability) and each.state is not State.OPEN)
    return tuple({sameness(each): each for each in reversed(found)}.values())[::-1]


def sameness(document: Document) -> str:
    """What stands on a page once: of an event that comes again, the next coming."""
    return f"{document.title}, {document.place}" if isinstance(document, Event) else document.id


def is_over(document: Document, at: datetime) -> bool:
    """Whether what a document tells of has passed."""
    match document:
        case Departure():
            return document.leaves <= at
        case Event() | Forecast():
            return document.ends <= at and document.starts <= at
        case _:
            return False


def _card(view: _View, documents: Sequence[Document]) -> Card:
    content, language = view.content, view.language
    setting = replace(
        _setting(view.program, view.at, language),
        unit=dict(content.units).get(language, ""),
        near=content.near_m is not None,
    )
    rows = [row(document, setting) for document in documents]
    told = mark if view.screen.is_matrix or view.screen.for_drivers else small_print
    words = Words(
        language=language,
        headline=finish(view.headline, language),
        body="\n".join(rows),
        source=told(view.batch, setting),
    )
    return Card(kind=LISTING, category=content.category, pictogram=content.pictogram, words=(words,))


def _setting(program: Program, at: datetime, language: str) -> Setting:
    return Setting(
        at=at, language=language, zone=program.time_zone, country=program.country, position=program.position
    )


@lru_cache(maxsize=1024)
def _fits(card: Card, screen: Screen, zone: Zone) -> bool:
    """Whether a card is one page of a zone."""
    rect = place(zone, screen.width, screen.height)
    frame = frame_for(screen, Rect(0, 0, int(rect.width), int(rect.height)), _palette())
    return listing.fits(card, frame)


@lru_cache(maxsize=1024)
def _is_one_page(card: Card, screen: Screen) -> bool:
    return len(led_pages(card, screen)) == 1


@cache
def _palette() -> Palette:
    """Any will do: room does not hang on colours."""
    return derive(background=None, accent=None, categories=None).day
