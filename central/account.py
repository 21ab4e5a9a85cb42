"""The account of some days: what screens did with the time that was due, by day, family, place and device.

Pure: the day sums of the store, the devices by the feed, and the alarms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from central.fleet import Member
from central.lines import availability
from central.standing import Alarm, Verdict

Seconds = Mapping[Verdict, float]
"""Seconds by verdict."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What a day, a family, a place or a device did with its time; `devices` are those it is of."""

    name: str
    seconds: Seconds
    devices: int = 1
    place: str = ""
    family: str = ""

    @property
    def availability(self) -> float | None:
        """Right seconds over seconds due."""
        return availability(self.seconds)

    @property
    def lost(self) -> float:
        """Seconds in which something was due and was not shown, as far as is known."""
        return sum(took for verdict, took in self.seconds.items() if verdict not in _KEPT)

    @property
    def mostly(self) -> Verdict | None:
        """What most of that time was lost to."""
        lost = [(took, verdict) for verdict, took in self.seconds.items() if verdict not in _KEPT and took]
        return max(lost)[1] if lost else None


_KEPT = frozenset({Verdict.RIGHT, Verdict.DARK})


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Some days, both included. Places and devices stand by the time that they lost, the most first."""

    start: date
    end: date
    whole: Line
    days: tuple[tuple[date, Line], ...]
    families: tuple[Line, ...]
    places: tuple[Line, ...]
    devices: tuple[Line, ...]
    alarms: tuple[Alarm, ...] = ()


def account(
    sums: Mapping[tuple[date, str], Seconds],
    members: Mapping[str, Member],
    alarms: Iterable[Alarm],
    start: date,
    end: date,
) -> Account:
    """The account of some days by their sums, which go by day and device.

    A device that the feed does not name any more counts in the whole, and for itself.
    """
    days: defaultdict[date, _Adding] = defaultdict(_Adding)
    families: defaultdict[str, _Adding] = defaultdict(_Adding)
    places: defaultdict[str, _Adding] = defaultdict(_Adding)
    devices: defaultdict[str, _Adding] = defaultdict(_Adding)
    whole = _Adding()
    for (day, device), seconds in sums.items():
        if not start <= day <= end:
            continue
        member = members.get(device)
        groups = [whole, days[day], devices[device]]
        if member is not None:
            groups += [families[member.family], places[member.place]]
        for group in groups:
            group.add(device, seconds)
    return Account(
        start=start,
        end=end,
        whole=whole.line(""),
        days=tuple((day, found.line(day.isoformat())) for day, found in sorted(days.items())),
        families=tuple(found.line(name) for name, found in sorted(families.items())),
        places=_worst(found.line(name) for name, found in places.items()),
        devices=_worst(_device(name, found, members) for name, found in devices.items()),
        alarms=tuple(alarms),
    )


class _Adding:
    """A line in the making."""

    def __init__(self) -> None:
        self._seconds: defaultdict[Verdict, float] = defaultdict(float)
        self._devices: set[str] = set()

    def add(self, device: str, seconds: Seconds) -> None:
        self._devices.add(device)
        for verdict, took in seconds.items():
            self._seconds[verdict] += took

    def line(self, name: str) -> Line:
        return Line(name=name, seconds=dict(self._seconds), devices=len(self._devices))


def _device(name: str, found: _Adding, members: Mapping[str, Member]) -> Line:
    member = members.get(name)
    if member is None:
        return found.line(name)
    return msgspec.structs.replace(found.line(name), place=member.place, family=member.family)


def _worst(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: (-line.lost, line.name)))
