"""Where the feed is read from: one file, or a part of one, at a time. A folder (a USB stick) is one kind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol

from player.agent.errors import RefusedError, UnreachableError, WrongAnswerError
from player.agent.folder import open_within

_PIECE = 2**18
_NOT_FOUND = 404


class Span(NamedTuple):
    """A part of a file: from byte `start` to before byte `end`."""

    start: int
    end: int


class Answer(NamedTuple):
    """What came: bytes in pieces, the first one that of byte `start` of the file."""

    start: int
    pieces: Iterator[bytes]


class Source(Protocol):
    """A feed. Opening and reading raise `FetchError`."""

    name: str
    """Where it is."""

    def open(self, path: str, span: Span | None, seconds: float) -> AbstractContextManager[Answer]:
        """A file below the feed, or at least what follows `span.start` of it, within so many seconds."""


def read(source: Source, path: str, at_most: int, seconds: float) -> bytes:
    """A small file, whole. Raises `FetchError`, also where it is longer than `at_most` bytes."""
    pieces, size = [], 0
    with source.open(path, None, seconds) as answer:
        for piece in answer.pieces:
            size += len(piece)
            if size > at_most:
                raise WrongAnswerError(f"{path} is longer than {at_most} bytes")
            pieces.append(piece)
    return b"".join(pieces)


class FolderSource:
    """A feed in a folder, as on a USB stick, or `below` it, whoever filled it.

    No link is followed below the folder. `open` names what cannot be read.
    """

    def __init__(self, folder: Path, below: str = "") -> None:
        self._folder, self._below = folder, f"{below}/" if below else ""
        self.name = str(folder / below)

    @contextmanager
    def open(self, path: str, span: Span | None, seconds: float) -> Iterator[Answer]:  # noqa: ARG002
        """A file of the folder, or what follows a byte of it."""
        start = span.start if span else 0
        try:
            file = open_within(self._folder, self._below + path)
        except FileNotFoundError as error:
            raise RefusedError(f"{path} is not in {self.name}", _NOT_FOUND) from error
        except OSError as error:
            raise UnreachableError(f"{self.name}/{path} cannot be read: {error.strerror}") from error
        with file:
            file.seek(start)
            yield Answer(start, _pieces(file))


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    try:
        while piece := file.read(_PIECE):
            yield piece
    except OSError as error:
        raise UnreachableError(f"{file.name} cannot be read: {error.strerror}") from error
