"""Pins of a map: where things are that one can touch, gathered where they would lie over each other. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from layouts.layout import Rect
from layouts.page import Face, Mark, Panel, Pictogram, TextLine
from layouts.shaping import advance
from player.touch.district.chart import Gathered, Pin
from player.touch.district.colours import MapInk
from player.touch.district.frame import Frame, Point

_PIN_MM = 15.0
_APART_MM = 17.0
_ASIDE_MM = 11.0
_DRAWN = 0.86
"""Of a pin's target."""
_EDGE_MM = 0.6
_CHOSEN = 1.18
_INSET = 0.22
_CAP = 0.67


def gathered(
    pins: Sequence[Pin],
    frame: Frame,
    mm: float,
    *,
    chosen: tuple[str, str] | None = None,
    here: Point | None = None,
) -> list[Gathered]:
    """All pins, each at its place or with the first one that is too near. Those that are seen at all.

    What is gathered depends on the scale alone. `chosen` is `about` and `id` of a pin that stays itself. Off
    `here`, in pixels of the frame, pins are moved aside.
    """
    apart, size = _APART_MM * mm, _PIN_MM * mm
    groups: list[tuple[tuple[float, float], list[Pin]]] = []
    for pin in sorted(pins, key=lambda pin: (pin.about, pin.id) != chosen):
        x, y = _aside(frame.shown(pin.x, pin.y), here, _ASIDE_MM * mm)
        for (left, top), group in groups:
            if abs(left - x) < apart and abs(top - y) < apart:
                group.append(pin)
                break
        else:
            groups.append(((x, y), [pin]))
    found = []
    for (x, y), group in groups:
        if -size < x < frame.width + size and -size < y < frame.height + size:
            own = (group[0].about, group[0].id) == chosen
            rect = Rect(x - size / 2, y - size / 2, size, size)
            found.append(Gathered(rect, tuple(group[:1] if own else group), own))
    return found


def _aside(at: Point, here: Point | None, apart: float) -> Point:
    """A point, or the nearest one that is so far from `here`."""
    if here is None or (far := math.dist(at, here)) >= apart:
        return at
    if far == 0:
        return here[0], here[1] - apart
    return tuple(mark + (point - mark) * apart / far for point, mark in zip(at, here, strict=True))  # type: ignore[return-value]


def pin_marks(one: Gathered, ink: MapInk, size: float, mm: float) -> Iterator[Mark]:
    """A disc with a pictogram, or with the number of what is there."""
    x, y = one.middle
    broad = one.rect.width * _DRAWN * (_CHOSEN if one.chosen else 1)
    edge = _EDGE_MM * mm * (2 if one.chosen else 1)
    first = one.pins[0]
    single = len(one.pins) == 1
    rim = ink.here if one.chosen or not single else ink.pin_edge
    yield _disc(x, y, broad + 2 * edge, rim)
    yield _disc(x, y, broad, first.colour if single else ink.pin_edge)
    if single:
        inner = broad * (1 - 2 * _INSET)
        yield Pictogram(Rect(x - inner / 2, y - inner / 2, inner, inner), first.pictogram, first.ink)
        return
    figure = str(len(one.pins))
    high = min(size, broad * 0.9 / max(1.0, advance(figure, Face.BOLD, 1.0)))
    left = x - advance(figure, Face.BOLD, high) / 2
    yield TextLine(left, y + high * _CAP / 2, figure, Face.BOLD, high, ink.here)


def here_marks(x: float, y: float, ink: MapInk, mm: float) -> Iterator[Mark]:
    """Where the screen itself stands."""
    for size, colour in ((9.0, ink.pin_edge), (7.6, ink.here), (3.2, ink.on_here)):
        yield _disc(x, y, size * mm, colour)


def _disc(x: float, y: float, broad: float, colour: str) -> Panel:
    return Panel(Rect(x - broad / 2, y - broad / 2, broad, broad), colour, broad / 2)
