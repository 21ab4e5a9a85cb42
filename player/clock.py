"""How far the machine's clock is to be trusted."""

from __future__ import annotations

import ctypes
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from player.eligible import without
from playlists.daypart import Daypart, follows_dates
from playlists.program import Event, Item, Program

_UNSYNCHRONISED = 0x40
"""STA_UNSYNC of adjtimex(2)."""
_TIMEX_BYTES = 512
_STATUS_OFFSET = 5 * ctypes.sizeof(ctypes.c_long)
"""Where `status` stands in its struct timex."""
_MARKERS = (Path("/run/systemd/timesync/synchronized"),)
_HARDWARE = Path("/sys/class/rtc/rtc0")


class ClockTrust(StrEnum):
    """By what the clock is kept: the network's time, a clock with a battery, or nothing to rely on."""

    SYNCHRONISED = "synchronised"
    HARDWARE = "rtc"
    UNTRUSTED = "untrusted"


def judge(
    at: datetime, *, built: datetime, last_seen: datetime | None, synchronised: bool, hardware: bool
) -> ClockTrust:
    """How far a clock that says `at` is to be trusted.

    Before the player was built it cannot be right, whatever keeps it. A clock with a battery that is behind
    `last_seen` (told while it was synchronised) has lost its time; one that is synchronised has been set back
    for a reason.
    """
    if at < built:
        return ClockTrust.UNTRUSTED
    if synchronised:
        return ClockTrust.SYNCHRONISED
    if hardware and (last_seen is None or at >= last_seen):
        return ClockTrust.HARDWARE
    return ClockTrust.UNTRUSTED


def for_clock(program: Program, trust: ClockTrust) -> tuple[Program, tuple[str, ...]]:
    """The program as it may play by such a clock, and the names of what may not.

    By an untrusted clock nothing plays that begins or ends on a date, nor what is of a part of the year only;
    times of day and days of the week still count, for there must be something to show.
    """
    if trust is not ClockTrust.UNTRUSTED:
        return program, ()

    def is_dated(found: Item | Event) -> bool:
        if found.opens is not None or found.closes is not None:
            return True
        rule = found.when
        return rule is not None and follows_dates(
            Daypart.parse(rule, program.time_zone, program.country, program.position)
        )

    return without(program, is_dated)


def is_synchronised() -> bool:
    """Whether the system keeps its clock by the network's: the kernel says so, or timesyncd's marker."""
    answer = ctypes.create_string_buffer(_TIMEX_BYTES)
    if ctypes.CDLL(None).adjtimex(answer) < 0:
        return False
    status = int.from_bytes(answer.raw[_STATUS_OFFSET : _STATUS_OFFSET + 4], "little")
    return not status & _UNSYNCHRONISED or any(marker.exists() for marker in _MARKERS)


def has_hardware() -> bool:
    """Whether there is a clock with a battery."""
    return _HARDWARE.exists()
