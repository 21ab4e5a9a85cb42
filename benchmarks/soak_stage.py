"""The live stage for an hour by a clock that hurries: every kind of item, transition and accident.

Three screens, one for each kind of transition, play photos, a menu of pages, a film, a card, a ticker, and
a picture that is damaged on disk. A clock set by hand goes from change to change; around each, five frames of
every screen are looked at for a ground of magenta. Every 300 changes the program is replaced by a new edition
of itself, as after a publication. Memory is the anonymous part of PSS, when what lies free was given back,
as a device's stage does every ten minutes. Changes are starts of items in any zone of any screen; an hour has
some 50,000.
"""

from __future__ import annotations

import logging
import tempfile
import time
from pathlib import Path

import msgspec
from figures import Health, Row, minutes, passing, tell
from stage_material import Material, colour_the_ground, everything, shows_ground

from player.memory import give_back_pictures, give_back_rest
from player.stage.player import StagePlayer
from player.stage.theatre import Theatre, application
from playlists.program import Program, Stills

MINUTES = 60
EDITION = 300
NOTED = 30


def damaged(folder: Path) -> Program:
    """The program of every kind of item, with one more picture, whose object is damaged on disk."""
    whole = everything(folder)
    bad = Material(folder, 640, 324).stills("damaged", 7, 1500)
    if not isinstance(bad.content, Stills):
        raise TypeError
    name = bad.content.pages[0].object
    (folder / name[:2] / name).write_bytes(b"damaged")
    screens = [
        msgspec.structs.replace(
            screen,
            playlists={
                **screen.playlists,
                "main": msgspec.structs.replace(
                    screen.playlists["main"], items=(*screen.playlists["main"].items, bad)
                ),
            },
        )
        for screen in whole.screens
    ]
    return msgspec.structs.replace(whole, screens=tuple(screens))


def again(program: Program) -> Program:
    """A new edition of a program: equal, and another object, as one that was published anew."""
    return msgspec.structs.replace(program)


def main() -> None:
    """Play until the time is over."""
    logging.getLogger().setLevel(logging.CRITICAL)  # the damaged picture is named each time it is tried
    give_back_pictures()
    application(offscreen=True)
    colour_the_ground()
    length = minutes(MINUTES)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        program, now, health = damaged(folder), [time.time_ns() // 1_000_000], Health()
        player = StagePlayer(program, folder, lambda: now[0], theatre=Theatre())
        windows, counted = list(player.windows.values()), player.presented().values()
        player.run_for(2000)
        more, looked, ground, editions, rounds = passing(length), 0, 0, 0, 0
        while more():
            now[0] = min(window.live.next_change_ms for window in windows)
            for passed in (0, 100, 150, 200, 200):
                now[0] += passed
                player.run_for(1)
                for window in windows:
                    window.live.refresh()
                    looked += 1
                    ground += shows_ground(window.window.grabWindow())
            player.run_for(40)
            changes = sum(presented.starts for presented in counted)
            if changes // EDITION > editions:
                editions = changes // EDITION
                player.replace(again(program))
            rounds += 1
            if rounds % NOTED == 0:
                give_back_rest()
                health.note(changes)
        player.close()
    subject = f"live stage, {length:g} min"
    told = f"{ground} of {looked:,} ({changes:,} changes, {editions} editions)"
    tell([Row(f"{subject}: frames of background colour", "0", told, ground == 0)])
    tell(health.rows(subject, "changes", 1000, 1))


if __name__ == "__main__":
    main()
