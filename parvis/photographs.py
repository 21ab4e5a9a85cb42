"""Photographs of what devices really show, on a sheet, and compared with what their programs say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from device_profiles.decoding import from_json
from parvis.console import say
from parvis.exhibition import (
    Captions,
    Exhibition,
    begin_drawing,
    captions,
    file_name,
    hang,
    in_a_child,
)
from player.preview.contact_sheet import exhibit
from player.preview.likeness import Likeness, photographed
from player.stage.render import Renderer
from playlists.documents import Batch
from playlists.living import filled, fillings
from playlists.program import Film, Program
from playlists.timeline import showing

GLASS = "on-the-glass.png"


class Shot(msgspec.Struct, frozen=True):
    """A photograph of one screen: its file, and the instant of what it shows."""

    device: str
    screen: str
    file: str
    at: datetime


class Verdict(msgspec.Struct, frozen=True):
    """The screens whose photograph is the picture that is due, to the pixel or to the eye, and the others.

    Of a film, of which what is painted may be a frame off, nothing is said but that it plays there.
    """

    pixel: tuple[str, ...] = ()
    eye: tuple[str, ...] = ()
    film: tuple[str, ...] = ()
    none: tuple[str, ...] = ()


def write_glass(
    exhibition: Exhibition, programs: Mapping[str, Program], shots: tuple[Shot, ...], data: tuple[Batch, ...]
) -> Verdict:
    """Write a sheet of photographs of devices that play these programs with these city data, and compare.

    Raises:
        OpeningError: the file cannot be written.
    """
    shown = {shot.device: programs[shot.device] for shot in shots}
    at = max(shot.at for shot in shots)
    order = _Order(
        programs=shown,
        captions=captions(exhibition.opened, shown, at, (len(shown), len(shots))),
        shots=shots,
        data=data,
        objects=str(exhibition.objects),
        file=str(exhibition.out / GLASS),
    )
    verdict = in_a_child(_compare, order)
    say(exhibition.voice.words("command.sheet-written", file=order.file))
    return verdict


class _Order(msgspec.Struct, frozen=True):
    programs: dict[str, Program]
    captions: Captions
    shots: tuple[Shot, ...]
    data: tuple[Batch, ...]
    objects: str
    file: str


def _compare(written: bytes) -> Verdict:
    """Hang the photographs, and draw what should be on each."""
    order = from_json(written, _Order)
    begin_drawing()
    renderer = Renderer(Path(order.objects))
    exhibits = []
    found: dict[str, list[str]] = defaultdict(list)
    for shot in order.shots:
        program = _living(order.programs[shot.device], order.data, shot.at)
        part = next(part for part in program.screens if part.screen.name == shot.screen)
        picture, likeness = photographed(Path(shot.file), renderer.render(program, shot.screen, shot.at))
        is_film = likeness is not Likeness.PIXEL and _plays_film(program, shot)
        found["film" if is_film else likeness].append(f"{shot.device} {shot.screen}")
        exhibits.append(exhibit(picture, program, part, order.captions.titles[file_name(program, part)]))
    hang(exhibits, order.captions, Path(order.file))
    return Verdict(**{kind: tuple(screens) for kind, screens in found.items()})


def _living(program: Program, data: tuple[Batch, ...], at: datetime) -> Program:
    """The program with its live items filled, as the device has it."""
    return filled(program, fillings(program, data, at)) if program.is_live else program


def _plays_film(program: Program, shot: Shot) -> bool:
    shown = showing(program, shot.at).screen(shot.screen)
    items = [zone.item for zone in shown.zones] if shown else []
    return any(item is not None and isinstance(item.content, Film) for item in items)
