"""What is known of what people said by buttons: whether it is on the disk, and what was answered here."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import msgspec


class Heard(StrEnum):
    """What became of something that was said: it is being written, it counts, or there was no room for it."""

    WRITING = "writing"
    COUNTS = "counts"
    REFUSED = "refused"


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """How many records are on the disk, and how often each answer to the poll of the page was given here."""

    written: int = 0
    results: Mapping[str, int] = MappingProxyType({})

    def heard(self, ticket: int | None) -> Heard:
        """What became of what was given this ticket."""
        if ticket is None:
            return Heard.REFUSED
        return Heard.COUNTS if ticket <= self.written else Heard.WRITING
