"""What is counted of those who touch a screen: by the hour, without an id, without what they typed. Pure."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping
from typing import Protocol

from device_profiles.report import What
from player.touch.limits import LIMITS

HOUR_MS = 3_600_000


class Ledger(Protocol):
    """Keeps what was counted, quickly."""

    def tallies(self, what: What, name: str, answer: str, hour_ms: int, count: int, /) -> int | None:
        """So many times within an hour people did this at the screen.

        Once `written` has come to what is returned, that is on the disk; None: it cannot be taken.
        """

    @property
    def written(self) -> int:
        """How far what was told is on the disk."""

    @property
    def votes(self) -> Mapping[tuple[str, str], int]:
        """How often each answer to each poll was given at this device, by poll and answer."""


class Tally:
    """Counts use. An hour's figures leave together, when it is over: nothing tells what came after what."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._hour_ms: int | None = None
        self._found: Counter[tuple[What, str]] = Counter()
        self.touches = 0

    def note(self, what: What, name: str, at_ms: int) -> None:
        """Somebody did this, now."""
        self.turn(at_ms)
        self._found[what, name] += 1

    def turn(self, at_ms: int) -> None:
        """Let go of an hour that is over; `touches` are then those of the hour before this one."""
        hour_ms = hour(at_ms)
        if hour_ms == self._hour_ms:
            return
        followed = self._hour_ms is not None and hour_ms == self._hour_ms + HOUR_MS
        self.touches = self._found[What.TOUCH, ""] if followed else 0
        self.close()
        self._hour_ms = hour_ms

    def close(self) -> None:
        """Let go of all that was counted."""
        for (what, name), count in sorted(self._found.items()):
            if count and self._hour_ms is not None:
                self._ledger.tallies(what, name, "", self._hour_ms, count)
        self._found.clear()


class Ballots:
    """How many votes, and how many words that something is out of date, a screen takes in an hour."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._given: dict[str, deque[float]] = {}

    def cast(self, what: What, name: str, answer: str, at_ms: int, steady_s: float) -> int | None:
        """Take one, where this hour has room for it; its ticket."""
        poll = name if what is What.POLL else ""
        given = self._given.setdefault(poll, deque())
        while given and steady_s - given[0] >= LIMITS.ballots_s:
            given.popleft()
        if len(given) >= (LIMITS.votes if what is What.POLL else LIMITS.signals):
            return None
        given.append(steady_s)
        return self._ledger.tallies(what, name, answer, hour(at_ms), 1)


def hour(at_ms: int) -> int:
    """The beginning of the hour of an instant, both in milliseconds since 1970."""
    return at_ms // HOUR_MS * HOUR_MS
