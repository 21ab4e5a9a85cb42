"""Where a screen puts what it counts of the people at it, on the way to the outbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from device_profiles.report import Tally, What
from player.recorder import Recorder
from player.stage.instants import from_ms


@dataclass(frozen=True, slots=True)
class Box:
    """The ballot box, and the counters, of one screen of a device."""

    device: str
    screen: str
    recorder: Recorder

    def put(self, what: What, name: str, answer: str, hour_ms: int, count: int) -> int | None:
        """Something for the outbox; it is written beside the drawing thread. Its ticket."""
        return self.recorder.keep(
            Tally(
                device=self.device,
                screen=self.screen,
                hour=from_ms(hour_ms),
                what=what,
                name=name,
                answer=answer,
                count=count,
            )
        )

    @property
    def votes(self) -> Mapping[tuple[str, str], int]:
        """How often each answer to each poll was given at this device, by poll and answer."""
        return self.recorder.votes
