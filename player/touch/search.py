"""Search over all that a touch screen offers: every word typed must begin a word of what is found."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

import msgspec

from player.touch.limits import LIMITS
from playlists.services import Services

_WORD = re.compile(r"[a-z0-9]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_TITLE, _ELSEWHERE = 0, 1


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


class Index:
    """What can be found, by the words it begins with. Built once for what a screen offers."""

    def __init__(self, offered: Services) -> None:
        self._by_word: dict[str, dict[int, int]] = defaultdict(dict)
        self._things: list[tuple[str, str]] = []
        for service in offered.services:
            self._add(service.id, "", [*service.title.values()], [])
            for entry in service.entries:
                self._add(
                    service.id,
                    entry.id,
                    [*entry.title.values()],
                    [*entry.body.values(), entry.address, *service.title.values()],
                )
        self._words = sorted(self._by_word)

    def _add(self, service: str, entry: str, titles: list[str], others: list[str]) -> None:
        number = len(self._things)
        self._things.append((service, entry))
        for rank, texts in ((_ELSEWHERE, others), (_TITLE, titles)):
            for word in (word for text in texts for word in words_of(text)):
                self._by_word[word][number] = rank

    def find(self, query: str) -> tuple[Found, ...]:
        """What a text finds, titles first, in the order in which it is offered; nothing for no text."""
        wanted = words_of(query)
        if not wanted:
            return ()
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
        low, high = 0, len(self._words)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self._words[middle] < start else (low, middle)
        for word in self._words[low:]:
            if not word.startswith(start):
                return
            yield word
