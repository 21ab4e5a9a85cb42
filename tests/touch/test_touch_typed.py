"""What somebody typed: seen on the glass, and gone with the page."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from functools import _lru_cache_wrapper

import msgspec
from touch_world import page_of, session_at

from layouts.page import TextLine
from player.stage.paint import paint
from player.stage.theatre import application
from player.touch.aloud.utterances import spoken, utterances
from player.touch.session import Kind, Place
from player.touch.target import TouchPage
from player.touch.words import say

TYPED = "zqkw"


def searched(query: str) -> TouchPage:
    session = msgspec.structs.replace(session_at(Place(Kind.SEARCH)), query=query)
    return page_of(session)


def kept() -> Iterator[str]:
    """All texts in the keys of all caches of functions."""
    for cache in [one for one in gc.get_objects() if isinstance(one, _lru_cache_wrapper)]:
        for table in (each for each in gc.get_referents(cache) if isinstance(each, dict)):
            yield from map(str, table)


def test_no_cache_keeps_what_was_typed() -> None:
    application()
    page = searched(TYPED)
    paint(page.page, None)
    assert TYPED in spoken(page)
    assert utterances(page)
    assert any(say("clear", "fr") in text for text in kept()), "a key of the keyboard is in one"
    assert [text for text in kept() if TYPED in text] == []


def test_of_a_long_text_the_end_is_seen() -> None:
    long = "m" * 60 + "fin"
    line = next(
        mark
        for mark in searched(long).page.marks
        if isinstance(mark, TextLine) and mark.text.endswith("fin|")
    )
    assert 5 < len(line.text) < len(long)
