"""What began anew by itself, and when that is too often: a player that ends again and again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from central.standing import Reason
from device_profiles.heartbeat import Heartbeat


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """So many restarts within so long are told; `kept` of them are remembered."""

    restarts: int = 3
    within: timedelta = timedelta(hours=1)
    boot: timedelta = timedelta(minutes=1)
    """A device tells of its boot to within so much."""
    kept: int = 8


LIMITS = Limits()


class Counts(msgspec.Struct, frozen=True):
    """What a report counts: ends of each process, frames of each screen since its window opened."""

    processes: dict[str, int]
    frames: dict[str, int]
    booted: datetime | None


def counts(heartbeat: Heartbeat) -> Counts:
    """What a heartbeat counts."""
    return Counts(
        {one.process: one.times for one in heartbeat.restarts},
        {screen.screen: screen.frames for screen in heartbeat.screens},
        heartbeat.machine.booted,
    )


def restarted(
    known: tuple[datetime, ...], before: Counts, now: Counts, at: datetime, limits: Limits = LIMITS
) -> tuple[datetime, ...]:
    """When processes, or the device, began anew of late.

    Frames that are counted from the beginning tell of a player that nobody counts the ends of.
    """
    recent = [one for one in known if at - one <= limits.within]
    again = before.booted is not None and now.booted is not None and now.booted - before.booted > limits.boot
    ended = {} if again else before.processes
    fresh = sum(max(0, times - ended.get(name, 0)) for name, times in now.processes.items()) + again
    anew = any(count < before.frames.get(screen, 0) for screen, count in now.frames.items())
    return tuple([*recent, *[at] * min(max(fresh, int(anew)), limits.restarts)][-limits.kept :])


def often(known: tuple[datetime, ...], heartbeat: Heartbeat, limits: Limits = LIMITS) -> Iterator[Reason]:
    """That something began anew too often."""
    if len(known) >= limits.restarts:
        causes = [one.cause for one in heartbeat.restarts if one.cause]
        yield Reason(code="restarts", detail=causes[-1] if causes else "", since=known[0])
