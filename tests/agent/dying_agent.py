"""`parvis` that kills itself at its n-th call of fsync: `dying_agent.py N agent …`."""

from __future__ import annotations

import os
import signal
import sys

from parvis.cli import main

_sync = os.fsync
_left = int(sys.argv.pop(1))


def _fsync(descriptor: int) -> None:
    global _left  # noqa: PLW0603
    _left -= 1
    if _left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    _sync(descriptor)


os.fsync = _fsync  # type: ignore[assignment]
main()
