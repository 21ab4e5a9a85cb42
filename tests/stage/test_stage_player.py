"""The screens of one device together, from their first picture to their end."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QColor, QImage
from shiboken6 import delete
from stage_world import FULL, HEIGHT, WIDTH, HandClock, Shelf, full, program, screen, screen_program

from player.stage.player import StagePlayer
from player.stage.theatre import Theatre, application

RED, BLUE = "#ff0000", "#0000ff"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "objects")


def colour(image: QImage) -> str:
    return QColor(image.pixel(WIDTH // 2, HEIGHT // 2)).name()


def test_a_device_with_two_screens_has_two_windows(shelf: Shelf) -> None:
    application()
    upper = screen_program(FULL, screen(name="upper"), main=(shelf.picture("red", RED),))
    touch = screen_program(FULL, screen(name="touch"), main=(shelf.picture("blue", BLUE),))
    player = StagePlayer(program(upper, touch), shelf.folder, HandClock(), theatre=Theatre())
    loop = QEventLoop()

    def look() -> None:
        if all(window.window.isVisible() for window in player.windows.values()):
            loop.quit()

    for window in player.windows.values():
        window.live.ready.connect(look)
    loop.exec()
    shown = {name: colour(window.window.grabWindow()) for name, window in player.windows.items()}
    player.close()
    assert shown == {"upper": RED, "touch": BLUE}


def test_a_closed_screen_does_nothing_more_though_its_scene_is_gone(shelf: Shelf) -> None:
    application()
    clock = HandClock()
    shown = full(shelf.picture("red", RED), shelf.picture("blue", BLUE))
    player = StagePlayer(shown, shelf.folder, clock, theatre=Theatre())
    (window,) = player.windows.values()
    window.live.ready.connect((loop := QEventLoop()).quit)
    loop.exec()
    player.close()
    delete(window.window)
    clock.go(10_000)
    window.live.refresh()
    assert window.live.presented.starts == 0
