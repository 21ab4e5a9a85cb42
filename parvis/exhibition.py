"""Pictures of a whole city at one instant: a file for each screen, and a sheet of one device a family."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from layouts.typography import say_date, say_time
from parvis.console import Voice, say
from parvis.opening import Opened, OpeningError
from parvis.words import words
from player.preview.contact_sheet import Exhibit, contact_sheet
from player.stage.paint_led import lit_picture
from player.stage.render import Renderer
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
    """Write `ID-SCREEN.png` for every screen and the sheet into `out`. Needs the application.

    Raises:
        OpeningError: a file cannot be written.
    """
    renderer = Renderer(objects)
    exhibited = one_a_family(programs)
    exhibits = []
    screens = [(program, screen) for program in programs.values() for screen in program.screens]
    with voice.progress("command.drawing", len(screens)) as done:
        for number, (program, part) in enumerate(screens, start=1):
            picture = renderer.render(program, part.screen.name, at)
            file = out / f"{program.device}-{part.screen.name}.png"
            if not picture.save(str(file)):
                raise OpeningError(words("command.not-written", file=str(file)))
            if program.device in exhibited:
                look = lit_picture(picture, _DOT_PX) if part.screen.is_matrix else picture
                title, size = _title(opened, program, part), f"{part.screen.width} × {part.screen.height}"
                exhibits.append(Exhibit(look, title, program.place, size))
            done(number)
    heading = _heading(opened, at, len(programs), len(screens))
    if not contact_sheet(exhibits, opened.workspace.site.name, heading).save(str(out / SHEET)):
        raise OpeningError(words("command.not-written", file=str(out / SHEET)))
    say(voice.words("command.sheet-written", file=str(out / SHEET)))
    say(voice.words("command.pictures-written", folder=str(out), count=len(screens)))


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
