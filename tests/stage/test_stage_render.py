from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QColor, QImage
from stage_world import (
    FULL,
    HEIGHT,
    LED,
    NOON,
    THEME,
    WIDTH,
    Shelf,
    at,
    film_number,
    full,
    led_screen,
    program,
    screen,
    screen_program,
)

from device_profiles.profile import Transition
from layouts.card import Card, Words
from layouts.layout import Layout, Widget, WidgetKind, Zone, ZoneKind
from layouts.led import led_pages
from player.stage.paint_led import true_matrix
from player.stage.render import Renderer
from player.stage.theatre import application
from playlists.program import CardContent, Item, Program, Rendition, Stills, TickerText


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "objects")


@pytest.fixture
def renderer(shelf: Shelf) -> Renderer:
    application()
    return Renderer(shelf.folder)


def colour(image: QImage, x: int = WIDTH // 2, y: int = HEIGHT // 2) -> str:
    return QColor(image.pixel(x, y)).name()


def digest(image: QImage) -> str:
    return hashlib.sha256(bytes(image.constBits())).hexdigest()


def red_and_blue(shelf: Shelf) -> Program:
    return full(shelf.picture("red", "#ff0000"), shelf.picture("blue", "#0000ff"))


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (9.999, "#ff0000"),
        (10.0, "#ff0000"),
        (10.125, "#d80027"),  # smoothstep of a quarter is 5/32
        (10.25, "#7f0080"),
        (10.375, "#2700d8"),
        (10.5, "#0000ff"),
        (15.0, "#0000ff"),
        (20.25, "#80007f"),
    ],
)
def test_a_crossfade_is_a_function_of_the_instant(
    shelf: Shelf, renderer: Renderer, seconds: float, expected: str
) -> None:
    image = renderer.render(red_and_blue(shelf), "main", at(seconds))
    shown, wanted = QColor(colour(image)), QColor(expected)
    assert abs(shown.red() - wanted.red()) <= 1
    assert abs(shown.blue() - wanted.blue()) <= 1
    assert colour(image, 0, 0) == colour(image, WIDTH - 1, HEIGHT - 1) == shown.name()


def test_the_same_instant_gives_the_same_pixels_after_any_other(shelf: Shelf, renderer: Renderer) -> None:
    shown = red_and_blue(shelf)
    first = renderer.render(shown, "main", at(10.2))
    for seconds in (0, 12, 10.4, 20.1):
        renderer.render(shown, "main", at(seconds))
    assert renderer.render(shown, "main", at(10.2)) == first


def test_a_push_moves_both_pictures_upwards(shelf: Shelf, renderer: Renderer) -> None:
    pushing = screen(transitions=(Transition.PUSH,))
    items = (shelf.picture("red", "#ff0000"), shelf.picture("blue", "#0000ff"))
    shown = program(screen_program(FULL, pushing, main=items))
    image = renderer.render(shown, "main", at(10.3))
    assert [colour(image, 5, y) for y in (0, 44, 45, 89)] == ["#ff0000", "#ff0000", "#0000ff", "#0000ff"]


def test_a_cut_is_done_at_once(shelf: Shelf, renderer: Renderer) -> None:
    cutting = screen(transitions=(Transition.CUT,))
    items = (shelf.picture("red", "#ff0000"), shelf.picture("blue", "#0000ff"))
    shown = program(screen_program(FULL, cutting, main=items))
    assert colour(renderer.render(shown, "main", at(10.0))) == "#0000ff"


def test_pages_turn_within_a_play(shelf: Shelf, renderer: Renderer) -> None:
    pages = Stills(pages=(shelf.still("#ff0000"), shelf.still("#00ff00")))
    menu = Item(id="menu", content=pages, pages_ms=(4000, 6000))
    shown = full(menu, shelf.picture("blue", "#0000ff"))
    seen = [colour(renderer.render(shown, "main", at(seconds))) for seconds in (3.9, 5.0, 9.9, 11.0)]
    assert seen == ["#ff0000", "#00ff00", "#00ff00", "#0000ff"]


def test_a_film_shows_exactly_the_frame_of_its_position_and_loops(shelf: Shelf, renderer: Renderer) -> None:
    shown = full(shelf.film("film", frames=50, seconds=10), shelf.picture("blue", "#0000ff"))
    for seconds in (0.5, 0.52, 0.56, 1.0, 1.96, 1.999, 2.0, 2.04, 7.12, 9.99):
        image = renderer.render(shown, "main", at(seconds))
        assert film_number(image) == int(round(seconds * 1000) % 2000 // 40), seconds


def test_a_film_that_leaves_rests_on_its_last_frame(shelf: Shelf, renderer: Renderer) -> None:
    shown = full(shelf.film("film", frames=50, seconds=10), shelf.picture("black", "#000000"))
    image = renderer.render(shown, "main", at(10.1))
    assert film_number(image) == 49


LINE = Layout(
    name="line", title={}, zones=(Zone(name="ticker", x=0, y=0, width=1, height=1, kind=ZoneKind.TICKER),)
)


def ticker(*texts: str, scrolls: bool) -> Program:
    items = tuple(
        Item(id=text, content=TickerText(text=text, width=120.0, scrolls=scrolls), pages_ms=(10_000,))
        for text in texts
    )
    return program(screen_program(LINE, screen(height=30, height_mm=187.0), ticker=items))


def test_a_running_line_moves_with_the_instant_alone(renderer: Renderer) -> None:
    shown = ticker("Piscine fermée", "Travaux", scrolls=True)
    images = [renderer.render(shown, "main", at(seconds)) for seconds in (0.4, 0.9, 0.4)]
    assert images[0] != images[1]
    assert images[0] == images[2]


def test_a_standing_line_gives_way_to_the_next_one(renderer: Renderer) -> None:
    shown = ticker("Piscine fermée", "Travaux", scrolls=False)
    before, still, between, after = (
        renderer.render(shown, "main", at(seconds)) for seconds in (8, 9, 10.25, 12)
    )
    assert before == still
    assert len({digest(image) for image in (before, between, after)}) == 3


def test_a_broken_item_leaves_its_predecessor_on_the_glass(
    shelf: Shelf, renderer: Renderer, expect_log: Callable[[str], None]
) -> None:
    expect_log("broken is passed over.*damaged")
    broken = shelf.picture("broken", "#00ff00")
    assert isinstance(broken.content, Stills)
    shelf.path(broken.content.pages[0]).write_bytes(b"not what it was")
    shown = full(shelf.picture("red", "#ff0000"), broken, shelf.picture("blue", "#0000ff"))
    seen = [colour(renderer.render(shown, "main", at(seconds))) for seconds in (5, 10.25, 15, 20.25, 25)]
    assert [seen[0], seen[1], seen[2], seen[4]] == ["#ff0000", "#ff0000", "#ff0000", "#0000ff"]
    assert seen[3] in {"#7f0080", "#80007f"}


def test_what_cannot_be_decoded_is_named_with_its_cause(
    shelf: Shelf, renderer: Renderer, expect_log: Callable[[str], None]
) -> None:
    expect_log("noise is passed over.*no picture")
    expect_log("small is passed over.*10x10.*160x90")
    expect_log("bomb is passed over.*no picture.*160x90")
    noise = Stills(pages=(shelf.put(b"no picture at all", WIDTH, HEIGHT),))
    small = Stills(pages=(shelf.still("#00ff00", 10, 10),))
    bomb = msgspec.structs.replace(shelf.still("#00ff00", 4000, 4000), width=WIDTH, height=HEIGHT)
    shown = full(
        Item(id="noise", content=noise, pages_ms=(10_000,)),
        Item(id="small", content=small, pages_ms=(10_000,)),
        Item(id="bomb", content=Stills(pages=(bomb,)), pages_ms=(10_000,)),
    )
    image = renderer.render(shown, "main", at(25))
    slide = renderer.render(full(), "main", at(15))
    assert digest(image) == digest(slide), "with nothing good at all, the built-in slide"


def test_a_missing_object_is_broken_too(
    shelf: Shelf, renderer: Renderer, expect_log: Callable[[str], None]
) -> None:
    expect_log("gone is passed over.*cannot be read")
    lost = Stills(pages=(Rendition(object="ab" * 32, bytes=1, width=WIDTH, height=HEIGHT),))
    shown = full(shelf.picture("red", "#ff0000"), Item(id="gone", content=lost, pages_ms=(10_000,)))
    assert colour(renderer.render(shown, "main", at(15))) == "#ff0000"


def test_a_matrix_is_shown_lamp_by_lamp_and_dark_between_pages(renderer: Renderer) -> None:
    words = "Piscine Léo-Lagrange fermée pour vidange jusqu’au jeudi 3 décembre, merci de votre patience"
    card = Card(kind="notice", words=(Words(language="fr", headline=words),))
    pages = led_pages(card, led_screen())
    assert len(pages) > 1
    item = Item(id="piscine", content=CardContent(card=card), pages_ms=tuple(p.dwell_ms for p in pages))
    shown = program(screen_program(LED, led_screen(), main=(item,)))
    cycle = sum(item.pages_ms) / 1000
    start = (-(-9 * 3600 // cycle)) * cycle - 9 * 3600
    turn = start + pages[0].dwell_ms / 1000
    assert renderer.render(shown, "main", at(start + 1)) == true_matrix(pages[0])
    dark = renderer.render(shown, "main", at(turn + 0.15))
    assert {colour(dark, x, y) for x in range(128) for y in range(32)} == {"#000000"}
    assert renderer.render(shown, "main", at(turn + 1)) == true_matrix(pages[1])


def test_no_other_decoder_than_those_of_jpeg_and_png_ever_sees_an_object(
    shelf: Shelf, renderer: Renderer, expect_log: Callable[[str], None]
) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><path d="M0 0h16v9H0z"/></svg>'
    drawing = Item(id="drawing", content=Stills(pages=(shelf.put(svg, WIDTH, HEIGHT),)), pages_ms=(10_000,))
    expect_log("drawing is passed over.*no picture that can be decoded")
    renderer.render(full(drawing, shelf.picture("red", "#ff0000")), "main", at(1))


def test_outside_its_hours_the_glass_is_dark(shelf: Shelf, renderer: Renderer) -> None:
    shown = full(shelf.picture("red", "#ff0000"), display_hours="06:00-12:00")
    assert colour(renderer.render(shown, "main", at(0))) == "#000000"


def test_a_clock_says_the_civil_time(renderer: Renderer) -> None:
    clock = Layout(
        name="clock",
        title={},
        zones=(),
        widgets=(Widget(kind=WidgetKind.CLOCK, x=0, y=0, width=1, height=1),),
    )
    shown = program(screen_program(clock, screen()))
    now, same, later = (renderer.render(shown, "main", at(seconds)) for seconds in (0, 59.9, 60))
    assert now == same
    assert now != later
    background = THEME.day.background
    assert colour(now, 1, 1) == background
    assert any(colour(now, x, HEIGHT // 2) != background for x in range(WIDTH))


def test_the_colours_of_the_night_come_with_the_dark_outdoors(renderer: Renderer) -> None:
    bare = Layout(name="bare", title={}, zones=())
    outdoors = program(screen_program(bare, screen(outdoors=True)))
    indoors = program(screen_program(bare, screen()))
    midnight = at(12 * 3600)
    assert colour(renderer.render(outdoors, "main", NOON)) == THEME.day.background
    assert colour(renderer.render(outdoors, "main", midnight)) == THEME.night.background
    assert colour(renderer.render(indoors, "main", midnight)) == THEME.day.background


SNAPSHOT = """
import hashlib, sys
from datetime import datetime
from pathlib import Path
import msgspec
from player.stage.render import Renderer
from player.stage.theatre import application
from playlists.program import Program
app = application(offscreen=True)
program = msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=Program)
image = Renderer(Path(sys.argv[2])).render(program, "main", datetime.fromisoformat(sys.argv[3]))
print(hashlib.sha256(bytes(image.constBits())).hexdigest())
"""


def test_two_processes_give_the_same_pixels(shelf: Shelf, tmp_path: Path, renderer: Renderer) -> None:
    words = (Words(language="fr", headline="Piscine fermée", body="Réouverture jeudi 3 décembre."),)
    layout = Layout(
        name="news",
        title={},
        zones=(
            Zone(name="main", x=0, y=0, width=0.5, height=0.8),
            Zone(name="side", x=0.5, y=0, width=0.5, height=0.8),
            Zone(name="ticker", x=0, y=0.8, width=0.8, height=0.2, kind=ZoneKind.TICKER),
        ),
        widgets=(Widget(kind=WidgetKind.CLOCK, x=0.8, y=0.8, width=0.2, height=0.2),),
    )
    card = Item(id="card", content=CardContent(card=Card(kind="notice", words=words)), pages_ms=(10_000,))
    stills = Item(id="red", content=Stills(pages=(shelf.still("#ff0000", 320, 288),)), pages_ms=(10_000,))
    line = Item(id="t", content=TickerText(text="Travaux", width=300.0, scrolls=True), pages_ms=(8000,))
    shown = program(
        screen_program(
            layout, screen(width=640, height=360), main=(card, card), side=(stills,), ticker=(line,)
        )
    )
    moment = at(10.2)
    path = tmp_path / "program.json"
    path.write_bytes(msgspec.json.encode(shown))
    command = [sys.executable, "-c", SNAPSHOT, str(path), str(shelf.folder), moment.isoformat()]
    told = {subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip() for _ in "ab"}  # noqa: S603
    assert told == {digest(renderer.render(shown, "main", moment))}
