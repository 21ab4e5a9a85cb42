"""What a device reports: the plays that reached the glass, what went wrong, and sums of both."""

from __future__ import annotations

from datetime import datetime

import msgspec

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
    start: datetime
    duration_ms: int
    frames: int
    verified: str
    edition: str | None
    bits: int | None = None
    levels: int | None = None


class Fault(msgspec.Struct, frozen=True, kw_only=True, tag="fault"):
    """Something went wrong: where (`stage`, `play`, …), which kind of thing, and what in one line."""

    device: str
    at: datetime
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
    start: datetime
    count: int
    duration_ms: int
    frames: int
    verified: str
    edition: str | None
    bits: int | None = None
    levels: int | None = None


class FaultSum(msgspec.Struct, frozen=True, kw_only=True, tag="faults"):
    """The same fault several times, summed up for want of room: the first time was `at`."""

    device: str
    at: datetime
    part: str
    kind: str
    message: str
    count: int


class Lost(msgspec.Struct, frozen=True, kw_only=True, tag="lost"):
    """So many records were dropped up to `at`: summing up had not made room enough."""

    device: str
    at: datetime
    count: int


Record = PlayRecord | Fault | PlaySum | FaultSum | Lost
