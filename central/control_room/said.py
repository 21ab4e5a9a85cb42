"""What the worker brings from central: one type for each thing, and what was asked that it answers."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec

from central.answers import Device, Fleet, FleetChange, History, Me, OrderLine, Where
from central.control_room.link import Cause
from central.standing import Alarm
from central.telling.signs import Key
from central.view import Picture


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """Anything that comes from the worker."""


class FleetHeard(Heard, frozen=True, kw_only=True):
    """The whole fleet: now, or `at` an instant that was asked for."""

    fleet: Fleet
    at: datetime | None = None


class ChangeHeard(Heard, frozen=True, kw_only=True):
    """A word of the stream."""

    change: FleetChange


class LostHeard(Heard, frozen=True, kw_only=True):
    """The stream broke off, or never began."""

    cause: Cause


class DeniedHeard(Heard, frozen=True, kw_only=True):
    """Central does not know the token."""


class MeHeard(Heard, frozen=True, kw_only=True):
    """Who we are to central."""

    me: Me


class AlarmsHeard(Heard, frozen=True, kw_only=True):
    """The alarms that last."""

    alarms: tuple[Alarm, ...]


class AlarmsThenHeard(Heard, frozen=True, kw_only=True):
    """The alarms that lasted at an instant of the past."""

    alarms: tuple[Alarm, ...]
    at: datetime


class DeviceHeard(Heard, frozen=True, kw_only=True):
    """One device; None where central knows none of that name."""

    name: str
    device: Device | None
    at: datetime | None = None


class HistoryHeard(Heard, frozen=True, kw_only=True):
    """The day before an instant of one device."""

    history: History
    at: datetime | None = None


class PictureHeard(Heard, frozen=True, kw_only=True):
    """A picture of a screen; None where there is none."""

    key: Key
    which: Picture
    picture: bytes | None


class WhereHeard(Heard, frozen=True, kw_only=True):
    """Where an item is."""

    where: Where


class OrderHeard(Heard, frozen=True, kw_only=True):
    """An order was taken."""

    order: OrderLine


class AlarmHeard(Heard, frozen=True, kw_only=True):
    """An alarm as it is after something was done to it."""

    alarm: Alarm


class ReportHeard(Heard, frozen=True, kw_only=True):
    """A report lies in a file."""

    path: Path


class FailedHeard(Heard, frozen=True, kw_only=True):
    """What was asked could not be had: the question's name, and why."""

    slot: str
    why: str
