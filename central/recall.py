"""What the store has of a device, as whichever version of central wrote it."""

from __future__ import annotations

from functools import cache
from typing import TypeVar

import msgspec

from device_profiles.decoding import from_json
from device_profiles.instants import Instants

T = TypeVar("T", bound=msgspec.Struct)


def recalled(data: bytes | None, kind: type[T]) -> T | None:
    """It; what this version cannot read, or what has instants outside of time, counts as none."""
    try:
        found = None if data is None else from_json(data, kind)
    except msgspec.DecodeError:
        return None
    return None if found is None or _instants(kind).stray(found) else found


@cache
def _instants(kind: type[msgspec.Struct]) -> Instants:
    return Instants(kind)
