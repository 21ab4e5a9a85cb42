"""The listing: rows of equal rank under a headline, as city data come; a row may end in a value of its own.

The headline stands on a field of the category's colour. Rows are parted by thin lines, values are bold at the
right edge; where there is no room for that, all of them stand under their rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from layouts.card import Card, Words
from layouts.compose.blocks import HEADLINE, LEAD, STRONG, Block, Rule, set_text
from layouts.compose.column import ink_of
from layouts.compose.frame import Frame
from layouts.compose.labels import label, pictogram
from layouts.compose.story import Fact, Story
from layouts.compose.visual import disc
from layouts.layout import Rect
from layouts.page import Mark, Page, Panel
from layouts.typography import capitalised

VALUE: Final = "\t"
"""Between what a row is about and its value."""

_CAPS: Final = (2.0, 1.8, 1.6, 1.45, 1.3, 1.15, 1.0)
"""Cap heights of the rows that are tried, in those of body type."""
_HEADLINE: Final = (1.6, 1.35, 1.2)
"""Cap heights of the headline that are tried, in those of the rows."""
_MOST_LINES = 2
"""Of a headline."""
_LONGEST_ROW = 3
"""Lines of a row's text."""
_SOURCE = 0.75
_AIR = 1.0
"""Above and below the text of a row, in its cap heights."""
_FIELD_AIR = 0.9
"""Above and below the headline, in its cap heights."""
_VALUE_PART = 0.6
"""The most of the width that a value takes beside its row."""
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


def fits(card: Card, frame: Frame) -> bool:
    """Whether each language of a listing is one page."""
    return bool(pages(tuple(tell(card, words) for words in card.words), frame))


@dataclass(frozen=True)
class _Row:
    """A row: its text, and its value beside it or, where `below`, under it."""

    text: Block
    value: Block | None
    width: float
    below: bool

    @property
    def height(self) -> float:
        """From the top of its first capitals to its last baseline."""
        under = self.value.height + 0.8 * self.text.cap if self.value and self.below else 0.0
        return self.text.height + under

    def marks(self, x: float, top: float) -> tuple[Mark, ...]:
        """Both texts from a top left corner."""
        if self.value is None:
            return self.text.marks(x, top)
        if self.below:
            lower = top + self.height - self.value.height
            return (*self.text.marks(x, top), *self.value.marks(x, lower))
        return (*self.text.marks(x, top), *self.value.marks(x + self.width - self.value.width, top))


def _page(story: Story, frame: Frame) -> Page | None:
    for cap in _CAPS:
        rows = _rows(story, max(frame.unit, cap * frame.base), frame)
        if rows is None:
            continue
        for size in _HEADLINE:
            page = _set(story, rows, max(1.2 * frame.unit, size * rows[0].text.cap), frame)
            if page is not None:
                return page
    return None


def _rows(story: Story, cap: float, frame: Frame) -> list[_Row] | None:
    """All rows in one manner: with their values beside them if that does for each, otherwise below."""
    for below in (False, True):
        found = [_row(fact.text, cap, frame, ink_of(story, frame), below=below) for fact in story.facts]
        rows = [row for row in found if row is not None]
        if rows and len(rows) == len(found):
            return rows
    return None


def _row(fact: str, cap: float, frame: Frame, ink: str, *, below: bool) -> _Row | None:
    text, _, value = fact.partition(VALUE)
    width = frame.width - 2 * frame.margin
    told = set_text(capitalised(value) if below else value, STRONG, cap, ink, width) if value else None
    if value and (told is None or not (below or _is_short(told, width))):
        return None
    room = width if told is None or below else width - told.width - 1.5 * cap
    block = set_text(text, LEAD, cap, frame.palette.text, room)
    if block is None or len(block.lines) > (_LONGEST_ROW if below or told is None else 1):
        return None
    return _Row(block, told, width, below=below)


def _is_short(value: Block, width: float) -> bool:
    return len(value.lines) == 1 and value.width <= _VALUE_PART * width


def _set(story: Story, rows: list[_Row], cap: float, frame: Frame) -> Page | None:
    """The page with a headline of capitals of `cap` pixels; None where not everything has room."""
    palette, inset = frame.palette, frame.margin
    ground = palette.categories.get(story.category, palette.accent)
    ink = palette.on_categories.get(story.category, palette.on_accent)
    side = _SIGN * cap
    width = frame.width - 2 * inset
    headline = set_text(story.headline, HEADLINE, cap, ink, width - side - cap)
    if headline is None or len(headline.lines) > _MOST_LINES:
        return None
    field = max(headline.height + 2 * _FIELD_AIR * cap, side + _FIELD_AIR * cap)
    step = rows[0].text.cap
    small = max(frame.unit, _SOURCE * step)
    source = set_text(story.source, LEAD, small, palette.quiet, width) if story.source else None
    if story.source and source is None:
        return None
    foot = inset + (source.height + 0.4 * small + _AIR * step if source else 0.0)
    body = sum(row.height + 2 * _AIR * step for row in rows)
    if field + body + foot > frame.height:
        return None
    marks: list[Mark] = [Panel(Rect(0, 0, frame.width, field), ground)]
    corner = Rect(inset, (field - side) / 2, side, side)
    marks.extend(disc(story, corner, ground=ground, ink=ink))
    marks.extend(headline.marks(inset + side + cap, (field - headline.height) / 2))
    top = field
    for number, row in enumerate(rows):
        if number:
            marks.extend(Rule(width, max(1.0, 0.06 * step), palette.line).marks(inset, top))
        marks.extend(row.marks(inset, top + _AIR * step))
        top += row.height + 2 * _AIR * step
    if source:
        marks.extend(source.marks(inset, frame.height - inset - source.height))
    return Page(width=frame.width, height=frame.height, background=frame.ground, marks=tuple(marks))
