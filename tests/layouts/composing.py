"""The zones that cards are set in, and what their pages show: for tests of compositions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from device_profiles.catalog import catalog as profiles
from device_profiles.profile import Screen
from layouts.card import Card, Words
from layouts.catalog import catalog as layouts
from layouts.compose import Frame, frame_for
from layouts.family import CAP_HEIGHT
from layouts.layout import Rect, ZoneKind, place
from layouts.page import Page, TextLine
from layouts.shaping import advance
from layouts.theme import derive

THEME = derive(background=None, accent=None, categories=None)
NOTICE = Card(
    kind="notice",
    category="services",
    words=(
        Words(language="fr", headline="La piscine ferme pour vidange", body="Du 23 novembre au 3 décembre."),
        Words(language="en", headline="The pool is closed", body="From 23 November to 3 December."),
    ),
)


def content_frames() -> Iterator[tuple[str, Screen, Frame]]:
    for profile in profiles().values():
        for screen in profile.screens:
            if screen.is_matrix:
                continue
            for layout in layouts().values():
                for zone in layout.zones:
                    if zone.kind is ZoneKind.CONTENT:
                        rect = place(zone, screen.width, screen.height)
                        name = f"{profile.id} {screen.name} {layout.name} {zone.name}"
                        yield name, screen, frame_for(screen, rect, THEME.day, surface=zone.surface)


FRAMES = [(name, screen, frame) for name, screen, frame in content_frames() if frame.height >= 7 * frame.unit]
USUAL = [each for each in FRAMES if min(each[2].width, each[2].height) >= 14 * each[2].unit]


def frame_of(family: str, layout: str, zone: str = "main", screen: int = 0) -> Frame:
    shown = profiles()[family].screens[screen]
    found = layouts()[layout].zone(zone)
    assert found is not None
    return frame_for(shown, place(found, shown.width, shown.height), THEME.day, surface=found.surface)


def lines(page: Page) -> list[TextLine]:
    return [mark for mark in page.marks if isinstance(mark, TextLine)]


def box(line: TextLine) -> Rect:
    width = advance(line.text, line.face, line.size, line.tracking)
    cap = line.size * CAP_HEIGHT
    return Rect(line.x, line.baseline - cap, width, cap)


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def overlap(one: Rect, other: Rect) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom
