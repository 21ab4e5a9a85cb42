"""Pictures of a whole city at one instant: a file for each screen, and a sheet of one device a family."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path

import msgspec

from layouts.dates import say_date, say_time
from parvis.console import Voice, interruptible, say
from parvis.opening import Opened, OpeningError
from parvis.words import words
from player.preview.contact_sheet import Exhibit, contact_sheet
from player.stage.paint_led import lit_picture
from player.stage.render import Renderer
from player.stage.theatre import application
from playlists.program import Program, ScreenProgram

SHEET = "contact-sheet.png"

_DOT_PX = 8
_COUNTED = {"fr": ("installations", "écrans"), "en": ("devices", "screens")}
_SCREENS = {"fr": {"upper": "en haut", "touch": "tactile"}}


def one_a_family(programs: Mapping[str, Program]) -> dict[str, Program]:
    """The first device of every profile."""
    first: dict[str, Program] = {}
    for program in programs.values():
        first.setdefault(program.profile, program)
    return {program.device: program for program in first.values()}


def write_pictures(
    out: Path,
    opened: Opened,
    programs: Mapping[str, Program],
    objects: Path,
    *,
    at: datetime,
    voice: Voice,
) -> None:
    """Write `ID-SCREEN.png` for every screen and the sheet into `out`.

    They are drawn in software, in a process of its own: this one may play on a GPU.

    Raises:
        OpeningError: a file cannot be written.
    """
    exhibited = one_a_family(programs)
    screens = sum(len(program.screens) for program in programs.values())
    order = _Order(
        programs=tuple(programs.values()),
        titles={
            _file_name(program, part): _title(opened, program, part)
            for program in exhibited.values()
            for part in program.screens
        },
        city=opened.workspace.site.name,
        heading=_heading(opened, at, len(programs), screens),
        at=at,
        objects=str(objects),
        out=str(out),
        language=voice.language,
    )
    with ProcessPoolExecutor(1, get_context("spawn")) as child:
        child.submit(_draw, msgspec.json.encode(order)).result()
    say(voice.words("command.sheet-written", file=str(out / SHEET)))
    say(voice.words("command.pictures-written", folder=str(out), count=screens))


class _Order(msgspec.Struct, frozen=True):
    """All that is to be drawn; `titles` tells what to say of those that go on the sheet, by file name."""

    programs: tuple[Program, ...]
    titles: dict[str, str]
    city: str
    heading: str
    at: datetime
    objects: str
    out: str
    language: str


def _draw(written: bytes) -> None:
    """Draw an order, in a process that has no application yet."""
    order = msgspec.json.decode(written, type=_Order)
    application(offscreen=True)
    interruptible()
    renderer = Renderer(Path(order.objects))
    exhibits = []
    screens = [(program, part) for program in order.programs for part in program.screens]
    with Voice(order.language).progress("command.drawing", len(screens)) as done:
        for number, (program, part) in enumerate(screens, start=1):
            picture = renderer.render(program, part.screen.name, order.at)
            name = _file_name(program, part)
            file = Path(order.out, name)
            _insist(file, written=picture.save(str(file)))
            if name in order.titles:
                look = lit_picture(picture, _DOT_PX) if part.screen.is_matrix else picture
                size = f"{part.screen.width} × {part.screen.height}"
                exhibits.append(Exhibit(look, order.titles[name], program.place, size))
            done(number)
    sheet = Path(order.out, SHEET)
    _insist(sheet, written=contact_sheet(exhibits, order.city, order.heading).save(str(sheet)))


def _file_name(program: Program, part: ScreenProgram) -> str:
    return f"{program.device}-{part.screen.name}.png"


def _insist(file: Path, *, written: bool) -> None:
    if not written:
        raise OpeningError(words("command.not-written", file=str(file)))


def _title(opened: Opened, program: Program, part: ScreenProgram) -> str:
    titles = opened.workspace.profiles[program.profile].title
    title = titles.get(_language(opened)) or next(iter(titles.values()))
    if len(program.screens) > 1:
        title += f", {_SCREENS.get(_language(opened), {}).get(part.screen.name, part.screen.name)}"
    return title


def _heading(opened: Opened, at: datetime, devices: int, screens: int) -> str:
    language = _language(opened)
    local = at.astimezone(opened.zone)
    of_devices, of_screens = _COUNTED[language]
    when = f"{say_date(local.date(), language)} {local.year}, {say_time(local.time(), language)}"
    return f"{when} · {devices} {of_devices}, {screens} {of_screens}"


def _language(opened: Opened) -> str:
    """The leading language of the site, where these captions know it."""
    leading = opened.workspace.site.languages[0]
    return leading if leading in _COUNTED else "en"
