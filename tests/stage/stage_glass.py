"""Plays a program in a real window by a real clock, and says as lines of JSON what is on the glass.

A process of its own: that of the tests draws in software, without a display. Arguments: a folder to write
objects into, the renderer (`gpu` or `software`), the transition, the film's codec, the seconds after noon to
begin at, how many seconds the film is on the air, and the ending: what is to be seen before it ends, or the
seconds after noon at which it ends.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QColor, QImage
from stage_world import FULL, HEIGHT, NOON, WIDTH, Shelf, film_number, program, screen, screen_program

from device_profiles.profile import Transition
from player.stage.instants import to_ms
from player.stage.limits import Limits
from player.stage.live import LiveScreen
from player.stage.player import StagePlayer
from player.stage.reels import PlayedReel
from player.stage.theatre import Theatre, application

GLANCE_MS = 15
LOOKS = 20
PATIENCE_MS = 600_000


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
    reels: list[Any] = list(live._footage._reels.values())
    films = [reel._player if isinstance(reel, PlayedReel) else reel._sound for reel in reels]
    found = [film._deck._player for film in films if film is not None and film._deck._player is not None]
    playing = [player for player in found if player.isPlaying()]
    heard = [player for player in found if player.audioOutput() is not None]
    positions = [player.position() for player in playing]
    return {"players": len(found), "heard": len(heard), "positions": positions}


class Glass:
    """What was seen of a screen that plays 1.5 s of red and a film that counts, again and again."""

    def __init__(self, player: StagePlayer, clock: Clock) -> None:
        self.player, self.clock = player, clock
        self.shown = player.windows["main"]
        self.of_film = 0
        self.after_film = False
        self.leapt = False
        self.moved = set[int]()

    @property
    def has_played(self) -> bool:
        """Whether the film was seen for a while, and moving."""
        return self.of_film >= LOOKS and len(self.moved) > 1

    def look(self) -> dict[str, Any] | None:
        """Look once, if the window is open."""
        if not self.shown.window.isVisible():
            return None
        self.clock.start()
        at = self.clock() - to_ms(NOON)
        image = self.shown.window.grabWindow()
        red = is_red(image)
        seen = {"at": at, "ground": shows_ground(image), "red": red, "frame": film_number(image)}
        seen |= players(self.shown.live)
        self.of_film += not red
        self.after_film |= red and self.of_film > 0
        self.moved |= set() if red else {seen["frame"]}
        return seen

    def is_over(self, ending: str, seen: dict[str, Any]) -> bool:
        """Whether the last look completes what is waited for, however long that takes."""
        match ending:
            case "film":
                return self.has_played
            case "red again":
                if self.has_played and not self.leapt:
                    self.leapt = True
                    self.clock.leap_to_the_end_of_the_film()
                return self.after_film
            case "sound":
                return len(self.moved) > 2 and bool(seen["positions"])
            case "passed over":
                return bool(self.shown.live._preloader._broken) and seen["players"] == 0
            case seconds:
                return bool(seen["at"] >= float(seconds) * 1000)


class Clock:
    """The machine's clock, set to `begin` seconds after noon; it stands there until it is started."""

    def __init__(self, begin: float, cycle_ms: int) -> None:
        self._at_ms, self._cycle_ms = to_ms(NOON) + begin * 1000, cycle_ms
        self._since: float | None = None

    def __call__(self) -> int:
        gone = 0.0 if self._since is None else time.monotonic() - self._since
        return round(self._at_ms + gone * 1000)

    def start(self) -> None:
        """Go, if it does not yet."""
        self._since = self._since or time.monotonic()

    def leap_to_the_end_of_the_film(self) -> None:
        """Go on a little before it ends."""
        self._at_ms += max(0, self._cycle_ms - 300 - (self() - to_ms(NOON)) % self._cycle_ms)


def main(folder: str, renderer: str, transition: str, codec: str, *times: str) -> None:
    """Play until the ending."""
    begin, film_s, ending = float(times[0]), float(times[1]), times[2]
    application(software=renderer == "software")
    shelf = Shelf(Path(folder))
    film = shelf.film("film", frames=25, seconds=film_s, sound=renderer == "software", codec=codec)
    items = (shelf.picture("red", "#ff0000", 1.5), film)
    shown = program(screen_program(FULL, screen(transitions=(Transition(transition),)), main=items))
    clock = Clock(begin, 1500 + film.pages_ms[0])
    if begin >= 1.5:
        clock.start()  # a film that has begun needs it to get ready; red is waited for
    limits = Limits() if ending == "passed over" else Limits(silence_ms=PATIENCE_MS)
    player = StagePlayer(shown, shelf.folder, clock, theatre=Theatre(), limits=limits)
    glass, loop, timer = Glass(player, clock), QEventLoop(), QTimer()

    def look() -> None:
        seen = glass.look()
        if seen is not None:
            sys.stdout.write(json.dumps(seen) + "\n")
            if glass.is_over(ending, seen):
                loop.quit()

    timer.timeout.connect(look)
    timer.start(GLANCE_MS)
    loop.exec()
    timer.stop()
    player.close()


main(*sys.argv[1:])
