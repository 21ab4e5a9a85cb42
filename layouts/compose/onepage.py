"""One page: a story, or the same story in several languages side by side, set by the first plan that fits."""

from __future__ import annotations

import msgspec

from layouts.compose.banner import banner
from layouts.compose.codes import CodePanel, code_panel
from layouts.compose.column import Column, badge_of, least_height, set_column
from layouts.compose.frame import Frame
from layouts.compose.plans import Plan, Shape, column_width, gutter
from layouts.compose.story import Story
from layouts.compose.visual import field
from layouts.layout import Rect
from layouts.page import Mark, Page, Panel, Photo

_ASIDE = 0.36
"""A code up to this part of the text stands at the right of all of it."""

_BESIDE = 0.45
"""A code wider than this part of the text goes into the visual."""


def set_page(stories: tuple[Story, ...], plan: Plan, frame: Frame, *, has_picture: bool) -> Page | None:
    """The page of `stories` by `plan`, one column each, or None where something does not fit."""
    width = column_width(plan, frame)
    bannered = _is_bannered(stories[0], plan, has_picture=has_picture)
    below = tuple(msgspec.structs.replace(each, headline="") for each in stories) if bannered else stories
    if plan.shape is not Shape.ROW and any(
        least_height(story, plan.type_, width) > plan.text.height for story in below
    ):
        return None
    for labelled in (False, True):
        code = code_panel(stories[0], frame, labelled=labelled)
        marks = _marks(stories, plan, frame, code, has_picture=has_picture, in_visual=labelled)
        if marks is not None:
            return Page(width=frame.width, height=frame.height, background=frame.ground, marks=marks)
        if code is None:
            return None
    return None


def _is_bannered(story: Story, plan: Plan, *, has_picture: bool) -> bool:
    """Whether the headline stands on the field: there is no picture and no figure, and more to say below."""
    more = story.lead or story.facts or story.source or story.code
    upright = plan.visual is not None and plan.shape is Shape.TALL and plan.columns == 1
    return bool(upright and more and story.headline and not has_picture and not story.figure)


def _marks(
    stories: tuple[Story, ...],
    plan: Plan,
    frame: Frame,
    code: CodePanel | None,
    *,
    has_picture: bool,
    in_visual: bool,
) -> tuple[Mark, ...] | None:
    if code and not in_visual and plan.visual and code.width > _BESIDE * column_width(plan, frame):
        return None
    if in_visual and (plan.visual is None or code is None or plan.shape is Shape.TALL):
        return None
    visual = _visual(stories[0], plan, frame, code if in_visual else None, has_picture=has_picture)
    if visual is None:
        return None
    carried = plan.visual is not None and not has_picture
    told = tuple(_without(story, code if in_visual else None, figure=carried) for story in stories)
    if _is_bannered(stories[0], plan, has_picture=has_picture):
        told = tuple(msgspec.structs.replace(story, headline="") for story in told)
    text = _text(told, plan, frame, None if in_visual else code, badge=has_picture or not plan.visual)
    return None if text is None else (*visual, *text)


def _without(story: Story, shown: CodePanel | None, *, figure: bool) -> Story:
    """The story less what the visual already shows."""
    if shown:
        label = "" if shown.label else story.code_label
        story = msgspec.structs.replace(story, code="", code_label=label)
    return msgspec.structs.replace(story, figure="", caption=False) if figure and not shown else story


def _visual(
    story: Story, plan: Plan, frame: Frame, code: CodePanel | None, *, has_picture: bool
) -> tuple[Mark, ...] | None:
    if plan.visual is None:
        return ()
    if has_picture:
        return (Photo(plan.visual),) if code is None else None
    if _is_bannered(story, plan, has_picture=False):
        return banner(story, frame, plan.type_, plan.visual, plan.care)
    return field(story, frame, plan.type_, plan.visual, code)


def _text(
    stories: tuple[Story, ...], plan: Plan, frame: Frame, code: CodePanel | None, *, badge: bool
) -> tuple[Mark, ...] | None:
    if plan.shape is Shape.ROW:
        return _row(stories[0], plan, frame, code)
    badge = badge and not frame.drivers
    over = _badge_over(stories[0], plan, frame) if badge else None
    place, width, marks = plan.text, column_width(plan, frame), list[Mark]()
    if over:
        mark, place = over
        marks.extend(mark)
    if code and plan.shape is Shape.TALL and plan.columns == 1 and code.width <= _ASIDE * place.width:
        if code.height > place.height:
            return None
        marks.extend(code.marks(place.right - code.width, place.bottom - code.height))
        width, code = width - code.width - 1.2 * plan.type_.lead, None
    own = badge and not over
    columns = [
        set_column(story, plan.type_, frame, width, code=code if last else None, badge=own, care=plan.care)
        for story, last in zip(stories, _lasts(len(stories)), strict=True)
    ]
    place = _lowered(columns, place, plan)
    for i, column in enumerate(columns):
        if column is None or column.height > place.height:
            return None
        x = place.x + i * (width + gutter(frame))
        centred = (plan.shape is not Shape.TALL or frame.drivers) and len(columns) == 1
        marks.extend(column.marks(x, place.y, place.height, centred=centred))
        if i:
            marks.append(_divider(x - gutter(frame) / 2, place, frame))
    return tuple(marks)


def _badge_over(story: Story, plan: Plan, frame: Frame) -> tuple[tuple[Mark, ...], Rect] | None:
    """The badge on the lower edge of the visual or above all columns, and the place that is left under it.

    None where it belongs into the column, is too wide, or there is none.
    """
    mark = badge_of(story, frame, plan.type_.body)
    straddles = plan.shape is Shape.TALL and plan.visual is not None
    place = plan.text
    if mark is None or mark.width > place.width or not (straddles or plan.columns > 1):
        return None
    top = plan.visual.bottom - mark.height / 2 if plan.visual and straddles else place.y
    start = top + mark.height + max(0.75 * plan.type_.headline, plan.type_.body)
    return mark.marks(place.x, top), Rect(place.x, start, place.width, place.bottom - start)


def _row(story: Story, plan: Plan, frame: Frame, code: CodePanel | None) -> tuple[Mark, ...] | None:
    """The message at the left, what explains it at the right, both in the middle of the height."""
    said = msgspec.structs.replace(story, lead="", facts=(), source="", code="", code_label="")
    rest = msgspec.structs.replace(story, figure="", headline="")
    space = gutter(frame)
    alone = not (rest.lead or rest.facts or rest.source or rest.code_label or code)
    width = plan.text.width if alone else (plan.text.width - space) / 2
    left = set_column(said, plan.type_, frame, width, code=None, badge=False, care=plan.care)
    right = set_column(rest, plan.type_, frame, width, code=code, badge=False, care=plan.care)
    if left is None or right is None:
        return None
    height = max(left.height, right.height)
    if height > plan.text.height:
        return None
    top = plan.text.y + (plan.text.height - height) / 2
    marks = left.marks(plan.text.x, top, left.height, centred=False)
    x = plan.text.x + width + space
    return marks if alone else (*marks, *right.marks(x, top, right.height, centred=False))


def _lowered(columns: list[Column | None], place: Rect, plan: Plan) -> Rect:
    """Columns without practical lines share a lower start, and end together."""
    whole = [column for column in columns if column and not column.foot.parts]
    if len(columns) == 1 or len(whole) < len(columns):
        return place
    height = max(column.height for column in whole)
    down = max(0.0, min(0.42 * (place.height - height), 1.5 * plan.type_.headline))
    return Rect(place.x, place.y + down, place.width, min(place.height - down, height + plan.type_.lead))


def _lasts(count: int) -> list[bool]:
    return [i == count - 1 for i in range(count)]


def _divider(x: float, place: Rect, frame: Frame) -> Panel:
    thick = max(2.0, round(0.07 * frame.base))
    return Panel(Rect(round(x), place.y, thick, place.height), frame.palette.line)
