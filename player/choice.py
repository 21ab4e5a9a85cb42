"""Which generation a stage plays, and which of its editions: from what is on disk, verified anew."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from player.state import LATEST, PLAYING, State
from playlists.durable import point
from playlists.errors import FeedError
from playlists.feed.generation import Part, parts, playing
from playlists.feed.naming import objects


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """A generation that may play, and its editions in the order of time."""

    generation: str
    parts: tuple[Part, ...]

    def part(self, at: datetime) -> Part:
        """The edition that plays at an instant."""
        return playing(self.parts, at)

    def next_switch(self, after: datetime) -> datetime | None:
        """When another edition begins."""
        return min((part.effective_from for part in self.parts if part.effective_from > after), default=None)


class Refusal(msgspec.Struct, frozen=True):
    """Why a generation may not play, in one line."""

    generation: str
    reason: str


def choose(state: State, anchor: bytes, device: str) -> tuple[Choice | None, tuple[Refusal, ...]]:
    """The best generation on disk, or None; and those before it that may not play.

    That is the latest, else the one that played last, else an older one. It must verify from the anchor.
    Objects that it lacks are passed over while it plays, but where none of them is there, an older one is
    better.
    """
    refusals: list[Refusal] = []
    bare: Choice | None = None
    for name in _names(state):
        found = open_generation(state, name, anchor, device)
        if isinstance(found, Refusal):
            refusals.append(found)
        elif _is_bare(state, found):
            bare = bare or found
            refusals.append(Refusal(name, "none of its objects is there"))
        else:
            return found, tuple(refusals)
    return bare, tuple(refusals)


def open_generation(state: State, name: str, anchor: bytes, device: str) -> Choice | Refusal:
    """A generation, verified from the anchor."""
    generation = state.generation(name)
    try:
        trusted = generation.trusted(anchor, device)
        found = parts(trusted, device, generation.document)
    except FeedError as error:
        return Refusal(name, str(error))
    return Choice(generation=name, parts=found)


def latest(state: State) -> str | None:
    """The number of the generation that the agent put in place last."""
    return _target(state.generations / LATEST)


def is_playing(state: State, choice: Choice) -> None:
    """Note durably that this generation is on the glass: the agent keeps it, and the next start finds it."""
    if _target(state.generations / PLAYING) != choice.generation:
        point(state.generations / PLAYING, choice.generation)


def missing(state: State, part: Part) -> tuple[str, ...]:
    """The objects of an edition that are not there, or not of their size. Their bytes are not looked at."""
    return tuple(
        name for name, size in objects(part.program).items() if _size(state.objects / name[:2] / name) != size
    )


def _is_bare(state: State, choice: Choice) -> bool:
    """Whether its programs name objects and none of them is there."""
    wanted = {name for part in choice.parts for name in objects(part.program)}
    lacking = {name for part in choice.parts for name in missing(state, part)}
    return bool(wanted) and wanted == lacking


def _names(state: State) -> Iterator[str]:
    first = [name for link in (LATEST, PLAYING) if (name := _target(state.generations / link))]
    try:
        folders = [entry.name for entry in os.scandir(state.generations) if entry.name.isdecimal()]
    except OSError:
        folders = []
    yield from dict.fromkeys([*first, *sorted(folders, key=int, reverse=True)])


def _target(link: Path) -> str | None:
    """The number that a link names; a link that names anything else counts as none."""
    try:
        name = link.readlink().name
    except OSError:
        return None
    return name if name.isdecimal() else None


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
