"""Overflow: a story too long for one page goes on over several; its words are never cut short."""

from __future__ import annotations

from dataclasses import replace

from layouts.compose.blocks import HEADLINE, LEAD, STRONG, Block, Style, set_text
from layouts.compose.column import Stack, badge_of, ink_of
from layouts.compose.frame import Frame
from layouts.compose.story import Story
from layouts.page import Mark, Page

_STEPS = (1.6, 1.45, 1.3, 1.15, 1.0)


def flow(story: Story, frame: Frame, before: int = 0) -> tuple[Page, ...]:
    """Pages of plain text, each begun with the badge; `before` pages have been shown already.

    The largest type that needs no more pages than the smallest one.
    """
    caps = [frame.unit * step for step in _STEPS]
    dealt = [_sheets(_queue(story, frame, cap), _room(frame, story, cap)) for cap in caps]
    cap, sheets = next(
        (cap, sheets) for cap, sheets in zip(caps, dealt, strict=True) if len(sheets) == len(dealt[-1])
    )
    count = len(sheets) + before
    return tuple(_page(story, frame, cap, sheet, (i + before, count)) for i, sheet in enumerate(sheets))


def _queue(story: Story, frame: Frame, unit: float) -> list[tuple[float, Block]]:
    width, palette = frame.width - 2 * frame.margin, frame.palette
    queue: list[tuple[float, Block]] = []

    def add(text: str, style: Style, cap: float, colour: str, gap: float) -> None:
        block = set_text(text, style, cap, colour, width, force=True) if text else None
        if block:
            queue.append((gap, block))

    add(story.figure, HEADLINE, 1.6 * unit, ink_of(story, frame), 1.3 * unit)
    add(story.headline, HEADLINE, 1.2 * unit, palette.text, 1.3 * unit)
    add(story.lead, LEAD, unit, palette.text, 1.3 * unit)
    for fact in story.facts:
        add(fact.text, STRONG if fact.strong else LEAD, unit, palette.text, unit)
    add(story.code_label, STRONG, unit, palette.text, unit)
    add(story.source, LEAD, unit, palette.quiet, unit)
    return queue


def _room(frame: Frame, story: Story, unit: float) -> float:
    badge = badge_of(story, frame, unit)
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
        kept = max(lines, 0 if parts else 1)
        if kept:
            parts.append((gap, replace(block, lines=block.lines[:kept])))
        waiting.append((gap, replace(block, lines=block.lines[kept:])))
        sheets.append(Stack(tuple(parts)))
        parts = []
    return [*sheets, Stack(tuple(parts))] if parts or not sheets else sheets


def _page(story: Story, frame: Frame, unit: float, stack: Stack, number: tuple[int, int]) -> Page:
    margin, top = frame.margin, frame.margin
    marks: list[Mark] = []
    badge = badge_of(story, frame, unit)
    if badge and badge.width <= frame.width - 2 * margin:
        marks.extend(badge.marks(margin, top))
        top += badge.height + 1.5 * unit
    marks.extend(stack.marks(margin, top))
    index, count = number
    if count > 1:
        folio = Block((f"{index + 1}/{count}",), LEAD, unit, frame.palette.quiet)
        marks.extend(folio.marks(frame.width - margin - folio.width, frame.height - margin - unit))
    return Page(width=frame.width, height=frame.height, background=frame.ground, marks=tuple(marks))
