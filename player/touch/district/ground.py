"""The ground of a map: its areas and lines as they are seen in a frame, back to front. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from layouts.page import Mark, Trace
from player.touch.district.colours import MapInk
from player.touch.district.frame import Frame
from playlists.district import Area, District, Land, Line, Way

_AREAS = (Land.GREEN, Land.WATER, Land.SQUARE, Land.BUILT)
"""Back to front."""


class Breadth(msgspec.Struct, frozen=True):
    """How broad a line is: metres on the ground, and at least and at most so many millimetres on the glass.

    It is drawn from `from_scale` pixels per metre on.
    """

    metres: float
    least_mm: float
    most_mm: float
    from_scale: float = 0.0


_BREADTHS: Mapping[Way, Breadth] = {
    Way.STREAM: Breadth(8, 0.6, 6),
    Way.PATH: Breadth(3, 0.3, 2, 0.5),
    Way.STREET: Breadth(9, 0.55, 7, 0.12),
    Way.MAIN: Breadth(16, 1.0, 10),
    Way.RAIL: Breadth(6, 0.5, 2),
    Way.TRAM: Breadth(7, 0.9, 2.2),
}
_CASING_MM = 0.3
_BUILT_FROM = 0.35
_SHORE_MM = 0.5


def ground(district: District, frame: Frame, ink: MapInk, mm: float) -> list[Mark]:
    """The marks of a district's ground; `mm` is a millimetre in pixels."""
    marks: list[Mark] = []
    areas: dict[Land, list[Area]] = defaultdict(list)
    for area in district.areas:
        areas[area.land].append(area)
    colours = {Land.GREEN: ink.green, Land.WATER: ink.water, Land.SQUARE: ink.square, Land.BUILT: ink.built}
    lines: dict[Way, list[Line]] = defaultdict(list)
    for line in district.lines:
        lines[line.way].append(line)
    marks += _lines(lines[Way.STREAM], frame, ink.water, width(Way.STREAM, frame, mm))
    for land in _AREAS:
        if land is Land.BUILT and frame.scale < _BUILT_FROM:
            continue
        found = [tuple(seen for ring in area.rings if (seen := shown(ring, frame))) for area in areas[land]]
        if land is Land.WATER and ink.shore:
            # Below all water: where two pieces of a river meet, there is no shore.
            closed = tuple((*part, *part[:2]) for parts in found for part in parts)
            marks.append(Trace(closed, ink.shore, 2 * _SHORE_MM * mm))
        marks += [Trace(parts, colours[land]) for parts in found if parts]
    return [*marks, *_ways(lines, frame, ink, mm)]


def width(way: Way, frame: Frame, mm: float) -> float:
    """How broad a line is in pixels; 0 where it is not drawn."""
    breadth = _BREADTHS[way]
    if frame.scale < breadth.from_scale:
        return 0.0
    return min(max(breadth.metres * frame.scale, breadth.least_mm * mm), breadth.most_mm * mm)


def _ways(lines: Mapping[Way, Sequence[Line]], frame: Frame, ink: MapInk, mm: float) -> Iterator[Mark]:
    casing = 2 * _CASING_MM * mm
    yield from _lines(lines[Way.PATH], frame, ink.casing, width(Way.PATH, frame, mm), (3.0, 2.0))
    for way in (Way.STREET, Way.MAIN):
        broad = width(way, frame, mm)
        yield from _lines(lines[way], frame, ink.casing, broad + casing if broad else 0.0)
    for way in (Way.STREET, Way.MAIN):
        yield from _lines(lines[way], frame, ink.street, width(way, frame, mm))
    yield from _lines(lines[Way.RAIL], frame, ink.rail, width(Way.RAIL, frame, mm))
    broad = width(Way.TRAM, frame, mm)
    yield from _lines(lines[Way.TRAM], frame, ink.halo, broad + casing)
    coloured: dict[str, list[Line]] = defaultdict(list)
    for line in lines[Way.TRAM]:
        coloured[line.colour or ink.tram].append(line)
    for colour, own in coloured.items():
        yield from _lines(own, frame, colour, broad)


def _lines(
    lines: Iterable[Line], frame: Frame, colour: str, broad: float, dash: tuple[float, ...] = ()
) -> Iterator[Mark]:
    """Lines in one mark, those that are seen."""
    if not broad:
        return
    parts = tuple(seen for line in lines if (seen := shown(line.points, frame, broad)))
    if parts:
        yield Trace(parts, colour, broad, dash)


def shown(points: Sequence[int], frame: Frame, spare: float = 0.0) -> tuple[float, ...]:
    """Points as they are seen; nothing where all of them are on one side outside the frame."""
    per_dm = frame.per_dm
    left, top = frame.width / 2 - frame.x * per_dm, frame.height / 2 - frame.y * per_dm
    across = [x * per_dm + left for x in points[::2]]
    down = [y * per_dm + top for y in points[1::2]]
    if max(across) < -spare or min(across) > frame.width + spare:
        return ()
    if max(down) < -spare or min(down) > frame.height + spare:
        return ()
    found = [0.0] * len(points)
    found[::2], found[1::2] = across, down
    return tuple(found)
