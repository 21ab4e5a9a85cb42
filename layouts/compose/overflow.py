"""Overflow: a story too long for one page goes on over several; its words are never cut short."""

from __future__ import annotations

from dataclasses import replace

from layouts.compose.blocks import HEADLINE, LEAD, STRONG, Badge, Block, Style, set_text
from layouts.compose.column import Stack, badge_of, ink_of
from layouts.compose.frame import Frame
from layouts.compose.story import Story
from layouts.page import Mark, Page

_RUNNING_LINES = 2
_COMPACT = 26
_WORTH_LEAVING = 0.3
"""A page filled this far may be left for the next, so that a paragraph stays whole."""

_STEPS = (1.6, 1.45, 1.3, 1.15, 1.0)


def flow(story: Story, frame: Frame, before: int = 0) -> tuple[Page, ...]:
    """Pages of plain text, each begun with the badge; `before` pages have been shown already.

    The largest type that needs no more pages than the smallest one.
    """
    caps = [frame.unit * step for step in _STEPS]
    queues = [(cap, _queue(story, frame, cap, running=before > 0)) for cap in caps]
    dealt = [(cap, _sheets(queue, _room(frame, story, cap))) for cap, queue in queues if queue]
    fewest = min(len(sheets) for _, sheets in dealt)
    cap, sheets = next((cap, sheets) for cap, sheets in dealt if len(sheets) == fewest)
    count = len(sheets) + before
    return tuple(_page(story, frame, cap, sheet, (i + before, count)) for i, sheet in enumerate(sheets))


def _is_compact(frame: Frame) -> bool:
    return min(frame.width, frame.height) < _COMPACT * frame.unit


def _queue(story: Story, frame: Frame, unit: float, *, running: bool) -> list[tuple[float, Block]]:
    """The blocks of the story in reading order; none where a word is too wide for type of this size."""
    width, palette = frame.width - 2 * frame.margin, frame.palette
    queue: list[tuple[float, Block | None]] = []

    def add(text: str, style: Style, cap: float, colour: str, gap: float) -> None:
        if text:
            block = set_text(text, style, cap, colour, width, force=unit <= frame.unit)
            queue.append((gap, block))

    add(story.figure, HEADLINE, 1.6 * unit, ink_of(story, frame), 1.3 * unit)
    if running:
        headline = set_text(story.headline, HEADLINE, unit, ink_of(story, frame), width)
        fits = headline and len(headline.lines) <= _RUNNING_LINES and not _is_compact(frame)
        add(story.headline if fits else "", HEADLINE, unit, ink_of(story, frame), 1.3 * unit)
    else:
        colour = ink_of(story, frame) if _is_compact(frame) else palette.text
        add(story.headline, HEADLINE, 1.2 * unit, colour, 1.3 * unit)
    add(story.lead, LEAD, unit, palette.text, 1.3 * unit)
    for fact in story.facts:
        colour = ink_of(story, frame) if fact.strong else palette.text
        add(fact.text, STRONG if fact.strong else LEAD, unit, colour, unit)
    add(story.code_label, STRONG, unit, palette.text, unit)
    add(story.source, LEAD, unit, palette.quiet, unit)
    whole = [(gap, block) for gap, block in queue if block]
    return whole if len(whole) == len(queue) else []


def _badge(story: Story, frame: Frame, unit: float) -> Badge | None:
    """The badge, where the frame has room for more than text."""
    badge = None if _is_compact(frame) else badge_of(story, frame, unit)
    return badge if badge and badge.width <= frame.width - 2 * frame.margin else None


def _room(frame: Frame, story: Story, unit: float) -> float:
    badge = _badge(story, frame, unit)
    top = badge.height + 1.5 * unit if badge else 0.0
    return frame.height - 2 * frame.margin - top - 2.2 * unit


def _sheets(queue: list[tuple[float, Block]], room: float) -> list[Stack]:
    """The blocks dealt to pages of `room` pixels; a block that is too long goes on overleaf."""
    sheets: list[Stack] = []
    parts: list[tuple[float, Block]] = []
    waiting = queue[::-1]
    while waiting:
        gap, block = waiting.pop()
        used = Stack(tuple(parts)).height + gap if parts else 0.0
        lines = int((room - used - block.cap) // (block.style.leading * block.em)) + 1
        if lines >= len(block.lines):
            parts.append((gap, block))
            continue
        whole = block.height <= room and used >= _WORTH_LEAVING * room
        kept = 0 if whole and parts else max(lines, 0 if parts else 1)
        if kept:
            parts.append((gap, replace(block, lines=block.lines[:kept])))
        waiting.append((gap, replace(block, lines=block.lines[kept:])))
        sheets.append(Stack(tuple(parts)))
        parts = []
    return [*sheets, Stack(tuple(parts))] if parts or not sheets else sheets


def _page(story: Story, frame: Frame, unit: float, stack: Stack, number: tuple[int, int]) -> Page:
    margin, top = frame.margin, frame.margin
    marks: list[Mark] = []
    index, count = number
    badge = _badge(story, frame, unit)
    if badge:
        marks.extend(badge.marks(margin, top))
        top += badge.height + 1.5 * unit
    marks.extend(stack.marks(margin, top))
    if count > 1:
        folio = Block((f"{index + 1}/{count}",), LEAD, unit, frame.palette.quiet)
        marks.extend(folio.marks(frame.width - margin - folio.width, frame.height - margin - unit))
    return Page(width=frame.width, height=frame.height, background=frame.ground, marks=tuple(marks))
