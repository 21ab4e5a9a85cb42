"""What is wrong with the touch pages of a screen: composed as people see them, and measured."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import combinations

from layouts.layout import Rect
from layouts.page import TextLine
from layouts.shaping import advance
from player.stage.instants import to_ms
from player.touch.here import offering
from player.touch.limits import LIMITS
from player.touch.measures import Measures
from player.touch.pages import compose
from player.touch.search import Index
from player.touch.session import Comfort, Kind, Place, Session
from player.touch.table.seat import seats
from player.touch.target import TouchPage
from playlists.program import Program, ScreenProgram
from playlists.services import Service, Services, said
from playlists.workspace.rules.touch import Fault, Feel, Flaw

_COMFORTS = (Comfort(), Comfort(large=True), Comfort(reach=True), Comfort(large=True, reach=True))
_NOT_TWICE = (Kind.SERVICE, Kind.ENTRY)
_DESCENDERS = 0.2
_SLACK_MM = 0.05


def feeling(at: datetime) -> Feel:
    """What measures touch pages as they are at an instant."""
    return lambda program, screen: flaws(program, screen, at)


def flaws(program: Program, screen: ScreenProgram, at: datetime) -> tuple[Flaw, ...]:
    """The worst of each fault of each service's pages, and of those that every screen has.

    The first sheet of every page is measured, in every language, with and without comforts; of the entries of
    a service the one with the longest title.
    """
    if screen.services is None:
        return ()
    here = offering(program, screen.screen, screen.services)
    worst: dict[tuple[Fault, str], Flaw] = {}
    views = seats(here) if here.screen.flat else ((here, comfort) for comfort in _COMFORTS)
    for own, comfort in views:
        measures, index = Measures(own.screen, comfort, headed=not own.panel), Index(own.offered)
        for language in own.offered.languages:
            for place in _places(own.offered, language):
                session = Session(language, 0.0, (Place(), place), comfort)
                page = compose(own, index, session, program.theme.day, at_ms=to_ms(at), at_s=0.0)
                found = [*measured(page, measures, place.service)]
                found += [Flaw(Fault.CUT, place.service)] if page.shortened else []
                for flaw in found:
                    known = worst.setdefault((flaw.fault, flaw.service), flaw)
                    if abs(flaw.mm - flaw.bound_mm) > abs(known.mm - known.bound_mm):
                        worst[flaw.fault, flaw.service] = flaw
    if any(fault is Fault.CUT and service for fault, service in worst):
        worst.pop((Fault.CUT, ""), None)  # what the home page has no room for, its own page has not either
    return tuple(sorted(worst.values()))


def _places(offered: Services, language: str) -> Iterator[Place]:
    yield from (Place(kind) for kind in Kind if kind not in _NOT_TWICE)
    for service in offered.services:
        yield Place(Kind.SERVICE, service=service.id)
        if service.entries:
            yield Place(Kind.ENTRY, service=service.id, entry=_longest(service, language))


def _longest(service: Service, language: str) -> str:
    return max(service.entries, key=lambda entry: len(said(entry.title, language, language))).id


def measured(page: TouchPage, measures: Measures, service: str) -> Iterator[Flaw]:
    """What is wrong with a page, each time it is."""
    pitch, bar = measures.screen.pitch_mm, measures.bar
    rects = [target.rect for target in page.targets]
    for rect in rects:
        least = min(rect.width, rect.height) * pitch
        if least < LIMITS.target_mm - _SLACK_MM:
            yield Flaw(Fault.SMALL, service, least, LIMITS.target_mm)
        if measures.comfort.reach:
            yield from _reached(rect, measures, service)
    for one, other in combinations(rects, 2):
        apart = _apart(one, other) * pitch
        if apart < LIMITS.apart_mm - _SLACK_MM:
            yield Flaw(Fault.NEAR, service, max(0.0, apart), LIMITS.apart_mm)
    if any(rect.y < bar.y < rect.bottom for rect in rects) or any(
        _is_cut(mark, measures) for mark in page.page.marks
    ):
        yield Flaw(Fault.CUT, service)


def _reached(rect: Rect, measures: Measures, service: str) -> Iterator[Flaw]:
    """Too high or too low with everything in reach, on a screen that stands upright."""
    screen = measures.screen
    top = screen.bottom_mm + (screen.height - rect.y) * screen.pitch_mm
    bottom = screen.bottom_mm + (screen.height - rect.bottom) * screen.pitch_mm
    if top > LIMITS.reach_high_mm + 1:
        yield Flaw(Fault.HIGH, service, top, LIMITS.reach_high_mm)
    if bottom < LIMITS.reach_low_mm - 1:
        yield Flaw(Fault.LOW, service, bottom, LIMITS.reach_low_mm)


def _is_cut(mark: object, measures: Measures) -> bool:
    """Whether a line leaves the screen, or runs into the bar from above."""
    if not isinstance(mark, TextLine):
        return False
    right = mark.x + advance(mark.text, mark.face, mark.size)
    over = measures.bar.y - mark.size * _DESCENDERS < mark.baseline <= measures.bar.y
    return right > measures.screen.width + 1 or over


def _apart(one: Rect, other: Rect) -> float:
    """The gap between two rectangles in pixels; negative where they overlap."""
    across = max(one.x - other.right, other.x - one.right)
    down = max(one.y - other.bottom, other.y - one.bottom)
    return max(across, down)
