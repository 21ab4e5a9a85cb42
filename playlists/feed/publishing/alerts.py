"""Raising and lifting alerts in a feed, and which devices they reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime

import msgspec
from msgspec.structs import replace

from device_profiles.decoding import from_json
from playlists.errors import FeedError
from playlists.feed import wire
from playlists.feed.alerts import FIELD, LIMITS, Alert, read, write
from playlists.feed.head import Head, in_force
from playlists.feed.publishing.publish import heads, readable
from playlists.feed.publishing.repository import Repository
from playlists.feed.tree import ALERTS
from playlists.program import Program


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """Devices of one profile that warn; `program` is what one of them plays, for a picture of it."""

    profile: str
    devices: tuple[str, ...]
    screens: tuple[str, ...]
    program: Program


class Reached(msgspec.Struct, frozen=True, kw_only=True):
    """Whom an alert reaches.

    `unread` are devices that it may cover, whose program the feed's folder has lost: what they are nobody
    knows here, they do.
    """

    kinds: tuple[Reach, ...]
    unread: tuple[str, ...]


def standing(repository: Repository) -> tuple[Alert, ...]:
    """The alerts on the feed's board, also those whose time is over. Raises `FeedError`."""
    return read(repository.role(ALERTS).unrecognized_fields.get(FIELD)).alerts


def put_up(repository: Repository, alert: Alert) -> None:
    """Put an alert on the board, in the place of one of the same id, in the repository's memory.

    What is over by then goes. An alert that is not sound is a caller's mistake.

    Raises:
        FeedError: the board is full.
    """
    if not alert.is_sound():
        raise ValueError(f"not an alert that may be signed: {alert}")
    others = [one for one in standing(repository) if one.id != alert.id and one.closes > alert.issued]
    if len(others) >= LIMITS.alerts:
        raise FeedError(f"{LIMITS.alerts} alerts stand already; lift one: {', '.join(a.id for a in others)}")
    repository.edit(ALERTS).unrecognized_fields[FIELD] = write([*others, alert])


def take_down(repository: Repository, ids: Collection[str], at: datetime) -> None:
    """Take alerts off the board, and what is over at an instant, in the repository's memory.

    Raises:
        FeedError: the board has none of that id.
    """
    known = standing(repository)
    for name in ids:
        if name not in {one.id for one in known}:
            there = ", ".join(one.id for one in known) or "none"
            raise FeedError(f"there is no alert {name}; there are: {there}")
    kept = [one for one in known if one.id not in ids and one.closes > at]
    repository.edit(ALERTS).unrecognized_fields[FIELD] = write(kept)


def reached(repository: Repository, alert: Alert, at: datetime) -> Reached:
    """The devices of the feed that an alert covers, by profile and screens.

    Raises `FeedError`: this version cannot read a program.
    """
    kinds: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    shown: dict[tuple[str, tuple[str, ...]], tuple[str, Head, wire.WireProgram]] = {}
    unread = []
    for device, head, program in _playing(repository, at):
        if program is None:
            if alert.area.profiles or alert.area.covers(device, "", head.position):
                unread.append(device)
        elif alert.area.covers(device, program.profile, head.position):
            kind = program.profile, _screen_names(program)
            kinds[kind].append(device)
            shown.setdefault(kind, (device, head, program))
    found = tuple(
        Reach(profile=kind[0], devices=tuple(devices), screens=kind[1], program=_program(*shown[kind]))
        for kind, devices in sorted(kinds.items())
    )
    return Reached(kinds=found, unread=tuple(unread))


def unplaced(repository: Repository) -> tuple[str, ...]:
    """The devices whose position is not known: no circle covers them."""
    return tuple(device for device, head in heads(repository).items() if head.position is None)


class _Named(msgspec.Struct, frozen=True):
    name: str


def _screen_names(program: wire.WireProgram) -> tuple[str, ...]:
    return tuple(from_json(screen.screen, _Named).name for screen in program.screens)


def _playing(repository: Repository, at: datetime) -> Iterator[tuple[str, Head, wire.WireProgram | None]]:
    """What devices play; None where its file is lost."""
    known = heads(repository)
    programs = readable(repository, known.values())
    for device, head in known.items():
        edition = in_force(head.editions, at)
        if edition is not None:
            yield device, head, programs.get(edition.program)


def _program(device: str, head: Head, program: wire.WireProgram) -> Program:
    """What a device plays, its items left out: an alert hides them."""
    bare = tuple(replace(screen, playlists={}, events=()) for screen in program.screens)
    return wire.unpack(replace(program, screens=bare), device, head, lambda _: True).program
