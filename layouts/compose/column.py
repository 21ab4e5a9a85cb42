"""A column: the texts of one story, one under the other; the message above, the practical lines below."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

from layouts.compose.blocks import CALL, HEADLINE, LEAD, STRONG, Badge, Block, Part, Rule, set_text
from layouts.compose.codes import CodePanel
from layouts.compose.frame import Frame, Type
from layouts.compose.story import Story
from layouts.family import CAP_HEIGHT
from layouts.page import Mark
from layouts.shaping import advance
from layouts.typeset import ends_weakly, is_weak

_MOST_LINES, _MOST_WHOLE_LINES, _MOST_TIDY_LINES = 5, 4, 3
_SHORTEST_LINE = 0.5
_CAPTION = 0.6
_TIGHTEST = 0.97
"""Headlines are tracked a little tighter than measured here."""
_FIGURE = 6.8
_ABOVE_FIGURE = 0.32
"""The room above a figure, of its height."""

_MEASURE = 36.0
"""The longest line of running text, in cap heights: some 48 letters."""

_NARROWEST = 11.0
"""Least width of the lines beside a code, in body cap heights."""


class Care(Enum):
    """Which headlines a plan accepts: of even lines that end well, of whole names, or any of a few lines."""

    EVEN = 0
    WHOLE = 1
    ANY = 2


@dataclass(frozen=True)
class Stack:
    """Parts under each other, each after its gap."""

    parts: tuple[tuple[float, Part], ...] = ()

    @property
    def height(self) -> float:
        """With all gaps but the first."""
        return sum(gap + part.height for gap, part in self.parts) - (self.parts[0][0] if self.parts else 0.0)

    def marks(self, x: float, top: float) -> tuple[Mark, ...]:
        """The marks of all parts; the gap before the first is left out."""
        marks: list[Mark] = []
        for i, (gap, part) in enumerate(self.parts):
            top += gap if i else 0.0
            marks.extend(part.marks(x, top))
            top += part.height
        return tuple(marks)


@dataclass(frozen=True)
class Beside:
    """Lines at the left, a code at the right edge of `width`."""

    lines: Stack
    code: CodePanel
    width: float

    @property
    def height(self) -> float:
        """That of the taller one."""
        return max(self.lines.height, self.code.height)

    def marks(self, x: float, top: float) -> tuple[Mark, ...]:
        """Both from the same top edge."""
        right = x + self.width - self.code.width
        return (*self.lines.marks(x, top), *self.code.marks(right, top))


@dataclass(frozen=True)
class Column:
    """The message (`head`) at the top and the practical lines (`foot`) at the bottom of a height."""

    head: Stack
    foot: Stack
    gap: float

    @property
    def height(self) -> float:
        """The least height the column needs."""
        between = self.gap if self.head.parts and self.foot.parts else 0.0
        return self.head.height + between + self.foot.height

    def marks(self, x: float, top: float, height: float, *, centred: bool) -> tuple[Mark, ...]:
        """The column in `height` pixels; without practical lines the message may stand in the middle."""
        spare = max(0.0, height - self.height)
        down = spare * 0.42 if centred and not self.foot.parts else 0.0
        foot_top = top + height - self.foot.height
        return (*self.head.marks(x, top + down), *self.foot.marks(x, foot_top))


def set_column(
    story: Story,
    type_: Type,
    frame: Frame,
    width: float,
    *,
    code: CodePanel | None,
    badge: bool,
    care: Care,
) -> Column | None:
    """The column of `story` in `width` pixels, or None where a word is too wide or the headline too long.

    `code` stands beside or under the practical lines; `badge` starts the column with the category.
    `care` says which headlines are accepted.
    """
    head = _head(story, type_, frame, width, badge=badge, care=care)
    foot = _foot(story, type_, frame, width, code)
    if head is None or foot is None:
        return None
    return Column(head, foot, gap=2.2 * type_.step if head.parts else 0.0)


def caption_cap(story: Story, type_: Type) -> float:
    """The cap height of the headline; smaller where it explains a figure."""
    return (_CAPTION if story.caption else 1.0) * type_.headline


def badge_of(story: Story, frame: Frame, cap: float) -> Badge | None:
    """The badge of the story's category; None where it has none."""
    ground = frame.palette.categories.get(story.category)
    if not story.label or ground is None:
        return None
    ink = frame.palette.on_categories[story.category]
    return Badge(Block((story.label,), STRONG, cap, ink), story.pictogram, ground)


def ink_of(story: Story, frame: Frame) -> str:
    """The colour of the category as ink on the frame's ground."""
    return frame.palette.category_inks.get(story.category, frame.palette.text)


def _head(story: Story, type_: Type, frame: Frame, width: float, *, badge: bool, care: Care) -> Stack | None:
    parts: list[tuple[float, Part | None]] = []
    mark = badge_of(story, frame, type_.body) if badge else None
    if mark:
        parts.append((0.0, mark if mark.width <= width else None))
    if story.figure:
        figure = _figure(story, type_, frame, width)
        parts.append((max(1.4 * type_.step, _ABOVE_FIGURE * figure.cap) if figure else 0.0, figure))
    if story.headline:
        cap = max(frame.unit, caption_cap(story, type_))
        unsigned = not story.label and not frame.drivers
        colour = ink_of(story, frame) if unsigned else frame.palette.text
        headline = set_text(story.headline, HEADLINE, cap, colour, width)
        fits = headline is not None and is_fit(headline, care)
        parts.append((max(0.9 * type_.headline, 1.3 * type_.step), headline if fits else None))
    if story.lead:
        style, colour = (CALL, ink_of(story, frame)) if frame.drivers else (LEAD, frame.palette.text)
        lead = set_text(story.lead, style, type_.lead, colour, min(width, _MEASURE * type_.lead))
        parts.append((max(0.92 * type_.headline, 1.5 * min(type_.lead, type_.step)), lead))
    return _stack(parts)


def least_height(story: Story, type_: Type, width: float) -> float:
    """Less than the column of `story` takes, known without breaking a line: what is far too long is out."""
    texts = [(story.headline, HEADLINE, caption_cap(story, type_), 0.0)]
    texts.append((story.lead, LEAD, type_.lead, 0.92 * type_.headline))
    texts.extend((fact.text, LEAD, type_.body, 0.95 * type_.step) for fact in story.facts)
    texts.append((story.source, LEAD, 0.8 * type_.body, 1.1 * type_.step))
    total = (2.2 + 1.2) * type_.step if story.facts else 0.0
    for text, style, cap, gap in texts:
        if text:
            em = cap / CAP_HEIGHT
            lines = math.ceil(advance(text, style.face, em * _TIGHTEST) / width)
            total += gap + cap + (lines - 1) * style.leading * em
    return total


def is_fit(headline: Block, care: Care) -> bool:
    """Whether the headline's lines are as `care` wants them."""
    widths = [advance(line, headline.style.face, 1.0) for line in headline.lines]
    whole = not any(line.endswith("-") for line in headline.lines)
    few, even = len(widths) <= _MOST_TIDY_LINES, min(widths) >= _SHORTEST_LINE * max(widths)
    match care:
        case Care.EVEN:
            return whole and few and even and not any(map(ends_weakly, headline.lines))
        case Care.WHOLE:
            return whole and len(widths) <= _MOST_WHOLE_LINES and not any(map(is_weak, headline.lines[:-1]))
        case Care.ANY:
            return len(widths) <= _MOST_LINES


def _figure(story: Story, type_: Type, frame: Frame, width: float) -> Block | None:
    """The number on one line, between the size of a headline and two and a half times that."""
    largest = type_.headline * _FIGURE / 2.6
    natural = Block((story.figure,), HEADLINE, largest, ink_of(story, frame))
    cap = min(largest, largest * width / natural.width)
    return Block((story.figure,), HEADLINE, cap, natural.colour) if cap >= type_.headline else None


def _foot(story: Story, type_: Type, frame: Frame, width: float, code: CodePanel | None) -> Stack | None:
    room = width - code.width - 1.5 * type_.body if code else width
    beside = room >= _NARROWEST * type_.body
    lines = _lines(story, type_, frame, room if beside else width, code)
    if lines is None:
        return None
    parts: list[tuple[float, Part | None]] = []
    if story.facts or (code and lines.parts):
        parts.append((0.0, Rule(width, max(2.0, round(0.07 * type_.body)), frame.palette.line)))
    if code and beside:
        parts.append((1.3 * type_.step, Beside(lines, code, width)))
    else:
        parts.extend((1.3 * type_.step if not i else gap, part) for i, (gap, part) in enumerate(lines.parts))
        if code:
            parts.append((1.5 * type_.step, code))
    return _stack(parts)


def _lines(story: Story, type_: Type, frame: Frame, width: float, code: CodePanel | None) -> Stack | None:
    parts: list[tuple[float, Part | None]] = []
    for fact in story.facts:
        style, colour = (STRONG, ink_of(story, frame)) if fact.strong else (LEAD, frame.palette.text)
        parts.append((0.95 * type_.body, set_text(fact.text, style, type_.body, colour, width)))
    if story.code_label and (code is None or code.label is None):
        parts.append((0.95 * type_.body, _address(story.code_label, type_, frame, width)))
    if story.source:
        small = max(frame.unit, 0.8 * type_.body)
        parts.append((1.1 * type_.step, set_text(story.source, LEAD, small, frame.palette.quiet, width)))
    return _stack(parts)


def _address(text: str, type_: Type, frame: Frame, width: float) -> Block | None:
    """An address on one line, a little smaller where that keeps it whole."""
    caps = (type_.body, max(frame.unit, 0.88 * type_.body), max(frame.unit, 0.77 * type_.body))
    blocks = [set_text(text, STRONG, cap, frame.palette.text, width) for cap in caps]
    return next((block for block in blocks if block and len(block.lines) == 1), blocks[0])


def _stack(parts: list[tuple[float, Part | None]]) -> Stack | None:
    whole = tuple((gap, part) for gap, part in parts if part is not None)
    return Stack(whole) if len(whole) == len(parts) else None
