"""The devices of a feed, verified from the anchor as devices do it; equal programs are held once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from parvis.simulation.reel import Reel
from parvis.simulation.weather import Whereabouts
from playlists.feed import generation, orders
from playlists.feed.generation import Part
from playlists.feed.head import Head
from playlists.feed.naming import objects
from playlists.feed.orders import Order
from playlists.feed.publishing.publish import heads
from playlists.feed.publishing.repository import Repository
from playlists.feed.tree import APPROVALS, METADATA, ORDERS, PROGRAMS, TIMESTAMP, metadata_name
from playlists.feed.trust import Trusted
from playlists.program import Film, Item, Program

_SUN = ("sunrise", "sunset", "dawn", "dusk")
_MOST_REELS = 4096


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What a device of some kind holds: its editions, and how many objects of how many bytes these need.

    `items` names what the newest one may play.
    """

    parts: tuple[Part, ...]
    items: frozenset[str]
    objects: int
    bytes: int


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One device of the feed."""

    where: Whereabouts
    kept: Kept


class Fleet:
    """The feed in a folder as its devices know it. Raises `FeedError`."""

    def __init__(self, feed: Path, anchor: bytes) -> None:
        self._feed, self._anchor = feed, anchor
        self._stamp: bytes | None = None
        self._kept: dict[object, Kept] = {}
        self._reels: dict[tuple[int, str], Reel] = {}
        self.version = 0
        self.members: Mapping[str, Member] = {}
        self.orders: tuple[Order, ...] = ()
        self.frail = ""
        """The item that bad weather breaks if it names none: the film that most devices play."""
        self.refresh()

    def refresh(self) -> bool:
        """Read it again where it was published into; returns whether it was."""
        stamp = (self._feed / METADATA / metadata_name(TIMESTAMP, 0)).read_bytes()
        if stamp == self._stamp:
            return False
        repository = Repository(self._feed, self._anchor)
        found = heads(repository)
        trusted = _trusted(repository)
        self.members = {device: self._member(device, head, trusted) for device, head in found.items()}
        used = {id(member.kept) for member in self.members.values()}
        self._kept = {key: kept for key, kept in self._kept.items() if id(kept) in used}
        board = repository.role(ORDERS).unrecognized_fields.get(orders.FIELD)
        self.orders = orders.read(board).orders
        self.frail = _frail(self.members)
        self.version, self._stamp = repository.chain.snapshot.version, stamp
        return True

    def reel(self, part: Part, barred: str = "") -> Reel:
        """What an edition plays, while an item of it is barred."""
        key = id(part), barred
        found = self._reels.get(key)
        if found is None or found.part is not part:
            if len(self._reels) >= _MOST_REELS:
                self._reels.clear()
            found = self._reels[key] = Reel(part, barred)
        return found

    def _member(self, device: str, head: Head, trusted: Trusted) -> Member:
        key = head.editions, head.position if self._follows_sun(head) else None
        if key not in self._kept:
            own = msgspec.structs.replace(trusted, head=head)
            found = generation.parts(own, device, self._document)
            sizes = {name: size for part in found for name, size in objects(part.program).items()}
            names = frozenset(item.id for item in items(found[-1].program))
            self._kept[key] = Kept(parts=found, items=names, objects=len(sizes), bytes=sum(sizes.values()))
        kept = self._kept[key]
        program = kept.parts[-1].program
        where = Whereabouts(
            device=device,
            place=head.place,
            profile=program.profile,
            family=program.family,
            groups=head.groups,
        )
        return Member(where=where, kept=kept)

    def _follows_sun(self, head: Head) -> bool:
        raw = (self._document(edition.program) or b"" for edition in head.editions)
        return any(word.encode() in data for data in raw for word in _SUN)

    def _document(self, sha256: str) -> bytes | None:
        for folder in (PROGRAMS, APPROVALS):
            try:
                return (self._feed / folder / sha256).read_bytes()
            except FileNotFoundError:
                continue
        return None


def _trusted(repository: Repository) -> Trusted:
    chain = repository.chain
    return Trusted(
        head=None,
        campaigns={editor: chain.campaigns(editor) for editor in chain.editors},
        approvals_needed=chain.approvals_needed,
        versions=chain.versions,
        expires=chain.expires,
    )


def _frail(members: Mapping[str, Member]) -> str:
    times = Counter(id(member.kept) for member in members.values())
    films: Counter[str] = Counter()
    for kept in {id(member.kept): member.kept for member in members.values()}.values():
        films.update(dict.fromkeys(_films(kept.parts[-1].program), times[id(kept)]))
    return max(films, key=lambda item: (films[item], item), default="")


def items(program: Program) -> Iterator[Item]:
    """All items of a program."""
    for screen in program.screens:
        for playlist in screen.playlists.values():
            yield from playlist.items


def _films(program: Program) -> set[str]:
    return {item.id for item in items(program) if isinstance(item.content, Film)}
