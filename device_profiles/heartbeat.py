"""What a device says of itself at an instant: what is *so* on the glass, on the disk and in the machine.

Everything is read from presented frames, the disk and the system, nothing from intentions. What cannot be
known is None, never a guess.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec


class Power(StrEnum):
    """Whether a display has light, as far as the system tells."""

    ON = "on"
    OFF = "off"
    UNKNOWN = "unknown"


class ZoneBeat(msgspec.Struct, frozen=True, kw_only=True):
    """One zone: the item that the last presented frame showed, its object, and the last look at it.

    `hash` and `colour` are of what was seen (`device_profiles.sight`), `luma` is its mean light (0 to 255).
    `bits` and `levels` are how far that was from what was published, `alike` is the verdict: None where a
    picture cannot be known ahead, or was not looked at yet.
    """

    zone: str
    item: str
    object: str | None = None
    page: int = 0
    looked: datetime | None = None
    hash: str = ""
    colour: str = ""
    luma: int | None = None
    bits: int | None = None
    levels: int | None = None
    alike: bool | None = None


class ScreenBeat(msgspec.Struct, frozen=True, kw_only=True):
    """One screen, as the stage told `at` an instant by the device's clock.

    `showing` is empty where nothing is on the glass: it is dark, or the built-in slide fills it (then the
    heartbeat has no edition, or the zone has no name). `frames_s`, `dropped`, `starts`, `late_starts` and
    `worst_start_ms` are those since the heartbeat before; `frames` all since the window opened. `changed` is
    when another item came on last. `alive` tells that what is due is drawn.
    """

    screen: str
    at: datetime
    showing: tuple[ZoneBeat, ...] = ()
    alive: bool
    frames: int = 0
    frames_s: float = 0.0
    dropped: int = 0
    starts: int = 0
    late_starts: int = 0
    worst_start_ms: int = 0
    changed: datetime | None = None
    power: Power = Power.UNKNOWN
    touches: int = 0


class FeedBeat(msgspec.Struct, frozen=True, kw_only=True):
    """How far the device is with the feed.

    `wanted` is the newest version of the feed that was heard of (TUF's snapshot), `complete` the generation
    of which everything is on the disk, `playing` the one on the glass, `edition` the SHA-256 of the program
    that is on the glass (None: the built-in slide). `outcome` names how the last cycle ended and `why` tells
    it; `good` is when a cycle found all well.
    """

    wanted: int | None = None
    complete: int | None = None
    playing: int | None = None
    edition: str | None = None
    alerts: int | None = None
    outcome: str = ""
    why: str = ""
    good: datetime | None = None


class ClockBeat(msgspec.Struct, frozen=True, kw_only=True):
    """How far the clock is trusted (`ntp`, `rtc`, `untrusted`), and how far it is ahead of central’s."""

    trust: str
    offset_ms: int | None = None


class CacheBeat(msgspec.Struct, frozen=True, kw_only=True):
    """The store of objects: how many are wanted, what those take that are there, missing and found bad."""

    objects: int = 0
    bytes: int = 0
    missing: int = 0
    bad: int = 0


class MachineBeat(msgspec.Struct, frozen=True, kw_only=True):
    """The machine. Memory and disk in bytes, `cpu` the part of all cores that was busy (0 to 1)."""

    cpu: float | None = None
    memory_used: int | None = None
    memory_total: int | None = None
    disk_free: int | None = None
    disk_total: int | None = None
    temperature_c: float | None = None
    throttled: bool | None = None
    renderer: str = ""
    booted: datetime | None = None


class NetworkBeat(msgspec.Struct, frozen=True, kw_only=True):
    """The line: the device's own address, the time of the last answer, what the last download got."""

    address: str = ""
    rtt_ms: float | None = None
    rate_bytes_s: int | None = None


class Restart(msgspec.Struct, frozen=True, kw_only=True):
    """A process of the device: how often it ended by itself since the device started, and why last."""

    process: str
    times: int
    cause: str = ""
    at: datetime | None = None


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is wrong now: its kind (`item`, `object`, `picture`, …), and since when it is.

    `object` is a SHA-256, `zone` is `SCREEN/ZONE`, where there is one.
    """

    code: str
    what: str = ""
    object: str | None = None
    zone: str | None = None
    since: datetime | None = None


class SpoolBeat(msgspec.Struct, frozen=True, kw_only=True):
    """The outbox: records that wait, and records that were lost for want of room or of a disk."""

    waiting: int = 0
    lost: int = 0


class Heartbeat(msgspec.Struct, frozen=True, kw_only=True):
    """A device at an instant by its own clock (UTC). `versions` goes by part: parvis, python, qt, system."""

    at: datetime
    profile: str = ""
    screens: tuple[ScreenBeat, ...] = ()
    feed: FeedBeat = FeedBeat()
    clock: ClockBeat
    cache: CacheBeat = CacheBeat()
    machine: MachineBeat = MachineBeat()
    network: NetworkBeat = NetworkBeat()
    restarts: tuple[Restart, ...] = ()
    faults: tuple[Standing, ...] = ()
    quarantined: tuple[str, ...] = ()
    spool: SpoolBeat = SpoolBeat()
    orders: dict[str, str] = {}
    versions: dict[str, str] = {}
