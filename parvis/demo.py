"""`parvis demo`: a whole city on this machine, in pictures and live, one player per family of devices."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from parvis.console import FAILED, GOOD, complain, count, progress, say
from parvis.opening import Opened, OpeningError, in_one_block, now, open_workspace, prepared
from parvis.settings import cache_folder
from parvis.timeline import lines
from playlists.media.library import Library
from playlists.program import Program
from playlists.timeline import broadcast_day, broadcast_hours
from playlists.workspace.check import check
from playlists.workspace.problems import Severity

_WITHOUT_DISPLAY = timedelta(seconds=15)
_DOT_PX = 8


def run_demo(out: Path, *, workspace: Path | None, length: timedelta | None) -> int:
    """Check a workspace, write pictures of every screen and the day's timeline to `out`, and play it live."""
    return in_one_block(lambda: _demo(out, workspace or _example(), length))


def _example() -> Path:
    folder = Path(__file__).resolve().parent.parent / "examples" / "nantes"
    if not folder.is_dir():
        raise OpeningError(f"The example city is not here ({folder}); name another with --workspace.")
    return folder


def _demo(out: Path, folder: Path, length: timedelta | None) -> int:
    from player.stage.theatre import application

    opened = open_workspace(folder)
    out.mkdir(parents=True, exist_ok=True)
    with Library(cache_folder(), root=folder.resolve()) as library:
        problems = check(opened.loaded, today=now(), shelf=library.looking())
        if any(problem.severity is Severity.ERROR for problem in problems):
            raise OpeningError(f"{folder} has {count(problems)}; `parvis check {folder}` names them.")
        say(f"{folder}: {count(problems) if problems else 'all is well'}")
        programs = prepared(opened.workspace, opened.devices([]), library)
        shown = has_display()
        application(offscreen=not shown)
        at = now()
        _write_pictures(out, opened, programs, library.objects, at)
        _write_timeline(out / "timeline.txt", opened, programs, at)
        return _play(_one_a_family(programs), library.objects, length, shown=shown)


def has_display() -> bool:
    """Whether windows can be opened: a display is named, and no other way of drawing is asked for."""
    if os.environ.get("QT_QPA_PLATFORM"):
        return not os.environ["QT_QPA_PLATFORM"].startswith(("offscreen", "minimal"))
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _one_a_family(programs: Mapping[str, Program]) -> dict[str, Program]:
    """The first device of every profile."""
    first: dict[str, Program] = {}
    for program in programs.values():
        first.setdefault(program.profile, program)
    return {program.device: program for program in first.values()}


def _write_pictures(
    out: Path, opened: Opened, programs: Mapping[str, Program], objects: Path, at: datetime
) -> None:
    from player.preview.contact_sheet import Exhibit, contact_sheet
    from player.stage.paint_led import lit_picture
    from player.stage.render import Renderer

    renderer = Renderer(objects)
    exhibited = _one_a_family(programs)
    exhibits = []
    screens = [(program, screen.screen) for program in programs.values() for screen in program.screens]
    with progress("Drawing every screen", len(screens)) as done:
        for number, (program, screen) in enumerate(screens, start=1):
            picture = renderer.render(program, screen.name, at)
            picture.save(str(out / f"{program.device}-{screen.name}.png"))
            if program.device in exhibited:
                look = lit_picture(picture, _DOT_PX) if screen.is_matrix else picture
                title = opened.workspace.profiles[program.profile].title["fr"]
                title += f", {screen.name}" if len(program.screens) > 1 else ""
                exhibits.append(Exhibit(look, title, f"{program.place} · {screen.width} × {screen.height}"))
            done(number)
    local = at.astimezone(opened.zone)
    sheet = contact_sheet(
        exhibits, opened.workspace.site.name, f"{local:%d/%m/%Y %H:%M}, {len(programs)} screens and kiosks"
    )
    sheet.save(str(out / "contact-sheet.png"))
    say(f"{out / 'contact-sheet.png'} and {len(screens)} pictures, one of each screen")


def _write_timeline(file: Path, opened: Opened, programs: Mapping[str, Program], at: datetime) -> None:
    told: list[str] = []
    for program in programs.values():
        start, end = broadcast_hours(program, broadcast_day(program, at))
        told += [*lines(program, start, end, opened.zone), ""]
    file.write_text("\n".join(told), encoding="utf-8")
    say(f"{file}: the day of every device, {len(told)} lines")


def _play(programs: Mapping[str, Program], objects: Path, length: timedelta | None, *, shown: bool) -> int:
    """Play until the windows are closed or the time is over; tell what reached the glass."""
    from player.stage.player import StagePlayer
    from player.stage.theatre import Theatre

    theatre = Theatre()
    players = {
        name: StagePlayer(program, objects, _clock, theatre=theatre) for name, program in programs.items()
    }
    if length is None and not shown:
        length = _WITHOUT_DISPLAY
    where = "in windows" if shown else "without a display"
    say(f"Playing {len(players)} devices live {where}{_until(length)} …")
    next(iter(players.values())).run_for(_milliseconds(length))
    silent = 0
    for name, player in players.items():
        for screen, presented in player.presented().items():
            say(f"  {name} {screen}: {presented}")
            silent += presented.frames == 0
        player.close()
    if silent:
        complain(f"{silent} screens presented no frame")
    return FAILED if silent else GOOD


def _clock() -> int:
    return time.time_ns() // 1_000_000


def _milliseconds(length: timedelta | None) -> int | None:
    return None if length is None else round(length.total_seconds() * 1000)


def _until(length: timedelta | None) -> str:
    return ", until the windows are closed" if length is None else f" for {length.total_seconds():g} s"
