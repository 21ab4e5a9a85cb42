"""Search over all that a touch screen offers: every word typed must begin a word of what is found."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import assert_never

import msgspec

from player.touch.limits import LIMITS
from playlists.documents import Availability, Batch, Departure, Document, Event, Forecast, Notice, Place
from playlists.services import Service, Services

_WORD = re.compile(r"[a-z0-9]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_TITLE, _ELSEWHERE = 0, 1


def id_of(service: Service, document: Document) -> str:
    """How a document is called among the entries of a service."""
    return f"{service.source}/{document.id}"


def document_id(service: Service, name: str) -> str | None:
    """The id of the document that is called so among the entries of a service; None if that is none."""
    source, parted, own = name.partition("/")
    return own if parted and source == service.source else None


class Found(msgspec.Struct, frozen=True, order=True):
    """Something found: an entry of a service, or the service itself (no entry)."""

    rank: int
    number: int
    service: str
    entry: str


def words_of(text: str) -> list[str]:
    """The words of a text without case and accents."""
    plain = unicodedata.normalize("NFD", text.casefold().translate(_LIGATURES))
    return _WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))


class _Part:
    """What can be found of one service: its own name and entries, or the documents of its source."""

    def __init__(self, service: Service, batch: Batch | None) -> None:
        self.service, self.batch = service, batch
        self.things: list[str] = []
        self.ranks: dict[str, dict[int, int]] = defaultdict(dict)

    def is_of(self, service: Service, batch: Batch | None) -> bool:
        """Whether it is what these would be: the same texts, whatever else has changed."""
        if self.service != service or self.batch is None or batch is None:
            return self.service == service and self.batch is batch
        mine, theirs = self.batch.documents, batch.documents
        return self.batch is batch or [*map(_texts, mine)] == [*map(_texts, theirs)]

    def build(self) -> None:
        """Take the words in, unless they are."""
        if self.things:
            return
        service = self.service
        if self.batch is not None:
            own = {entry.id for entry in service.entries}
            for document in (each for each in self.batch.documents if each.id not in own):
                titles, others = _texts(document)
                self._add(id_of(service, document), titles, [*others, *service.title.values()])
            return
        self._add("", service.title.values(), [])
        for entry in service.entries:
            self._add(
                entry.id,
                entry.title.values(),
                [*entry.body.values(), entry.address, *service.title.values()],
            )

    def _add(self, entry: str, titles: Iterable[str], others: Iterable[str]) -> None:
        number = len(self.things)
        self.things.append(entry)
        for rank, texts in ((_ELSEWHERE, others), (_TITLE, titles)):
            for word in (word for text in texts for word in words_of(text)):
                self.ranks[word][number] = rank


class Index:
    """What can be found, by the words it begins with: the entries, and the documents that stand.

    Made at once; words are taken in by `prepare`, or by the first search. What an index `before` it knew of
    the same texts is taken over.
    """

    def __init__(self, offered: Services, data: Sequence[Batch] = (), before: Index | None = None) -> None:
        known: Sequence[_Part] = before.parts if before else ()
        self.parts: Sequence[_Part] = [
            next((part for part in known if part.is_of(service, batch)), None) or _Part(service, batch)
            for service in offered.services
            for batch in (None, *(batch for batch in data if batch.source == service.source))
        ]
        self._by_word: dict[str, dict[int, int]] = defaultdict(dict)
        self._things: list[tuple[str, str]] = []
        self._words: list[str] | None = None

    def prepare(self) -> None:
        """Take in all words, unless they are."""
        if self._words is not None:
            return
        for part in self.parts:
            part.build()
            first = len(self._things)
            self._things.extend((part.service.id, entry) for entry in part.things)
            for word, ranks in part.ranks.items():
                self._by_word[word].update((first + number, rank) for number, rank in ranks.items())
        self._words = sorted(self._by_word)

    def find(self, query: str) -> tuple[Found, ...]:
        """What a text finds, titles first, in the order in which it is offered; nothing for no text."""
        wanted = words_of(query)
        if not wanted:
            return ()
        self.prepare()
        ranks = self._beginning(wanted[0])
        for word in wanted[1:]:
            other = self._beginning(word)
            ranks = {number: max(rank, other[number]) for number, rank in ranks.items() if number in other}
        found = sorted(Found(rank, number, *self._things[number]) for number, rank in ranks.items())
        return tuple(found[: LIMITS.found])

    def _beginning(self, start: str) -> dict[int, int]:
        ranks: dict[int, int] = {}
        for word in self._from(start):
            for number, rank in self._by_word[word].items():
                ranks[number] = min(rank, ranks.get(number, rank))
        return ranks

    def _from(self, start: str) -> Iterator[str]:
        """The words that begin so."""
        words = self._words or []
        for word in islice(words, bisect_left(words, start), None):
            if not word.startswith(start):
                return
            yield word


def _texts(document: Document) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a document is called, and what else it says."""
    match document:
        case Event():
            return (document.title,), (document.place, document.theme)
        case Place():
            return (document.name,), (document.where,)
        case Availability():
            return (document.name,), ()
        case Notice():
            return (document.title,), (document.body,)
        case Departure():
            return (document.line, document.towards), (document.stop,)
        case Forecast():
            return (), ()
        case _ as never:
            assert_never(never)
