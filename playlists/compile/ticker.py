"""The items of a ticker: one line each, all standing where all fit, else all running at one speed."""

from __future__ import annotations

from collections.abc import Iterable

from layouts.legibility import count_words, reading_ms
from layouts.page import Face
from layouts.shaping import advance
from layouts.ticker import GAP_EM, stands, ticker_size, ticker_speed
from playlists.compile.place import Desk, pages, timed
from playlists.compile.words import one_line
from playlists.program import Item, TickerText
from playlists.workspace.model import CardItem, NumberedItem, TextItem
from playlists.workspace.said import said

SHORTEST_LINE_MS = 6_000
"""The least time that a standing line stays where no duration is written."""


def prepare_ticker(desk: Desk, items: Iterable[NumberedItem]) -> tuple[Item, ...]:
    """The lines of texts and of cards' headlines."""
    lines = [(numbered, line) for numbered in items if (line := _line(desk, numbered)) is not None]
    place = desk.place
    size = ticker_size(place.screen, place.rect)
    widths = [advance(line, Face.REGULAR, size) for _, line in lines]
    scrolls = not all(stands(width, size, place.rect) for width in widths)
    prepared = []
    for (numbered, line), width in zip(lines, widths, strict=True):
        text = TickerText(text=line, width=width, scrolls=scrolls)
        if scrolls:
            run_ms = round((width + GAP_EM * size) / ticker_speed(size) * 1000)
            times: tuple[int, ...] = (run_ms,)
        else:
            read_ms = reading_ms(count_words(line), drivers=place.screen.for_drivers)
            times = pages(numbered, 1, max(SHORTEST_LINE_MS, read_ms))
        prepared.append(timed(numbered, (text, times), place.time_zone))
    return tuple(prepared)


def _line(desk: Desk, numbered: NumberedItem) -> str | None:
    match numbered.item:
        case TextItem() as item:
            texts = item.text
        case CardItem() as item if item.headline:
            texts = item.headline
        case _:
            desk.misplaced(numbered, said("items.ticker-takes"))
            return None
    line = one_line(texts, desk.place.languages, desk.place.leading)
    if not line:
        desk.spoilt(numbered, (), said("items.nothing-to-read"), said("items.write-text"))
        return None
    return line
