"""Programs of a fleet as files of the feed: equal ones once, large objects with the hash of each chunk."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import msgspec

from playlists.feed import naming, wire
from playlists.feed.publishing.album import Album
from playlists.feed.tree import CHUNK_BYTES, CHUNKED_BYTES
from playlists.media.store import Store
from playlists.program import Program

Chunks = dict[str, tuple[str, ...]]


class Packed(msgspec.Struct, frozen=True, kw_only=True):
    """Program files by their SHA-256, that of each device, and the size of every object they name.

    The thumbnails of their pictures are among these: they lie in the feed, and no device fetches them.
    """

    files: dict[str, bytes]
    of_device: dict[str, str]
    objects: dict[str, int]


def pack_all(
    programs: Mapping[str, Program], source: Store, known: Chunks, album: Album | None = None
) -> Packed:
    """The files of the programs of devices, with the pictures that are in the `album`.

    `known` holds chunks that need not be hashed again.
    """
    chunks = dict(known)
    files: dict[str, bytes] = {}
    of_device: dict[str, str] = {}
    objects: dict[str, int] = {}
    alike: dict[object, str] = {}
    written: dict[int, wire.WirePlaylist] = {}
    named: dict[int, dict[str, int]] = {}
    for device, program in programs.items():
        key = _likeness(program)
        if key not in alike:
            own = _objects(program, named)
            for name, size in own.items():
                if size > CHUNKED_BYTES and name not in chunks:
                    chunks[name] = chunk_hashes(source, name)
            data = wire.pack(program, chunks, own, written, album.of(program) if album else None)
            alike[key] = hashlib.sha256(data).hexdigest()
            files[alike[key]] = data
            objects |= own | (album.thumbnails(program) if album else {})
        of_device[device] = alike[key]
    return Packed(files=files, of_device=of_device, objects=objects)


def _objects(program: Program, named: dict[int, dict[str, int]]) -> dict[str, int]:
    """The objects of a program; `named` keeps, by identity, those of each playlist."""
    found = naming.objects_of_mark(program.logo_picture)
    for screen in program.screens:
        found |= naming.objects_of_services(screen.services)
        for playlist in screen.playlists.values():
            if id(playlist) not in named:
                named[id(playlist)] = naming.objects_of(playlist)
            found |= named[id(playlist)]
    return found


def chunk_hashes(source: Store, name: str) -> tuple[str, ...]:
    """The SHA-256 of each chunk of an object."""
    with source.path(name).open("rb") as stream:
        return tuple(
            hashlib.sha256(piece).hexdigest() for piece in iter(lambda: stream.read(CHUNK_BYTES), b"")
        )


def _likeness(program: Program) -> object:
    """A key that programs share when their files are equal: a compiler makes shared parts but once."""
    screens = tuple(
        (
            screen.screen,
            tuple(screen.layouts),
            tuple((key, id(playlist)) for key, playlist in screen.playlists.items()),
            msgspec.json.encode(screen.events),
            msgspec.json.encode(screen.services),
        )
        for screen in program.screens
    )
    own = msgspec.structs.replace(program, device="", place="", position=None, groups=(), screens=())
    return msgspec.json.encode(own), screens
