"""The transport of the preview: which instant is shown, as a pure function of the wall clock."""

from __future__ import annotations

from dataclasses import dataclass, replace

RATES = (1, 2, 10, 60, 120)
"""How many times faster than the wall clock the preview can play."""


@dataclass(frozen=True, slots=True)
class Transport:
    """An instant shown at a moment of the wall clock, and how fast it goes on from there.

    All numbers are milliseconds since 1970. While `playing`, the instant advances `rate` times as fast as the
    wall clock.
    """

    shown_ms: int
    since_ms: int
    playing: bool = False
    rate: int = 1

    @classmethod
    def live(cls, wall_ms: int) -> Transport:
        """What is on now, going on with the clock."""
        return cls(wall_ms, wall_ms, playing=True)

    @property
    def is_live(self) -> bool:
        """Whether it shows what is on now and goes on with the clock."""
        return self.playing and self.rate == 1 and self.shown_ms == self.since_ms

    def at(self, wall_ms: int) -> int:
        """The instant shown at `wall_ms`."""
        if not self.playing:
            return self.shown_ms
        return self.shown_ms + (wall_ms - self.since_ms) * self.rate

    def seek(self, at_ms: int, wall_ms: int) -> Transport:
        """Go to another instant, and on from there as before."""
        return replace(self, shown_ms=at_ms, since_ms=wall_ms)

    def play(self, wall_ms: int, *, playing: bool) -> Transport:
        """Go on, or stand still."""
        return replace(self, shown_ms=self.at(wall_ms), since_ms=wall_ms, playing=playing)

    def at_rate(self, rate: int, wall_ms: int) -> Transport:
        """Play at another rate from here.

        Raises:
            ValueError: not one of `RATES`.
        """
        if rate not in RATES:
            raise ValueError(f"{rate} is none of the rates {RATES}")
        return replace(self, shown_ms=self.at(wall_ms), since_ms=wall_ms, playing=True, rate=rate)

    def faster(self, steps: int, wall_ms: int) -> Transport:
        """Play at a rate some steps up or down the list, which ends at its ends."""
        place = min(max(RATES.index(self.rate) + steps, 0), len(RATES) - 1)
        return self.at_rate(RATES[place], wall_ms)
