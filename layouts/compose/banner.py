"""The banner: a field in the colour of the category that carries the headline, under its sign."""

from __future__ import annotations

from layouts.compose.blocks import HEADLINE, STRONG, Block, set_text
from layouts.compose.column import Care, is_fit
from layouts.compose.frame import Frame, Type
from layouts.compose.story import Story
from layouts.compose.visual import disc
from layouts.layout import Rect
from layouts.page import Mark, Panel
from layouts.typeset import is_weak

_LEAST_DISC = 3.4
"""Side of the sign, in cap heights of the label."""

_MOST_OF_HEADLINE = 2.2
"""Side of the sign, in cap heights of the headline."""

_LABEL = 0.32
"""The most of the headline's cap height that the label takes."""

_AIR = 0.9
"""Between sign and headline at least, in cap heights of the headline."""

_OVERSHOOT = 0.3
"""What accents and descenders take beyond the capitals, in cap heights."""


def banner(story: Story, frame: Frame, type_: Type, rect: Rect, care: Care) -> tuple[Mark, ...] | None:
    """The field `rect` with pictogram and category above, the headline below; None where they do not fit."""
    ground = frame.palette.categories.get(story.category, frame.palette.accent)
    ink = frame.palette.on_categories.get(story.category, frame.palette.on_accent)
    inset = frame.margin
    width = rect.width - 2 * inset
    headline = set_text(story.headline, HEADLINE, type_.headline, ink, width)
    if headline is None or not is_fit(headline, care) or any(map(is_weak, headline.lines)):
        return None
    foot = rect.bottom - inset - _OVERSHOOT * headline.cap
    room = foot - headline.height - rect.y - inset - _AIR * headline.cap
    cap = max(frame.unit, min(type_.body, _LABEL * headline.cap))
    label = Block((story.label,), STRONG, cap, ink) if story.label else None
    side = min(room, _MOST_OF_HEADLINE * headline.cap, width)
    if side < _LEAST_DISC * cap:
        return None
    corner = Rect(rect.x + inset, rect.y + inset, side, side)
    marks = [Panel(rect, ground), *disc(story, corner, ground=ground, ink=ink)]
    if label and side + cap + label.width <= width:
        marks.extend(label.marks(corner.right + cap, corner.y + (side - cap) / 2))
    return (*marks, *headline.marks(corner.x, foot - headline.height))
