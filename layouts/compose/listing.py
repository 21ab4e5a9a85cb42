"""The listing: rows of equal rank under a headline, as city data come; a row may end in a value of its own.

The headline stands on a field of the category's colour. Rows are parted by thin lines, values are bold at the
right edge; where there is no room for that, all of them stand under their rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Final

import msgspec

from layouts.card import Card, Words
from layouts.compose.blocks import HEADLINE, LEAD, Rule, set_text
from layouts.compose.column import ink_of
from layouts.compose.frame import Frame
from layouts.compose.labels import label, pictogram
from layouts.compose.rows import Look, Parts, Row, set_rows
from layouts.compose.story import Fact, Story
from layouts.compose.visual import disc
from layouts.layout import Rect
from layouts.page import Mark, Page, Panel

_CAPS: Final = (2.6, 2.3, 2.0, 1.8, 1.6, 1.45, 1.3, 1.15, 1.0)
"""Cap heights of the rows that are tried, in those of body type."""
ROOMY: Final = (1.45, 1.15)
"""Rows of so many times body type are read well from far away, in passing."""
_HEADLINE: Final = (1.6, 1.35, 1.2, 1.05, 0.9, 0.75)
"""Cap heights of the headline that are tried, in those of the rows."""
_MOST_LINES, _MOST_UPRIGHT = 2, 3
"""Of a headline, and of one in an upright zone."""
_SOURCE = 0.75
_AIR, _MORE_AIR = 1.0, 0.7
"""Above and below the text of a row, in its cap heights; and the most that is added where there is room."""
_FIELD_AIR = 0.9
"""Above and below the headline, in its cap heights."""
_SIGN = 2.4
"""Side of the sign, in cap heights of the headline."""


def tell(card: Card, words: Words) -> Story:
    """The headline, then each line of the body for itself; the small print says whose data, and of when."""
    return Story(
        language=words.language,
        category=card.category,
        pictogram=pictogram(card, "info-circle"),
        label=label(card.category, words.language),
        headline=words.headline,
        facts=tuple(Fact(row) for row in words.body.splitlines()),
        source=words.source,
    )


def pages(stories: tuple[Story, ...], frame: Frame) -> tuple[Page, ...]:
    """A page for each language, in the largest type in which its rows fit; none where one does not fit."""
    found = tuple(page for story in stories if (page := _page(story, frame)) is not None)
    return found if len(found) == len(stories) else ()


def as_sentences(story: Story) -> Story:
    """The same for a page of text, where a row is too long for any listing."""
    rows = (Parts.of(fact.text) for fact in story.facts)
    told = (", ".join(part for part in row[:3] if part) for row in rows)
    return msgspec.structs.replace(story, facts=tuple(Fact(row) for row in told))


def fits(card: Card, frame: Frame, least: float = 0.0, *, notes: bool = False) -> bool:
    """Whether each language is one page, its rows of `least` times body type, with their notes."""
    return all(_page(tell(card, words), frame, least, whole=notes) is not None for words in card.words)


def _page(story: Story, frame: Frame, least: float = 0.0, *, whole: bool = False) -> Page | None:
    for rows in _manners(story, frame, least):
        if whole and not rows[0].look.notes:
            return None
        for size in _HEADLINE:
            page = _set(story, rows, max(1.2 * frame.unit, size * rows[0].look.cap), frame)
            if page is not None:
                return page
    return None


def _manners(story: Story, frame: Frame, least: float) -> Iterator[list[Row]]:
    """The rows in every manner in which they can be set: notes go last, values rather stand beside."""
    palette, parts = frame.palette, [Parts.of(fact.text) for fact in story.facts]
    ground = palette.categories.get(story.category, palette.accent)
    ink = palette.on_categories.get(story.category, palette.on_accent)
    for notes, cap, below, along in product((True, False), _CAPS, (False, True), (True, False)):
        if cap >= least and (notes or not along):
            size = max(frame.unit, cap * frame.base)
            look = Look(size, below, notes, along, ink_of(story, frame), ground, ink)
            rows = set_rows(parts, look, frame, frame.width - 2 * frame.margin)
            if rows:
                yield rows


def _set(story: Story, rows: list[Row], cap: float, frame: Frame) -> Page | None:
    """The page with a headline of capitals of `cap` pixels; None where not everything has room."""
    palette, inset = frame.palette, frame.margin
    ground = palette.categories.get(story.category, palette.accent)
    ink = palette.on_categories.get(story.category, palette.on_accent)
    side = _SIGN * cap
    width = frame.width - 2 * inset
    headline = set_text(story.headline, HEADLINE, cap, ink, width - side - cap)
    most = _MOST_UPRIGHT if frame.height > frame.width else _MOST_LINES
    if headline is None or len(headline.lines) > most:
        return None
    field = max(headline.height + 2 * _FIELD_AIR * cap, side + _FIELD_AIR * cap)
    step = rows[0].look.cap
    small = max(frame.unit, min(_SOURCE * step, frame.base))
    source = set_text(story.source, LEAD, small, palette.quiet, width) if story.source else None
    if story.source and source is None:
        return None
    foot = inset + (source.height + 0.4 * small + _AIR * step if source else 0.0)
    body = sum(row.height + 2 * _AIR * step for row in rows)
    left = frame.height - field - body - foot
    if left < 0:
        return None
    air = _AIR * step + min(_MORE_AIR * step, left / (2 * len(rows)))
    marks: list[Mark] = [Panel(Rect(0, 0, frame.width, field), ground)]
    corner = Rect(inset, (field - side) / 2, side, side)
    marks.extend(disc(story, corner, ground=ground, ink=ink))
    marks.extend(headline.marks(inset + side + cap, (field - headline.height) / 2))
    top = field
    for number, row in enumerate(rows):
        if number:
            marks.extend(Rule(width, max(1.0, 0.06 * step), palette.line).marks(inset, top))
        marks.extend(row.marks(inset, top + air))
        top += row.height + 2 * air
    if source:
        marks.extend(source.marks(inset, frame.height - inset - source.height))
    return Page(width=frame.width, height=frame.height, background=frame.ground, marks=tuple(marks))
