"""What a device says of itself at an instant: what is *so* on the glass, on the disk and in the machine.

Everything is read from presented frames, the disk and the system, nothing from intentions. What cannot be
known is None, never a guess.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from device_profiles.bounds import Count, Figure, Instant, Signed


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
    page: Count = 0
    looked: Instant | None = None
    hash: str = ""
    colour: str = ""
    luma: Count | None = None
    bits: Count | None = None
    levels: Count | None = None
    alike: bool | None = None


class ScreenBeat(msgspec.Struct, frozen=True, kw_only=True):
    """One screen, as the stage told `at` an instant by the device's clock.

    `showing` is empty where nothing is on the glass: it is dark, or the built-in slide fills it (then the
    heartbeat has no edition, or the zone has no name). `frames_s`, `dropped`, `starts`, `late_starts` and
    `worst_start_ms` are those since the heartbeat before; `frames` all since the window opened. `changed` is
    when another item came on last. `alive` tells that what is due is drawn. `touches` are those of the last
    whole hour. While somebody touches the screen it is `in_use`: their pages are on the glass, of which
    nothing is told.
    """

    screen: str
    at: Instant
    showing: tuple[ZoneBeat, ...] = ()
    alive: bool
    frames: Count = 0
    frames_s: Figure = 0.0
    dropped: Count = 0
    starts: Count = 0
    late_starts: Count = 0
    worst_start_ms: Count = 0
    changed: Instant | None = None
    power: Power = Power.UNKNOWN
    touches: Count = 0
    in_use: bool = False


class FeedBeat(msgspec.Struct, frozen=True, kw_only=True):
    """How far the device is with the feed.

    `wanted` is the newest version of the feed that was heard of (TUF's snapshot), `complete` the generation
    of which everything is on the disk, `playing` the one on the glass, `edition` the SHA-256 of the program
    that is on the glass (None: the built-in slide). `alerts` and `live` are the versions of
    the alerts and of the city data that it has. `outcome` names how the last cycle ended and `why` tells
    it; `good` is when a cycle found all well.
    """

    wanted: Count | None = None
    complete: Count | None = None
    playing: Count | None = None
    edition: str | None = None
    alerts: Count | None = None
    live: Count | None = None
    outcome: str = ""
    why: str = ""
    good: Instant | None = None


class ClockBeat(msgspec.Struct, frozen=True, kw_only=True):
    """How far the clock is trusted, and how far it is ahead of central’s.

    `synchronised`, `rtc`, `untrusted`; `unknown` where no stage has told yet.
    """

    trust: str
    offset_ms: Signed | None = None


class CacheBeat(msgspec.Struct, frozen=True, kw_only=True):
    """The store of objects: how many are wanted, what those take that are there.

    `missing` are not there, `bad` those of them that were found damaged.
    """

    objects: Count = 0
    bytes: Count = 0
    missing: Count = 0
    bad: Count = 0


class MachineBeat(msgspec.Struct, frozen=True, kw_only=True):
    """The machine. Memory and disk in bytes, `cpu` the part of all cores that was busy (0 to 1).

    `machine` is the hash that tells it from all others (`PairingRequest.machine`).
    """

    cpu: Figure | None = None
    memory_used: Count | None = None
    memory_total: Count | None = None
    disk_free: Count | None = None
    disk_total: Count | None = None
    temperature_c: Figure | None = None
    throttled: bool | None = None
    renderer: str = ""
    booted: Instant | None = None
    machine: str = ""


class NetworkBeat(msgspec.Struct, frozen=True, kw_only=True):
    """The line: the device's own address, the time of the last answer, what the last download got."""

    address: str = ""
    rtt_ms: Figure | None = None
    rate_bytes_s: Count | None = None


class Restart(msgspec.Struct, frozen=True, kw_only=True):
    """A process of the device: how often it ended by itself since the device started, and why last."""

    process: str
    times: Count
    cause: str = ""
    at: Instant | None = None


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is wrong now: its kind (`item`, `object`, `picture`, …), and since when it is.

    `what` is the item where the kind is `item`, else all of it in a line; `why` is the reason in a line.
    `object` is a SHA-256, `zone` is `SCREEN/ZONE`, where there is one.
    """

    code: str
    what: str = ""
    why: str = ""
    object: str | None = None
    zone: str | None = None
    since: Instant | None = None


class SpoolBeat(msgspec.Struct, frozen=True, kw_only=True):
    """The outbox: records that wait, and records that were lost for want of room or of a disk.

    Those lost for want of room are told until the outbox is empty: then central has the record of it.
    """

    waiting: Count = 0
    lost: Count = 0


class Heartbeat(msgspec.Struct, frozen=True, kw_only=True):
    """A device at an instant by its own clock (UTC). `versions` goes by part: parvis, python, qt, system."""

    at: Instant
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
