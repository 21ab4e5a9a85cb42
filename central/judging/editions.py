"""The programs of a feed, read once for all devices that play them: a fleet of 5,000 has a few hundred.

Devices that differ in their place alone share one program; only where a rule follows the sun has each
position its own.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
from msgspec.structs import replace

from device_profiles.decoding import from_json
from playlists.daypart import follows_sun
from playlists.errors import FeedError
from playlists.feed import approval, wire
from playlists.feed.approval import PLACES, SITE, approved_by
from playlists.feed.generation import Part
from playlists.feed.head import Head
from playlists.feed.pictures import Pictures
from playlists.feed.raw import digest
from playlists.feed.tree import APPROVALS, PROGRAMS, document_path
from playlists.feed.trust import Pointer
from playlists.program import Program

Campaigns = Mapping[str, Mapping[str, Pointer]]
"""What each editor approved, by campaign."""

_NOWHERE = Head(place="", position=None, editions=())


class _Facts(msgspec.Struct, frozen=True):
    """What is asked of a program file again and again; `says` are the digests of what editors approve."""

    campaigns: frozenset[str]
    says: frozenset[str]
    follows_sun: bool


class _Read(msgspec.Struct, frozen=True):
    """A program as it may be shown, wherever its device stands."""

    program: Program
    refused: tuple[str, ...]
    chunks: dict[str, tuple[str, ...]]
    pictures: Pictures


class Editions:
    """Reads programs and approvals from a feed's folder; what was read and is still asked for is kept."""

    def __init__(self, feed: Path) -> None:
        self._feed = feed
        self._facts: dict[str, _Facts] = {}
        self._said: dict[str, frozenset[str]] = {}
        self._campaigns: Campaigns = {}
        self._needed = 1
        self._agreed: dict[frozenset[str], frozenset[str]] = {}
        self._read: dict[tuple[str, frozenset[str]], _Read] = {}
        self._used: dict[tuple[str, frozenset[str]], _Read] = {}
        self._placed: dict[tuple[int, tuple[float, float]], Program] = {}

    def begin(self, campaigns: Campaigns, needed: int) -> None:
        """From now on this is approved, and so many editors must agree."""
        if (campaigns, needed) != (self._campaigns, self._needed):
            self._campaigns, self._needed = campaigns, needed
            self._agreed.clear()
            named = {pointer.sha256 for own in campaigns.values() for pointer in own.values()}
            self._said = {sha256: said for sha256, said in self._said.items() if sha256 in named}

    def end(self) -> None:
        """Forget what was not asked for since the last time."""
        self._read, self._used = self._used, {}
        alive = {id(read.program) for read in self._read.values()}
        self._placed = {key: made for key, made in self._placed.items() if key[0] in alive}
        names = {sha256 for sha256, _ in self._read}
        self._facts = {sha256: fact for sha256, fact in self._facts.items() if sha256 in names}

    def programs(self) -> Iterator[Program]:
        """All programs that are kept."""
        yield from (read.program for read in self._read.values())
        yield from self._placed.values()

    def parts(self, head: Head) -> tuple[Part, ...]:
        """The editions of a device as `playlists.feed.generation.parts` gives them, their programs shared.

        Raises:
            FeedError: nothing of what they say may be shown.
        """
        facts = [self._facts_of(edition.program) for edition in head.editions]
        agreed = self._agreed_on(frozenset({SITE, PLACES}).union(*(fact.campaigns for fact in facts)))
        strange = () if wire.place_digest(head.place) in agreed else ("the name of the place",)
        found, faults = [], []
        for edition, fact in zip(head.editions, facts, strict=True):
            try:
                read = self._read_as(edition.program, agreed)
                program = self._at(read.program, edition.program, head) if fact.follows_sun else read.program
            except FeedError as fault:
                faults.append(fault)
                continue
            found.append(
                Part(
                    effective_from=edition.effective_from,
                    sha256=edition.program,
                    program=program,
                    refused=strange + read.refused,
                    chunks=read.chunks,
                    pictures=read.pictures,
                )
            )
        if not found and faults:
            raise faults[0]
        return tuple(found)

    def _agreed_on(self, names: frozenset[str]) -> frozenset[str]:
        """What enough editors approved, by what they say of these campaigns."""
        known = self._agreed.get(names)
        if known is None:
            said = {
                editor: frozenset[str]().union(
                    *(self._digests(pointer.sha256) for name, pointer in own.items() if name in names)
                )
                for editor, own in self._campaigns.items()
            }
            known = self._agreed[names] = approved_by(said, self._needed)
        return known

    def _digests(self, sha256: str) -> frozenset[str]:
        if sha256 not in self._said:
            self._said[sha256] = frozenset(approval.read(self._document(APPROVALS, sha256)).digests)
        return self._said[sha256]

    def _read_as(self, sha256: str, agreed: frozenset[str]) -> _Read:
        """A program without what is not agreed on; what else is approved does not let it be read anew."""
        key = sha256, self._facts_of(sha256).says - agreed
        read = self._used.get(key) or self._read.get(key)
        if read is None:
            file = self._wire(sha256)
            unpacked = wire.unpack(file, "", _NOWHERE, agreed.__contains__)
            refused = tuple(name for name in unpacked.refused if name != "the name of the place")
            read = _Read(unpacked.program, refused, file.chunks, unpacked.pictures)
        self._used[key] = read
        return read

    def _at(self, program: Program, sha256: str, head: Head) -> Program:
        """The program where its device stands: its days are of its own."""
        if head.position is None:
            return program
        key = id(program), head.position
        if key not in self._placed:
            wire.require_sound(self._wire(sha256), head.position)
            self._placed[key] = replace(program, position=head.position)
        return self._placed[key]

    def _facts_of(self, sha256: str) -> _Facts:
        if sha256 not in self._facts:
            file = self._wire(sha256)
            self._facts[sha256] = _Facts(wire.campaigns(file), _says(file), _follows_sun(file))
        return self._facts[sha256]

    def _wire(self, sha256: str) -> wire.WireProgram:
        return wire.read(self._document(PROGRAMS, sha256))

    def _document(self, folder: str, sha256: str) -> bytes:
        return read_document(self._feed, folder, sha256)


def read_document(feed: Path, folder: str, sha256: str) -> bytes:
    """A document of a feed, as its name promises it. Raises `FeedError`."""
    try:
        data = (feed / document_path(folder, sha256)).read_bytes()
    except OSError as error:
        raise FeedError(f"{folder}/{sha256[:12]}… cannot be read") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise FeedError(f"{folder}/{sha256[:12]}… is not what its name promises")
    return data


def _says(file: wire.WireProgram) -> frozenset[str]:
    """The digests of all that a program says. Many programs say the same: each digest is held once."""
    raws = [file.dress]
    for screen in file.screens:
        raws += [screen.screen, *screen.layouts.values()]
        raws += screen.services.parts() if screen.services else ()
        raws += [raw for playlist in screen.playlists.values() for raw in playlist.items]
    return frozenset(sys.intern(digest(raw)) for raw in raws)


class _Ruled(msgspec.Struct, frozen=True):
    when: str | None = None


def _follows_sun(file: wire.WireProgram) -> bool:
    """Whether what a program shows hangs on where its device stands."""
    rules = [file.display_hours, *(event.when for screen in file.screens for event in screen.events)]
    if any(follows_sun(rule) for rule in rules if rule):
        return True
    playlists = (playlist for screen in file.screens for playlist in screen.playlists.values())
    raws = (raw for playlist in playlists for raw in playlist.items if b'"when":"' in bytes(raw))
    return any(follows_sun(rule) for rule in map(_when, raws) if rule)


def _when(raw: msgspec.Raw) -> str | None:
    """The time rule of an item that is not read yet, if this version can read it."""
    try:
        return from_json(raw, _Ruled).when
    except msgspec.DecodeError:
        return None
