"""What a simulation counts: what was sent, what became of it, how long the answers took."""

from __future__ import annotations

from collections import Counter, deque
from datetime import datetime

import msgspec

_MOST_TIMES = 200_000


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """The sums so far. `late` are reports that this process began over a second after they were due."""

    at: datetime
    devices: int
    sent: int
    accepted: int
    records: int
    refused: dict[str, int]
    unreached: int
    lost_answers: int
    late: int
    pushes: int
    listening: int
    waiting: int
    p50_ms: float
    p99_ms: float


class Tally:
    """Counts for a whole fleet; the times are those of the newest answers."""

    def __init__(self) -> None:
        self.sent = self.accepted = self.records = self.unreached = self.lost_answers = self.late = 0
        self.pushes = self.listening = 0
        self.refused: Counter[str] = Counter()
        self._times: deque[float] = deque(maxlen=_MOST_TIMES)

    def answered(self, seconds: float) -> None:
        """An answer came so long after its report was sent."""
        self._times.append(seconds)

    def restart_times(self) -> None:
        """Forget the times so far."""
        self._times.clear()

    def percentile(self, part: float) -> float:
        """The time in milliseconds within which that part of the answers came."""
        ordered = sorted(self._times)
        return round(1000 * ordered[min(len(ordered) - 1, int(part * len(ordered)))], 1) if ordered else 0.0

    def count(self, at: datetime, devices: int, waiting: int) -> Count:
        """The sums now."""
        return Count(
            at=at,
            devices=devices,
            sent=self.sent,
            accepted=self.accepted,
            records=self.records,
            refused=dict(self.refused),
            unreached=self.unreached,
            lost_answers=self.lost_answers,
            late=self.late,
            pushes=self.pushes,
            listening=self.listening,
            waiting=waiting,
            p50_ms=self.percentile(0.5),
            p99_ms=self.percentile(0.99),
        )
