"""What is published of a page is what a screen shows of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from stage_world import FULL, LED, NOON, Shelf, led_screen, program, screen, screen_program

from device_profiles.sight import distance
from layouts.card import Card, Words
from layouts.layout import Layout, Zone, place
from player.stage.depict import THUMBNAIL_BYTES, Depictor, thumbnail
from player.stage.render import Renderer
from player.stage.sample import Sample
from player.stage.theatre import application
from playlists.program import CardContent, Item, Program

LONG = "Réouverture jeudi 3 décembre à 8 h, après la vidange et le contrôle des bassins."


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    application()
    return Shelf(tmp_path / "objects")


def card() -> Item:
    words = Words(language="fr", headline="Piscine Léo-Lagrange", body=LONG)
    return Item(id="a", content=CardContent(card=Card(kind="notice", words=(words,))), pages_ms=(8000,))


@pytest.mark.parametrize("outdoors", [False, True])
def test_a_card_looks_as_its_zone_shows_it(shelf: Shelf, *, outdoors: bool) -> None:
    zone = Zone(name="main", x=0.1, y=0.05, width=0.85, height=0.7, surface="surface")
    layout = Layout(name="one", title={}, zones=(zone,))
    # At noon in Nantes, by day; the night's colours belong to a place at the other end of the world.
    where = (-47.2, 178.4) if outdoors else (47.2, -1.5)
    shown = program(
        screen_program(layout, screen(width=1280, height=720, outdoors=outdoors), main=(card(),)),
        position=where,
    )
    (part,) = shown.screens
    glass = Renderer(shelf.folder).render(shown, "main", NOON)
    rect = place(zone, 1280, 720)
    area = QRect(int(rect.x), int(rect.y), int(rect.width), int(rect.height))
    seen = Sample(glass, area).sight()
    drawn = Depictor(shelf.folder)(shown, part.screen, zone, card(), 0, night=outdoors)
    assert drawn is not None
    assert drawn[0] is not None
    assert distance(seen, drawn[0]).bits == 0
    assert distance(seen, drawn[0]).levels == 0


def test_a_matrix_looks_as_its_board_shows_it(shelf: Shelf) -> None:
    shown = program(screen_program(LED, led_screen(), main=(card(),)))
    (part,) = shown.screens
    glass = Renderer(shelf.folder).render(shown, "main", NOON.replace(second=1))
    drawn = Depictor(shelf.folder)(shown, part.screen, LED.zones[0], card(), 0, night=False)
    assert drawn is not None
    assert drawn[0] == Sample(glass, glass.rect(), exactly=True).sight()
    dots = QImage.fromData(drawn[1])
    assert (dots.width(), dots.height()) == (128, 32)
    assert Sample(dots, dots.rect(), exactly=True).sight() == drawn[0]


def test_what_cannot_be_shown_is_not_drawn(shelf: Shelf) -> None:
    shown = program(screen_program(FULL, screen(), main=(card(),)))
    (part,) = shown.screens
    depict = Depictor(shelf.folder)
    assert depict(shown, part.screen, FULL.zones[0], card(), 99, night=False) is None
    lost = shelf.picture("red", "#ff0000")
    shelf.path(lost.content.pages[0]).unlink()  # type: ignore[union-attr]
    assert depict(shown, part.screen, FULL.zones[0], lost, 0, night=False) is None


def test_of_a_film_there_is_a_thumbnail_only(shelf: Shelf) -> None:
    film = shelf.film("film")
    shown: Program = program(screen_program(FULL, screen(), main=(film,)))
    drawn = Depictor(shelf.folder)(shown, shown.screens[0].screen, FULL.zones[0], film, 0, night=False)
    assert drawn is not None
    assert drawn[0] is None
    assert not QImage.fromData(drawn[1]).isNull()


def test_the_worst_thumbnail_stays_within_its_bound() -> None:
    noise = QImage(1920, 1080, QImage.Format.Format_RGB32)
    noise.fill(0)
    for y in range(0, 1080, 3):
        for x in range(0, 1920, 3):
            noise.setPixel(x, y, (x * 2654435761 ^ y * 40503 * 65537) & 0xFFFFFF)
    data = thumbnail(noise)
    assert len(data) <= THUMBNAIL_BYTES
    small = QImage.fromData(data)
    assert max(small.width(), small.height()) == 320
