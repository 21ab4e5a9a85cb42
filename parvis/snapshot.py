"""`parvis snapshot`: what is on the glass at an instant, in each screen's exact pixels."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from parvis.city_data import CityData
from parvis.console import FAILED, GOOD, Voice, complain, interruptible, say, say_json
from parvis.instants import tell_instant
from parvis.one_block import OpeningError, in_one_block, now
from parvis.opening import open_library, open_workspace, prepared
from parvis.words import refusal, words


class Row(msgspec.Struct, frozen=True):
    """One picture that was written."""

    device: str
    screen: str
    at: str
    file: str


def write_snapshots(
    folder: Path, devices: Sequence[str], voice: Voice, *, at: str | None, out: Path, as_json: bool
) -> int:
    """Write `ID-SCREEN.png` for every screen of the devices as it is at an instant; print the files."""
    return in_one_block(voice, lambda: _write(folder, devices, voice, at, out, as_json=as_json))


def _write(
    folder: Path, devices: Sequence[str], voice: Voice, at: str | None, out: Path, *, as_json: bool
) -> int:
    from player.stage.render import Renderer
    from player.stage.theatre import application

    opened = open_workspace(folder, voice)
    ids = opened.devices(devices)
    instant = opened.instant(at, now())
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OpeningError(words("command.no-folder-made", folder=str(out), reason=refusal(error))) from error
    with open_library(folder) as library:
        programs = prepared(opened.workspace, ids, library, voice)
        application(offscreen=True)
        interruptible()
        renderer = Renderer(library.objects)
        failed, city = False, CityData(library)
        for name, bare in programs.items():
            program = city(opened.workspace, bare, instant)
            for screen in program.screens:
                file = out / f"{name}-{screen.screen.name}.png"
                if not renderer.render(program, screen.screen.name, instant).save(str(file)):
                    complain(voice.words("command.not-written", file=str(file)))
                    failed = True
                elif as_json:
                    say_json(Row(name, screen.screen.name, tell_instant(instant), str(file)))
                else:
                    say(str(file))
    return FAILED if failed else GOOD
