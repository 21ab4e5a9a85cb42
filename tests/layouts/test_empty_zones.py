"""A zone in which nothing plays: the largest one greets, a lesser one is quiet, the city is named once."""

from __future__ import annotations

import pytest
from composing import frame_of, lines

from device_profiles.catalog import catalog as profiles
from layouts.catalog import catalog
from layouts.compose import built_in_page
from layouts.layout import Greeting, Layout, WidgetKind, ZoneKind, greeting
from layouts.page import Pictogram

SLIDE = profiles()["plasma-16x9"].built_in
MARK = "Nantes • Métropole"


@pytest.mark.parametrize("layout", catalog().values(), ids=lambda layout: layout.name)
def test_one_zone_greets_and_the_city_is_named_once(layout: Layout) -> None:
    zones = [zone for zone in layout.zones if zone.kind is not ZoneKind.TICKER]
    said = [greeting(layout, zone) for zone in zones]
    assert len([each for each in said if each is not Greeting.QUIET]) == 1
    named = [each for each in said if each is Greeting.NAMED]
    assert len(named) + sum(widget.kind is WidgetKind.LOGO for widget in layout.widgets) == 1


def test_a_lesser_zone_shows_a_sign_and_no_word() -> None:
    frame = frame_of("plasma-16x9", "landscape-news", "side")
    (sign,) = built_in_page(SLIDE, frame, MARK, Greeting.QUIET).marks
    assert isinstance(sign, Pictogram)
    assert sign.rect.right <= frame.width - frame.margin
    assert sign.rect.bottom <= frame.height - frame.margin


def test_the_greeting_leaves_the_name_to_the_mark_beside_it() -> None:
    frame = frame_of("plasma-16x9", "landscape-news")
    words = [line.text for line in lines(built_in_page(SLIDE, frame, MARK, Greeting.WORDS))]
    assert words == [*SLIDE.headline.values()]
    assert MARK in [line.text for line in lines(built_in_page(SLIDE, frame, MARK, Greeting.NAMED))]
