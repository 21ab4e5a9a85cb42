"""What made a player die: objects and items set aside for a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from device_profiles.decoding import from_json
from playlists.durable import put

FOR = timedelta(days=1)
MOST = 256


class Barred(msgspec.Struct, frozen=True, kw_only=True):
    """An object (by its SHA-256) or an item without one (by its id), and since when."""

    name: str
    item: str
    since: datetime


def read(file: Path) -> tuple[Barred, ...]:
    """What the file names; one that cannot be read names nothing."""
    try:
        return from_json(file.read_bytes(), tuple[Barred, ...])
    except (OSError, msgspec.DecodeError):
        return ()


def names(barred: Iterable[Barred], at: datetime) -> frozenset[str]:
    """What may not be touched at an instant; since a clock that was wrong, nothing."""
    return frozenset(one.name for one in barred if one.since <= at < one.since + FOR)


def add(file: Path, found: Iterable[Barred]) -> None:
    """Set more aside, durably; the newest `MOST` are kept."""
    fresh = {one.name: one for one in found}
    kept = [one for one in read(file) if one.name not in fresh]
    put(file, msgspec.json.encode([*kept, *fresh.values()][-MOST:]))
