"""`parvis demo`: a whole city on this machine, in pictures and live, one device of every family."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from parvis.city_data import CityData
from parvis.console import FAILED, GOOD, Voice, say
from parvis.display import has_display
from parvis.one_block import OpeningError, in_one_block, now
from parvis.opening import Opened, open_library, open_workspace, prepared
from parvis.settled import settle_types
from parvis.timeline import lines
from parvis.words import words
from playlists.compile.typesetter import Typesetter
from playlists.program import Program
from playlists.timeline import broadcast_day, broadcast_hours, showing
from playlists.workspace.check import check
from playlists.workspace.problems import Severity

_MORNING = time(10, 30)
_LOOKS = 2

if TYPE_CHECKING:
    from parvis.city import City
    from parvis.exhibition import Exhibition
    from parvis.story import Newsroom, Story
    from parvis.touched import Touched
    from playlists.documents import Batch


def run_demo(
    out: Path, voice: Voice, *, workspace: Path | None, at: str | None, length: timedelta | None
) -> int:
    """Check a workspace, write pictures of every screen and a day's timeline, and play it through a feed."""
    return in_one_block(voice, lambda: _demo(out, workspace or _example(), voice, at, length))


def _example() -> Path:
    folder = Path(__file__).resolve().parent.parent / "examples" / "nantes"
    if not folder.is_dir():
        raise OpeningError(words("command.no-example", folder=str(folder)))
    return folder


def _demo(out: Path, folder: Path, voice: Voice, at: str | None, length: timedelta | None) -> int:
    opened = open_workspace(folder, voice)
    pictured = opened.instant(at, now()) if at else None
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
        from parvis.exhibition import Exhibition

        exhibition, city = Exhibition(out, opened, library.objects, voice), CityData(library)
        instant = pictured or _lit(opened, programs)
        shown = {name: city(opened.workspace, program, instant) for name, program in programs.items()}
        _write(exhibition, shown, instant)
        with TemporaryDirectory(prefix="parvis-demo-") as temporary:
            return _play(Path(temporary), exhibition, programs, length=length)


def _lit(opened: Opened, programs: Mapping[str, Program]) -> datetime:
    """Now, or where screens are dark now by rule, this day's middle of the morning."""
    at = now()
    if not any(screen.dark for program in programs.values() for screen in showing(program, at).screens):
        return at
    local = at.astimezone(opened.zone)
    return datetime.combine(local.date(), _MORNING, opened.zone).astimezone(UTC)


def _write(exhibition: Exhibition, programs: Mapping[str, Program], at: datetime) -> None:
    """Write pictures of every screen, and the day of one device of every family."""
    from parvis.exhibition import one_a_family, write_pictures

    write_pictures(exhibition, programs, at)
    _write_timeline(exhibition, one_a_family(programs), at)


def _write_timeline(exhibition: Exhibition, programs: Mapping[str, Program], at: datetime) -> None:
    file, voice, told = exhibition.out / "timeline.txt", exhibition.voice, list[str]()
    for program in programs.values():
        start, end = broadcast_hours(program, broadcast_day(program, at))
        told += [*lines(program, start, end, exhibition.opened.zone, voice), ""]
    file.write_text("\n".join(told), encoding="utf-8")
    say(voice.words("command.day-written", file=str(file), count=len(told)))


def _play(
    folder: Path, exhibition: Exhibition, programs: Mapping[str, Program], *, length: timedelta | None
) -> int:
    """Publish into a feed; one device of every family plays from it, and things go wrong.

    Then what is on the glass is shown.
    """
    from parvis.city import City
    from parvis.exhibition import one_a_family
    from parvis.story import Newsroom, Story, hasty, without_one
    from parvis.technician import PAGE, Technician

    settle_types()
    voice, families = exhibition.voice, one_a_family(programs)
    newsroom = Newsroom(folder, exhibition.objects, voice)
    first = {name: hasty(program) for name, program in programs.items()}
    newsroom.publish(first)
    published = replace(exhibition, objects=newsroom.objects)
    changed = {name: without_one(program) for name, program in first.items()}
    devices = City(folder / "devices", newsroom.feed, newsroom.keys, voice.language)
    with ThreadPoolExecutor(1) as beside, devices as city:
        services = beside.submit(newsroom.ask_services, exhibition.opened.workspace)
        say(voice.words("demo.begins" if has_display() else "demo.begins-unseen", count=len(families)))
        profiles = exhibition.opened.workspace.profiles
        city.begin({name: profiles[program.profile].family for name, program in families.items()})
        story = Story(city, newsroom, voice)
        technician = Technician(city, story)
        technician.enrols_all(exhibition.out / PAGE)
        data = story.tell_services(services.result())
        editions = story.loses_everything(changed)
        story.comes_back(editions)
        story.goes_over(editions)
        _photograph(story, published, changed, data)
        touched = beside.submit(_touch, published, families.values(), data)
        _trouble(city, newsroom, story, exhibition, first)
        story.tell_touched(touched.result(), exhibition.out)
        technician.takes_back(story.sites[-1])
        if has_display() or length is not None:
            _play_on(length, voice)
    return GOOD if story.went_well else FAILED


def _touch(exhibition: Exhibition, programs: Iterable[Program], data: tuple[Batch, ...]) -> Touched | None:
    """Let visitors touch a kiosk and a table, where there are such."""
    from parvis.touched import touch, touchable

    found = touchable(programs)
    return touch(exhibition, found, now(), data) if found else None


def _photograph(
    story: Story, exhibition: Exhibition, programs: Mapping[str, Program], data: tuple[Batch, ...]
) -> None:
    """Say what is on the glass, and how that compares with what should be.

    Where a screen was just going over to the next page, a second look tells.
    """
    from parvis.photographs import Verdict, write_glass

    verdict: Verdict | None = None
    for _ in range(_LOOKS):
        if (verdict is None or verdict.none) and (shots := story.takes_pictures()):
            verdict = write_glass(exhibition, programs, shots, data)
    if verdict is not None:
        story.tell_verdict(verdict)
    story.tell_presented()


def _trouble(
    city: City, newsroom: Newsroom, story: Story, exhibition: Exhibition, programs: Mapping[str, Program]
) -> None:
    """Let central name what is wrong with three devices, and show what its team sees of that."""
    from parvis.faces import write_faces
    from parvis.trouble import FROZEN, Trouble

    trouble = Trouble(city, newsroom, story)
    spoilt = trouble.spoil_film(programs)
    with trouble.frozen_and_unplugged(spoilt) as wanted:
        trouble.await_names(wanted)
        centre = city.centre
        there = write_faces(exhibition.out, centre.url, centre.token, wanted[FROZEN], exhibition.voice)
        story.expect([] if there else [wanted[FROZEN]], "demo.unnamed")


def _play_on(length: timedelta | None, voice: Voice) -> None:
    """Leave the devices alone for a while, or until somebody ends it."""
    if length is None:
        say(voice.words("demo.until-ended"))
        with suppress(KeyboardInterrupt):
            threading.Event().wait()
    else:
        say(voice.words("demo.plays-on", seconds=round(length.total_seconds())))
        threading.Event().wait(length.total_seconds())
