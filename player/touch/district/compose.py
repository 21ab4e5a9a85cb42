"""A map as it is seen in a frame: its ground, its names, its pins. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, product

import msgspec

from layouts.family import CAP_HEIGHT
from layouts.layout import Rect
from layouts.page import Face, Mark, Page, Panel, TextLine
from layouts.shaping import advance
from player.touch.district.chart import Chart, Gathered, Pin
from player.touch.district.colours import MapInk, on
from player.touch.district.frame import Frame, Point
from player.touch.district.ground import ground, shown, width
from player.touch.district.labels import Lettered
from player.touch.district.pins import gathered, here_marks, pin_marks
from playlists.district import District, Land, Site, Spot, Way

_FROM_SCALE = {Spot.QUARTER: 0.0, Spot.STATION: 0.0, Spot.STOP: 0.16, Spot.SQUARE: 0.22, Spot.LANDMARK: 0.2}
"""Pixels per metre from which places are named."""
_QUARTERS_TO = 1.2
_DOT_MM = {Spot.STATION: 3.0, Spot.STOP: 2.4, Spot.LANDMARK: 1.6}
_STREETS_FROM = 0.3
_HERE_MM = 9.0
_CLEAR_MM = 1.2


class Style(msgspec.Struct, frozen=True, kw_only=True):
    """How a map is drawn: its colours, the em of its names in pixels, how many pixels a millimetre is."""

    ink: MapInk
    size: float
    mm: float


def compose_map(
    district: District,
    frame: Frame,
    style: Style,
    *,
    pins: Sequence[Pin] = (),
    here: Point | None = None,
    here_words: Sequence[str] = (),
    chosen: tuple[str, str] | None = None,
    window: Rect | None = None,
) -> Chart:
    """A district in a frame.

    `here` is where the screen stands, in decimetres, called by the first of `here_words` that finds room.

    `window` is what is seen of the frame at first, in its pixels: its edges cut no name.
    """
    ink, mm = style.ink, style.mm
    at = None if here is None else frame.shown(*here)
    found = gathered(pins, frame, mm, chosen=chosen, here=at)
    whole = Rect(0, 0, frame.width, frame.height)
    letters = Lettered(whole, window or whole, style.size, ink.halo)
    marks: list[Mark] = ground(district, frame, ink, mm)
    for one in found:
        letters.block(one.rect)
    if at is not None:
        _name_here(letters, at, here_words, style)
    _name_pins(letters, found, style)
    _keep_stops_clear(letters, district.sites, frame, mm)
    first = [site for site in district.sites if site.spot <= Spot.STOP]
    dots = list(_sign_trams(letters, district, frame, style, most=1))
    dots += _name_sites(letters, first, frame, style)
    dots += _sign_trams(letters, district, frame, style)
    dots += _name_sites(letters, district.sites[len(first) :], frame, style)
    _name_lines(letters, district, frame, style)
    marks += [*dots, *letters.marks]
    for one in sorted(found, key=lambda one: one.chosen):
        marks += pin_marks(one, ink, style.size, mm)
    if at is not None:
        marks += here_marks(*at, ink, mm)
    page = Page(
        width=round(frame.width), height=round(frame.height), background=ink.ground, marks=tuple(marks)
    )
    return Chart(frame=frame, page=page, pins=tuple(found))


def _name_here(letters: Lettered, at: Point, names: Sequence[str], style: Style) -> None:
    """What the screen's own place is called: as near to it as there is room."""
    half = _HERE_MM * style.mm / 2
    letters.block(Rect(at[0] - half, at[1] - half, 2 * half, 2 * half))
    for words, far in product(names, (1, 2, 3)):
        if letters.beside(words, at, far * half + _CLEAR_MM * style.mm, style.ink.word, Face.BOLD):
            return


def _name_pins(letters: Lettered, found: Sequence[Gathered], style: Style) -> None:
    for one in sorted(found, key=lambda one: not one.chosen):
        if len(one.pins) == 1:
            away = one.rect.width / 2 * (1.2 if one.chosen else 1) + _CLEAR_MM * style.mm
            face = Face.BOLD if one.chosen else Face.REGULAR
            letters.beside(one.pins[0].title, one.middle, away, style.ink.word, face)


def _keep_stops_clear(letters: Lettered, sites: Sequence[Site], frame: Frame, mm: float) -> None:
    half = _DOT_MM[Spot.STOP] * mm / 2
    for site in sites:
        if site.spot is Spot.STOP and frame.scale >= _FROM_SCALE[Spot.STOP]:
            x, y = frame.shown(site.x, site.y)
            letters.block(Rect(x - half, y - half, 2 * half, 2 * half))


def _sign_trams(
    letters: Lettered, district: District, frame: Frame, style: Style, most: int = 100
) -> Iterator[Mark]:
    """The numbers of tram lines on them: their colours alone say nothing to many."""
    for line in district.lines:
        if line.way is Way.TRAM and line.ref and (seen := shown(line.points, frame)):
            colour = line.colour or style.ink.tram
            for rect in islice(letters.signs(line.ref, seen), most):
                yield Panel(rect, colour, rect.height * 0.25)
                left = rect.x + (rect.width - advance(line.ref, Face.BOLD, style.size)) / 2
                base = rect.y + (rect.height + style.size * CAP_HEIGHT) / 2
                yield TextLine(left, base, line.ref, Face.BOLD, style.size, on(colour))


def _name_sites(letters: Lettered, sites: Sequence[Site], frame: Frame, style: Style) -> Iterator[Mark]:
    """Names of places, the most important first; the dots of those that are named."""
    ink, mm = style.ink, style.mm
    for site in sites:
        if frame.scale < _FROM_SCALE[site.spot] or (site.spot is Spot.QUARTER and frame.scale > _QUARTERS_TO):
            continue
        x, y = frame.shown(site.x, site.y)
        dot = _DOT_MM.get(site.spot, 0.0) * mm
        if not dot:
            face = Face.BOLD if site.spot is Spot.QUARTER else Face.REGULAR
            letters.over(site.name, (x, y), ink.word, face)
        elif letters.beside(site.name, (x, y), dot / 2 + _CLEAR_MM * mm, ink.word, Face.REGULAR):
            yield _dot(x, y, dot + 0.8 * mm, ink.word)
            yield _dot(x, y, dot, ink.street if site.spot is not Spot.LANDMARK else ink.word)


def _dot(x: float, y: float, size: float, colour: str) -> Mark:
    return Panel(Rect(x - size / 2, y - size / 2, size, size), colour, size / 2)


def _name_lines(letters: Lettered, district: District, frame: Frame, style: Style) -> None:
    """Names along waters and streets, the broad ones first."""
    for line in district.lines:
        if line.way is Way.STREAM and line.name and (seen := shown(line.points, frame)):
            letters.along(line.name, seen, style.ink.water_word, Face.REGULAR)
    for area in district.areas:
        if area.land in (Land.WATER, Land.GREEN) and area.name and (seen := shown(area.rings[0], frame)):
            colour = style.ink.water_word if area.land is Land.WATER else style.ink.word
            middle = sum(seen[::2]) / (len(seen) / 2), sum(seen[1::2]) / (len(seen) / 2)
            letters.over(area.name, middle, colour, Face.REGULAR)
    if frame.scale < _STREETS_FROM:
        return
    for way in (Way.MAIN, Way.STREET, Way.PATH):
        if width(way, frame, style.mm):
            for line in district.lines:
                if line.way is way and line.name and (seen := shown(line.points, frame)):
                    letters.along(line.name, seen, style.ink.word, Face.REGULAR)
