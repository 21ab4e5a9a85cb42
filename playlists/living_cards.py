"""A live item as cards: as many documents on a page as fit its zone, in each language of its zone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache, lru_cache
from itertools import product

from device_profiles.profile import Screen
from layouts.card import Card, Words
from layouts.compose import frame_for, listing
from layouts.layout import Rect, Zone, place
from layouts.theme import Palette, derive
from layouts.typography import finish
from playlists.documents import Batch, Departure, Document, Freshness, Place
from playlists.living_boards import MOST_ROUNDS, Leaf, is_on_board, lasting, rounds
from playlists.living_choice import chosen, endings, few
from playlists.living_spot import Spot, card_of
from playlists.living_words import dated, opening, owner
from playlists.program import Rendition

_MOST_ROWS, _MOST_ROADSIDE = 8, 3
_ROUND = timedelta(minutes=1)
_GOLDEN = (5**0.5 - 1) / 2


def is_present(spot: Spot, at: datetime) -> bool:
    """Whether there is anything to show at an instant."""
    if spot.batch.picture is not None:
        return bool(spot.spoken) and not spot.screen.is_matrix and _is_kept(spot.batch, at)
    documents = chosen(spot.batch, at, spot.wish) if spot.spoken else ()
    return is_on_board(spot, at, documents) if spot.screen.is_matrix else bool(documents)


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
    if documents and spot.spoken and _goes_round(spot, since, documents):
        found |= {since + number * _ROUND for number in range(1, (until - since) // _ROUND + 1)}
    return few(found, since, until)


def pages(spot: Spot, at: datetime) -> tuple[Leaf, ...]:
    """A card for each page of the item; what finds no room has its turn in another minute."""
    documents = chosen(spot.batch, at, spot.wish)
    if not spot.spoken or not is_present(spot, at):
        return ()
    if spot.screen.is_matrix:
        found = rounds(spot, at, documents)
        return lasting(spot, found[_turn(at, len(found))])
    told = _pictured(spot, at) if spot.batch.picture is not None else _cards(spot, at, documents)
    return tuple((card, 0) for card in told)


def _goes_round(spot: Spot, at: datetime, documents: Sequence[Document]) -> bool:
    """Whether documents take turns, from minute to minute."""
    if spot.screen.is_matrix:
        return len(rounds(spot, at, documents)) > 1
    return _rounds(spot, documents, _first(spot, at, documents)) > 1


def _cards(spot: Spot, at: datetime, documents: Sequence[Document]) -> tuple[Card, ...]:
    told = _first(spot, at, documents)
    turn = _turn(at, _rounds(spot, documents, told))
    if turn and all(told):
        used = _used(told)
        later = _first(spot, at, documents[turn * used : (turn + 1) * used])
        told = later if all(later) else told
    if not all(told):
        return ()
    leaves = [found[page % len(found)] for page in range(_pages(spot)) for found in told]
    return tuple(leaves[: len(spot.item.pages_ms)])


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
    stays = isinstance(documents[0], Departure) or spot.content.near_m
    return 1 if stays else min(MOST_ROUNDS, -(-len(documents) // _used(told)))


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
    drivers = spot.screen.for_drivers
    most = min(_MOST_ROADSIDE if drivers else _MOST_ROWS, len(documents))
    sizes = (*(listing.ROOMY if drivers else ()), 0.0)
    for least, notes, count in product(sizes, (True, False), range(most, 1, -1)):
        starts = range(0, min(len(documents), count * pages), count)
        found = tuple(
            card_of(spot, at, language, headline, documents[start : start + count]) for start in starts
        )
        if all(_fits(card, spot.screen, spot.zone, least, notes) for card in found):
            return found
    return tuple(card_of(spot, at, language, headline, [document]) for document in documents[:pages])


@lru_cache(maxsize=1024)
def _fits(card: Card, screen: Screen, zone: Zone, least: float, notes: bool) -> bool:
    """Whether a card is one page of a zone."""
    rect = place(zone, screen.width, screen.height)
    frame = frame_for(screen, Rect(0, 0, int(rect.width), int(rect.height)), _palette())
    return listing.fits(card, frame, least, notes=notes)


@cache
def _palette() -> Palette:
    """Any will do: room does not hang on colours."""
    return derive(background=None, accent=None, categories=None).day
