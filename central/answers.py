"""What the API says: the types of version 1, which both faces (web page, control room) read.

Codes, never sentences: each face says them in its reader's language (`central/words/`). Instants are UTC.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from central.standing import Alarm, Reason, ScreenJudged, State, Verdict
from device_profiles.heartbeat import Heartbeat


class ScreenLine(msgspec.Struct, frozen=True, kw_only=True):
    """One screen in the list: its size in pixels, the verdict, the items on the glass by zone."""

    screen: str
    width: int
    height: int
    verdict: Verdict
    items: dict[str, str] = {}


class DeviceLine(msgspec.Struct, frozen=True, kw_only=True):
    """One device in the list. `position` is latitude and longitude; `seen` its last report by our clock."""

    device: str
    state: State
    since: datetime | None
    reason: Reason | None = None
    profile: str
    family: str
    place: str
    position: tuple[float, float] | None = None
    groups: tuple[str, ...] = ()
    screens: tuple[ScreenLine, ...] = ()
    seen: datetime | None = None
    generation: int | None = None
    out_of_service: str = ""


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """The truth in figures. `availability` is today's (0 to 1), None where nothing was due yet.

    `states` counts devices, `verdicts` screens. `silent` names the device that has been silent longest.
    """

    states: dict[State, int]
    verdicts: dict[Verdict, int]
    devices: int
    screens: int
    availability: float | None = None
    silent: str = ""
    silent_since: datetime | None = None
    alarms: int = 0


class Fleet(msgspec.Struct, frozen=True, kw_only=True):
    """All devices at an instant. `name` is the city's; `live` is False for an instant of the past."""

    at: datetime
    name: str
    time_zone: str
    live: bool
    figures: Figures
    devices: tuple[DeviceLine, ...]


class FleetChange(msgspec.Struct, frozen=True, kw_only=True):
    """What the stream says once a second at most: devices that stand otherwise, and the figures now.

    An event of that name without `devices` is said every 5 seconds at least: who hears nothing has lost us.
    """

    at: datetime
    figures: Figures
    devices: tuple[DeviceLine, ...] = ()
    gone: tuple[str, ...] = ()
    alarms: tuple[Alarm, ...] | None = None


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """One device's broadcast day: seconds by verdict, over its screens."""

    day: date
    seconds: dict[Verdict, float]
    availability: float | None = None


class OrderLine(msgspec.Struct, frozen=True, kw_only=True):
    """An order: which care, for which devices, who gave it, and what each device said of it."""

    id: str
    order: str
    devices: tuple[str, ...]
    by: str
    at: datetime
    until: datetime
    outcomes: dict[str, str] = {}


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """The item that stands for a screen at an instant; "" where nothing is due."""

    item: str
    at: datetime


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """One device, whole. `judged` is the last judgement; `reasons` all that is not as it should be.

    `pictures` tells by screen when its fingernail was taken, `due` what is due beside it; `days` the last
    thirty.
    """

    line: DeviceLine
    reasons: tuple[Reason, ...] = ()
    judged: tuple[ScreenJudged, ...] = ()
    heartbeat: Heartbeat | None = None
    pictures: dict[str, datetime] = {}
    due: dict[str, Due] = {}
    days: tuple[Day, ...] = ()
    orders: tuple[OrderLine, ...] = ()
    enrolled: datetime | None = None


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of one screen's time with one verdict."""

    screen: str
    start: datetime
    end: datetime
    verdict: Verdict


class Tick(msgspec.Struct, frozen=True, kw_only=True):
    """One play that was reported: duration in milliseconds, and by what it is known."""

    screen: str
    zone: str
    item: str
    start: datetime
    duration_ms: int
    verified: str
    count: int = 1


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """Samples of a device, column by column: `at` in seconds since 1970; None where nothing was known.

    `step_s` is what one row stands for: the raw ones, 300 or 3600.
    """

    at: tuple[float, ...]
    step_s: int
    values: dict[str, tuple[float | None, ...]]


class History(msgspec.Struct, frozen=True, kw_only=True):
    """What a device did from an instant to another."""

    device: str
    start: datetime
    end: datetime
    bands: tuple[Band, ...] = ()
    series: Series | None = None
    plays: tuple[Tick, ...] = ()


class PlaysLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of proof of play. What is not grouped by is empty. `share` is of the air time of the same zones.

    `verified` are the plays known by more than presented frames; `booked` is the share that was booked.
    """

    day: date | None = None
    device: str = ""
    campaign: str = ""
    item: str = ""
    plays: int
    seconds: float
    verified: int = 0
    differing: int = 0
    share: float | None = None
    booked: float | None = None


class Plays(msgspec.Struct, frozen=True, kw_only=True):
    """Proof of play from a day to another, both included.

    `intact` is False where a row was found changed, None where it is not known: since central began, the
    records of `unlooked` days were not all looked through, and of `totals_alone` days none are kept any more.
    """

    start: date
    end: date
    lines: tuple[PlaysLine, ...]
    intact: bool | None
    broken: tuple[str, ...] = ()
    unlooked: int = 0
    totals_alone: int = 0


class AccountLine(msgspec.Struct, frozen=True, kw_only=True):
    """What a day, a family, a place or a device did with its time: seconds by verdict, of so many devices.

    `lost` are the seconds in which something was due and was not shown, as far as is known, `mostly` what
    most of them were lost to.
    """

    name: str
    seconds: dict[Verdict, float]
    devices: int = 1
    place: str = ""
    family: str = ""
    availability: float | None = None
    lost: float = 0.0
    mostly: Verdict | None = None


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """The account of some days, both included. Places and devices stand by the time that they lost.

    `days` have their dates as names. `alarms` are those that lasted in this time.
    """

    start: date
    end: date
    whole: AccountLine
    days: tuple[AccountLine, ...]
    families: tuple[AccountLine, ...]
    places: tuple[AccountLine, ...]
    devices: tuple[AccountLine, ...]
    alarms: tuple[Alarm, ...] = ()


class Where(msgspec.Struct, frozen=True, kw_only=True):
    """Where an item is now: the screens that show it, and those where it is due and is not."""

    item: str
    at: datetime
    shown: tuple[str, ...]
    missing: tuple[str, ...]


class Me(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks: the token's name, its role, and the orders that it may give."""

    name: str
    role: str
    orders: tuple[str, ...] = ()


class Audit(msgspec.Struct, frozen=True, kw_only=True):
    """One write: who did what to what, when, from which address."""

    at: datetime
    who: str
    address: str
    action: str
    subject: str
    detail: str = ""
