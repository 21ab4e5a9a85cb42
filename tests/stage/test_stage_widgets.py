"""Fixed widgets on every family: whole, in their place, never under the smallest legible size."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from stage_world import THEME, program, screen_program

from device_profiles.catalog import catalog as profiles
from device_profiles.profile import Screen
from layouts.catalog import catalog
from layouts.family import CAP_HEIGHT
from layouts.layout import Layout, WidgetKind
from layouts.legibility import unit_px
from layouts.page import Face
from layouts.shaping import advance
from layouts.signs import CUE_DISC, CUE_GAP, LEADING
from player.stage.instants import to_ms
from player.stage.props import WidgetProps
from player.stage.widgets import widget_props

PLACES = (
    "",
    "Pirmil",
    "Place du Commerce",
    "Médiathèque Jacques-Demy",
    "Médiathèque Floresca-Guépin",
    "Gare de Nantes, accès nord",
    "Château des ducs de Bretagne",
    "Saint-Sébastien-sur-Loire",
    "Centre socioculturel du Clos-Toreau",
)
DAYS = [datetime(2026, 9, 30, 18, 48, tzinfo=UTC) + timedelta(days=31 * i) for i in range(12)]
HOMES = [(screen.layout, screen) for profile in profiles().values() for screen in profile.screens] + [
    (name, profiles()[family].screens[0])
    for name, family in (
        ("portrait-news", "totem"),
        ("portrait-news", "kiosk"),
        ("poster", "kiosk"),
        ("ribbon", "plasma-16x9"),
    )
]


def letters(text: str) -> str:
    return "".join(filter(str.isalpha, text))


def width(widget: WidgetProps) -> float:
    lines = enumerate(widget.texts)
    return max(advance(t, Face.BOLD if i < widget.strong else Face.REGULAR, widget.size) for i, t in lines)


@pytest.mark.parametrize(
    ("layout", "screen"),
    [pytest.param(catalog()[n], s, id=f"{n}-{s.width}x{s.height}-{s.distance_m}m") for n, s in HOMES],
)
@pytest.mark.parametrize("place", PLACES)
def test_every_widget_is_legible_and_whole_on_its_screen(layout: Layout, screen: Screen, place: str) -> None:
    said = program(
        screen_program(layout, screen), place=place, logo="Nantes • Métropole", languages=("fr", "en")
    )
    for day in DAYS:
        for widget in widget_props(said, screen, layout, THEME.day, to_ms(day)):
            assert widget.size * CAP_HEIGHT >= unit_px(screen), widget
            disc = min(widget.rect.height, CUE_DISC * widget.size) + CUE_GAP * widget.size
            room = widget.rect.width - (disc if widget.kind is WidgetKind.CUE else 0)
            assert width(widget) <= room, widget
            high = widget.size * (CAP_HEIGHT + (len(widget.texts) - 1) * LEADING)
            assert high <= widget.rect.height, widget
            if widget.kind in (WidgetKind.PLACE, WidgetKind.HERE):
                assert letters("".join(widget.texts[: widget.strong])) == letters(place)
            if widget.kind is WidgetKind.HERE:
                assert len(widget.texts) > widget.strong, "the date is missing"
