"""A live item on an LED board: each document whole, on as many pages of lamps as it needs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from itertools import chain

from msgspec.structs import replace

from device_profiles.profile import Screen
from layouts.card import PART, Card
from layouts.compose.rows import Parts
from layouts.dates import NO_BREAK
from layouts.led import led_pages
from playlists.documents import Departure, Document, Notice
from playlists.living_spot import Spot, card_of
from playlists.living_words import brief_mark, row

_PARTED = re.compile(r",|[ \u00a0][–—-] | \(")
"""Where the first part of a name ends."""
MOST_ROUNDS = 8

Leaf = tuple[Card, int]
"""A card, and which of its pages."""


def is_on_board(spot: Spot, at: datetime, documents: Sequence[Document]) -> bool:
    """Whether a board shows any of some documents."""
    return any(_leaves(spot, at, document) for document in documents)


def rounds(spot: Spot, at: datetime, documents: Sequence[Document]) -> list[tuple[Leaf, ...]]:
    """What is shown in turn: as many documents each time as have room. What leaves next stays."""
    room = len(spot.item.pages_ms)
    found: list[tuple[Leaf, ...]] = [()]
    most = 1 if isinstance(documents[0], Departure) else MOST_ROUNDS
    for document in documents:
        leaves = _leaves(spot, at, document)
        if len(found[-1]) + len(leaves) <= room:
            found[-1] += leaves
        elif len(found) < most:
            found.append(leaves)
        else:
            break
    return found


def lasting(spot: Spot, leaves: tuple[Leaf, ...]) -> tuple[Leaf, ...]:
    """Pages as often as an item has room for all of them; then the last one stays."""
    room = len(spot.item.pages_ms)
    whole = leaves * (room // len(leaves))
    return (*whole, *whole[-1:] * (room - len(whole)))


def _leaves(spot: Spot, at: datetime, document: Document) -> tuple[Leaf, ...]:
    """The pages of a document, in one language after the other; none where they are more than an item has."""
    told = [_told(spot, at, *said, document) for said in spot.spoken]
    found = tuple(chain.from_iterable(told))
    return found if len(found) <= len(spot.item.pages_ms) else ()


def _told(spot: Spot, at: datetime, language: str, headline: str, document: Document) -> tuple[Leaf, ...]:
    """A document on one page, its name cut to its first part if need be; else whole on several.

    A notice says what its title says, or nothing: it is never cut.
    """
    setting = spot.setting(at, language)
    about, _, value = row(document, setting).partition(PART)
    card = card_of(spot, at, language, headline, [document])
    value = f"{value} {brief_mark(spot.batch, setting, document)}".strip()
    short = about if isinstance(document, Notice) else _PARTED.split(about)[0]
    said = [
        each for name in dict.fromkeys((about, short)) for each in (Parts(name, value), _joined(name, value))
    ]
    made = [_saying(card, each) for each in said]
    one = next((each for each in made if _count(each, spot.screen) == 1), made[0])
    return tuple((one, number) for number in range(_count(one, spot.screen)))


def _joined(name: str, value: str) -> Parts:
    return Parts(f"{name}{NO_BREAK}: {value}" if value else name)


def _saying(card: Card, said: Parts) -> Card:
    """The card of a board: one row, its lines those of the row, in lamps."""
    (words,) = card.words
    return replace(card, words=(replace(words, body=str(said), source=""),))


@lru_cache(maxsize=1024)
def _count(card: Card, screen: Screen) -> int:
    return len(led_pages(card, screen))
