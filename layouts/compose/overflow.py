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
_OPTICAL_MIDDLE = 0.42
_WORTH_LEAVING = 0.3
"""A page filled this far may be left for the next, so that a paragraph stays whole."""

_STEPS = (1.6, 1.45, 1.3, 1.15, 1.0)


def flow(stories: tuple[Story, ...], frame: Frame, before: int = 0) -> tuple[tuple[Page, ...], ...]:
    """Pages of plain text for each story, all in one size; `before` pages of each have been shown already.

    The largest type that needs no more pages than any other. No page where there is nothing to say.
    """
    dealt = [
        (unit, sheets)
        for unit in (frame.unit * step for step in _STEPS)
        if (sheets := _deal(stories, frame, unit, running=before > 0))
    ]
    fewest = min(sum(map(len, sheets)) for _, sheets in dealt)
    unit, chosen = next(each for each in dealt if sum(map(len, each[1])) == fewest)
    return tuple(
        tuple(
            _page(story, frame, unit, sheet, (i + before, len(sheets) + before))
            for i, sheet in enumerate(sheets)
        )
        for story, sheets in zip(stories, chosen, strict=True)
    )


def _deal(stories: tuple[Story, ...], frame: Frame, unit: float, *, running: bool) -> list[list[Stack]]:
    """The sheets of each story; none at all where a word is too wide for type of this size."""
    queues = [_queue(story, frame, unit, running=running) for story in stories]
    if any(block is None for queue in queues for _, block in queue):
        return []
    return [
        _sheets([(gap, block) for gap, block in queue if block], _room(frame, story, unit))
        for story, queue in zip(stories, queues, strict=True)
    ]


def _is_compact(frame: Frame) -> bool:
    return min(frame.width, frame.height) < _COMPACT * frame.unit


def _queue(story: Story, frame: Frame, unit: float, *, running: bool) -> list[tuple[float, Block | None]]:
    """The blocks of the story in reading order, None for one with a word too wide for type of this size."""
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
    return queue


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
        # An empty page takes a line in any case: else nothing would ever be said in a zone that is too flat.
        least = 0 if parts else 1
        lines = max(least, int((room - used - block.cap) // (block.style.leading * block.em)) + 1)
        if lines >= len(block.lines):
            parts.append((gap, block))
            continue
        whole = block.height <= room and used >= _WORTH_LEAVING * room
        kept = 0 if whole and parts else lines
        if kept:
            parts.append((gap, replace(block, lines=block.lines[:kept])))
        waiting.append((gap, replace(block, lines=block.lines[kept:])))
        sheets.append(Stack(tuple(parts)))
        parts = []
    return [*sheets, Stack(tuple(parts))] if parts else sheets


def _page(story: Story, frame: Frame, unit: float, stack: Stack, number: tuple[int, int]) -> Page:
    margin, top = frame.margin, frame.margin
    marks: list[Mark] = []
    index, count = number
    badge = _badge(story, frame, unit)
    if badge:
        marks.extend(badge.marks(margin, top))
        top += badge.height + 1.5 * unit
    spare = _room(frame, story, unit) - stack.height if _is_compact(frame) else 0.0
    marks.extend(stack.marks(margin, top + max(0.0, _OPTICAL_MIDDLE * spare)))
    if count > 1:
        folio = Block((f"{index + 1}/{count}",), LEAD, unit, frame.palette.quiet)
        marks.extend(folio.marks(frame.width - margin - folio.width, frame.height - margin - unit))
    return Page(width=frame.width, height=frame.height, background=frame.ground, marks=tuple(marks))
