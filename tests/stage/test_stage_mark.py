"""The picture of the city's mark: on its own ground, in its place, and words where it cannot be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from stage_shown import MakeStage, stages_of
from stage_world import HEIGHT, LED, NOON, WIDTH, Shelf, led_screen, program, screen, screen_program

from layouts.layout import Layout, Widget, WidgetKind, Zone
from player.stage.render import Renderer
from player.stage.theatre import application
from playlists.program import Item, Program, Rendition, Stills

RED, WHITE = "#ff0000", "#ffffff"
CORNER = Layout(
    name="corner",
    title={},
    zones=(Zone(name="main", x=0, y=0, width=1, height=0.6),),
    widgets=(
        Widget(kind=WidgetKind.LOGO, x=0.5, y=0.6, width=0.5, height=0.4, align="right"),
        Widget(kind=WidgetKind.CLOCK, x=0, y=0.6, width=0.4, height=0.4),
    ),
)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "objects")


@pytest.fixture
def stage(shelf: Shelf) -> Iterator[MakeStage]:
    yield from stages_of(shelf)


def mark(shelf: Shelf) -> Rendition:
    """A red square with a white edge."""
    rendition = shelf.still(WHITE, 60, 60)
    image = QImage(str(shelf.path(rendition)))
    for x in range(10, 50):
        for y in range(10, 50):
            image.setPixelColor(x, y, QColor(RED))
    file = shelf.folder / "mark.png"
    assert image.save(str(file))
    return shelf.put(file.read_bytes(), 60, 60)


def marked(shelf: Shelf, picture: Rendition | None) -> Program:
    still = Stills(pages=(shelf.still("#0000ff", WIDTH, HEIGHT * 6 // 10),))
    blue = Item(id="blue", content=still, pages_ms=(10_000,))
    shown = screen_program(CORNER, screen(), main=(blue,))
    return program(shown, logo="Nantes", logo_picture=picture)


def drawn(shelf: Shelf, shown: Program) -> QImage:
    application()
    return Renderer(shelf.folder).render(shown, shown.screens[0].screen.name, NOON)


def colour(image: QImage, x: int, y: int) -> str:
    return QColor(image.pixel(x, y)).name()


def test_the_mark_stands_on_its_own_ground_at_its_edge(shelf: Shelf) -> None:
    image = drawn(shelf, marked(shelf, mark(shelf)))
    side = HEIGHT * 4 // 10
    middle = WIDTH - side // 2, HEIGHT - side // 2
    assert colour(image, *middle) == RED
    assert colour(image, WIDTH - 2, HEIGHT - 2) == colour(image, WIDTH - side + 2, HEIGHT - side + 2) == WHITE
    words = drawn(shelf, marked(shelf, None))
    assert colour(image, WIDTH - side - 4, middle[1]) == colour(words, 2 + WIDTH // 2, HEIGHT - 2)


def test_a_mark_that_is_missing_or_damaged_gives_way_to_its_words(
    shelf: Shelf, expect_log: Callable[[str], None]
) -> None:
    expect_log("logo is passed over")
    picture = mark(shelf)
    shelf.path(picture).write_bytes(b"damaged")
    assert drawn(shelf, marked(shelf, picture)) == drawn(shelf, marked(shelf, None))


def test_a_board_shows_no_mark(shelf: Shelf) -> None:
    board = screen_program(LED, led_screen())
    with_mark = program(board, logo="Nantes", logo_picture=mark(shelf))
    assert drawn(shelf, with_mark) == drawn(shelf, program(board, logo="Nantes"))


def test_the_mark_is_there_with_the_first_picture_and_stays(stage: MakeStage, shelf: Shelf) -> None:
    made = stage(marked(shelf, mark(shelf)))
    made.work()
    assert made.window.window.isVisible()
    assert colour(made.look(), WIDTH - 18, HEIGHT - 18) == RED
    made.go(10_000)
    made.go(400)
    assert colour(made.look(), WIDTH - 18, HEIGHT - 18) == RED
