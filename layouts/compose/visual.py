"""What is seen before it is read: the picture, or a field in the colour of the category."""

from __future__ import annotations

from layouts.compose.blocks import HEADLINE, STRONG, Block
from layouts.compose.codes import CodePanel
from layouts.compose.frame import Frame, Type
from layouts.compose.story import Story
from layouts.layout import Rect
from layouts.page import Mark, Panel, Pictogram

_DRAWING = 0.56
"""Side of the pictogram, of the disc's diameter."""

_UPRIGHT = 0.7
_FIGURE_HEIGHT = 0.62
_FIGURE_WIDTH = 0.9
_LEAST_FIGURE = 1.7
_LEAST_CODE = 0.75
"""A code smaller than this, of the short side of its field, looks lost there."""


def field(
    story: Story, frame: Frame, type_: Type, rect: Rect, code: CodePanel | None
) -> tuple[Mark, ...] | None:
    """A plain field of colour with the story's sign: its figure, its code or its pictogram in a disc.

    None where the field is too small for what it has to carry.
    """
    ground = frame.palette.categories.get(story.category, frame.palette.accent)
    ink = frame.palette.on_categories.get(story.category, frame.palette.on_accent)
    label = Block((story.label,), STRONG, max(frame.unit, type_.body), ink) if story.label else None
    inset = frame.margin
    room = Rect(rect.x + inset, rect.y + inset, rect.width - 2 * inset, rect.height - 2 * inset)
    if frame.drivers:
        label = None
    if label and label.width + (2.3 * label.cap if code or story.figure else 0) > room.width:
        label = None
    lying = rect.width > rect.height
    if label and (not lying or code or story.figure):
        room = Rect(room.x, room.y, room.width, room.height - 2.2 * label.cap)
    if room.height < 4 * type_.body or room.width < 4 * type_.body:
        return None
    sign = _sign(story, type_, room, code, label, ground=ground, ink=ink, alone=frame.drivers)
    if sign is None:
        return None
    marks: list[Mark] = [Panel(rect, ground), *sign]
    drawn = any(isinstance(mark, Pictogram) for mark in sign)
    if label:
        x, top = room.x, rect.bottom - inset - label.cap
        if not drawn:
            icon = 1.7 * label.cap
            marks.append(Pictogram(Rect(x, top + (label.cap - icon) / 2, icon, icon), story.pictogram, ink))
            x += 2.3 * label.cap
        marks.extend(label.marks(x, top))
    return tuple(marks)


def _sign(
    story: Story,
    type_: Type,
    room: Rect,
    code: CodePanel | None,
    label: Block | None,
    *,
    ground: str,
    ink: str,
    alone: bool,
) -> tuple[Mark, ...] | None:
    upright = room.height > room.width
    if code:
        small = code.width < _LEAST_CODE * min(room.width, room.height)
        if small or code.width > room.width or code.height > room.height:
            return None
        x = room.x + (room.width - code.width) / 2
        return code.marks(x, room.y + (room.height - code.height) / 2)
    if story.figure:
        return _figure(story, type_, room, ink, alone=alone)
    if label and room.width > room.height:
        beside = room.width - label.width - label.cap
        if beside < 0.5 * room.height:
            room = Rect(room.x, room.y, room.width, room.height - 2.2 * label.cap)
        else:
            room = Rect(room.right - beside, room.y, beside, room.height)
    side = min(room.width, (_UPRIGHT if upright else 1.0) * room.height)
    x = room.x + (room.width - side) / (2 if upright else 1)
    place = Rect(x, room.y + (room.height - side) / 2, side, side)
    return disc(story, place, ground=ground, ink=ink)


def _figure(story: Story, type_: Type, room: Rect, ink: str, *, alone: bool) -> tuple[Mark, ...] | None:
    """The number, as large as the field allows; beside it the pictogram, where there is room for both."""
    natural = Block((story.figure,), HEADLINE, 100.0, ink)
    cap = min(_FIGURE_HEIGHT * room.height, _FIGURE_WIDTH * 100.0 * room.width / natural.width)
    if cap < _LEAST_FIGURE * type_.headline:
        return None
    figure = Block((story.figure,), HEADLINE, cap, ink)
    marks = figure.marks(room.x, room.y + (room.height - cap) / 2)
    left = room.x + figure.width + cap / 2
    beside = Rect(left, room.y, room.right - left, room.height)
    return marks if alone else (*marks, *_drawing(story, beside, ink))


def _drawing(story: Story, room: Rect, ink: str) -> tuple[Mark, ...]:
    """The pictogram at the right end of what is left of a field; none where little is left."""
    side = _FIGURE_HEIGHT * room.height
    if room.width < side:
        return ()
    middle = room.y + (room.height - side) / 2
    return (Pictogram(Rect(room.right - side, middle, side, side), story.pictogram, ink),)


def disc(story: Story, rect: Rect, *, ground: str, ink: str) -> tuple[Mark, ...]:
    """The pictogram in a disc that fills the square `rect`."""
    drawing = _DRAWING * rect.width
    away = (rect.width - drawing) / 2
    return (
        Panel(rect, ink, radius=rect.width / 2),
        Pictogram(Rect(rect.x + away, rect.y + away, drawing, drawing), story.pictogram, ground),
    )
