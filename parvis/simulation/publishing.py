"""A feed for a simulation: a workspace published with keys for this alone, for any number of devices."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import msgspec

from parvis.console import Voice, complain
from parvis.one_block import OpeningError, now
from parvis.opening import open_library, open_workspace, prepared
from parvis.pictures import drawn
from parvis.simulation.weather import chance
from parvis.words import words
from playlists.feed.publishing.authority import Plan, create
from playlists.feed.publishing.keyring import Keyring
from playlists.feed.publishing.publish import publish, think
from playlists.feed.publishing.repository import ANCHOR, Repository
from playlists.feed.tree import METADATA
from playlists.media.store import Store
from playlists.program import Program

_EDITOR = "simulation"
_TOGETHER = 6
"""Copies of a device that stand at one place."""
_AWAY_DEGREES, _NEAR_DEGREES = 0.04, 0.0008


def prepare_feed(
    workspace: Path, out: Path, devices: int | None, voice: Voice, *, lit: bool, report_s: int | None
) -> tuple[Path, Path]:
    """Publish a workspace into `out`/feed; returns the feed, and the file of its first root.

    `lit` lets it play by night what it plays by day; `report_s` is how often devices report, if not as their
    profiles say.

    Raises:
        OpeningError: the workspace cannot be used, or has nothing to show.
    """
    feed, keyring = out / "feed", Keyring(out / "keys", lambda _: b"")
    opened = open_workspace(workspace, voice)
    with open_library(workspace) as library:
        programs = prepared(opened.workspace, opened.devices([]), library, voice)
        if not programs:
            raise OpeningError(words("command.nothing-to-show", folder=str(workspace)))
        source = Store(library.objects)
        album = drawn(programs.values(), source, voice)
        wanted = multiplied(programs, devices or len(programs))
        if lit:
            wanted = {name: _lit(program) for name, program in wanted.items()}
        if report_s:
            wanted = {name: _reporting(program, report_s) for name, program in wanted.items()}
        at = now()
        if not (feed / METADATA).exists():
            out.mkdir(parents=True, exist_ok=True)
            create(feed, keyring, Plan(editors=[_EDITOR]), at)
        anchor = out / "keys" / ANCHOR
        repository = Repository(feed, anchor.read_bytes())
        complain(voice.words("simulate.publishing", count=len(wanted)))
        edit = think(repository, wanted, source, _EDITOR, effective_from=at, now=at, album=album)
        publish(repository, edit, source, keyring, now=at)
    return feed, anchor


def multiplied(programs: Mapping[str, Program], count: int) -> dict[str, Program]:
    """So many devices: those that there are, the first of them if fewer, and copies of them in turn.

    Copies have places of their own, not far away, some of them the same.
    """
    own = list(programs.items())
    found = {}
    for number in range(count):
        name, program = own[number % len(own)]
        copy = number // len(own)
        device = f"{name}-{copy + 1:04}" if copy else name
        found[device] = _copy(program, device, copy) if copy else program
    return found


def _lit(program: Program) -> Program:
    """Without hours in which it would be dark, or show nothing."""
    screens = tuple(
        msgspec.structs.replace(
            screen, events=tuple(msgspec.structs.replace(event, when=None) for event in screen.events)
        )
        for screen in program.screens
    )
    return msgspec.structs.replace(program, display_hours=None, screens=screens)


def _reporting(program: Program, report_s: int) -> Program:
    return msgspec.structs.replace(program, line=msgspec.structs.replace(program.line, report_s=report_s))


def _copy(program: Program, device: str, copy: int) -> Program:
    block = copy // _TOGETHER
    place = f"{program.place} {block + 1}" if block else program.place
    position = program.position
    if position is not None:
        north, east = _offset(place, _AWAY_DEGREES if block else 0.0)
        near_north, near_east = _offset(device, _NEAR_DEGREES)
        position = round(position[0] + north + near_north, 5), round(position[1] + east + near_east, 5)
    return msgspec.structs.replace(program, device=device, place=place, position=position)


def _offset(name: str, most: float) -> tuple[float, float]:
    angle, far = 2 * math.pi * chance(name, "angle"), most * math.sqrt(chance(name, "far"))
    return far * math.sin(angle), far * math.cos(angle) * 1.5
