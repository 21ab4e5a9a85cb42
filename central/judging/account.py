"""The account of some days: what screens did with the time that was due, by day, family, place and device.

Pure: the day sums of the store, the devices by the feed, and the alarms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from central.answers import Account, AccountLine
from central.judging.fleet import Member
from central.judging.lines import availability
from central.standing import Alarm, Verdict

_KEPT = frozenset({Verdict.RIGHT, Verdict.DARK})
"""What is not lost."""

Seconds = Mapping[Verdict, float]
"""Seconds by verdict."""


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
        days=tuple(found.line(day.isoformat()) for day, found in sorted(days.items())),
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

    def line(self, name: str) -> AccountLine:
        lost = {verdict: took for verdict, took in self._seconds.items() if verdict not in _KEPT and took > 0}
        return AccountLine(
            name=name,
            seconds=dict(self._seconds),
            devices=len(self._devices),
            availability=availability(self._seconds),
            lost=sum(lost.values()),
            mostly=max(lost, key=lambda verdict: (lost[verdict], verdict), default=None),
        )


def _device(name: str, found: _Adding, members: Mapping[str, Member]) -> AccountLine:
    member = members.get(name)
    if member is None:
        return found.line(name)
    return msgspec.structs.replace(found.line(name), place=member.place, family=member.family)


def _worst(lines: Iterable[AccountLine]) -> tuple[AccountLine, ...]:
    return tuple(sorted(lines, key=lambda line: (-line.lost, line.name)))
