"""A disk on which some files can no longer be read: a stand-in for bad sectors, at the system's border."""

from __future__ import annotations

import builtins
import errno
import io
import os
from pathlib import Path
from typing import Any

import pytest


class BadSectors:
    """Files that answer every reading with EIO, until another file takes their place."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._bad: set[int] = set()
        self._held: list[int] = []
        self._open = io.open
        for module in (io, builtins):
            monkeypatch.setattr(module, "open", self._opened)

    def under(self, *files: Path) -> None:
        """Let these files lie on bad sectors from now on."""
        self._held += [os.open(file, os.O_PATH) for file in files]  # so that no other file gets its number
        self._bad |= {os.fstat(held).st_ino for held in self._held}

    def end(self) -> None:
        """Let go of them."""
        for held in self._held:
            os.close(held)

    def _opened(self, *args: Any, **kwargs: Any) -> Any:
        file = self._open(*args, **kwargs)
        if os.fstat(file.fileno()).st_ino not in self._bad or not file.readable():
            return file
        file.close()
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(args[0]))
