"""Processes that an agent starts for a while: each ends in its time, and with the agent."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

_GLANCE_S = 0.2
_GRACE_S = 1.0


def run(
    command: Sequence[str], most_s: float, is_over: Callable[[], bool]
) -> subprocess.CompletedProcess[bytes]:
    """What a process says, and ends with.

    Raises `TimeoutExpired` where it has to be ended: after so many seconds, or because `is_over`; and
    `OSError`.
    """
    ends = time.monotonic() + most_s
    with subprocess.Popen(  # noqa: S603 - our own commands
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            while True:
                with suppress(subprocess.TimeoutExpired):
                    out, err = process.communicate(timeout=_GLANCE_S)
                    return subprocess.CompletedProcess(command, process.returncode, out, err)
                if is_over() or time.monotonic() >= ends:
                    raise subprocess.TimeoutExpired(command, most_s)
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(_GRACE_S)
    process.kill()
