from __future__ import annotations

import pytest
from msgspec.structs import replace
from stage_world import FULL, HEIGHT, LED, NOON, THEME, WIDTH, led_screen, program, screen, screen_program

from device_profiles.profile import Transition
from layouts.card import Card, Words
from layouts.layout import Layout, Rect, Zone, ZoneKind
from layouts.ticker import ticker_size, ticker_speed
from player.stage.air import Air, built_in_card
from player.stage.airing import Airing
from player.stage.continuity import continued, holds
from player.stage.instants import to_ms
from player.stage.props import Layer, PageKey, SceneProps, ZoneProps
from player.stage.scene import View, derive
from playlists.program import CardContent, Content, Film, Item, Rendition, Stills, TickerText

PLAIN = screen_program(FULL, screen())
PROGRAM = program(PLAIN)
SLIDE = built_in_card(PROGRAM)


def still(name: str, pages: int = 1) -> Stills:
    return Stills(
        pages=tuple(Rendition(object=f"{name}{n}", bytes=1, width=1, height=1) for n in range(pages))
    )


def film(name: str) -> Film:
    rendition = Rendition(object=name, bytes=1, width=1, height=1)
    return Film(rendition=rendition, length_ms=2000, frame_ms=40.0)


def airing(item: str, start: int, end: int, content: Content | None = None, *pages_ms: int) -> Airing:
    return Airing(item, content or still(item), pages_ms or (end - start,), start, start, end)


def view(*airings: Airing, layout: Layout = FULL, until_ms: int = 99_000) -> View:
    zone = layout.zones[0].name
    return View(PROGRAM, PLAIN, layout, {zone: airings}, SLIDE, until_ms)


def zone_at(at_ms: int, *airings: Airing, broken: tuple[str, ...] = ()) -> ZoneProps:
    return derive(view(*airings), at_ms, lambda key: key.item not in broken).zones[0]


def names(zone: ZoneProps) -> tuple[str | None, str | None, int]:
    def name(layer: Layer | None) -> str | None:
        return f"{layer.key.item}{layer.key.page or ''}" if layer else None

    return name(zone.outgoing), name(zone.incoming), zone.start_ms


A, B, C = airing("a", 0, 10_000), airing("b", 10_000, 20_000), airing("c", 20_000, 30_000)
TWO_PAGES = airing("p", 10_000, 20_000, still("p", 2), 4000, 6000)


@pytest.mark.parametrize(
    ("at_ms", "airings", "broken", "expected"),
    [
        (9_999, (A,), (), (None, "a", 0)),
        (10_000, (A, B), (), ("a", "b", 10_000)),
        (10_499, (A, B), (), ("a", "b", 10_000)),
        (10_500, (A, B), (), (None, "b", 10_000)),
        (10_200, (A, B), ("b",), (None, "a", 0)),
        (20_200, (A, B, C), ("b",), ("a", "c", 20_000)),
        (20_200, (A, B, C), ("b", "c"), (None, "a", 0)),
        (20_200, (A, B, C), ("a", "b", "c"), (None, "built-in", 0)),
        (14_100, (A, TWO_PAGES), (), ("p", "p1", 14_000)),
        (19_000, (A, TWO_PAGES), (), (None, "p1", 14_000)),
        (10_200, (airing("a", 0, 10_000), airing("a", 10_000, 20_000)), (), (None, "a", 0)),
        (
            10_200,
            (airing("f", 0, 10_000, film("f")), airing("f", 10_000, 20_000, film("f"))),
            (),
            (None, "f", 10_000),
        ),
    ],
)
def test_what_shows_and_what_gives_way(
    at_ms: int,
    airings: tuple[Airing, ...],
    broken: tuple[str, ...],
    expected: tuple[str | None, str | None, int],
) -> None:
    assert names(zone_at(at_ms, *airings, broken=broken)) == expected


def test_a_play_taken_up_again_comes_on_where_it_would_have_been() -> None:
    resumed = Airing("p", still("p", 2), (4000, 6000), 10_000, 15_000, 20_000)
    zone = zone_at(15_100, airing("x", 12_000, 15_000), resumed)
    assert names(zone) == ("x", "p1", 15_000)


@pytest.mark.parametrize(
    ("airings", "at_ms", "expected"),
    [
        ((A,), 5_000, 99_000),
        ((TWO_PAGES,), 12_000, 14_000),
        ((TWO_PAGES,), 14_000, 99_000),
        ((replace(TWO_PAGES, end_ms=60_000, loops=True),), 24_500, 30_000),
    ],
)
def test_the_scene_holds_until_the_next_change(
    airings: tuple[Airing, ...], at_ms: int, expected: int
) -> None:
    assert derive(view(*airings), at_ms, lambda _: True).valid_until_ms == expected


def test_only_what_moves_asks_for_frames() -> None:
    fading = derive(view(A, B), 10_100, lambda _: True)
    assert (fading.moves(10_100), fading.next_frame_change(10_100)) == (True, 10_100)
    assert (fading.moves(10_500), fading.next_frame_change(10_500)) == (False, 99_000)
    rolling = derive(view(airing("f", 0, 10_000, film("f"))), 5_000, lambda _: True)
    assert rolling.moves(5_000)


@pytest.mark.parametrize(
    ("at_ms", "position"), [(0, 0), (1999, 1999), (2000, 0), (9_000, 1000), (12_000, 1999)]
)
def test_a_film_loops_and_rests_on_its_last_frame(at_ms: int, position: float) -> None:
    zone = zone_at(5_000, airing("f", 0, 10_000, film("f")))
    assert zone.incoming is not None
    assert zone.incoming.position_ms(at_ms) == position


def test_texts_stand_where_their_start_and_the_speed_put_them() -> None:
    line = Layout(
        name="line", title={}, zones=(Zone(name="t", x=0, y=0, width=1, height=1, kind=ZoneKind.TICKER),)
    )
    rect = Rect(0, 0, WIDTH, HEIGHT)
    speed = ticker_speed(ticker_size(PLAIN.screen, rect))
    crossing = int((WIDTH + 100) / speed * 1000)
    text = TickerText(text="Travaux", width=100.0, scrolls=True)
    runs = (airing("t", 0, 1000, text), airing("u", 1000, 9_000, text))
    seen = derive(view(*runs, layout=line), crossing - 10, lambda _: True).zones[0].line
    gone = derive(view(*runs, layout=line), crossing + 10, lambda _: True).zones[0].line
    assert seen is not None
    assert gone is not None
    assert seen.speed == speed
    assert [run.start_ms for run in seen.runs] == [0, 1000]
    assert [run.start_ms for run in gone.runs] == [1000]


def test_a_matrix_is_dark_before_a_page_only_while_it_turns() -> None:
    card = Card(kind="notice", words=(Words(language="fr", headline="Piscine fermée"),))
    item = Item(id="a", content=CardContent(card=card), pages_ms=(5000,))
    other = Item(
        id="b", content=CardContent(card=Card(kind="notice", words=card.words, qr="x")), pages_ms=(5000,)
    )
    air = Air(program(screen_program(LED, led_screen(), main=(item, other))), "main")
    start = to_ms(NOON)
    turning = derive(air.view(start + 100), start + 100, lambda _: True)
    assert turning.zones[0].dark_until_ms == turning.valid_until_ms == start + 300
    assert derive(air.view(start + 300), start + 300, lambda _: True).zones[0].dark_until_ms == 0


def test_the_glass_is_cut_over_to_another_layout() -> None:
    air = Air(program(screen_program(FULL, screen(), main=())), "main")
    found = air.view(to_ms(NOON))
    assert [(a.item, a.loops) for a in found.airings["main"]] == [("built-in", True)]


def scene(*zones: ZoneProps) -> SceneProps:
    return SceneProps(WIDTH, HEIGHT, dark=False, grounds=(), zones=zones, widgets=(), valid_until_ms=99_000)


def layer(name: str) -> Layer:
    return Layer(PageKey(name, still(name), 0, FULL.zones[0], WIDTH, HEIGHT), 0, 10_000)


WHOLE = Rect(0, 0, WIDTH, HEIGHT)
EMPTY = ZoneProps(name="main", kind=ZoneKind.CONTENT, rect=WHOLE, ground=THEME.day.background, waits=True)
OLD = replace(EMPTY, incoming=layer("old"), waits=False)
NEW = replace(EMPTY, incoming=layer("new"), waits=False, start_ms=10_000)


def test_a_zone_that_can_show_nothing_keeps_its_picture() -> None:
    after = continued(scene(EMPTY), scene(OLD), Transition.CROSSFADE, 10_000)
    assert after.zones[0].incoming == OLD.incoming


def test_a_change_goes_over_from_what_was_really_shown() -> None:
    now = continued(scene(NEW), scene(OLD), Transition.CROSSFADE, 10_100).zones[0]
    late = continued(scene(NEW), scene(OLD), Transition.CROSSFADE, 10_600).zones[0]
    assert (now.outgoing, now.duration_ms) == (OLD.incoming, 500)
    assert (late.incoming, late.outgoing) == (NEW.incoming, None)


def test_another_layout_waits_until_it_is_complete() -> None:
    half = replace(EMPTY, rect=Rect(0, 0, WIDTH / 2, HEIGHT))
    assert holds(scene(OLD), scene(half))
    assert not holds(scene(OLD), scene(replace(half, incoming=layer("new"))))
    assert not holds(scene(OLD), scene(EMPTY)), "the same layout goes on zone by zone"
