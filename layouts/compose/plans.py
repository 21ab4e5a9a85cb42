"""Plans: the ways in which a frame may be divided between a visual and the text, best first."""

from __future__ import annotations

import math
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

import msgspec

from layouts.compose.column import Care
from layouts.compose.frame import Space, Type, sizes
from layouts.layout import Rect

_SCALES: Final = (2.2, 1.95, 1.7, 1.5, 1.32, 1.15, 1.0, 0.88, 0.77, 0.68, 0.6, 0.53, 0.46, 0.4, 0.35)
_TALL: Final = (0.6, 0.55, 0.5, 0.46, 0.42, 0.38, 0.34, 0.3, 0.26)
_WIDE: Final = (0.6, 0.56, 0.52, 0.48, 0.44, 0.4, 0.36, 0.32)
_RIBBON_PARTS: Final = (0.24, 0.19, 0.15, 0.12)
_LYING = 1.2
_RIBBON = 2.4
_LARGER: Final = (1.3, 1.15)
_LEAD_OF_HEADLINE, _BODY_OF_HEADLINE = 0.62, 0.5
_GROWTH = 0.04
_HIGHEST_PICTURE = 0.64
_MEASURE_IN_CAPS = 11.2
"""Fourteen letters of bold type, in cap heights."""

_LEAST_COLUMN_TYPE = 2.2
_ENOUGH = 1.2
"""Type larger than this scale is worth less and less."""

_BANNER = 0.55
"""The part of a frame that a field takes where it carries the headline."""

_NO_VISUAL = 0.45
_FIELD = 0.7
_PICTURE = 2.2
_ROADSIDE_PICTURE = 1.4
"""What the size of a visual is worth beside the size of type."""

_PLEASANT_PICTURE: Final = (0.7, 2.1)
_PLEASANT_FIELD: Final = (0.3, 3.3)
_CROPPED = 0.8
"""What a visual loses that is narrower or flatter than such visuals are drawn, in worth."""

_SIDE_BY_SIDE = 0.7
_CARELESS: Final = {Care.EVEN: 0.0, Care.WHOLE: 0.25, Care.ANY: 1.2}


class Shape(StrEnum):
    """Where the visual stands: above, at the left, nowhere; in a row, message and details are neighbours."""

    TALL = "tall"
    WIDE = "wide"
    PLAIN = "plain"
    ROW = "row"


class Plan(NamedTuple):
    """One division: the visual (None without), the place of the text, side by side columns, the type.

    `care` says which headlines the plan accepts.
    """

    shape: Shape
    visual: Rect | None
    text: Rect
    columns: int
    type_: Type
    care: Care


@lru_cache(maxsize=256)
def plans(space: Space, *, has_picture: bool, has_figure: bool, languages: int) -> tuple[Plan, ...]:
    """All plans worth trying, best first: large type and a large visual, languages side by side."""
    weight = _FIELD if not has_picture else _ROADSIDE_PICTURE if space.drivers else _PICTURE
    pleasant = _PLEASANT_PICTURE if has_picture else _PLEASANT_FIELD
    weighed = [
        (
            _worth(fraction, scale, columns, _natural(space, shape, columns, has_picture, has_figure), weight)
            - (_cropped(space, fraction, shape, pleasant) if columns == 1 or has_picture else 0.0)
            - _CARELESS[care],
            _plan(space, fraction, scale, columns, shape=shape, care=care),
        )
        for shape in _shapes(space)
        for columns in ({languages, 1} if languages > 1 and shape is not Shape.ROW else {1})
        for fraction in (*_fractions(space, shape), 0.0)
        for scale in _SCALES
        for care in Care
    ]
    good = [(worth, plan) for worth, plan in weighed if _is_wide_enough(plan, space, has_picture=has_picture)]
    return tuple(plan for _, plan in sorted(good, key=lambda each: -each[0]))


def with_larger_text(plan: Plan) -> tuple[Plan, ...]:
    """The same division with a larger lead and larger practical lines, largest first."""
    type_ = plan.type_
    return tuple(
        plan._replace(
            type_=msgspec.structs.replace(
                type_,
                lead=max(type_.lead, min(more * type_.lead, _LEAD_OF_HEADLINE * type_.headline)),
                body=max(type_.body, min(more * type_.body, _BODY_OF_HEADLINE * type_.headline)),
            )
        )
        for more in _LARGER
    )


def with_more_picture(plan: Plan, space: Space) -> tuple[Plan, ...]:
    """The same division with a higher picture above the text, highest first, the text moved down."""
    if plan.shape is not Shape.TALL or plan.visual is None:
        return ()
    taken = plan.visual.height / space.height
    parts = [taken + step * _GROWTH for step in range(8, 0, -1)]
    return tuple(_tall(plan, space, part) for part in parts if part <= _HIGHEST_PICTURE)


def _tall(plan: Plan, space: Space, part: float) -> Plan:
    visual = Rect(0, 0, space.width, round(part * space.height))
    top = visual.bottom + max(1.1 * space.margin, 0.62 * plan.type_.headline)
    text = Rect(plan.text.x, top, plan.text.width, plan.text.bottom - top)
    return plan._replace(visual=visual, text=text)


def calmer(plan: Plan) -> Plan:
    """The same division with room to spare under the text."""
    calm = plan.type_.headline
    return plan._replace(text=Rect(plan.text.x, plan.text.y, plan.text.width, plan.text.height - calm))


def gutter(space: Space) -> float:
    """Between two columns of text."""
    return max(1.6 * space.margin, 1.6 * space.base)


def column_width(plan: Plan, space: Space) -> float:
    """The width of one column of text."""
    return (plan.text.width - (plan.columns - 1) * gutter(space)) / plan.columns


def _shapes(space: Space) -> tuple[Shape, ...]:
    aspect = space.width / space.height
    if aspect < _LYING:
        return (Shape.TALL,)
    return (Shape.WIDE, Shape.TALL) if aspect < _RIBBON else (Shape.ROW, Shape.WIDE)


def _fractions(space: Space, shape: Shape) -> tuple[float, ...]:
    if space.width / space.height >= _RIBBON:
        return _RIBBON_PARTS
    return _TALL if shape is Shape.TALL else _WIDE


def _natural(space: Space, shape: Shape, columns: int, has_picture: bool, has_figure: bool) -> float:
    """The part of the frame that a visual takes where the text leaves the choice."""
    if space.width / space.height >= _RIBBON:
        return _RIBBON_PARTS[0]
    if has_picture:
        return 0.5
    if has_figure:
        return 0.5
    return 0.36 if shape is not Shape.TALL else 0.4 if columns > 1 else _BANNER


def _cropped(space: Space, fraction: float, shape: Shape, pleasant: tuple[float, float]) -> float:
    """What a visual loses by being much narrower or flatter than such visuals are."""
    if not fraction:
        return 0.0
    whole = space.width / space.height
    aspect = whole / fraction if shape is Shape.TALL else whole * fraction
    narrowest, flattest = pleasant
    return _CROPPED * max(0.0, math.log(narrowest / aspect), math.log(aspect / flattest))


def _worth(fraction: float, scale: float, columns: int, natural: float, weight: float) -> float:
    """What a reader gains, in natural logarithms of type size."""
    worth = math.log(min(scale, _ENOUGH)) + 0.25 * math.log(max(scale, _ENOUGH) / _ENOUGH)
    if columns > 1:
        worth += _SIDE_BY_SIDE
    if not fraction:
        return worth - (1.5 if weight > _FIELD else 0.5) * natural - (_NO_VISUAL if columns == 1 else 0.0)
    return worth - weight * max(0.0, natural - fraction) - 0.5 * max(0.0, fraction - natural)


def _plan(space: Space, fraction: float, scale: float, columns: int, *, shape: Shape, care: Care) -> Plan:
    width, height, margin = space.width, space.height, space.margin
    type_ = sizes(space, scale)
    bottom = height - margin * (1.3 if height > width else 1.0)
    if not fraction:
        text = Rect(margin, margin, width - 2 * margin, bottom - margin)
        plain = Shape.PLAIN if shape is Shape.TALL or shape is Shape.WIDE else shape
        return Plan(plain, None, text, columns, type_, care)
    if shape is Shape.TALL:
        visual = Rect(0, 0, width, round(fraction * height))
        top = visual.bottom + max(1.1 * margin, 0.62 * type_.headline)
        return Plan(
            Shape.TALL, visual, Rect(margin, top, width - 2 * margin, bottom - top), columns, type_, care
        )
    visual = Rect(0, 0, round(fraction * width), height)
    left = visual.right + margin * 1.1
    top = margin * (1.4 if width / height < _RIBBON else 1.0)
    text = Rect(left, top, width - margin * 1.1 - left, bottom - top)
    return Plan(shape, visual, text, columns, type_, care)


def _is_wide_enough(plan: Plan, space: Space, *, has_picture: bool) -> bool:
    if plan.text.width <= 0 or plan.text.height <= 0:
        return False
    if plan.columns == 1:
        return True
    if has_picture and not plan.visual:
        return False
    return (
        column_width(plan, space) >= _MEASURE_IN_CAPS * plan.type_.headline
        and plan.type_.headline >= _LEAST_COLUMN_TYPE * space.base
    )
