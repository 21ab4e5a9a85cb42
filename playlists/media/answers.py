"""What earlier runs found out, in small files: which bytes a path holds, and what became of them.

Nothing here is precious: a file that a power cut tore is read as absent, and the work is done again.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import BinaryIO, TypeVar

import msgspec

from device_profiles.decoding import JsonDecoder
from playlists.media.faults import FaultError
from playlists.media.jobs import Refused, Seen
from playlists.media.source import open_regular
from playlists.media.store import chunks
from playlists.program import Film, Stills

Known = Film | Stills | Seen | Refused


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Which bytes a path held when its status was this."""

    path: str
    size: int
    modified_ns: int
    changed_ns: int
    inode: int
    sha256: str


_KNOWN: JsonDecoder[Known] = JsonDecoder(Known)
_SOURCE = JsonDecoder(Source)
T = TypeVar("T")


class Answers:
    """Answers by the hash of their question, and sources by path, under `root`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._sources: dict[str, Source] = {}

    def get(self, question: bytes) -> Known | None:
        """What was found out about a question, or None."""
        return _read(self._file("answers", question), _KNOWN)

    def keep(self, question: bytes, answer: Known) -> None:
        """Remember an answer."""
        _write(self._file("answers", question), answer)

    def source(self, path: Path, at_most: int) -> Source:
        """The SHA-256 of a file's bytes, read anew only where its status has changed. Raises `FaultError`."""
        with open_regular(path) as stream:
            status = _status(path, stream)
            file = self._file("sources", os.fsencode(path))
            known = self._sources.get(status.path) or _read(file, _SOURCE)
            if known is not None and msgspec.structs.replace(known, sha256="") == status:
                self._sources[status.path] = known
                return known
            digest = hashlib.sha256()
            for piece in chunks(stream, at_most):
                digest.update(piece)
            if _status(path, stream) != status:
                raise FaultError("is being written just now: save it, then try again")
        found = msgspec.structs.replace(status, sha256=digest.hexdigest())
        self._sources[status.path] = found
        _write(file, found)
        return found

    def _file(self, folder: str, question: bytes) -> Path:
        name = hashlib.sha256(question).hexdigest()
        return self._root / folder / name[:2] / f"{name}.json"


def _status(path: Path, stream: BinaryIO) -> Source:
    status = os.fstat(stream.fileno())
    return Source(
        path=str(path),
        size=status.st_size,
        modified_ns=status.st_mtime_ns,
        changed_ns=status.st_ctime_ns,
        inode=status.st_ino,
        sha256="",
    )


def _read(file: Path, decoder: JsonDecoder[T]) -> T | None:
    try:
        return decoder.decode(file.read_bytes())
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def _write(file: Path, value: msgspec.Struct) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(prefix=".part-", dir=file.parent)
    with open(descriptor, "wb") as stream:  # noqa: PTH123
        stream.write(msgspec.json.encode(value))
    Path(temporary).replace(file)
