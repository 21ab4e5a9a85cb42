"""Files that appear only when true: written beside, made durable, then renamed into place."""

from __future__ import annotations

import os
from pathlib import Path


def put(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Put a file in place at once, its folder made where missing.

    What is not `durable` may be lost with the power, and is never seen half written by another process.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with beside.open("wb") as file:
        file.write(data)
        if durable:
            file.flush()
            os.fsync(file.fileno())
    beside.replace(path)
    if durable:
        sync_folder(path.parent)


def point(link: Path, target: str) -> None:
    """Let a link in a folder name `target` in the same folder, durably and at once."""
    beside = link.with_name(f".{link.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    beside.symlink_to(target)
    beside.replace(link)
    sync_folder(link.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
