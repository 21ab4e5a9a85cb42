"""What the soak of faults counts, and the rows that it makes of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from figures import Row

TESTS = Path(__file__).parents[1] / "tests"
sys.path[:0] = [str(TESTS / room) for room in ("feed", "agent", "device", "faults")]

from proof import bad_objects  # noqa: E402
from rig import Rig  # noqa: E402


@dataclass(slots=True)
class Tally:
    """Rounds of one kind of fault: how many, how long each took to be well again, what did not hold."""

    subject: str
    rounds: int = 0
    times: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def attempt(self, one_round: Callable[[], float]) -> None:
        """Go through one round, which gives the seconds until all was well again."""
        self.rounds += 1
        try:
            self.times.append(one_round())
        except AssertionError as error:
            self.failures.append(str(error))
            print(f"{self.subject}, round {self.rounds}: {error}", file=sys.stderr, flush=True)

    def rows(self, one: Rig, soon_s: float) -> Iterator[Row]:
        """What became of the glass, the store and the outbox, with all processes ended."""
        wrong, looks = len(one.wrong()), len(one.glass.looks())
        told = f"{wrong} of {looks:,} ({self.rounds} rounds)"
        yield Row(f"{self.subject}: frames of what nobody signed, or of what was over", "0", told, not wrong)
        bad, lost = len(bad_objects(one.state)), len(one.lost_plays())
        told = f"{lost}, {bad}, {len(self.failures)}"
        held = not (lost or bad or self.failures)
        yield Row(f"{self.subject}: plays lost, wrong objects, rounds that failed", "0, 0, 0", told, held)
        yield self.longest(soon_s)

    def longest(self, soon_s: float) -> Row:
        """How long it took at most until all was well again, and in the middle."""
        times = sorted(self.times) or [float("inf")]
        told = f"{times[-1]:.1f} s (median {times[len(times) // 2]:.1f} s)"
        return Row(f"{self.subject}: until all is well again", f"≤ {soon_s:g} s", told, times[-1] <= soon_s)
