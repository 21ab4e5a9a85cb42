"""`parvis` that loses its power at its n-th step on the disk: `powerless_agent.py N LOG KEPT agent …`.

What it made durable, and what it named, goes line by line into LOG; what a new name replaces is kept in KEPT.
"""

from __future__ import annotations

import json
import os
import signal
import stat
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from parvis.cli import main

_left = int(sys.argv.pop(1))
_log = os.open(sys.argv.pop(1), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
_kept = Path(sys.argv.pop(1))
_numbers = count()


def _note(row: dict[str, Any]) -> None:
    os.write(_log, json.dumps(row).encode() + b"\n")


def _step() -> None:
    global _left  # noqa: PLW0603
    _left -= 1
    if _left == 0:
        os.kill(os.getpid(), signal.SIGKILL)


def _syncing(sync: Callable[[int], None]) -> Callable[[int], None]:
    def synced(descriptor: int) -> None:
        _step()
        sync(descriptor)
        found = os.fstat(descriptor)
        if stat.S_ISDIR(found.st_mode):
            _note({"names": str(Path(f"/proc/self/fd/{descriptor}").readlink())})
        else:
            _note({"data": found.st_ino, "size": found.st_size})

    return synced


def _naming(name: Callable[..., None]) -> Callable[..., None]:
    def named(source: Any, target: Any) -> None:
        _step()
        before = None
        if Path(target).exists() and not Path(target).is_dir():
            before = str(_kept / str(next(_numbers)))
            os.link(target, before, follow_symlinks=False)
        _note({"from": str(source), "to": str(target), "before": before})
        name(source, target)

    return named


os.fsync = _syncing(os.fsync)  # type: ignore[assignment]
os.fdatasync = _syncing(os.fdatasync)  # type: ignore[assignment]
os.replace = _naming(os.replace)
os.rename = _naming(os.rename)
main()
