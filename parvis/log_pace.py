"""Lines of a log that anybody may cause, at a pace: whoever is refused a thousand times fills no disk."""

from __future__ import annotations

import logging
from collections import OrderedDict
from typing import TextIO

import msgspec


def begin_log(written: TextIO) -> None:
    """Write a service’s log there from now on, at that pace.

    Not what it asks of whom, line by line: the address of a webhook is its secret.
    """
    lines = logging.StreamHandler(written)
    lines.addFilter(LogPace())
    form = "%(asctime)s %(levelname)s %(name)s: %(message)s"
    logging.basicConfig(level=logging.INFO, format=form, handlers=[lines])
    logging.getLogger("httpx").setLevel(logging.WARNING)


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Of each kind of line so many at once, so many a second over a longer time; so many kinds are known."""

    burst: float = 200.0
    lines_s: float = 2.0
    kinds: int = 1_000


class LogPace(logging.Filter):
    """Lets lines of one kind pass at their pace, and says how many it left out. Time is that of the lines."""

    def __init__(self, limits: Limits | None = None) -> None:
        super().__init__()
        self._limits = limits or Limits()
        self._left: OrderedDict[tuple[str, str], tuple[float, float, int]] = OrderedDict()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a line is written."""
        kind, limits = (record.name, str(record.msg)), self._limits
        left, since, skipped = self._left.pop(kind, (limits.burst, record.created, 0))
        left = min(limits.burst, left + max(0.0, record.created - since) * limits.lines_s)
        passes = left >= 1.0
        if passes and skipped:
            record.msg, record.args = f"{record.getMessage()} ({skipped} more like it before)", ()
        self._left[kind] = (left - passes, record.created, 0 if passes else skipped + 1)
        while len(self._left) > limits.kinds:
            self._left.popitem(last=False)
        return passes
