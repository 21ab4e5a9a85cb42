"""Objects from the feed to the disk: resumed at the byte, hashed while written, right or not there."""

from __future__ import annotations

import errno
import hashlib
import os
import threading
from pathlib import Path
from typing import BinaryIO

from player.agent.errors import RefusedError, StoppedError, UnreachableError, WrongAnswerError
from player.agent.limits import Limits
from player.agent.rate import Rate
from player.agent.source import Source, Span
from player.agent.store import Store, Wanted, hashed
from playlists.feed.tree import CHUNK_BYTES, object_path

_OUT_OF_RANGE = 416


class Downloader:
    """Fetches single objects. Safe to use from several threads, for different objects."""

    def __init__(
        self, store: Store, source: Source, limits: Limits, rate: Rate, stop: threading.Event
    ) -> None:
        self._store, self._source, self._limits = store, source, limits
        self._rate, self._stop = rate, stop

    def fetch(self, wanted: Wanted) -> None:
        """Bring an object into the store.

        Raises:
            FetchError: it was not to be had, or what came is not what its name promises.
            StoppedError: the agent is to end.
            OSError: it could not be written.
        """
        part = self._store.part(wanted.name)
        part.parent.mkdir(parents=True, exist_ok=True)
        part.touch()
        try:
            self._fetch_into(part, wanted)
        except OSError as error:
            if error.errno == errno.EIO:  # what came cannot be read again: the next attempt lies elsewhere
                part.unlink(missing_ok=True)
            raise
        self._store.take_in(wanted.name)

    def _fetch_into(self, part: Path, wanted: Wanted) -> None:
        with part.open("r+b", buffering=0) as file:
            if _size(file) > wanted.size:
                file.truncate(0)
            resumed = _size(file) > 0
            if not (self._whole(file, wanted) or self._mended(file, wanted)):
                file.truncate(0)
                if not (resumed and self._whole(file, wanted)):
                    file.truncate(0)
                    raise WrongAnswerError(f"object {wanted.name[:12]}… is not what its name promises")
            os.fsync(file.fileno())

    def _whole(self, file: BinaryIO, wanted: Wanted) -> bool:
        """Go on to the end, with as many requests as bring something; whether it is right then."""
        digest = hashed(self._store.part(wanted.name))
        while (begin := _size(file)) < wanted.size:
            broken: UnreachableError | None = None
            try:
                digest = self._grow(file, digest, wanted)
            except UnreachableError as error:
                broken = error
                digest = hashed(self._store.part(wanted.name))
            if _size(file) < min(begin + self._limits.fair_bytes, wanted.size):
                raise broken or UnreachableError(f"object {wanted.name[:12]}…: too little came")
        return digest.hexdigest() == wanted.name

    def _grow(self, file: BinaryIO, digest: hashlib._Hash, wanted: Wanted) -> hashlib._Hash:
        """One request for all that is missing. What came stays, also where the answer breaks off."""
        start = file.seek(0, os.SEEK_END)
        span = Span(start, wanted.size) if start else None
        try:
            with self._source.open(object_path(wanted.name), span, self._limits.attempt_s) as answer:
                if answer.start < start:
                    file.seek(0)
                    file.truncate()
                    digest = hashlib.sha256()
                for piece in answer.pieces:
                    if len(piece) > wanted.size - file.tell():
                        raise WrongAnswerError(f"object {wanted.name[:12]}… is longer than was signed")
                    self._put(file, piece)
                    digest.update(piece)
        except RefusedError as error:
            if error.status == _OUT_OF_RANGE:
                file.truncate(0)
            raise
        return digest

    def _put(self, file: BinaryIO, piece: bytes) -> None:
        if self._stop.is_set():
            raise StoppedError
        self._rate.take(len(piece))
        before = file.tell() // self._limits.sync_bytes
        left = memoryview(piece)
        while left:
            left = left[file.write(left) :]
        if file.tell() // self._limits.sync_bytes > before:
            os.fdatasync(file.fileno())

    def _mended(self, file: BinaryIO, wanted: Wanted) -> bool:
        """Fetch again the chunks that are wrong; whether the object is right then. Raises `FetchError`."""
        part = self._store.part(wanted.name)
        for number, promised in enumerate(wanted.chunks):
            at = number * CHUNK_BYTES
            span = Span(at, min(at + CHUNK_BYTES, wanted.size))
            if hashed(part, *span).hexdigest() != promised:
                self._fetch_chunk(file, span, wanted)
                if hashed(part, *span).hexdigest() != promised:
                    raise WrongAnswerError(f"object {wanted.name[:12]}…: its part from byte {at} is wrong")
        return bool(wanted.chunks) and hashed(part).hexdigest() == wanted.name

    def _fetch_chunk(self, file: BinaryIO, span: Span, wanted: Wanted) -> None:
        with self._source.open(object_path(wanted.name), span, self._limits.attempt_s) as answer:
            if answer.start != span.start:
                file.truncate(0)
                raise WrongAnswerError(f"object {wanted.name[:12]}… is not given in parts")
            file.seek(span.start)
            for piece in answer.pieces:
                self._put(file, piece[: span.end - file.tell()])
                if file.tell() == span.end:
                    return


def _size(file: BinaryIO) -> int:
    return os.fstat(file.fileno()).st_size
