"""What a stage says of itself in `status/stage.json`: computed from presented frames and the disk."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec

from device_profiles.decoding import from_json

STAGE, WORK, CLOCK, SUPERVISOR = "stage.json", "work.json", "clock.json", "play.json"
"""Files in `status/`: the stage's, what it decodes, the clock when it was last right, the supervisor's."""
STRIKES = "strikes.json"
"""Also in `status/`: what stages hung on, of the last hour."""
GLASS = "glass.json"
"""Also in `status/`: of which instant the pictures of the glass beside it are."""


class OnGlass(msgspec.Struct, frozen=True, kw_only=True):
    """One zone: the item that the last presented frame showed, its object, and when that play began."""

    zone: str
    item: str
    object: str | None
    since: datetime | None = None


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """The last look at what a zone really shows, `at` an instant, while an item was on the glass.

    `hash`, `colour` and `luma` (0 to 255) are of what was seen (`device_profiles.sight`); `bits` and `levels`
    how far that is from what was published, None where that is not known. `alike` is the verdict.
    """

    zone: str
    item: str
    page: int
    at: datetime
    hash: str
    colour: str
    luma: int
    bits: int | None = None
    levels: int | None = None
    alike: bool | None = None


class ScreenStatus(msgspec.Struct, frozen=True, kw_only=True):
    """One screen since its window opened; `alive` if what is due is drawn, `looked` by zone.

    `latest_ms` is how late each of the last starts was, `changed` when another item came on last, `output`
    the system’s name for where it is shown, `touches` those of the last whole hour. While it is `in_use` by
    somebody, no picture of it leaves the device.
    """

    screen: str
    showing: tuple[OnGlass, ...]
    frames: int
    dropped: int
    starts: int
    late_starts: int
    worst_start_ms: int
    alive: bool
    looked: tuple[Looked, ...] = ()
    latest_ms: tuple[int, ...] = ()
    changed: datetime | None = None
    output: str = ""
    in_use: bool = False
    touches: int = 0


class StageFault(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with an item, since when: object and zone (`SCREEN/ZONE`) where they are known."""

    kind: str
    why: str
    since: datetime
    object: str | None = None
    zone: str | None = None


class StageStatus(msgspec.Struct, frozen=True, kw_only=True):
    """The stage at an instant, by the monotonic clock at `steady_s`.

    `generation` and `edition` are None while it plays the built-in slide. `refused` names what lacks approval
    or may not play by this clock, `missing` the objects that are to be fetched again, `faults` what is wrong
    by item, `renderer` what draws. The agent tells until when the feed is accepted.
    """

    at: datetime
    steady_s: float = 0.0
    process: int
    generation: str | None
    edition: str | None
    clock: str
    screens: tuple[ScreenStatus, ...]
    refused: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    quarantined: tuple[str, ...] = ()
    faults: dict[str, StageFault] = {}
    renderer: str = ""
    lost_records: int = 0
    trouble: str = ""


class GlassPicture(msgspec.Struct, frozen=True, kw_only=True):
    """One screen as it was drawn: the name of its file beside this one, and the instant of its scene."""

    screen: str
    file: str
    at: datetime


class GlassStatus(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to the request of that time (in nanoseconds); `edition` as the stage's status has it."""

    asked: int
    edition: str | None
    pictures: tuple[GlassPicture, ...]


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """What is being decoded, since `steady_s` by the monotonic clock.

    Whoever finds this after a crash knows what may have caused it.
    """

    item: str
    object: str | None
    steady_s: float = 0.0


def read_status(file: Path) -> StageStatus | None:
    """A stage's status, if there is one."""
    try:
        return from_json(file.read_bytes(), StageStatus)
    except (OSError, msgspec.DecodeError):
        return None


def read_glass(file: Path) -> GlassStatus | None:
    """What pictures of the glass there are, if any were asked for."""
    try:
        return from_json(file.read_bytes(), GlassStatus)
    except (OSError, msgspec.DecodeError):
        return None


def read_work(file: Path) -> Work | None:
    """What was being decoded, if anything was."""
    try:
        return from_json(file.read_bytes(), Work)
    except (OSError, msgspec.DecodeError):
        return None
