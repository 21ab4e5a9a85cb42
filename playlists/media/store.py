"""The store of objects: immutable files named by the SHA-256 of their bytes."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from playlists.durable import sync_folder

CHUNK = 2**20
TEMPORARY = ".part-"
_NAME = re.compile(r"[0-9a-f]{64}")


class TooLargeError(Exception):
    """A file that holds more bytes than it may."""


def chunks(stream: BinaryIO, at_most: int) -> Iterable[bytes]:
    """The bytes of a stream in pieces. Raises `TooLargeError` beyond `at_most` bytes."""
    total = 0
    while piece := stream.read(CHUNK):
        total += len(piece)
        if total > at_most:
            raise TooLargeError
        yield piece


def is_running(process: int) -> bool:
    """Whether a process of that id exists."""
    return Path(f"/proc/{process}").exists()


class Store:
    """Objects under `root`, each at `<aa>/<sha256>`, where `aa` are the first two digits of its name."""

    def __init__(self, root: Path, at_most: int = 4 * 2**30) -> None:
        self.root = root
        self._root = str(root)
        self._at_most = at_most

    def path(self, name: str) -> Path:
        """Where the object of that name is, or would be. A name that is no SHA-256 is a caller's mistake."""
        return Path(self._place(name))

    def put(self, data: bytes) -> str:
        """Keep these bytes and return their name."""
        name = hashlib.sha256(data).hexdigest()
        return name if self.size(name) == len(data) else self._write(iter((data,)))

    def put_file(self, source: Path) -> str:
        """Keep a copy of a file and return its name. Raises `TooLargeError` beyond the store's bound."""
        with source.open("rb") as stream:
            return self._write(chunks(stream, self._at_most))

    def size(self, name: str) -> int | None:
        """The size of an object in bytes, or None where it is missing."""
        try:
            return os.stat(self._place(name)).st_size  # noqa: PTH116 - asked of tens of thousands at once
        except FileNotFoundError:
            return None

    def verify(self, name: str) -> bool:
        """Whether the object is there and its bytes are those that its name promises."""
        digest = hashlib.sha256()
        try:
            with self.path(name).open("rb") as stream:
                for piece in chunks(stream, self._at_most):
                    digest.update(piece)
        except (FileNotFoundError, TooLargeError):
            return False
        return digest.hexdigest() == name

    def touch(self, name: str) -> None:
        """Note that an object was used, so that `prune` keeps it longer."""
        os.utime(self.path(name))

    def prune(self, at_most: int) -> int:
        """Drop what a power cut left half written, then the longest unused objects beyond `at_most` bytes.

        Returns the number of objects dropped.
        """
        for file in self.root.glob(TEMPORARY + "*"):
            if not is_running(int(file.name.split("-")[1])):
                file.unlink(missing_ok=True)
        found = []
        for file in self.root.glob("??/*"):
            status = file.stat()
            found.append((status.st_mtime_ns, status.st_size, file))
        total = sum(size for _, size, _ in found)
        dropped = 0
        for _, size, file in sorted(found):
            if total <= at_most:
                break
            file.unlink(missing_ok=True)
            total -= size
            dropped += 1
        return dropped

    def _place(self, name: str) -> str:
        if not _NAME.fullmatch(name):
            raise ValueError(f"not the name of an object: {name!r}")
        return f"{self._root}/{name[:2]}/{name}"

    def _write(self, pieces: Iterable[bytes]) -> str:
        self.root.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        descriptor, temporary = tempfile.mkstemp(prefix=f"{TEMPORARY}{os.getpid()}-", dir=self.root)
        try:
            with open(descriptor, "wb") as stream:  # noqa: PTH123
                for piece in pieces:
                    digest.update(piece)
                    stream.write(piece)
                stream.flush()
                os.fchmod(stream.fileno(), 0o644)
                os.fsync(stream.fileno())
            name = digest.hexdigest()
            place = self.path(name)
            if not place.parent.is_dir():
                place.parent.mkdir(exist_ok=True)
                sync_folder(self.root)
            Path(temporary).replace(place)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        sync_folder(place.parent)
        return name
