"""The head of a device: which programs it plays from when, and what it alone says of itself.

Heads stand in the metadata of the device's bin, so that devices that differ in their place alone share one
program file.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

EDITIONS = 2
"""A head names the edition in force, and at most one that comes after it."""


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """One program file, in force from an instant on (UTC) until the next one is."""

    effective_from: datetime
    program: str
    bytes: int


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What one device is told. `editions` in the order of time; `position` in degrees."""

    place: str
    position: tuple[float, float] | None
    editions: tuple[Edition, ...]


def in_force(editions: Sequence[Edition], at: datetime) -> Edition | None:
    """The last edition whose time has come; before the first one, the first: something good beats nothing."""
    begun = [edition for edition in editions if edition.effective_from <= at]
    return begun[-1] if begun else next(iter(editions), None)
