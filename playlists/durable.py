"""Files that appear only when true: written beside, made durable, then renamed into place."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

_OWNER_ONLY = 0o600


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


def once(path: Path, make: Callable[[], bytes]) -> bytes:
    """A secret that its owner alone may read: what is there, else what is made now, whole and durable.

    Where another process was quicker, that one's counts.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        data = make()
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _OWNER_ONLY)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(beside)
    except FileExistsError:
        return path.read_bytes()
    finally:
        beside.unlink(missing_ok=True)
    sync_folder(path.parent)
    return data


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
