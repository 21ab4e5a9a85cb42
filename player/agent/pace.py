"""How the line may be used: how fast, and at which hours large objects come that are not needed yet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from device_profiles.profile import Line
from player.agent.limits import Limits
from player.agent.store import Wanted
from playlists.daypart import Daypart
from playlists.program import Program

_KB, _MB = 1000, 1_000_000
_AHEAD = timedelta(days=8)
"""Hours that do not come within so many days are none: nothing waits for ever."""


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """The most bytes a second (None: all there is), and when objects of more than `large_bytes` come.

    `report_s` is how often central is told how the device is.
    """

    rate: int | None = None
    large_bytes: int = 0
    hours: Daypart | None = None
    report_s: int = Line().report_s

    def coming(self, missing: Iterable[Wanted], at: datetime) -> tuple[tuple[Wanted, ...], datetime | None]:
        """The objects to fetch now, and when the hours begin for which the others wait.

        A large one waits where the program that needs it is not due before they begin.
        """
        wanted = tuple(missing)
        opens = self._opens(at)
        if opens is None or opens <= at:
            return wanted, None
        now = tuple(
            one for one in wanted if one.size <= self.large_bytes or one.due is None or one.due <= opens
        )
        return now, opens if len(now) < len(wanted) else None

    def _opens(self, at: datetime) -> datetime | None:
        if self.hours is None:
            return None
        return next((start for start, _ in self.hours.intervals(at, at + _AHEAD)), None)


def pace(program: Program, limits: Limits) -> Pace:
    """What a device's profile says in its program, where the agent was not told otherwise.

    Raises:
        DaypartError: the hours that the agent was told do not parse.
    """
    line: Line = program.line
    rate = line.rate_kb_s * _KB if line.rate_kb_s else None
    large_bytes = line.large_mb * _MB
    when = limits.large_when or line.large_when
    return Pace(
        rate=limits.rate or rate,
        large_bytes=large_bytes if limits.large_bytes is None else limits.large_bytes,
        report_s=line.report_s,
        hours=Daypart.parse(when, program.time_zone, program.country, program.position) if when else None,
    )
