"""A live item as cards: as many documents on a page as fit its zone, in each language of its zone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache, lru_cache
from itertools import islice, product

import msgspec
from msgspec.structs import replace

from device_profiles.profile import Screen
from layouts.card import LISTING, PART, Card, Words
from layouts.compose import frame_for, listing
from layouts.compose.rows import Parts
from layouts.dates import NO_BREAK
from layouts.layout import Rect, Zone, place
from layouts.led import led_pages
from layouts.theme import Palette, derive
from layouts.typography import finish
from playlists.documents import Batch, Departure, Document, Freshness, Place, Position
from playlists.living_choice import MOST_EDGES, Wish, chosen, endings
from playlists.living_words import Setting, brief_mark, dated, mark, opening, owner, parts, row, small_print
from playlists.program import Item, LiveContent, Program, Rendition

_PARTED = re.compile(r",|[ \u00a0][–—-] | \(")
"""Where the first part of a name ends."""
_MOST_ROWS, _MOST_ROADSIDE = 8, 3
_ROUND, _MOST_ROUNDS = timedelta(minutes=1), 8
_GOLDEN = (5**0.5 - 1) / 2


class Spot(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """One live item where it plays, and what its source says. `position` is the device's."""

    program: Program
    screen: Screen
    zone: Zone
    item: Item
    content: LiveContent
    batch: Batch
    position: Position | None

    @property
    def wish(self) -> Wish:
        """What is wanted of the source."""
        return Wish(
            zone=self.program.time_zone,
            position=self.position,
            near_m=self.content.near_m,
            days=self.content.days,
            theme=self.content.theme,
        )

    @property
    def spoken(self) -> tuple[tuple[str, str], ...]:
        """The languages of its zone, with what stands above the rows in each."""
        found, language = self.content.headlines, self.zone.language
        return found if language is None else found[language : language + 1] or found[:1]

    def setting(self, at: datetime, language: str) -> Setting:
        """What words depend on."""
        return Setting(
            at=at,
            language=language,
            zone=self.program.time_zone,
            country=self.program.country,
            position=self.position,
            unit=dict(self.content.units).get(language, ""),
            near=self.content.near_m is not None,
        )


def is_present(spot: Spot, at: datetime) -> bool:
    """Whether there is anything to show at an instant."""
    if spot.batch.picture is not None:
        return bool(spot.spoken) and not spot.screen.is_matrix and _is_kept(spot.batch, at)
    documents = chosen(spot.batch, at, spot.wish) if spot.spoken else ()
    if not spot.screen.is_matrix:
        return bool(documents)
    return all(any(_on_matrix(spot, at, *said, documents)) for said in spot.spoken) and bool(documents)


def edges(spot: Spot, since: datetime, until: datetime) -> list[datetime]:
    """The instants between two others at which what is said changes."""
    batch = spot.batch
    found = set(endings(batch, spot.wish, since, until))
    found |= {batch.of(document) + batch.ages.mark_after for document in batch.documents}
    setting = spot.setting(since, "fr")
    for document in batch.documents:
        if isinstance(document, Place):
            spans = opening(document, setting) or ()
            found |= {edge for span in spans[:2] for edge in span}
    documents = chosen(batch, since, spot.wish)
    if documents and spot.spoken and _rounds(spot, documents, _first(spot, since, documents)) > 1:
        found |= {since + number * _ROUND for number in range(1, (until - since) // _ROUND + 1)}
    return sorted(edge for edge in found if since < edge < until)[:MOST_EDGES]


def cards(spot: Spot, at: datetime) -> tuple[Card, ...]:
    """One card for each page of the item; what finds no room has its turn in another minute."""
    if spot.batch.picture is not None:
        return _pictured(spot, at) if is_present(spot, at) else ()
    documents = chosen(spot.batch, at, spot.wish)
    if not documents or not spot.spoken:
        return ()
    told = _first(spot, at, documents)
    turn = _turn(at, _rounds(spot, documents, told))
    if turn and all(told):
        used = _used(told)
        later = _first(spot, at, documents[turn * used : (turn + 1) * used])
        told = later if all(later) else told
    if not all(told):
        return ()
    pages = [found[page % len(found)] for page in range(_pages(spot)) for found in told]
    return tuple(pages[: len(spot.item.pages_ms)])


def _pages(spot: Spot) -> int:
    """How many pages an item has in each language."""
    return -(-len(spot.item.pages_ms) // len(spot.spoken))


def _first(spot: Spot, at: datetime, documents: Sequence[Document]) -> list[tuple[Card, ...]]:
    """The first of some documents, as many as have room, in each language."""
    return [_told(spot, at, *said, documents, _pages(spot)) for said in spot.spoken]


def _used(told: Sequence[tuple[Card, ...]]) -> int:
    """How many documents have room at once."""
    return max(1, *(sum(len(card.words[0].body.splitlines()) for card in found) for found in told))


def _rounds(spot: Spot, documents: Sequence[Document], told: Sequence[tuple[Card, ...]]) -> int:
    """In how many turns all documents are shown; what is next or nearest stays."""
    stays = isinstance(documents[0], Departure) or (spot.content.near_m and not spot.screen.is_matrix)
    return 1 if stays else min(_MOST_ROUNDS, -(-len(documents) // _used(told)))


def _turn(at: datetime, rounds: int) -> int:
    """Whose turn it is in a minute: each as often as the others, whatever the period at which one looks."""
    return int(int(at.timestamp()) // 60 * _GOLDEN % 1 * rounds)


def rendition(batch: Batch) -> Rendition | None:
    """The picture of a source, as cards name theirs."""
    made = batch.picture
    if made is None:
        return None
    return Rendition(object=made.object, bytes=made.bytes, width=made.width, height=made.height)


def _is_kept(batch: Batch, at: datetime) -> bool:
    return batch.freshness(at) is not Freshness.GONE


def _pictured(spot: Spot, at: datetime) -> tuple[Card, ...]:
    """A picture on the card of its item: never without the editor's headline, whose it is and of when."""
    content, found = spot.content, []
    for language, headline in spot.spoken:
        setting = spot.setting(at, language)
        words = Words(
            language=language,
            headline=finish(headline, language),
            body=dated(spot.batch, setting),
            source="" if spot.screen.for_drivers else owner(spot.batch, setting),
        )
        found.append(
            Card(
                kind="notice",
                category=content.category,
                pictogram=content.pictogram,
                has_picture=True,
                words=(words,),
            )
        )
    return tuple(found[page % len(found)] for page in range(len(spot.item.pages_ms)))


def _told(  # noqa: PLR0917 - each is another thing
    spot: Spot, at: datetime, language: str, headline: str, documents: Sequence[Document], pages: int
) -> tuple[Card, ...]:
    """The documents in one language: as many on a page as fit, and no more pages than there are."""
    if spot.screen.is_matrix:
        return tuple(islice(_on_matrix(spot, at, language, headline, documents), pages))
    drivers = spot.screen.for_drivers
    most = min(_MOST_ROADSIDE if drivers else _MOST_ROWS, len(documents))
    sizes = (*(listing.ROOMY if drivers else ()), 0.0)
    for least, notes, count in product(sizes, (True, False), range(most, 1, -1)):
        starts = range(0, min(len(documents), count * pages), count)
        found = tuple(
            _card(spot, at, language, headline, documents[start : start + count]) for start in starts
        )
        if all(_fits(card, spot.screen, spot.zone, least, notes) for card in found):
            return found
    return tuple(_card(spot, at, language, headline, [document]) for document in documents[:pages])


def _on_matrix(
    spot: Spot, at: datetime, language: str, headline: str, documents: Sequence[Document]
) -> Iterator[Card]:
    """Each document as one page of lamps, its name cut to its first part if need be; those that can be."""
    for document in documents:
        setting = spot.setting(at, language)
        about, _, value = row(document, setting).partition(PART)
        stale = brief_mark(spot.batch, setting, document)
        card = _card(spot, at, language, headline, [document])
        names = dict.fromkeys((about, _PARTED.split(about)[0]))
        value = f"{value} {stale}".strip()
        told = (each for name in names for each in (Parts(name, value), Parts(_joined(name, value))))
        made = (_saying(card, each) for each in told)
        fitting = next((one for one in made if _is_one_page(one, spot.screen)), None)
        if fitting is not None:
            yield fitting


def _joined(name: str, value: str) -> str:
    return f"{name}{NO_BREAK}: {value}" if value else name


def _saying(card: Card, said: Parts) -> Card:
    """The card of a board: one row, its lines those of the row, in lamps."""
    (words,) = card.words
    return replace(card, words=(replace(words, body=str(said), source=""),))


def _card(spot: Spot, at: datetime, language: str, headline: str, documents: Sequence[Document]) -> Card:
    content, setting = spot.content, spot.setting(at, language)
    told = mark if spot.screen.is_matrix or spot.screen.for_drivers else small_print
    words = Words(
        language=language,
        headline=finish(headline, language),
        body="\n".join(str(parts(document, setting)) for document in documents),
        source=told(spot.batch, setting, documents),
    )
    return Card(kind=LISTING, category=content.category, pictogram=content.pictogram, words=(words,))


@lru_cache(maxsize=1024)
def _fits(card: Card, screen: Screen, zone: Zone, least: float, notes: bool) -> bool:
    """Whether a card is one page of a zone."""
    rect = place(zone, screen.width, screen.height)
    frame = frame_for(screen, Rect(0, 0, int(rect.width), int(rect.height)), _palette())
    return listing.fits(card, frame, least, notes=notes)


@lru_cache(maxsize=1024)
def _is_one_page(card: Card, screen: Screen) -> bool:
    return len(led_pages(card, screen)) == 1


@cache
def _palette() -> Palette:
    """Any will do: room does not hang on colours."""
    return derive(background=None, accent=None, categories=None).day
