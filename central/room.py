"""The disk on which central keeps what it has: told of before it is full."""

from __future__ import annotations

import shutil
from pathlib import Path

from central.errors import RoomError

LOOK_S = 60.0
"""How often it is looked how much room is left."""
_PART, _ENOUGH = 20, 5 * 2**30
"""It is little where a twentieth of the disk is left, and not so many bytes: days, or weeks, of a fleet."""
_GB = 10**9


class Room:
    """The disk of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def look(self) -> None:
        """See how much is left.

        Raises:
            RoomError: it is little.
            OSError: it cannot be told.
        """
        found = shutil.disk_usage(self._folder)
        if found.free < min(found.total / _PART, _ENOUGH):
            left = f"{found.free / _GB:.1f} of {found.total / _GB:.0f} GB"
            raise RoomError(f"only {left} are free on the disk of {self._folder}")
