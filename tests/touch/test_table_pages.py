"""What lies on the example's table, in every language and with every comfort: large enough, apart, whole."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from pathlib import Path

import msgspec
import pytest
from looking_shelf import NameShelf
from touch_world import AT_MS, nantes, palette, touch_screen

from layouts.page import TextLine
from layouts.shaping import advance
from player.stage.instants import from_ms
from player.touch.here import Here
from player.touch.limits import LIMITS as SESSIONS
from player.touch.proof import flaws
from player.touch.session import Comfort
from player.touch.table.board import Plate
from player.touch.table.cards import CardFace, card_face
from player.touch.table.ground import ground, on_table
from player.touch.table.limits import LIMITS
from player.touch.table.seat import here_of
from player.touch.table.sides import overlap
from player.touch.target import holds
from playlists.compile.program import compile_program
from playlists.program import Program

TABLE = "table-chateau"
COMFORTS = [Comfort(), Comfort(large=True), Comfort(contrast=True), Comfort(large=True, contrast=True)]


class WideShelf(NameShelf):
    """Every picture has the proportions of the example's drawings."""

    def size(self, _: Path) -> tuple[int, int]:
        return 1600, 900


@cache
def program() -> Program:
    return compile_program(nantes(), TABLE, WideShelf()).program


@cache
def here() -> Here:
    found = here_of(program(), touch_screen(TABLE), ())
    assert found is not None
    return found


def test_every_page_of_a_panel_can_be_touched_and_read() -> None:
    (screen,) = program().screens
    assert flaws(program(), screen, from_ms(AT_MS)) == ()


def test_a_title_that_a_panel_cannot_hold_is_found() -> None:
    (screen,) = program().screens
    offered = screen.services
    assert offered is not None
    assert offered.table is not None
    first, *others = offered.table.projects
    long = msgspec.structs.replace(first, title={"fr": "Aménagement " * 20})
    table = msgspec.structs.replace(offered.table, projects=(long, *others))
    longer = msgspec.structs.replace(screen, services=msgspec.structs.replace(offered, table=table))
    assert flaws(program(), longer, from_ms(AT_MS))


@pytest.mark.parametrize("comfort", COMFORTS, ids=str)
@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_a_card_keeps_its_words_and_its_buttons_can_be_touched_however_small_it_is_made(
    language: str, comfort: Comfort
) -> None:
    pitch, least = touch_screen(TABLE).pitch_mm, LIMITS.scale[0]
    for face in faces(language, comfort):
        page = face.page.page
        for target in face.page.targets:
            side = min(target.rect.width, target.rect.height)
            assert side * pitch * least >= SESSIONS.target_mm - 0.01
            assert target.rect.right <= page.width
            assert target.rect.bottom <= page.height
        for one, other in combinations(face.page.targets, 2):
            apart = abs(one.rect.x - other.rect.x) - one.rect.width
            assert apart * pitch * least >= 2
        for mark in page.marks:
            if isinstance(mark, TextLine):
                assert mark.x + advance(mark.text, mark.face, mark.size) <= page.width
                assert mark.baseline < face.page.targets[0].rect.y


def faces(language: str, comfort: Comfort) -> list[CardFace]:
    """Every card that can be laid on the table."""
    table = here().offered.table
    assert table is not None
    plates = [
        Plate(project.id, number, language, comfort)
        for project in table.projects
        for number in (None, *range(len(project.pictures)))
    ]
    found = [face for plate in plates if (face := card_face(here(), plate, palette()))]
    assert len(found) == len(plates)
    return found


def test_every_project_has_a_pin_in_its_place_that_hides_no_other() -> None:
    screen, table = touch_screen(TABLE), here().offered.table
    assert table is not None
    made = ground(here(), palette())
    pins = dict(made.pins)
    assert [*pins] == [project.id for project in table.projects]
    for project in table.projects:
        at = on_table(table, screen, project.position)
        assert holds(pins[project.id], *at)
        assert made.project_at(at) == project.id
    for one, other in combinations(pins.values(), 2):
        assert not overlap(one, other)
    for rect in pins.values():
        assert rect.x >= 0
        assert rect.y >= 0
        assert rect.right <= screen.width
        assert rect.bottom <= screen.height
        assert min(rect.width, rect.height) * screen.pitch_mm >= SESSIONS.target_mm
