"""What the window asks of central, as the worker is given it."""

from __future__ import annotations

from datetime import datetime, timedelta

from central.answers import History
from central.control_room.said import (
    AlarmsThenHeard,
    DeviceHeard,
    FleetHeard,
    HistoryHeard,
    PictureHeard,
    WhereHeard,
)
from central.control_room.talk import Question
from central.telling.signs import Key
from central.telling.told import alarms_then
from central.view import Picture

_DAY = timedelta(hours=24)


def of_fleet(at: datetime) -> Question:
    """All devices at an instant of the past."""
    return lambda central: FleetHeard(fleet=central.fleet(at), at=at)


def of_alarms(at: datetime) -> Question:
    """The alarms at an instant of the past."""
    return lambda central: AlarmsThenHeard(
        alarms=alarms_then((*central.alarms(), *central.alarms(ended=True)), at), at=at
    )


def of_device(device: str, at: datetime | None) -> Question:
    """One device, now or then."""
    return lambda central: DeviceHeard(name=device, device=central.device(device, at), at=at)


def of_history(device: str, at: datetime | None, end: datetime) -> Question:
    """The day of a device that ends with an instant; an empty one where it is not known."""
    start = end - _DAY
    nothing = History(device=device, start=start, end=end)
    return lambda central: HistoryHeard(history=central.history(device, start, end) or nothing, at=at)


def of_picture(key: Key, which: Picture) -> Question:
    """A picture of a screen."""
    return lambda central: PictureHeard(key=key, which=which, picture=central.picture(key, which))


def of_item(item: str) -> Question:
    """Where an item is."""
    return lambda central: WhereHeard(where=central.where(item))
