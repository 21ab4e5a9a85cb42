"""The built-in slide: what a zone shows when there is nothing else to show, quietly."""

from __future__ import annotations

import math
from dataclasses import dataclass

from device_profiles.profile import BuiltInSlide
from layouts.compose.blocks import HEADLINE, LEAD, Block, Style, set_text
from layouts.compose.frame import Frame, sizes
from layouts.layout import Greeting, Rect
from layouts.page import Mark, Page, Panel, Pictogram
from layouts.typography import finish

_SCALES = (2.6, 2.2, 1.85, 1.55, 1.3, 1.15, 1.0, 0.88, 0.77, 0.68, 0.6, 0.53, 0.46)

_HOUSES = "building-community"
_SIGN = 0.56
"""Side of the quiet sign, of the short side of its zone."""

_NAME = 0.5
"""The most of the headline's size that the city's name takes."""

_NOTE = 64
"""Capitals of a note are at most this part of the zone's mean side: it alone is read close by."""

_CALM = 0.72
"""The most of the room that large type fills."""


@dataclass(frozen=True)
class _Said:
    """What is said: the greeting in these languages; at the foot the city's name, or a note in its place."""

    languages: tuple[str, ...]
    name: str = ""
    note: str = ""


def built_in_page(
    slide: BuiltInSlide, frame: Frame, logo: str, greeting: Greeting = Greeting.NAMED, note: str = ""
) -> Page:
    """The slide in `frame`: one line in each language, all of one size, and the city's name `logo`.

    A `note` to whoever cares for the device stands small in the place of the name. Where a zone is too small
    for all of it, that goes first, then every language but the leading one.
    """
    if greeting is Greeting.QUIET:
        return _page(frame, _quiet_sign(frame))
    logo = logo if greeting is Greeting.NAMED else ""
    languages = tuple(code for code in (frame.languages or tuple(slide.headline)) if code in slide.headline)
    languages = languages or tuple(slide.headline)
    feet = dict.fromkeys(((logo, note), ("", "")))
    for said in (_Said(shown, *foot) for shown in (languages, languages[:1]) for foot in feet):
        for scale in _SCALES:
            marks = _set(slide, frame, said, scale)
            if marks:
                return _page(frame, marks)
    return _page(frame, ())


def _quiet_sign(frame: Frame) -> tuple[Mark, ...]:
    """Houses, drawn large and hardly lighter than the ground: not a message, and not a hole either."""
    side = round(_SIGN * min(frame.width, frame.height))
    left, top = frame.width - frame.margin - side, frame.height - frame.margin - side
    return (Pictogram(Rect(left, top, side, side), _HOUSES, frame.palette.line),)


def _page(frame: Frame, marks: tuple[Mark, ...]) -> Page:
    return Page(width=frame.width, height=frame.height, background=frame.ground, marks=marks)


def _set(slide: BuiltInSlide, frame: Frame, said: _Said, scale: float) -> tuple[Mark, ...]:
    """The marks at `scale`; none where they do not fit."""
    type_, margin, palette = sizes(frame, scale), frame.margin, frame.palette
    width = frame.width - 2 * margin
    cap = max(frame.unit, 0.7 * type_.headline)
    styles = [HEADLINE, *[Style(LEAD.face, HEADLINE.leading, balanced=True)] * len(said.languages)]
    blocks = [
        set_text(finish(slide.headline[code], code), style, cap, palette.text, width)
        for code, style in zip(said.languages, styles, strict=False)
    ]
    whole = [block for block in blocks if block]
    gap = 1.1 * cap
    foot = _foot(said, frame, max(frame.unit, min(type_.body, _NAME * cap)), width)
    bar = max(3.0, round(0.16 * cap))
    text_height = sum(block.height + gap for block in whole) + bar
    room = frame.height - 2 * margin - (foot.height + 2 * type_.body if foot else 0.0)
    calm = _CALM if scale > 1 else 1.0
    if len(whole) < len(blocks) or text_height > calm * room or ((said.name or said.note) and not foot):
        return ()
    top = margin + (room - text_height) * 0.45
    marks: list[Mark] = [Panel(Rect(margin, top, 2.4 * cap, bar), palette.accent)]
    top += bar + gap
    for block in whole:
        marks.extend(block.marks(margin, top))
        top += block.height + gap
    return (*marks, *(foot.marks(margin, frame.height - margin - foot.height) if foot else ()))


def _foot(said: _Said, frame: Frame, cap: float, width: float) -> Block | None:
    if said.note:
        near = min(frame.unit, math.sqrt(frame.width * frame.height) / _NOTE)
        return set_text(said.note, LEAD, near, frame.palette.quiet, width)
    return set_text(said.name, HEADLINE, cap, frame.palette.text, width) if said.name else None
