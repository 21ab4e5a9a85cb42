"""The board of the role `live`: city data, one batch for each source, signed by the service that fetches."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from playlists.documents import Batch
from playlists.feed import board

FIELD = "x-parvis-live"
"""Field of the role's metadata that holds the board."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The most that a board holds."""

    batches: int = 500
    board_bytes: int = 2 * 2**20


LIMITS = Limits()


class Live(msgspec.Struct, frozen=True, kw_only=True):
    """All city data. `refused` counts batches that this version cannot read, or that are not sound."""

    batches: tuple[Batch, ...] = ()
    refused: int = 0


_BOARD = board.Board(
    name="batches",
    version=1,
    holds=Batch,
    is_sound=Batch.is_sound,
    most=LIMITS.batches,
    bytes=LIMITS.board_bytes,
)


def write(batches: Iterable[Batch]) -> str:
    """The board as it stands in metadata. Too many or too long is a caller's mistake."""
    return _BOARD.write(batches)


def read(field: object) -> Live:
    """The board in a role's metadata; a batch that cannot be used is left out alone. Raises `FeedError`."""
    batches, refused = _BOARD.read(field)
    return Live(batches=batches, refused=refused)
