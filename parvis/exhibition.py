"""Pictures of a whole city at one instant: a file for each screen, and a sheet of one device a family."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import msgspec

from device_profiles.decoding import from_json
from layouts.dates import say_date, say_time
from parvis.console import Voice, interruptible, say
from parvis.one_block import OpeningError
from parvis.opening import Opened
from parvis.words import words
from player.preview.contact_sheet import Exhibit, contact_sheet, exhibit
from player.stage.render import Renderer
from player.stage.theatre import application
from playlists.program import Program, ScreenProgram

Result = TypeVar("Result")
SHEET = "contact-sheet.png"

_COUNTED = {"fr": ("installations", "écrans"), "en": ("devices", "screens")}
_SCREENS = {"fr": {"upper": "en haut", "touch": "tactile"}}


@dataclass(frozen=True, slots=True)
class Exhibition:
    """Where the pictures of a city go, what they are made from, and to whom it is told."""

    out: Path
    opened: Opened
    objects: Path
    voice: Voice


class Captions(msgspec.Struct, frozen=True):
    """What a sheet says: of the city, of the instant, and of each screen by file name."""

    city: str
    heading: str
    titles: dict[str, str]


def one_a_family(programs: Mapping[str, Program]) -> dict[str, Program]:
    """The first device of every profile."""
    first: dict[str, Program] = {}
    for program in programs.values():
        first.setdefault(program.profile, program)
    return {program.device: program for program in first.values()}


def write_pictures(exhibition: Exhibition, programs: Mapping[str, Program], at: datetime) -> None:
    """Write `ID-SCREEN.png` for every screen, and the sheet.

    Raises:
        OpeningError: a file cannot be written.
    """
    screens = sum(len(program.screens) for program in programs.values())
    order = _Order(
        programs=tuple(programs.values()),
        captions=captions(exhibition.opened, one_a_family(programs), at, (len(programs), screens)),
        at=at,
        objects=str(exhibition.objects),
        out=str(exhibition.out),
        language=exhibition.voice.language,
    )
    in_a_child(_draw, order)
    say(exhibition.voice.words("command.sheet-written", file=str(exhibition.out / SHEET)))
    say(exhibition.voice.words("command.pictures-written", folder=str(exhibition.out), count=screens))


def captions(
    opened: Opened, exhibited: Mapping[str, Program], at: datetime, counted: tuple[int, int]
) -> Captions:
    """What a sheet says of these devices; `counted` are the devices and screens that it is about."""
    return Captions(
        city=opened.workspace.site.name,
        heading=_heading(opened, at, *counted),
        titles={
            file_name(program, part): _title(opened, program, part)
            for program in exhibited.values()
            for part in program.screens
        },
    )


def hang(exhibits: Sequence[Exhibit], said: Captions, file: Path) -> None:
    """Write a sheet."""
    insist(file, written=contact_sheet(exhibits, said.city, said.heading).save(str(file)))


def in_a_child(work: Callable[[bytes], Result], order: msgspec.Struct) -> Result:
    """Do Qt's work in software, in a process of its own: this one may be at other work, or on a GPU."""
    with ProcessPoolExecutor(1, get_context("spawn")) as child:
        return child.submit(work, msgspec.json.encode(order)).result()


def begin_drawing() -> None:
    """Make the application of a child."""
    application(offscreen=True)
    interruptible()


def file_name(program: Program, part: ScreenProgram) -> str:
    """The name of a screen's picture."""
    return f"{program.device}-{part.screen.name}.png"


def insist(file: Path, *, written: bool) -> None:
    """Raise `OpeningError` where a file was not written."""
    if not written:
        raise OpeningError(words("command.not-written", file=str(file)))


class _Order(msgspec.Struct, frozen=True):
    """All that is to be drawn; those whose title is said go on the sheet."""

    programs: tuple[Program, ...]
    captions: Captions
    at: datetime
    objects: str
    out: str
    language: str


def _draw(written: bytes) -> None:
    """Draw an order, in a process that has no application yet."""
    order = from_json(written, _Order)
    begin_drawing()
    renderer = Renderer(Path(order.objects))
    exhibits = []
    screens = [(program, part) for program in order.programs for part in program.screens]
    with Voice(order.language).progress("command.drawing", len(screens)) as done:
        for number, (program, part) in enumerate(screens, start=1):
            picture = renderer.render(program, part.screen.name, order.at)
            name = file_name(program, part)
            insist(Path(order.out, name), written=picture.save(str(Path(order.out, name))))
            if name in order.captions.titles:
                exhibits.append(exhibit(picture, program, part, order.captions.titles[name]))
            done(number)
    hang(exhibits, order.captions, Path(order.out, SHEET))


def _title(opened: Opened, program: Program, part: ScreenProgram) -> str:
    titles = opened.workspace.profiles[program.profile].title
    title = titles.get(_language(opened)) or next(iter(titles.values()))
    if len(program.screens) > 1:
        title += f", {_SCREENS.get(_language(opened), {}).get(part.screen.name, part.screen.name)}"
    return title


def _heading(opened: Opened, at: datetime, devices: int, screens: int) -> str:
    of_devices, of_screens = _COUNTED[_language(opened)]
    return f"{when(opened, at)} · {devices} {of_devices}, {screens} {of_screens}"


def when(opened: Opened, at: datetime) -> str:
    """An instant as people of the site say it."""
    language, local = _language(opened), at.astimezone(opened.zone)
    return f"{say_date(local.date(), language)} {local.year}, {say_time(local.time(), language)}"


def _language(opened: Opened) -> str:
    """The leading language of the site, where these captions know it."""
    leading = opened.workspace.site.languages[0]
    return leading if leading in _COUNTED else "en"
