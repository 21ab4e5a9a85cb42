"""Files of a folder that a stranger may have made: only plain files, only within, never waiting for one."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

_PLACE = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC


def open_within(folder: Path, path: str) -> BinaryIO:
    """Open a plain file below a folder for reading, following no link on the way below it.

    `path` has no `..` in it. What is there and is no plain file (a link, a folder, a pipe, a device) is
    refused at once: opening a pipe would wait for a writer.

    Raises:
        FileNotFoundError: there is nothing of that name.
        OSError: it is no plain file, or cannot be read.
    """
    *places, name = path.split("/")
    if ".." in places or name in {"", ".", ".."}:
        raise OSError(errno.EINVAL, "not a path within a folder", path)
    at = os.open(folder, _PLACE)
    try:
        for place in places:
            below = os.open(place, _PLACE | os.O_NOFOLLOW, dir_fd=at)
            os.close(at)
            at = below
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=at)
    finally:
        os.close(at)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a plain file", path)
    return os.fdopen(descriptor, "rb")


def read_within(folder: Path, path: str, most: int) -> bytes | None:
    """A small plain file below a folder, None where there is none; a large one is an `OSError` too."""
    try:
        with open_within(folder, path) as file:
            data = file.read(most + 1)
    except FileNotFoundError:
        return None
    if len(data) > most:
        raise OSError(errno.EFBIG, f"larger than {most} bytes", path)
    return data
