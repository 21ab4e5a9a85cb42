"""The built-in slide as it is drawn."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QColor, QImage
from stage_world import FULL, at, program, screen, screen_program

from device_profiles.catalog import catalog, derive, read
from device_profiles.profile import BuiltInSlide
from player.stage.render import Renderer
from player.stage.theatre import application
from playlists.program import ScreenProgram


@pytest.fixture
def renderer(tmp_path: Path) -> Renderer:
    application()
    return Renderer(tmp_path)


def test_the_built_in_slide_speaks_the_languages_of_the_program_in_their_order(renderer: Renderer) -> None:
    said = {"fr": "Bienvenue", "en": "Welcome"}
    sizes = {"width": 960, "height": 540}

    def shown(headline: dict[str, str], *languages: str) -> QImage:
        empty = msgspec.structs.replace(screen_program(FULL, screen(**sizes)), events=())
        slide = BuiltInSlide(headline=headline)
        return renderer.render(program(empty, built_in=slide, languages=languages), "main", at(0))

    french_first = shown(said, "fr", "en")
    assert shown(dict(sorted(said.items())), "fr", "en") == french_first, "as it comes over the wire"
    assert shown(said, "en", "fr") != french_first


@pytest.mark.parametrize(("width", "height"), [(128, 32), (96, 16), (192, 64), (64, 16)])
def test_a_board_of_lamps_shows_a_note_as_a_small_sign_beside_the_same_words(
    renderer: Renderer, width: int, height: int
) -> None:
    document = {"extends": "led-board", "width": width, "height": height}
    board = derive(catalog()["led-board"], "own", read("own", document))
    lamps = ScreenProgram(screen=board.screens[0], layouts={}, playlists={}, events=())
    bare = program(lamps, built_in=board.built_in, languages=("fr", "en"))
    noted = msgspec.structs.replace(bare, note="To be looked at.")
    signs = set()
    for second in range(12):
        plain, signed = (renderer.render(one, "main", at(second + 0.5)) for one in (bare, noted))
        words = lit(plain)
        assert words <= lit(signed), "no word is touched"
        sign = frozenset(lit(signed) - words)
        assert bool(sign) == bool(words), "on every page; where the board is dark, it is dark"
        signs |= {sign} if sign else set()
    (sign,) = signs
    assert len(sign) < 0.03 * width * height, "it is no message"


def lit(image: QImage) -> set[tuple[int, int]]:
    """Which lamps are lit."""
    black = QColor("black").rgb()
    lamps = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {(x, y) for x, y in lamps if image.pixel(x, y) != black}
