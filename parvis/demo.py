"""`parvis demo`: a whole city on this machine, in pictures and live, one player per family of devices."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from parvis.console import FAILED, GOOD, Voice, complain, interruptible, say
from parvis.display import has_display
from parvis.opening import Opened, OpeningError, in_one_block, now, open_library, open_workspace, prepared
from parvis.timeline import lines
from parvis.words import words
from playlists.compile.typesetter import Typesetter
from playlists.program import Program
from playlists.timeline import broadcast_day, broadcast_hours
from playlists.workspace.check import check
from playlists.workspace.problems import Severity

if TYPE_CHECKING:
    from player.stage.player import StagePlayer

_WITHOUT_DISPLAY = timedelta(seconds=15)
_AT_LEAST = timedelta(seconds=5)
_IN_ALL = timedelta(seconds=55)
"""Without a display: how long it plays; where preparing took long, less, so that all of it ends in time."""


def run_demo(
    out: Path, voice: Voice, *, workspace: Path | None, at: str | None, length: timedelta | None
) -> int:
    """Check a workspace, write pictures of every screen and a day's timeline to `out`, and play it live."""
    return in_one_block(voice, lambda: _demo(out, workspace or _example(), voice, at, length))


def _example() -> Path:
    folder = Path(__file__).resolve().parent.parent / "examples" / "nantes"
    if not folder.is_dir():
        raise OpeningError(words("command.no-example", folder=str(folder)))
    return folder


def _demo(out: Path, folder: Path, voice: Voice, at: str | None, length: timedelta | None) -> int:
    started = timedelta(seconds=time.monotonic())
    opened = open_workspace(folder, voice)
    pictured = opened.instant(at, now())
    out.mkdir(parents=True, exist_ok=True)
    typesetter = Typesetter()
    with open_library(folder) as library:
        problems = check(opened.loaded, today=now(), shelf=library.looking(), typesetter=typesetter)
        if any(problem.severity is Severity.ERROR for problem in problems):
            count = voice.count(problems)
            raise OpeningError(words("command.has-errors", folder=str(folder), count=count))
        state = voice.count(problems) if problems else words("command.all-is-well")
        say(voice.words("command.about", place=str(folder), text=state))
        programs = prepared(opened.workspace, opened.devices([]), library, voice, typesetter)
        if not programs:
            raise OpeningError(words("command.nothing-to-show", folder=str(folder)))
        if length is None and not has_display():
            spent = timedelta(seconds=time.monotonic()) - started
            length = max(_AT_LEAST, min(_WITHOUT_DISPLAY, _IN_ALL - spent))
        return _show(out, opened, programs, library.objects, voice, at=pictured, length=length)


def _show(
    out: Path,
    opened: Opened,
    programs: Mapping[str, Program],
    objects: Path,
    voice: Voice,
    *,
    at: datetime,
    length: timedelta | None,
) -> int:
    """Write everything, then play."""
    from parvis.exhibition import one_a_family, write_pictures
    from player.stage.theatre import application

    shown = has_display()
    write_pictures(out, opened, programs, objects, at=at, voice=voice)
    application(offscreen=not shown, software=None if shown else True)
    interruptible()
    families = one_a_family(programs)
    _write_timeline(out / "timeline.txt", opened, families, at, voice)
    return _play(families, objects, length, voice, shown=shown)


def _write_timeline(
    file: Path, opened: Opened, programs: Mapping[str, Program], at: datetime, voice: Voice
) -> None:
    told: list[str] = []
    for program in programs.values():
        start, end = broadcast_hours(program, broadcast_day(program, at))
        told += [*lines(program, start, end, opened.zone, voice), ""]
    file.write_text("\n".join(told), encoding="utf-8")
    say(voice.words("command.day-written", file=str(file), count=len(told)))


def _play(
    programs: Mapping[str, Program], objects: Path, length: timedelta | None, voice: Voice, *, shown: bool
) -> int:
    """Play until the windows are closed or the time is over; tell what reached the glass."""
    from player.stage.player import StagePlayer
    from player.stage.theatre import Theatre, application

    theatre = Theatre()
    players = {
        name: StagePlayer(program, objects, _clock, theatre=theatre) for name, program in programs.items()
    }
    where = "command.playing-in-windows" if shown else "command.playing-unseen"
    how = words("command.drawn-by-gpu" if theatre.on_gpu else "command.drawn-in-software")
    playing = words(where, count=len(players), how=how)
    if length is None:
        say(voice.words("command.until-closed", playing=playing))
        application().exec()
    else:
        seconds = round(length.total_seconds())
        say(voice.words("command.for-seconds", playing=playing, seconds=seconds))
        next(iter(players.values())).run_for(round(length.total_seconds() * 1000))
    dark = _tell_presented(players, voice)
    for player in players.values():
        player.close()
    if dark:
        complain(voice.words("command.nothing-presented", screens=", ".join(dark)))
    return FAILED if dark else GOOD


def _tell_presented(players: Mapping[str, StagePlayer], voice: Voice) -> list[str]:
    """Say what reached the glass, screen by screen. Returns the screens that nothing reached."""
    rows = {
        f"{name} {screen}": presented
        for name, player in players.items()
        for screen, presented in player.presented().items()
    }
    wide = max(map(len, rows))
    heads = [voice.words(f"command.{name}") for name in ("frames", "starts", "worst-start", "dropped")]
    say(f"  {'':<{wide}}  {heads[0]:>6}  {heads[1]:>6}  {heads[2]:>11}  {heads[3]:>7}")
    for screen, presented in rows.items():
        late = f"{presented.worst_start_ms} ms"
        say(
            f"  {screen:<{wide}}  {presented.frames:>6}  {presented.starts:>6}  {late:>11}"
            f"  {presented.dropped:>7}"
        )
    return [screen for screen, presented in rows.items() if not presented.frames]


def _clock() -> int:
    return time.time_ns() // 1_000_000
