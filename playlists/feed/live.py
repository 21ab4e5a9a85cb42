"""The board of the role `live`: city data, one batch for each source, signed by the service that fetches."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from playlists.documents import Batch
from playlists.feed import board

FIELD = "x-parvis-live"
"""Field of the role's metadata that holds the board."""


FAULTS = "x-parvis-live-faults"
"""Field of the role's metadata that holds the sources that are not well."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The most that a board holds, in bytes as they are signed: devices read no more than 5 MB of a role."""

    batches: int = 500
    board_bytes: int = 2 * 2**20
    faults_bytes: int = 2**17
    told_characters: int = 200


LIMITS = Limits()
_FRAME_BYTES = 200


class Live(msgspec.Struct, frozen=True, kw_only=True):
    """All city data. `refused` counts batches that this version cannot read, or that are not sound."""

    batches: tuple[Batch, ...] = ()
    refused: int = 0


class SourceFault(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a source since when, in the words of whoever asked it, the workspace's language."""

    source: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    told: Annotated[str, Meta(max_length=LIMITS.told_characters)]
    since: Annotated[datetime, Meta(tz=True)]


_FAULTS = board.Board(
    name="faults",
    version=1,
    holds=SourceFault,
    is_sound=lambda _: True,
    most=LIMITS.batches,
    bytes=LIMITS.faults_bytes,
)
_BOARD = board.Board(
    name="batches",
    version=1,
    holds=Batch,
    is_sound=Batch.is_sound,
    most=LIMITS.batches,
    bytes=LIMITS.board_bytes,
)


def fitted(batches: Sequence[Batch]) -> tuple[Batch, ...]:
    """These batches as a board has room for them, in their order.

    Where they are longer than that, the longest of them lose their last documents: each has an equal share,
    and what shorter ones leave of theirs.
    """
    room, left = LIMITS.board_bytes - _FRAME_BYTES, len(batches)
    kept: dict[str, Batch] = {}
    for size, batch in sorted(((_size(batch), batch) for batch in batches), key=lambda each: each[0]):
        kept[batch.source] = batch if size * left <= room else _cut(batch, room // left)
        room -= _size(kept[batch.source])
        left -= 1
    return tuple(kept[batch.source] for batch in batches)


def _cut(batch: Batch, most: int) -> Batch:
    """The first documents of a batch, as many as there is room for."""
    room, count = most - _size(msgspec.structs.replace(batch, documents=())), 0
    for document in batch.documents:
        room -= _size(document)
        if room < 0:
            break
        count += 1
    return msgspec.structs.replace(batch, documents=batch.documents[:count])


def _size(value: msgspec.Struct) -> int:
    """The bytes of something as they are signed, as JSON in a text of JSON, with a comma to the next."""
    return len(json.dumps(msgspec.json.encode(value).decode())) + 1


def write(batches: Iterable[Batch]) -> str:
    """The board as it stands in metadata. Too many or too long is a caller's mistake."""
    return _BOARD.write(batches)


def read(field: object) -> Live:
    """The board in a role's metadata; a batch that cannot be used is left out alone. Raises `FeedError`."""
    batches, refused = _BOARD.read(field)
    return Live(batches=batches, refused=refused)


def write_faults(faults: Iterable[SourceFault]) -> str:
    """The sources that are not well as they stand in metadata: as many as have room, the oldest first."""
    found = sorted(faults, key=lambda fault: (fault.since, fault.source))
    while len(_encoded(found)) > LIMITS.faults_bytes - 100:
        found.pop()
    return _FAULTS.write(found)


def read_faults(field: object) -> tuple[SourceFault, ...]:
    """The sources that are not well, by a role's metadata. Raises `FeedError`."""
    return _FAULTS.read(field)[0]


def _encoded(faults: list[SourceFault]) -> bytes:
    return msgspec.json.encode(faults)
