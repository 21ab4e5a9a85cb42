"""Plays a program in a real window by a real clock, and says as lines of JSON what is on the glass.

A process of its own: that of the tests draws in software, without a display. Arguments: a folder to write
objects into, the renderer (`gpu` or `software`), the transition, the film's codec, and the seconds after noon
to begin and to end at.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QImage
from stage_world import FULL, HEIGHT, NOON, WIDTH, Shelf, film_number, program, screen, screen_program

from device_profiles.profile import Transition
from player.stage.instants import to_ms
from player.stage.live import LiveScreen
from player.stage.player import StagePlayer
from player.stage.theatre import Theatre, application

GLANCE_MS = 15


def shows_ground(image: QImage) -> bool:
    """Whether the bluish ground can be seen: the pictures are red, black and white."""
    pixels = [QColor(image.pixel(x, y)) for x in range(3, WIDTH, 16) for y in (1, HEIGHT // 2, HEIGHT - 2)]
    return any(pixel.blue() > pixel.red() + 8 for pixel in pixels)


def is_red(image: QImage) -> bool:
    """Whether nothing but the red picture can be seen."""
    corner = QColor(image.pixel(3, 3))
    return corner.red() > 250 and corner.blue() < 5


def players(live: LiveScreen) -> dict[str, Any]:
    """What Qt plays for a screen, without loading QtMultimedia."""
    if "PySide6.QtMultimedia" not in sys.modules:
        return {"players": 0, "heard": 0, "positions": []}
    from PySide6.QtMultimedia import QMediaPlayer

    found = live.findChildren(QMediaPlayer)
    playing = [player for player in found if player.isPlaying()]
    heard = [player for player in found if player.audioOutput() is not None]
    positions = [player.position() for player in playing]
    return {"players": len(found), "heard": len(heard), "positions": positions}


def main(folder: str, renderer: str, transition: str, codec: str, *seconds: str) -> None:
    """Plays 1.5 s of red and 2.5 s of a film that counts, again and again."""
    begin, end = (float(second) for second in seconds)
    application(software=renderer == "software")
    shelf = Shelf(Path(folder))
    film = shelf.film("film", frames=25, seconds=2.5, sound=renderer == "software", codec=codec)
    items = (shelf.picture("red", "#ff0000", 1.5), film)
    shown = program(screen_program(FULL, screen(transitions=(Transition(transition),)), main=items))
    started = time.monotonic()

    def clock() -> int:
        return to_ms(NOON) + round((begin + time.monotonic() - started) * 1000)

    player = StagePlayer(shown, shelf.folder, clock, theatre=Theatre())
    window = player.windows["main"]

    def look() -> None:
        if window.window.isVisible():
            at = clock() - to_ms(NOON)
            image = window.window.grabWindow()
            seen = {
                "at": at,
                "until": clock() - to_ms(NOON),
                "ground": shows_ground(image),
                "red": is_red(image),
                "frame": film_number(image),
            }
            sys.stdout.write(json.dumps(seen | players(window.live)) + "\n")

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(GLANCE_MS)
    player.run_for(int((end - begin) * 1000))
    timer.stop()
    player.close()


main(*sys.argv[1:])
