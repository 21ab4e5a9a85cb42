"""Plans: the ways in which a frame may be divided between a visual and the text, best first."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import Final, NamedTuple

from layouts.compose.frame import Frame, Type, sizes
from layouts.layout import Rect

_SCALES: Final = (1.5, 1.32, 1.15, 1.0, 0.88, 0.77, 0.68, 0.6, 0.53, 0.46)
_TALL: Final = (0.6, 0.53, 0.46, 0.4, 0.34, 0.28)
_WIDE: Final = (0.46, 0.405, 0.36, 0.32)
_ROW: Final = (0.24,)
_SQUARE = 1.15
_RIBBON = 3.2
_MEASURE_IN_CAPS = 14.5
"""Eighteen letters of bold type, in cap heights."""

_LEAST_COLUMN_TYPE = 1.6
_NO_VISUAL = 0.14


class Shape(StrEnum):
    """Where the visual stands."""

    TALL = "tall"
    WIDE = "wide"
    PLAIN = "plain"


class Plan(NamedTuple):
    """One division: the visual (None without), the place of the text, side by side columns, the type."""

    shape: Shape
    visual: Rect | None
    text: Rect
    columns: int
    type_: Type


def plans(frame: Frame, *, has_picture: bool, languages: int) -> tuple[Plan, ...]:
    """All plans worth trying, best first: large type and a large visual, languages side by side."""
    weighed = [
        (_worth(frame, fraction, scale, has_picture=has_picture), _plan(frame, fraction, scale, columns))
        for columns in ({languages, 1} if languages > 1 else {1})
        for fraction in (*_fractions(frame), 0.0)
        for scale in _SCALES
    ]
    good = [(worth, plan) for worth, plan in weighed if _is_wide_enough(plan, frame)]
    return tuple(plan for _, plan in sorted(good, key=lambda each: (-each[1].columns, -each[0])))


def gutter(frame: Frame) -> float:
    """Between two columns of text."""
    return max(1.6 * frame.margin, 1.6 * frame.base)


def column_width(plan: Plan, frame: Frame) -> float:
    """The width of one column of text."""
    return (plan.text.width - (plan.columns - 1) * gutter(frame)) / plan.columns


def _fractions(frame: Frame) -> tuple[float, ...]:
    aspect = frame.width / frame.height
    return _TALL if aspect < _SQUARE else _WIDE if aspect < _RIBBON else _ROW


def _worth(frame: Frame, fraction: float, scale: float, *, has_picture: bool) -> float:
    """What a reader gains, in natural logarithms of type size."""
    type_gain = math.log(min(scale, 1.2)) + 0.25 * math.log(max(scale, 1.2) / 1.2)
    tall = frame.width / frame.height < _SQUARE
    natural = (0.5 if tall else 0.42) if has_picture else (0.4 if tall else 0.36)
    if not fraction:
        return type_gain - (1.5 if has_picture else 0.5) * natural - _NO_VISUAL
    weight = 1.1 if has_picture else 0.7
    return type_gain - weight * max(0.0, natural - fraction) - 0.5 * max(0.0, fraction - natural)


def _plan(frame: Frame, fraction: float, scale: float, columns: int) -> Plan:
    width, height, margin = frame.width, frame.height, frame.margin
    type_ = sizes(frame, scale)
    bottom = height - margin * (1.3 if height > width else 1.0)
    if not fraction:
        text = Rect(margin, margin, width - 2 * margin, bottom - margin)
        return Plan(Shape.PLAIN, None, text, columns, type_)
    if width / height < _SQUARE:
        visual = Rect(0, 0, width, round(fraction * height))
        top = visual.bottom + max(0.9 * margin, 1.15 * type_.body)
        return Plan(Shape.TALL, visual, Rect(margin, top, width - 2 * margin, bottom - top), columns, type_)
    visual = Rect(0, 0, round(fraction * width), height)
    left = visual.right + margin * 1.1
    top = margin * (1.4 if width / height < _RIBBON else 1.0)
    text = Rect(left, top, width - margin * 1.1 - left, bottom - top)
    return Plan(Shape.WIDE, visual, text, columns, type_)


def _is_wide_enough(plan: Plan, frame: Frame) -> bool:
    if plan.text.width <= 0 or plan.text.height <= 0:
        return False
    if plan.columns == 1:
        return True
    return (
        column_width(plan, frame) >= _MEASURE_IN_CAPS * plan.type_.headline
        and plan.type_.headline >= _LEAST_COLUMN_TYPE * frame.unit
    )
