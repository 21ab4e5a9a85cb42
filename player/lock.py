"""One process for one task: a lock that goes with the process that holds it, and names it."""

from __future__ import annotations

import errno
import fcntl
import os
from contextlib import suppress
from pathlib import Path

_REFUSES = {errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EIO}


class Lock:
    """Held from its making until `release`, or the end of the process. Raises `HeldError`.

    It needs no disk that can be written: a device whose disk is full or read-only still plays.
    """

    def __init__(self, file: Path) -> None:
        self._descriptor = _opened(file)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(self._descriptor, 32, 0).decode("ascii", "replace").strip()
            os.close(self._descriptor)
            raise HeldError(file, holder) from error
        with suppress(OSError):  # held all the same, by a process that it does not name
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Let another process have it."""
        os.close(self._descriptor)


def _opened(file: Path) -> int:
    """The file to be locked, made where it is missing; on a disk that refuses that, one in memory."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        return os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        if error.errno not in _REFUSES:
            raise
    with suppress(FileNotFoundError):
        return os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    return os.memfd_create(file.name)


def is_held(file: Path) -> bool:
    """Whether a process holds it now."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


class HeldError(Exception):
    """Another process does this already; `holder` is its number, if it could be read."""

    def __init__(self, file: Path, holder: str) -> None:
        super().__init__(f"{file} is held by process {holder or '?'}")
        self.file, self.holder = file, holder
