"""Reading the files of a feed from a disk."""

from __future__ import annotations

from pathlib import Path

from playlists.errors import FeedError


def bytes_of(path: Path) -> bytes | None:
    """What a file holds; None where it is not there. Raises `FeedError`: it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise FeedError(f"{path} cannot be read: {error.strerror}") from error
