"""What was measured, as it came: times in milliseconds, sizes in bytes, None for what is not known."""

from __future__ import annotations

import msgspec


class LineFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The line to one server. A round trip is None where no answer came, `why` tells of the last such."""

    round_trips_ms: tuple[float | None, ...] = ()
    rate_bytes_s: float | None = None
    dns_ms: float | None = None
    certificate_days: float | None = None
    why: str = ""


class ClockFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The clock: trust as the stage tells it (`unknown` where none does), how far it is ahead of central's.

    `zone` is the machine's IANA zone, `program_zone` the one that the program on the glass counts in.
    """

    trust: str
    offset_ms: float | None = None
    zone: str = ""
    program_zone: str = ""


class DiskFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The disk of a folder; `why` is set where it refuses to be written."""

    syncs_ms: tuple[float, ...] = ()
    write_bytes_s: float | None = None
    read_bytes_s: float | None = None
    free: int | None = None
    wear_percent: float | None = None
    why: str = ""


class MachineFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The machine; `renderer` is "" where no stage tells what draws.

    `asleep` are units of the player that do not start with it, None where it is no appliance.
    """

    temperature_c: float | None = None
    throttled: bool | None = None
    memory_free: int | None = None
    renderer: str = ""
    asleep: tuple[str, ...] | None = None
