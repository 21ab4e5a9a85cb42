"""Sees that the feed has something new: looks at the one file that every publication replaces."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec

from device_profiles.decoding import from_json
from playlists.feed.tree import METADATA, TIMESTAMP

_log = logging.getLogger(__name__)
LOOK_S = 0.1
"""How often the file is looked at. A look costs some microseconds, and works on every file system."""


class _Signed(msgspec.Struct, frozen=True):
    version: int


class _Timestamp(msgspec.Struct, frozen=True):
    signed: _Signed


class FeedWatch:
    """Calls `changed` with the version of the feed’s timestamp: the first one, and each new one."""

    def __init__(self, feed: Path, changed: Callable[[int], Awaitable[None]]) -> None:
        self._file = feed / METADATA / f"{TIMESTAMP}.json"
        self._changed = changed
        self._seen: tuple[int, int, int] | None = None
        self._version: int | None = None

    async def look(self) -> None:
        """Look once. What is not there, or cannot be read, is looked at again."""
        try:
            found = self._file.stat()
            seen = (found.st_mtime_ns, found.st_size, found.st_ino)
            if seen == self._seen:
                return
            version = from_json(self._file.read_bytes(), _Timestamp).signed.version
        except (OSError, msgspec.DecodeError) as error:
            _log.debug("the feed’s timestamp cannot be read: %s", error)
            return
        self._seen = seen
        if version != self._version:
            self._version = version
            await self._changed(version)
