"""Watches how long a worker takes, and whether that is the file's fault or the machine's."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

_GUILTY_SHARE = 0.5
_PATIENCE = 3
_PAUSE_S = 0.1


class SlowError(Exception):
    """The worker took too long, or was silent too long; `guilty` where it had the processor meanwhile."""

    def __init__(self, spent_s: float, *, guilty: bool) -> None:
        self.spent_s = spent_s
        self.guilty = guilty


class Watch:
    """Two limits on one job: on all of it, and on silence.

    A busy machine is not the file's fault: where the worker has had less than half a processor, a limit
    waits until it has had that, or until three times the limit.
    """

    def __init__(self, busy_s: Callable[[], float], whole_s: float, silence_s: float) -> None:
        self._busy_s = busy_s
        self._whole = (whole_s, time.monotonic(), busy_s())
        self._silence_s = silence_s
        self.heard()

    def heard(self) -> None:
        """The worker said something."""
        self._silence = (self._silence_s, time.monotonic(), self._busy_s())

    def patience_s(self) -> float:
        """How long to wait before asking again. Raises `SlowError` where a limit is over."""
        now, busy = time.monotonic(), self._busy_s()
        patience = math.inf
        for limit_s, since, busy_since in (self._whole, self._silence):
            spent_s = now - since
            guilty = busy - busy_since >= limit_s * _GUILTY_SHARE
            if spent_s >= limit_s and (guilty or spent_s >= _PATIENCE * limit_s):
                raise SlowError(spent_s, guilty=guilty)
            patience = min(patience, limit_s - spent_s if spent_s < limit_s else _PAUSE_S)
        return max(patience, 0.001)
