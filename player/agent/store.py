"""The store of objects as the agent sees it: what is there, what is right, what may go."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Container, Iterator, Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from player.state import State
from playlists.durable import sync_folder
from playlists.errors import FeedError
from playlists.feed import naming
from playlists.feed.generation import Part
from playlists.feed.tree import CHUNK_BYTES, SHA256

PART = ".part"
_PIECE = 2**20


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """An object that is needed: its name, its size in bytes, the hash of each chunk of a large one.

    `due` is when the first program begins that needs it.
    """

    name: str
    size: int
    chunks: tuple[str, ...] = ()
    due: datetime | None = None


def wanted_by(parts: tuple[Part, ...]) -> dict[str, Wanted]:
    """The objects that editions, in the order of time, need. Chunks that do not fit the size are left aside.

    Raises:
        FeedError: a name is no SHA-256, and might lead out of the store.
    """
    found: dict[str, Wanted] = {}
    for part in parts:
        for name, size in naming.objects(part.program).items():
            if not SHA256.fullmatch(name):
                raise FeedError(f"a program names an object {name[:70]!r}, which is no SHA-256")
            chunks = part.chunks.get(name, ())
            fits = len(chunks) == -(-size // CHUNK_BYTES)
            due = found[name].due if name in found else part.effective_from
            found[name] = Wanted(name=name, size=size, chunks=chunks if fits else (), due=due)
    return found


class Store:
    """`objects/<aa>/<sha256>`, and `incoming/` where objects grow until they are right."""

    def __init__(self, state: State) -> None:
        self.root, self.incoming = state.objects, state.incoming
        self._root = str(state.objects)

    def path(self, name: str) -> Path:
        """Where an object is, or would be."""
        return self.root / name[:2] / name

    def part(self, name: str) -> Path:
        """Where an object grows."""
        return self.incoming / (name + PART)

    def look(self, name: str) -> os.stat_result | None:
        """What the disk says of an object, or None where it is missing: asked of each one at each poll."""
        try:
            return os.stat(f"{self._root}/{name[:2]}/{name}")  # noqa: PTH116
        except OSError:
            return None

    def has(self, wanted: Wanted) -> bool:
        """Whether an object is there with its size."""
        found = self.look(wanted.name)
        return found is not None and found.st_size == wanted.size

    def missing(self, wanted: Mapping[str, Wanted]) -> tuple[Wanted, ...]:
        """What is not there, or not with its size."""
        return tuple(one for one in wanted.values() if not self.has(one))

    def take_in(self, name: str) -> None:
        """Move an object that has grown, is right and is durable, into its place."""
        place = self.path(name)
        if not place.parent.is_dir():
            place.parent.mkdir(parents=True, exist_ok=True)
            sync_folder(self.root)
        self.part(name).replace(place)
        sync_folder(place.parent)

    def drop(self, name: str) -> None:
        """Take an object away."""
        self.path(name).unlink(missing_ok=True)

    def waiting(self, wanted: Wanted) -> int:
        """How many bytes of an object have arrived."""
        try:
            return self.part(wanted.name).stat().st_size
        except OSError:
            return 0

    def free(self) -> int:
        """Bytes that may still be written."""
        self.incoming.mkdir(parents=True, exist_ok=True)
        return shutil.disk_usage(self.incoming).free

    def tidy(self, wanted: Container[str]) -> None:
        """Drop what arrived of things that nobody wants any more."""
        for file in self.incoming.glob("*"):
            if file.name.removesuffix(PART) not in wanted:
                file.unlink(missing_ok=True)

    def evict(self, needed: Container[str], until_free: int) -> None:
        """Drop objects that nobody needs, the oldest first, until so many bytes are free."""
        for file in sorted(self._others(needed), key=_age):
            if self.free() >= until_free:
                return
            file.unlink(missing_ok=True)

    def _others(self, needed: Container[str]) -> Iterator[Path]:
        return (file for file in self.root.glob("??/*") if file.name not in needed)


def _age(file: Path) -> float:
    return file.stat().st_mtime


def pieces(path: Path, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """The bytes of a file, and the page cache left as it was."""
    with path.open("rb", buffering=0) as file:
        file.seek(start)
        at = start
        while piece := file.read(_PIECE if end is None else min(_PIECE, end - at)):
            yield piece
            at += len(piece)
            os.posix_fadvise(file.fileno(), at - len(piece), len(piece), os.POSIX_FADV_DONTNEED)


def hashed(path: Path, start: int = 0, end: int | None = None) -> hashlib._Hash:
    """The SHA-256 of a file, or a part of it, to be gone on with."""
    digest = hashlib.sha256()
    for piece in pieces(path, start, end):
        digest.update(piece)
    return digest
