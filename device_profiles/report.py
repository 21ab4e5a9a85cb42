"""What a device reports: a heartbeat, and with it the plays that reached the glass and what went wrong.

The device sends a `Report` and empties its outbox by the `Receipt` alone. Each outbox has an id, and its
records and reports have numbers that rise and are never given twice: so everything counts exactly once.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from device_profiles.bounds import Count, Instant, SpanMs, Times
from device_profiles.heartbeat import Heartbeat

FORMAT = 1
REPORT_BYTES = 1 << 20
"""The largest report that central takes."""
REPORT_RECORDS = 500
"""The most records that a report carries."""
PICTURE_BYTES = 12 * 1024
"""The largest picture of a screen that a report carries."""

FRAMES = "frames presented"
"""Frames were presented while the item was in the scene: that is all that is known."""
HELD = "frame held"
"""No new frame was needed: the picture on the glass already was this item's."""
MATCHED = "picture matched"
"""What was on the glass was looked at, and was the picture that was published, each time."""
DIFFERS = "picture differs"
"""What was on the glass was looked at, and was not the picture that was published."""


class PlayRecord(msgspec.Struct, frozen=True, kw_only=True, tag="play"):
    """One item was on the glass in one zone.

    `start` is UTC by the wall clock, `duration_ms` was measured on the monotonic clock. `object` is the
    SHA-256 of what was shown, None for a card. `edition` is the SHA-256 of the program, None for the built-in
    slide; `verified` says by what it is known (`FRAMES`, `HELD`, `MATCHED`, `DIFFERS`). Where the glass was
    looked at, `bits` and `levels` are how far it was from what was published, at worst (`sight.Distance`).
    """

    device: str
    screen: str
    zone: str
    item: str
    object: str | None
    start: Instant
    duration_ms: SpanMs
    frames: Count
    verified: str
    edition: str | None
    bits: Count | None = None
    levels: Count | None = None


class Fault(msgspec.Struct, frozen=True, kw_only=True, tag="fault"):
    """Something went wrong: where (`stage`, `play`, …), which kind of thing, and what in one line."""

    device: str
    at: Instant
    part: str
    kind: str
    message: str


class PlaySum(msgspec.Struct, frozen=True, kw_only=True, tag="plays"):
    """Plays of one item that were summed up for want of room: the first began at `start`.

    `bits` and `levels` are those of the worst of them.
    """

    device: str
    screen: str
    zone: str
    item: str
    object: str | None
    start: Instant
    count: Times
    duration_ms: SpanMs
    frames: Count
    verified: str
    edition: str | None
    bits: Count | None = None
    levels: Count | None = None


class FaultSum(msgspec.Struct, frozen=True, kw_only=True, tag="faults"):
    """The same fault several times, summed up for want of room: the first time was `at`."""

    device: str
    at: Instant
    part: str
    kind: str
    message: str
    count: Times


class Lost(msgspec.Struct, frozen=True, kw_only=True, tag="lost"):
    """So many records were dropped up to `at`: summing up had not made room enough."""

    device: str
    at: Instant
    count: Times


class What(StrEnum):
    """What is counted of people at a screen: answers to polls, words that something is out of date, and use.

    Of use: sessions, pages by kind and service, languages, comforts, and touches of any kind.
    """

    POLL = "poll"
    SIGNAL = "signal"
    SESSION = "session"
    PAGE = "page"
    LANGUAGE = "language"
    COMFORT = "comfort"
    TOUCH = "touch"


class Tally(msgspec.Struct, frozen=True, kw_only=True, tag="tally"):
    """So many times within an hour people did the same at a screen; nothing tells who, or when.

    `hour` is its beginning. `name` tells of which: a poll or an entry by `SERVICE/ID`, a page, a language, a
    comfort; `answer` is the answer to a poll, or what is out of date. A vote is a tally of one.
    """

    device: str
    screen: str
    hour: Instant
    what: What
    name: str
    answer: str = ""
    count: Times = 1


Record = PlayRecord | Fault | PlaySum | FaultSum | Lost | Tally


class Entry(msgspec.Struct, frozen=True):
    """A record and its number in the outbox: numbers rise, and none is given twice."""

    number: Count
    record: Record


class Fingernail(msgspec.Struct, frozen=True, kw_only=True):
    """A small JPEG of one screen's glass, and the instant of its scene by the device's clock."""

    screen: str
    at: Instant
    jpeg: bytes


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a device sends. `spool` is the outbox's id (32 hexadecimal digits), `sequence` counts its reports.

    `entries` are the oldest records of the outbox, in the order of their numbers.
    """

    format: int = FORMAT
    device: str
    spool: str
    sequence: Count
    heartbeat: Heartbeat
    entries: tuple[Entry, ...] = ()
    fingernails: tuple[Fingernail, ...] = ()


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """Central's answer once the report is durable: it has every record of that outbox up to `upto`.

    `at` is central's clock. `wants_picture` asks for fingernails with the next report, which is due at once;
    `interval_s` is how long central wants the device to wait otherwise (None: as its profile says). Where
    many have much to deliver, `most` is how many records may go with the next report, and what waits in the
    outbox is no reason to come sooner. `regrant` says that there is another grant for the device
    (`device_profiles.enrolment`).
    """

    spool: str
    sequence: Count
    upto: Count
    at: Instant
    interval_s: float | None = None
    most: Count | None = None
    wants_picture: bool = False
    regrant: bool = False


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """Why a report was not taken: a code for machines, a sentence for people, and central's clock."""

    code: str
    message: str
    at: Instant
