"""The map composed: names that never meet, pins that a finger tells apart, colours that can be read."""

from __future__ import annotations

import math
from functools import cache
from itertools import combinations

import pytest
from touch_world import here, nantes, page_of, palette, session_at

from layouts.layout import Rect
from layouts.legibility import contrast
from layouts.page import Face, Lettering, Panel, TextLine
from layouts.shaping import advance
from player.stage.paint import paint
from player.touch.district.chart import Chart, Pin
from player.touch.district.colours import map_ink, on
from player.touch.district.compose import Style, compose_map
from player.touch.district.frame import Frame, kept, moved
from player.touch.district.labels import straight
from player.touch.district.pins import gathered
from player.touch.pinned import touched
from player.touch.session import Comfort, Kind, Look, Place
from player.touch.target import Act, TouchPage

MM = 1024 / 301
SCALES = (0.03, 0.06, 0.1, 0.15, 0.3, 0.6)
ENDS = {"farthest": 0.1, "nearest": 2.0}


@cache
def page(scale: float, *, large: bool = False) -> TouchPage:
    return page_of(session_at(Place(Kind.MAP, look=Look(scale=scale)), comfort=Comfort(large=large)))


def chart(scale: float, *, large: bool = False) -> Chart:
    sight = page(scale, large=large).map
    assert sight is not None
    return sight.chart


def wide(mark: Lettering) -> float:
    return advance(mark.text, mark.face, mark.size)


def corners(mark: Lettering) -> list[tuple[float, float]]:
    """Points along the middle of a name, near enough to tell where it lies."""
    half = wide(mark) / 2
    across, down = math.cos(math.radians(mark.degrees)), math.sin(math.radians(mark.degrees))
    steps = max(2, round(2 * half / (mark.size / 2)))
    parts = [-half + 2 * half * step / steps for step in range(steps + 1)]
    return [(mark.x + part * across, mark.y + part * down) for part in parts]


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("scale", SCALES)
def test_names_do_not_lie_over_each_other_or_over_pins(scale: float, *, large: bool) -> None:
    found = chart(scale, large=large)
    names = [mark for mark in found.page.marks if isinstance(mark, Lettering)]
    assert len(names) >= 4
    for one, other in combinations(names, 2):
        if one.degrees or other.degrees:
            near = min(math.dist(a, b) for a in corners(one) for b in corners(other))
            assert near > one.size * 0.6, (one.text, other.text)
        else:
            across = abs(one.x - other.x) - (wide(one) + wide(other)) / 2
            assert across > 0.3 * one.size or abs(one.y - other.y) > 0.9 * one.size, (one.text, other.text)
    for mark in names:
        for pin in found.pins:
            assert not any(_in(point, pin.rect) for point in corners(mark)), (mark.text, pin)


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("scale", [*SCALES, 0.4])
def test_where_the_screen_stands_is_named_however_near_one_looks(scale: float, *, large: bool) -> None:
    names = {mark.text for mark in chart(scale, large=large).page.marks if isinstance(mark, Lettering)}
    assert names & {"Vous êtes ici", "Ici"}, names


@pytest.mark.parametrize("scale", SCALES)
def test_the_window_cuts_no_name(scale: float) -> None:
    sight = page(scale).map
    assert sight is not None
    x, y, _ = sight.painted(sight.frame)
    window = Rect(-x, -y, sight.rect.width, sight.rect.height)
    for mark in sight.chart.page.marks:
        if isinstance(mark, Lettering):
            inside = [_in(point, window) for point in corners(mark)]
            assert all(inside) or not any(inside), mark.text


def _in(point: tuple[float, float], rect: Rect) -> bool:
    return rect.x <= point[0] <= rect.right and rect.y <= point[1] <= rect.bottom


@pytest.mark.parametrize("scale", SCALES)
def test_every_place_in_the_district_is_under_one_pin(scale: float) -> None:
    everywhere = Frame(chart(scale).frame.x, chart(scale).frame.y, chart(scale).frame.scale, 1e6, 1e6)
    pins = [pin for one in chart(0.6).pins for pin in one.pins]
    found = gathered(pins, everywhere, MM)
    assert sorted(pin.id for one in found for pin in one.pins) == sorted(pin.id for pin in pins)
    for one, other in combinations(found, 2):
        gap = max(abs(one.rect.x - other.rect.x), abs(one.rect.y - other.rect.y)) - one.rect.width
        assert gap >= 2 * MM - 0.01


def test_several_at_one_place_open_out_and_at_last_are_listed() -> None:
    pins = [_pin("a", 0), _pin("b", 0), _pin("c", 9_000)]
    (near,) = (one for one in gathered(pins, Frame(0, 0, 0.1, 1e5, 1e5), MM) if len(one.pins) > 1)
    assert touched(near, nearest=False) == (Act.NEARER, "0 0", "")
    assert touched(near, nearest=True) == (Act.GROUP, "s\ta\ns\tb", "")
    (alone,) = (one for one in gathered(pins, Frame(0, 0, 0.1, 1e5, 1e5), MM) if len(one.pins) == 1)
    assert touched(alone, nearest=True) == (Act.ENTRY, "c", "s")
    chosen = gathered(pins, Frame(0, 0, 0.1, 1e5, 1e5), MM, chosen=("s", "b"))
    assert [[pin.id for pin in one.pins] for one in chosen if one.chosen] == [["b"]]
    listed = page_of(session_at(Place(Kind.GROUP, entry="piscines\tleo-lagrange\nmairies\tgone\nx\ty")))
    assert [target.value for target in listed.targets if target.act is Act.ENTRY] == ["leo-lagrange"]


def _pin(name: str, x: float) -> Pin:
    return Pin(about="s", id=name, x=x, y=0, title=name, pictogram="map-pin", colour="#fff", ink="#000")


@pytest.mark.parametrize("strong", [False, True])
@pytest.mark.parametrize("night", [False, True])
def test_every_name_can_be_read_on_every_ground(*, strong: bool, night: bool) -> None:
    ink = map_ink(palette(night=night), strong=strong)
    for ground in (ink.ground, ink.water, ink.green, ink.built, ink.square, ink.halo):
        assert contrast(ink.word, ground) >= 7, ground
    assert contrast(ink.water_word, ink.water) >= 7
    assert contrast(ink.here, ink.on_here) >= 7
    for line in nantes().maps[0].district.lines:
        if line.colour:
            assert contrast(on(line.colour), line.colour) >= 4.5


def test_a_tram_line_says_its_number_for_its_colour_says_nothing_to_many() -> None:
    said = {mark.text for mark in chart(0.15).page.marks if isinstance(mark, TextLine)}
    assert {"1", "2", "3"} <= said
    assert any(isinstance(mark, Panel) and mark.colour == "#007a45" for mark in chart(0.15).page.marks)


def test_where_it_is_is_said_near_where_it_is() -> None:
    name = next(mark for mark in chart(0.15).page.marks if isinstance(mark, Lettering) and "ici" in mark.text)
    assert name.face is Face.BOLD
    sight = page(0.15).map
    assert sight is not None
    position = here().position
    assert position is not None
    at = sight.chart.frame.shown(*sight.district.place(position))
    assert math.dist(at, (name.x, name.y)) < 45 * MM


def test_whose_data_it_is_and_the_scale_stand_under_it_in_every_language() -> None:
    for language, words in (("fr", "Plan schématique"), ("en", "Schematic map"), ("es", "Plano esquemático")):
        made = page_of(session_at(Place(Kind.MAP), language))
        lines = [mark.text for mark in made.page.marks if isinstance(mark, TextLine)]
        assert any(words in line for line in lines), lines
        assert any(line.startswith("500") for line in lines), lines


def test_a_map_is_the_same_twice_and_paints_so() -> None:
    district, style = nantes().maps[0].district, Style(ink=map_ink(palette(), strong=False), size=31, mm=MM)
    frame = Frame(30_000, 30_000, 0.3, 300, 200)
    one, other = (compose_map(district, frame, style).page for _ in range(2))
    assert one == other
    assert paint(one, None) == paint(other, None)


def test_what_is_under_fingers_stays_under_them() -> None:
    frame = Frame(10_000, 8_000, 0.5, 1000, 800)
    before, now = [(300.0, 300.0), (500.0, 420.0)], [(200.0, 350.0), (600.0, 590.0)]
    after = moved(frame, before, now)
    assert after.scale == pytest.approx(2 * frame.scale)
    for start, end in zip(before, now, strict=True):
        assert after.shown(*frame.meant(*start)) == pytest.approx(end)
    assert moved(frame, before, now[:1]).scale == frame.scale
    assert moved(frame, [(5.0, 5.0), (5.0, 5.0)], now).scale == frame.scale


def test_a_view_keeps_to_its_district() -> None:
    district = nantes().maps[0].district
    for wild in (
        Frame(-1e9, 1e9, 0.5, 1000, 800),
        Frame(0, 0, 1e-9, 1000, 800),
        Frame(9e9, 0, 1e9, 1000, 800),
    ):
        view = kept(wild, district, **ENDS)
        left, top = view.meant(0, 0)
        right, bottom = view.meant(view.width, view.height)
        assert left >= -0.01
        assert top >= -0.01
        assert right <= district.width + 0.01
        assert bottom <= district.height + 0.01
        assert view.scale <= ENDS["nearest"]
        assert kept(view, district, **ENDS) == view


def test_a_name_stands_where_its_street_is_straight_and_never_upside_down() -> None:
    bent = [0.0, 0.0, 300.0, 0.0, 300.0, 300.0]
    for points in (bent, bent[::-1], [0.0, 0.0, -200.0, -5.0]):
        for _, _, degrees in straight(points, 100, 5, 60):
            assert -90 < degrees <= 90
    assert list(straight([0.0, 0.0, 50.0, 0.0], 100, 5, 60)) == []
    round_about = [part for turn in range(60) for part in (20 * math.cos(turn), 20 * math.sin(turn))]
    assert list(straight(round_about, 100, 5, 60)) == []
