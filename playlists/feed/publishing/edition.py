"""What a publication changes, old and new programs side by side, and what editors must approve for it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache

import msgspec

from device_profiles.decoding import from_json
from playlists.feed import wire
from playlists.feed.approval import PLACES, SERVICES, SITE
from playlists.feed.head import Edition, Head, in_force
from playlists.feed.raw import digest
from playlists.feed.wire import WireProgram


class ScreenChange(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes different on a screen: items by playlist, and what else is not as it was."""

    screen: str
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    other: tuple[str, ...] = ()


class DeviceChange(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes different on a device.

    `begins`: it had no program; `ends`: it has none any more; `moved`: its place is called or lies otherwise.
    """

    device: str
    begins: bool = False
    moved: bool = False
    ends: bool = False
    screens: tuple[ScreenChange, ...] = ()


def following(head: Head | None, new: Head, approved: Container[str], now: datetime) -> Head:
    """The head that says `new` (of one edition) after what `head` said.

    What plays now stays beside the new edition until that one's time has come and all of it is approved.
    `approved` holds the programs that are approved whole.
    """
    edition = _same(head, new.editions[0], now)
    new = msgspec.structs.replace(new, editions=(edition,))
    standing = [
        known
        for known in (head.editions if head else ())
        if known.program != edition.program and known.effective_from <= now and known.program in approved
    ]
    kept = in_force(standing, now)
    if kept is None or (edition.effective_from <= now and edition.program in approved):
        return new
    return msgspec.structs.replace(new, editions=(kept, edition))


def _same(head: Head | None, edition: Edition, now: datetime) -> Edition:
    """The edition as the head has it already, where a publication says nothing new."""
    newest = head.editions[-1] if head else None
    if newest is None or newest.program != edition.program:
        return edition
    return newest if max(newest.effective_from, edition.effective_from) <= now else edition


class Voices:
    """What programs say, as digests by campaign; a playlist that many programs play is hashed once."""

    def __init__(self) -> None:
        self._of_playlist: dict[bytes, frozenset[str]] = {}

    def of(self, program: WireProgram) -> dict[str, frozenset[str]]:
        """All that a program says, by campaign."""
        site = {digest(program.dress)}
        found: dict[str, frozenset[str]] = {}
        for screen in program.screens:
            site.update(digest(raw) for raw in (screen.screen, *screen.layouts.values()))
            for playlist in screen.playlists.values():
                found[playlist.id] = found.get(playlist.id, frozenset()) | self._items(playlist)
            if screen.services:
                offered = frozenset(map(digest, screen.services.parts()))
                found[SERVICES] = found.get(SERVICES, frozenset()) | offered
        return {SITE: frozenset(site), **found}

    def _items(self, playlist: wire.WirePlaylist) -> frozenset[str]:
        key = hashlib.sha256(b"\0".join(playlist.items)).digest()
        if key not in self._of_playlist:
            self._of_playlist[key] = frozenset(map(digest, playlist.items))
        return self._of_playlist[key]


def said_by(programs: Iterable[Mapping[str, frozenset[str]]], places: Iterable[str]) -> dict[str, set[str]]:
    """The digests that must be approved for programs and names of places, by campaign."""
    found: dict[str, set[str]] = defaultdict(set)
    for campaign, digests in {pair for program in programs for pair in program.items()}:
        found[campaign].update(digests)
    found[PLACES].update(wire.place_digest(place) for place in places)
    return dict(found)


def changes(
    before: Mapping[str, Head], after: Mapping[str, Head], programs: Mapping[str, WireProgram]
) -> Iterator[DeviceChange]:
    """What becomes different, device by device; a device on which nothing does is left out.

    The newest edition of each head counts; `programs` holds them by SHA-256.
    """
    screens = cache(lambda old, new: _screens(programs.get(old), programs[new]))
    for device in dict.fromkeys([*after, *before]):
        if device not in after:
            yield DeviceChange(device=device, ends=True)
            continue
        new, old = after[device], before.get(device)
        programs_of = (old.editions[-1].program if old else "", new.editions[-1].program)
        told = () if programs_of[0] == programs_of[1] else screens(*programs_of)
        moved = old is not None and (old.place, old.position) != (new.place, new.position)
        if old is None or told or moved:
            yield DeviceChange(device=device, begins=old is None, moved=moved, screens=told)


def _screens(old: WireProgram | None, new: WireProgram) -> tuple[ScreenChange, ...]:
    known = {_name(screen): screen for screen in old.screens} if old else {}
    found = (_screen(known.get(_name(screen)), screen) for screen in new.screens)
    general = ("dress",) if old and bytes(old.dress) != bytes(new.dress) else ()
    told = []
    for change in found:
        whole = msgspec.structs.replace(change, other=general + change.other)
        if whole.new or whole.changed or whole.gone or whole.other:
            told.append(whole)
    return tuple(told)


def _screen(old: wire.WireScreen | None, new: wire.WireScreen) -> ScreenChange:
    before, after = _items(old), _items(new)
    other = []
    if old and old.events != new.events:
        other.append("schedule")
    if old and old.layouts != new.layouts:
        other.append("layouts")
    if old and old.services != new.services:
        other.append("services")
    return ScreenChange(
        screen=_name(new),
        new=tuple(name for name in after if name not in before),
        changed=tuple(name for name in after if name in before and before[name] != after[name]),
        gone=tuple(name for name in before if name not in after),
        other=tuple(other),
    )


def _items(screen: wire.WireScreen | None) -> dict[str, frozenset[bytes]]:
    """The items of a screen by name, each with its bytes in all the zones in which it plays."""
    found: dict[str, set[bytes]] = defaultdict(set)
    for playlist in screen.playlists.values() if screen else ():
        for raw in playlist.items:
            found[from_json(raw, _Named).id].add(bytes(raw))
    return {name: frozenset(said) for name, said in found.items()}


class _Named(msgspec.Struct, frozen=True):
    id: str


class _NamedScreen(msgspec.Struct, frozen=True):
    name: str


def _name(screen: wire.WireScreen) -> str:
    return from_json(screen.screen, _NamedScreen).name
