"""Samples: answers of a source in the workspace, for the preview and pictures of what nobody fetched.

They are read by the code that reads the real answers, as if they had just been fetched: all that is dated in
them is moved on by as long as they lie there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import msgspec

from device_profiles.decoding import from_json
from playlists.documents import Batch
from playlists.errors import SourceError
from playlists.sources import dates, kinds
from playlists.sources.doors import text_of
from playlists.sources.fetch import Answer
from playlists.sources.limits import LIMITS
from playlists.sources.refresh import batch_of
from playlists.sources.values import Develop, Reader
from playlists.sources.written import Source, Table
from playlists.workspace.read import inside

_INSTANT = re.compile(r"\b(20\d\d-\d\d-\d\d)(T\d\d:\d\d(?::\d\d)?)?")
_SECONDS = re.compile(r"(?<![\d.\"'])1[5-9]\d{8}(?![\d.])")
"""Seconds since 1970 of this time, as a number of JSON."""


def sampled(
    name: str, source: Source, root: Path, reader: Reader, develop: Develop | None = None
) -> Batch | None:
    """What a source's sample says at the instant of a reader; None where it has none.

    Raises:
        SourceError: it cannot be read, or says nothing.
    """
    if source.sample is None:
        return None
    at, zone = reader.at, reader.zone
    file, taken = source.sample.file, source.sample.moment(zone)

    def answer(path: str) -> Answer:
        days = (at.astimezone(zone).date() - taken.astimezone(zone).date()).days
        made = format_datetime(at.astimezone(UTC), usegmt=True)
        return Answer(body=_moved(source, _read(root, path), at - taken, days), modified=made)

    first = kinds.address(source)
    answers = {first: answer(file)}
    for address in kinds.more(source, answers[first]):
        beside = PurePosixPath(file).parent / PurePosixPath(urlsplit(address).path).name
        answers[address] = answer(str(beside))
    return batch_of(name, source, answers, reader, develop)


def _read(root: Path, path: str) -> bytes:
    real = inside(root, path)
    try:
        data = real.read_bytes() if real and real.stat().st_size <= LIMITS.answer_bytes else b""
    except OSError as error:
        raise SourceError("no-sample", file=path) from error
    if not data:
        raise SourceError("no-sample", file=path)
    return data


def _moved(source: Source, data: bytes, by: timedelta, days: int) -> bytes:
    """An answer with its instants moved, and its dates by whole days; what is no text stays as it is."""
    charset = source.charset if isinstance(source, Table) and source.kind == "csv" else "utf-8"
    try:
        text = text_of(Answer(body=data, charset=charset)) if charset != "utf-8" else _unescaped(source, data)
    except (UnicodeDecodeError, SourceError):
        return data
    text = _SECONDS.sub(lambda found: str(int(found[0]) + round(by.total_seconds())), text)
    text = _INSTANT.sub(_mover(by, days), text)
    return (dates.moved(text, by, days, source.dates) if isinstance(source, Table) else text).encode()


def _unescaped(source: Source, data: bytes) -> str:
    """What is written; JSON with its slashes and accents as they are read."""
    if isinstance(source, Table) and source.kind != "csv":
        with suppress(msgspec.DecodeError):
            return msgspec.json.encode(from_json(data, Any)).decode()
    return data.decode()


def _mover(by: timedelta, days: int) -> Callable[[re.Match[str]], str]:
    def move(found: re.Match[str]) -> str:
        try:
            if found[2] is None:
                return str(date.fromisoformat(found[1]) + timedelta(days=days))
            return (datetime.fromisoformat(found[0]) + by).isoformat(timespec="seconds")
        except (ValueError, OverflowError):
            return found[0]

    return move
