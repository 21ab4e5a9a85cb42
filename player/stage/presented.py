"""What really reached the glass: frames presented and dropped, starts and how late they were."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from player.stage.props import SceneProps

REFRESH_MS = 1000 / 60
_LATEST = 32
"""Starts of which it is known how late each was: more than come in one interval between reports."""


@dataclass(slots=True)
class Presented:
    """Counts of one screen since it was made; times are milliseconds.

    `worst_start_ms` is the longest that a due picture waited for its first frame, `late_starts` how many
    waited longer than `late_ms`, `latest_ms` how long each of the last ones did.
    """

    late_ms: int
    frames: int = 0
    dropped: int = 0
    starts: int = 0
    late_starts: int = 0
    worst_start_ms: int = 0
    latest_ms: deque[int] = field(default_factory=lambda: deque(maxlen=_LATEST))
    _due: deque[int] = field(default_factory=lambda: deque(maxlen=_LATEST))
    _last_ms: float | None = None

    def scene(self, before: SceneProps, after: SceneProps, since_ms: int) -> None:
        """One scene follows another, of a program that is on the air since then."""
        were = {zone.name: zone.incoming for zone in before.zones}
        for zone in after.zones:
            was = were.get(zone.name)
            if zone.incoming and was and zone.incoming.key != was.key and zone.start_ms:
                self.begin(max(zone.start_ms, since_ms))

    def begin(self, due_ms: int) -> None:
        """A picture due at `due_ms` is in the scene now; its first frame is still to be drawn.

        On a glass that is off for months there is none: the oldest are forgotten.
        """
        self._due.append(due_ms)

    def frame(self, at_ms: int, *, flowing: bool) -> None:
        """A frame was presented at `at_ms`; `flowing` if another one should follow at the next refresh."""
        self.frames += 1
        for due in self._due:
            late = at_ms - due
            self.starts += 1
            self.latest_ms.append(late)
            self.worst_start_ms = max(self.worst_start_ms, late)
            self.late_starts += late > self.late_ms
        self._due.clear()
        if self._last_ms is not None:
            self.dropped += max(0, round((at_ms - self._last_ms) / REFRESH_MS) - 1)
        self._last_ms = at_ms if flowing else None
