"""Putting files into the feed so that they appear only whole, and survive a power cut."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from playlists.durable import sync_folder

MODE = 0o644
"""Whoever serves the feed may be another user."""


def place(path: Path, data: bytes) -> None:
    """Write one file; a file with these bytes is left as it is."""
    place_all(path.parent, [(path.name, data)])


def place_all(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write files into one folder: temporary name, fsync, rename each; then one fsync of the folder."""
    changed = [(name, data) for name, data in files if not _has(folder / name, data)]
    if not changed:
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in changed:
        _write(folder / name, data)
    sync_folder(folder)


def _has(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except FileNotFoundError:
        return False


def _write(path: Path, data: bytes) -> None:
    descriptor, temporary = tempfile.mkstemp(prefix=".part-", dir=path.parent)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), MODE)
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
