"""The built-in slide as it is drawn."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QImage
from stage_world import FULL, at, program, screen, screen_program

from device_profiles.profile import BuiltInSlide
from player.stage.render import Renderer
from player.stage.theatre import application


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
