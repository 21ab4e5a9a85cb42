"""A live item as cards: as many documents on a page as fit its zone, in each language of its zone."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache, lru_cache

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
from playlists.documents import Batch, Document, Place, Position
from playlists.living_choice import Wish, chosen, endings
from playlists.living_words import Setting, mark, opening, row, small_print
from playlists.program import Item, LiveContent, Program

_PARTED = re.compile(r",| [–—-] | \(")
"""Where the first part of a name ends."""
_MOST_EDGES = 30
_MOST_ROWS, _MOST_ROADSIDE = 8, 3


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
    return sorted(edge for edge in found if since < edge < until)[:_MOST_EDGES]


def cards(spot: Spot, at: datetime) -> tuple[Card, ...]:
    """One card for each page of the item; rows that find no room are left out, short lists come again."""
    documents = chosen(spot.batch, at, spot.wish)
    if not documents or not spot.spoken:
        return ()
    pages = -(-len(spot.item.pages_ms) // len(spot.spoken))
    told = [_told(spot, at, *said, documents, pages) for said in spot.spoken]
    if not all(told):
        return ()
    turns = [found[page % len(found)] for page in range(pages) for found in told]
    return tuple(turns[: len(spot.item.pages_ms)])


def _told(  # noqa: PLR0917 - each is another thing
    spot: Spot, at: datetime, language: str, headline: str, documents: Sequence[Document], pages: int
) -> tuple[Card, ...]:
    """The documents in one language: as many on a page as fit, and no more pages than there are."""
    if spot.screen.is_matrix:
        return tuple(itertools.islice(_on_matrix(spot, at, language, headline, documents), pages))
    most = _MOST_ROADSIDE if spot.screen.for_drivers else _MOST_ROWS
    for count in range(min(most, len(documents)), 0, -1):
        starts = range(0, min(len(documents), count * pages), count)
        found = tuple(
            _card(spot, at, language, headline, documents[start : start + count]) for start in starts
        )
        if count == 1 or all(_fits(card, spot.screen, spot.zone) for card in found):
            return found
    return ()


def _on_matrix(
    spot: Spot, at: datetime, language: str, headline: str, documents: Sequence[Document]
) -> Iterator[Card]:
    """Each document as one page of lamps, its name cut to its first part if need be; those that can be."""
    for document in documents:
        card = _card(spot, at, language, headline, [document])
        (words,) = card.words
        stale = f" ({words.source})" if words.source else ""
        about, _, value = words.body.partition(listing.VALUE)
        told = (
            (f"{name}{NO_BREAK}: {value}" if value else name) + stale
            for name in (about, _PARTED.split(about)[0])
        )
        made = (replace(card, words=(replace(words, led=led),)) for led in told)
        fitting = next((one for one in made if _is_one_page(one, spot.screen)), None)
        if fitting is not None:
            yield fitting


def _card(spot: Spot, at: datetime, language: str, headline: str, documents: Sequence[Document]) -> Card:
    content, setting = spot.content, spot.setting(at, language)
    told = mark if spot.screen.is_matrix or spot.screen.for_drivers else small_print
    words = Words(
        language=language,
        headline=finish(headline, language),
        body="\n".join(row(document, setting) for document in documents),
        source=told(spot.batch, setting, documents),
    )
    return Card(kind=LISTING, category=content.category, pictogram=content.pictogram, words=(words,))


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
