"""One process for one task: a lock that goes with the process that holds it, and names it."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


class Lock:
    """Held from its making until `release`, or the end of the process. Raises `HeldError`."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(self._descriptor, 32, 0).decode("ascii", "replace").strip()
            os.close(self._descriptor)
            raise HeldError(file, holder) from error
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Let another process have it."""
        os.close(self._descriptor)


class HeldError(Exception):
    """Another process does this already; `holder` is its number, if it could be read."""

    def __init__(self, file: Path, holder: str) -> None:
        super().__init__(f"{file} is held by process {holder or '?'}")
        self.file, self.holder = file, holder
