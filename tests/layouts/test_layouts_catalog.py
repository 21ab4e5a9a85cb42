"""The layouts of the catalogue fit every family; a site's mistakes are all named at once."""

from __future__ import annotations

from itertools import combinations

import pytest

from device_profiles.catalog import catalog as profiles
from device_profiles.profile import Screen
from layouts.catalog import catalog, parse
from layouts.errors import LayoutError
from layouts.layout import Layout, Rect, Widget, Zone, ZoneKind, place
from layouts.legibility import unit_px

ASKED = {
    "full": ["main"],
    "landscape-news": ["main", "side", "ticker"],
    "portrait-news": ["main", "side", "ticker"],
    "split": ["main", "side"],
    "ribbon": ["main", "ticker"],
    "kiosk-upper": ["main"],
    "kiosk-touch": ["main", "ticker"],
    "table": ["main", "side"],
    "led": ["main"],
}
SCREENS = [screen for profile in profiles().values() for screen in profile.screens]
EVERYWHERE = [
    pytest.param(layout, screen, id=f"{layout.name}-{screen.width}x{screen.height}")
    for layout in catalog().values()
    for screen in SCREENS
]
AT_HOME = [
    pytest.param(catalog()[screen.layout], screen, id=f"{profile.id}-{screen.name}")
    for profile in profiles().values()
    for screen in profile.screens
] + [
    pytest.param(catalog()[name], screen, id=f"{name}-{profile}")
    for name, profile in (("portrait-news", "totem"), ("portrait-news", "kiosk"), ("ribbon", "plasma-16x9"))
    for screen in profiles()[profile].screens[:1]
]
CAP, LINE = 0.668, 1.2
STEPS = {"body": 1.0, "lead": 1.6, "headline": 2.6, "display": 4.2}


def apart(a: Rect, b: Rect) -> bool:
    return a.right <= b.x or b.right <= a.x or a.bottom <= b.y or b.bottom <= a.y


def test_the_catalogue_has_what_was_asked() -> None:
    assert {name: [zone.name for zone in catalog()[name].zones] for name in ASKED} == ASKED


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: f"{screen.width}x{screen.height}")
def test_every_family_names_a_layout_of_its_kind(screen: Screen) -> None:
    kinds = {zone.kind for zone in catalog()[screen.layout].zones}
    assert (ZoneKind.MATRIX in kinds) == screen.is_matrix


@pytest.mark.parametrize(("layout", "screen"), EVERYWHERE)
def test_parts_lie_on_the_screen_and_apart_in_pixels(layout: Layout, screen: Screen) -> None:
    parts: tuple[Zone | Widget, ...] = (*layout.zones, *layout.widgets)
    rects = [place(part, screen.width, screen.height) for part in parts]
    glass = Rect(0, 0, screen.width, screen.height)
    for rect in rects:
        assert glass.x <= rect.x < rect.right <= glass.right
        assert glass.y <= rect.y < rect.bottom <= glass.bottom
    for a, b in combinations(rects, 2):
        assert apart(a, b)


@pytest.mark.parametrize(("layout", "screen"), AT_HOME)
def test_tickers_and_widgets_are_high_enough_for_legible_type(layout: Layout, screen: Screen) -> None:
    if screen.is_matrix:
        return
    unit = unit_px(screen)
    for zone in layout.zones:
        if zone.kind is ZoneKind.TICKER:
            assert place(zone, screen.width, screen.height).height >= unit * 1.25 / CAP
    for widget in layout.widgets:
        assert place(widget, screen.width, screen.height).height >= unit / CAP * STEPS[widget.size] * LINE


def test_every_mistake_is_named_at_once_with_the_nearest_key() -> None:
    with pytest.raises(LayoutError) as caught:
        parse(
            "own",
            {
                "titel": {},
                "zones": {"main": {"x": 0, "y": "top", "width": 2, "height": 1, "surfce": "surface"}},
                "widgets": [{"kind": "clok", "x": 0, "y": 0, "width": 0.1, "height": 0.1}],
            },
        )
    found = dict(caught.value.faults)
    assert "title" in found["titel"]
    assert "surface" in found["zones.main.surfce"]
    assert found.keys() >= {"zones.main.y", "zones.main.width", "widgets.1.kind"}
    assert "clock" in found["widgets.1.kind"]


@pytest.mark.parametrize(
    ("document", "key", "words"),
    [
        ({"zones": {}}, "zones", "at least 1"),
        ({"zones": {"a": {"x": 0.5, "y": 0, "width": 0.6, "height": 1}}}, "zones.a.width", "beyond 1"),
        (
            {
                "zones": {
                    "a": {"x": 0, "y": 0, "width": 0.6, "height": 1},
                    "b": {"x": 0.5, "y": 0, "width": 0.5, "height": 1},
                }
            },
            "zones.b",
            "lies over zones.a",
        ),
        (
            {
                "zones": {"a": {"x": 0, "y": 0, "width": 1, "height": 0.5}},
                "widgets": [{"kind": "cue", "x": 0, "y": 0.5, "width": 1, "height": 0.5}],
            },
            "widgets.1.text",
            "needs text",
        ),
        (
            {
                "zones": {"a": {"x": 0, "y": 0, "width": 1, "height": 1}},
                "grounds": [{"surface": "surface", "x": 0.5, "y": 0, "width": 1, "height": 1}],
            },
            "grounds.1.width",
            "beyond 1",
        ),
    ],
)
def test_impossible_layouts_are_refused(document: dict[str, object], key: str, words: str) -> None:
    with pytest.raises(LayoutError) as caught:
        parse("own", document)
    assert words in dict(caught.value.faults)[key]


def test_a_layout_without_a_title_is_called_by_its_name() -> None:
    layout = parse("own", {"zones": {"main": {"x": 0, "y": 0, "width": 1, "height": 1}}})
    assert layout.title == {"en": "own"}
