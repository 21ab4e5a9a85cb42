"""What a card says on an LED board: thoughts, one after the other, each a few lines that belong together."""

from __future__ import annotations

import re
from itertools import chain

from layouts.card import LISTING, PART, WARNING, Card, Words
from layouts.led_type import plain
from layouts.typography import capitalised

_SENTENCE_END = re.compile(r"(?<=\w{4}[.!?…]|\w{3}\s[!?])\s+(?=[A-ZÀ-ÖØ-ÞŒŸ«])")
"""A blank between sentences; short forms as « dim. » and « St. » do not end one."""

_INSTRUCTION_END = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÀ-ÖØ-ÞŒŸ«])")
"""The same in what an alert says to do, whose words are not abridged: its sentences are short."""

_LOOSE = re.compile(r" +(?=[:;!?»](?:\s|$))|(?<=«) +")

Thought = tuple[str, ...]
"""The fields of one thought; every field begins a line."""


def thoughts(said: str | Card) -> tuple[tuple[Thought, ...], ...]:
    """The thoughts of a text or of a card, one series a language.

    Of a card an editor's own wording for LED boards wins; else the figure with its headline, when, where,
    and the body sentence by sentence. What is of no use on an LED board (a code, a source) is left out.
    """
    if isinstance(said, str):
        series = [_written(said)]
    elif said.kind in WARNING:
        series = [_of_alert(words) for words in said.words]
    elif said.kind == LISTING:
        series = [_of_rows(words) for words in said.words]
    else:
        series = [_of_words(words) for words in said.words]
    return tuple(one for one in series if one)


def _of_words(words: Words) -> tuple[Thought, ...]:
    if words.led.strip():
        return _written(words.led)
    headline = _clean((words.figure, words.headline))
    rest = chain.from_iterable(map(_written, (capitalised(words.date), words.place, words.body)))
    return (headline, *rest) if headline else tuple(rest)


def _of_rows(words: Words) -> tuple[Thought, ...]:
    """Each row is a thought, its parts begin a line."""
    rows = (_clean(tuple(row.split(PART)[:2])) for row in words.body.splitlines())
    return tuple(row for row in rows if row)


def _of_alert(words: Words) -> tuple[Thought, ...]:
    """The word of its gravity, what happens, what to do."""
    to_do = _INSTRUCTION_END.sub("\n", words.body)
    return tuple(chain.from_iterable(map(_written, (words.figure, words.headline, to_do))))


def _written(text: str) -> tuple[Thought, ...]:
    """Every sentence and every written line is a thought."""
    return tuple(
        thought
        for line in text.splitlines()
        for sentence in _SENTENCE_END.split(plain(line))
        if (thought := _clean((sentence,)))
    )


def _clean(fields: tuple[str, ...]) -> Thought:
    """Fields that say something, their punctuation tied to the words it belongs to."""
    plained = (plain(field).strip() for field in fields)
    return tuple(_LOOSE.sub("\u00a0", field) for field in plained if field)
