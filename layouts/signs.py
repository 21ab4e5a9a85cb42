"""Signs: the few words of a fixed widget, set into its rectangle, never under the smallest legible size.

What is too long takes a shorter form, then slightly smaller type, then a second line.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import msgspec

from device_profiles.profile import Screen
from layouts.family import CAP_HEIGHT, UNITS_PER_EM
from layouts.layout import Widget, place
from layouts.legibility import unit_px
from layouts.page import Face
from layouts.shaping import advance
from layouts.typeset import break_anywhere, break_lines

LEADING: Final = 1.15
"""From baseline to baseline, in ems (as `Style.qml`)."""

CUE_DISC: Final = 2.2
"""The disc of a touch cue, in ems (as `TouchCue.qml`)."""

CUE_GAP: Final = 0.6
"""Between the disc of a touch cue and its words, in ems (as `TouchCue.qml`)."""

_LEAST_OF_ONE_LINE: Final = 0.8
"""A name is set this much smaller before it is broken."""

_STEPS: Final = (1.0, 0.94, 0.88, 0.82, 0.77, 0.72, 0.68, 0.64, 0.6, 0.56, 0.52, 0.48, 0.44, 0.4)
_BETWEEN: Final = " •·|–,"
"""What stands between two words only while they are on one line."""

_SURE: Final = 0.99
"""Of the width, so that a rounding of Qt's changes nothing."""


_CAPITALS: Final = {"body": 1.0, "lead": 1.6, "headline": 2.6, "display": 4.2}
"""Height of a widget's capitals, in units of the smallest legible one (look.md, "On every screen")."""


class Sign(msgspec.Struct, frozen=True):
    """Lines under each other, the first `strong` of them bold; `em` is the size of all, in whole pixels."""

    lines: tuple[str, ...]
    em: int
    strong: int

    @property
    def height(self) -> float:
        """From the top of the first capitals to the last baseline, in pixels."""
        return self.em * (CAP_HEIGHT + (len(self.lines) - 1) * LEADING)


class Box(msgspec.Struct, frozen=True):
    """The room of a sign in pixels: its size, the cap height wished for, and `least`, the smallest."""

    width: float
    height: float
    cap: float
    least: float

    def ems(self, down_to: float = 0.0) -> Iterator[int]:
        """The sizes to try, largest first; none is less than `down_to` of the one wished for."""
        caps = [max(self.least, self.cap * step) for step in _STEPS if step >= down_to]
        yield from sorted({math.ceil(cap / CAP_HEIGHT) for cap in caps}, reverse=True)


def box_of(widget: Widget, screen: Screen) -> Box:
    """The room of a widget on a screen."""
    rect, unit = place(widget, screen.width, screen.height), unit_px(screen)
    return Box(rect.width, rect.height, _CAPITALS[widget.size] * unit, unit)


@lru_cache(maxsize=128)
def set_line(forms: tuple[str, ...], face: Face, box: Box) -> Sign:
    """The first of `forms`, long to short, that fits on one line; the last of them smaller, if it must."""
    largest, *smaller = box.ems()
    text = next((form for form in forms if _fits(form, face, largest, box.width)), forms[-1])
    em = next((em for em in (largest, *smaller) if _fits(text, face, em, box.width)), min(box.ems()))
    return Sign((text,), em, 1 if face is Face.BOLD else 0)


@lru_cache(maxsize=128)
def set_name(name: str, dates: tuple[str, ...], box: Box) -> Sign:
    """A name in bold on one line, a little smaller where that keeps it whole, otherwise on several.

    Under it the first of `dates`, long to short, that fits; none where the name needs all the room.
    Without a name the date stands alone.
    """
    if not name:
        return set_line(dates or ("",), Face.REGULAR, box)
    for under in (dates, ()) if dates else ((),):
        for em in box.ems(_LEAST_OF_ONE_LINE):
            if sign := _name((name,), under, em, box):
                return sign
        for em in box.ems():
            lines = break_lines(name, Face.BOLD, _measure(em, box), balanced=True) or ()
            if lines and (sign := _name(tuple(line.rstrip(_BETWEEN) for line in lines), under, em, box)):
                return sign
    em = min(box.ems())
    lines = break_anywhere(name, Face.BOLD, _measure(em, box))
    lines = lines[: max(1, int((box.height / em - CAP_HEIGHT) / LEADING) + 1)]
    return Sign(lines, em, len(lines))


def part_shown(name: str, box: Box) -> str | None:
    """The beginning of a name that its sign has room for; None where it has room for all of it."""
    shown = " ".join(set_name(name, (), box).lines)
    return None if _letters(shown) == _letters(name) else shown


@lru_cache(maxsize=128)
def set_cue(lines: tuple[str, ...], box: Box) -> Sign:
    """The words of a touch cue, a line for each language, beside its disc; all of one size."""
    for em in box.ems():
        width = box.width - min(box.height, CUE_DISC * em) - CUE_GAP * em
        sign = Sign(lines, em, len(lines))
        if sign.height <= box.height and all(_fits(line, Face.BOLD, em, width) for line in lines):
            return sign
    return Sign(lines, min(box.ems()), len(lines))


def _name(lines: tuple[str, ...], dates: tuple[str, ...], em: int, box: Box) -> Sign | None:
    """The lines of a name with the first of `dates` that fits; None where that is too wide or too high."""
    date = tuple(date for date in dates if _fits(date, Face.REGULAR, em, box.width))[:1]
    sign = Sign((*lines, *date), em, len(lines))
    fits = sign.height <= box.height and all(_fits(line, Face.BOLD, em, box.width) for line in lines)
    return sign if fits and len(date) == bool(dates) else None


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _measure(em: int, box: Box) -> float:
    return _SURE * box.width / em * UNITS_PER_EM


def _fits(text: str, face: Face, em: int, width: float) -> bool:
    return advance(text, face, em) <= _SURE * width
