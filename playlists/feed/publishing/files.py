"""Putting files into the feed so that they appear only whole, and survive a power cut."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from playlists.durable import sync_folder
from playlists.media.store import TEMPORARY

MODE = 0o644
"""Whoever serves the feed may be another user."""


def place(path: Path, data: bytes) -> None:
    """Write one file; a file with these bytes is left as it is."""
    place_all(path.parent, [(path.name, data)])


def place_all(folder: Path, files: Iterable[tuple[str, bytes]], *, in_turn: bool = False) -> None:
    """Write files into one folder: all under temporary names, synced, then renamed; at the end the folder.

    What finds no room leaves everything as it was. `in_turn` makes each name durable before the next one.
    """
    changed = [(name, data) for name, data in files if not _has(folder / name, data)]
    if not changed:
        return
    folder.mkdir(parents=True, exist_ok=True)
    beside: list[Path] = []
    try:
        for _, data in changed:
            beside.append(_beside(folder, data))
        for (name, _), temporary in zip(changed, beside, strict=True):
            temporary.replace(folder / name)
            if in_turn:
                sync_folder(folder)
    finally:
        for temporary in beside:
            temporary.unlink(missing_ok=True)
    sync_folder(folder)


def sweep(folder: Path, before: datetime) -> None:
    """Take away what was left half written before an instant."""
    for file in folder.glob(TEMPORARY + "*"):
        with suppress(FileNotFoundError):
            if file.stat().st_mtime < before.timestamp():
                file.unlink()


def _has(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _beside(folder: Path, data: bytes) -> Path:
    """These bytes in a file of the folder that has no name yet. Raises `OSError`, and leaves none then."""
    descriptor, temporary = tempfile.mkstemp(prefix=TEMPORARY, dir=folder)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), MODE)
            os.fsync(file.fileno())
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return Path(temporary)
