"""The words in which central judges: what a screen showed against what was due, and how a device stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum

import msgspec


class Verdict(StrEnum):
    """What one screen did with a stretch of time. Availability is `right` over all but `dark`."""

    RIGHT = "right"
    WRONG_ITEM = "wrong_item"
    WRONG_PICTURE = "wrong_picture"
    STALE = "stale"
    FALLBACK = "fallback"
    BLACK = "black"
    FROZEN = "frozen"
    DARK = "dark"
    UNKNOWN = "unknown"

    @classmethod
    def kept(cls, told: str) -> Verdict:
        """One as the store has it: what a disk has made of it is time of which nothing is known."""
        return cls(told) if told in _VERDICTS else cls.UNKNOWN


_VERDICTS = frozenset(verdict.value for verdict in Verdict)


class State(StrEnum):
    """How a device stands, from the worst of what is known of it."""

    WELL = "well"
    DEGRADED = "degraded"
    WRONG = "wrong"
    SILENT = "silent"
    DARK = "dark"
    OUT_OF_SERVICE = "out_of_service"
    NOT_ENROLLED = "not_enrolled"


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """Why a device stands so: a code, what or where it concerns, and since when.

    Codes: every `Verdict` that is wrong; `silent`, `clock`, `disk`, `memory`, `temperature`, `throttled`,
    `late`, `missing`, `quarantine`, `feed`, `restarts`, `lost`, `fault`, `cloned`,
    `source`, `refused` (by central, with the code of that as its detail), `central` (something of it fails).
    `object` is a SHA-256; `screen` is empty where all screens are meant; `detail` is in plain English, as the
    device said it. `by` is the code of another reason of the device that brought this one about.
    """

    code: str
    screen: str = ""
    item: str = ""
    object: str | None = None
    detail: str = ""
    since: datetime | None = None
    by: str = ""


class ZoneJudged(msgspec.Struct, frozen=True, kw_only=True):
    """One zone: the item that was due, and the one that was on the glass ("" for none)."""

    zone: str
    due: str
    shown: str
    alike: bool | None = None


def telling(zones: Iterable[ZoneJudged]) -> list[ZoneJudged]:
    """Zones of a screen, those that tell most first: those that show what is not due, then the others."""
    return sorted(zones, key=lambda zone: zone.shown == zone.due)


class ScreenJudged(msgspec.Struct, frozen=True, kw_only=True):
    """One screen at an instant: the verdict, zone by zone what it rests on, and the event that is due."""

    screen: str
    verdict: Verdict
    event: str | None = None
    zones: tuple[ZoneJudged, ...] = ()


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """A report against the program: screen by screen, and what else is not as it should be."""

    at: datetime
    screens: tuple[ScreenJudged, ...]
    reasons: tuple[Reason, ...] = ()


class Sums(msgspec.Struct, frozen=True):
    """Seconds by verdict over some days: of each day, of each device; how many devices each day tells of."""

    days: Mapping[date, Mapping[Verdict, float]]
    devices: Mapping[str, Mapping[Verdict, float]]
    heard: Mapping[date, int]


class Severity(StrEnum):
    """How loud an alarm is: `severe` wakes somebody."""

    SEVERE = "severe"
    MAJOR = "major"
    MINOR = "minor"


class Refusal(msgspec.Struct, frozen=True):
    """By which code reports under a name are refused, since when, and when that was last.

    `signed`: with the key of that name. Others anybody may have sent.
    """

    code: str
    since: datetime
    last: datetime
    signed: bool = True


SCOPES = frozenset({"device", "place", "group", "family", "item", "object", "source", "fleet"})
"""What the devices of an alarm may share."""


class Alarm(msgspec.Struct, frozen=True, kw_only=True):
    """One cause, with all that it concerns. `id` is made of cause and beginning: the same cause, the same id.

    `code` is the reason's; `scope` says what the devices share (one of `SCOPES`), `subject` which one.
    `screens` are `DEVICE/SCREEN` or `DEVICE`.
    """

    id: str
    code: str
    severity: Severity
    scope: str
    subject: str
    screens: tuple[str, ...]
    since: datetime
    detail: str = ""
    ended: datetime | None = None
    acknowledged_by: str | None = None
    acknowledged_at: datetime | None = None
    snoozed_until: datetime | None = None
    escalated_at: datetime | None = None

    @property
    def of_devices(self) -> bool:
        """Whether it concerns whole devices, not single screens."""
        return bool(self.screens) and "/" not in self.screens[0]
