"""From a problem to the place and time where it shows: which device, screen, zone, and when next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from player.preview.day import FADED
from playlists.program import Program
from playlists.timeline import Play, broadcast_day, runs, screen_plays
from playlists.workspace.problems import Problem

_DAYS = 31
"""How far ahead it is looked for."""
_LONGEST_CYCLE = timedelta(hours=2)
_FOLDER, _SUFFIX = "playlists/", ".toml"

Wanted = Callable[[Play], bool]


@dataclass(frozen=True, slots=True)
class Target:
    """Where a problem is to be seen. No `zone`: the screen as a whole; no `screen`: the device."""

    device: str
    at: datetime
    screen: str = ""
    zone: str = ""


def target_of(
    problem: Problem, programs: Mapping[str, Program], at: datetime, current: str | None
) -> Target | None:
    """Where and when a problem shows next, looked for on the `current` device first; None if nowhere.

    An item that was left out for its fault leads to where its playlist plays.
    """
    if problem.device is not None:
        return Target(problem.device, at) if problem.device in programs else None
    order = sorted(programs, key=lambda name: name != current)
    for search in _searches(problem):
        found = (target for name in order for target in search(programs[name], at))
        soonest = next(found, None)
        if soonest is not None:
            return soonest
    return None


_Search = Callable[[Program, datetime], Iterator[Target]]


def _searches(problem: Problem) -> Iterator[_Search]:
    """What to look for, the nearest to the problem first."""
    if problem.item is not None:
        item = problem.item
        yield lambda program, at: _plays_of(program, at, item=item)
    if problem.event is not None:
        event = problem.event
        yield lambda program, at: _spans_of(program, at, event)
    if problem.file.startswith(_FOLDER):
        playlist = problem.file.removeprefix(_FOLDER).removesuffix(_SUFFIX)
        yield lambda program, at: _plays_of(program, at, playlist=playlist)


def _plays_of(
    program: Program, at: datetime, *, item: str | None = None, playlist: str | None = None
) -> Iterator[Target]:
    """The next play of an item, or of any item of a playlist, on each screen of a device."""
    for shown in program.screens:
        kept = {
            id(found)
            for listed in shown.playlists.values()
            for found in listed.items
            if found.id == item or listed.id == playlist
        }
        if not kept:
            continue
        name = shown.screen.name
        for start, end in _runs_with(program, name, at, kept):
            last = min(end, max(start, at) + _LONGEST_CYCLE)
            plays = screen_plays(program, name, max(start, at), last)
            play = next((play for play in plays if id(play.item) in kept), None)
            if play is not None:
                seen = max(play.start, at, min(play.start + FADED, play.end - timedelta(milliseconds=1)))
                yield Target(program.device, seen, name, play.zone)
                break


def _runs_with(
    program: Program, screen: str, at: datetime, kept: set[int]
) -> Iterator[tuple[datetime, datetime]]:
    """When runs are on from `at` that hold one of the kept items."""
    first = broadcast_day(program, at)
    for number in range(_DAYS):
        for span in runs(program, screen, first + timedelta(days=number)):
            for run in span.runs:
                if run.end > at and any(id(item) in kept for item in run.items):
                    yield run.start, run.end


def _spans_of(program: Program, at: datetime, event: str) -> Iterator[Target]:
    """When an event is next on each screen of a device."""
    for shown in program.screens:
        if all(known.id != event for known in shown.events):
            continue
        first = broadcast_day(program, at)
        for number in range(_DAYS):
            spans = runs(program, shown.screen.name, first + timedelta(days=number))
            span = next((span for span in spans if span.event == event and span.end > at), None)
            if span is not None:
                yield Target(program.device, max(span.start, at), shown.screen.name)
                break
