"""The account of some days: what screens did with the time that was due, by day, family, place and device.

Pure: the day sums of the store, the devices by the feed, and the alarms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

import msgspec

from central.answers import Account, AccountLine
from central.judging.fleet import Member
from central.judging.lines import availability
from central.standing import Alarm, Sums, Verdict

_KEPT = frozenset({Verdict.RIGHT, Verdict.DARK})
"""What is not lost."""

Seconds = Mapping[Verdict, float]
"""Seconds by verdict."""


def account(
    sums: Sums, members: Mapping[str, Member], alarms: Iterable[Alarm], start: date, end: date
) -> Account:
    """The account of some days by their sums.

    A device that the feed does not name any more counts in the whole, and for itself.
    """
    families: defaultdict[str, list[Seconds]] = defaultdict(list)
    places: defaultdict[str, list[Seconds]] = defaultdict(list)
    for device, seconds in sums.devices.items():
        member = members.get(device)
        if member is not None:
            families[member.family].append(seconds)
            places[member.place].append(seconds)
    return Account(
        start=start,
        end=end,
        whole=_line("", sums.devices.values()),
        days=tuple(
            msgspec.structs.replace(_line(day.isoformat(), [seconds]), devices=sums.heard[day])
            for day, seconds in sorted(sums.days.items())
        ),
        families=tuple(_line(name, found) for name, found in sorted(families.items())),
        places=_worst(_line(name, found) for name, found in places.items()),
        devices=_worst(_device(name, found, members) for name, found in sums.devices.items()),
        alarms=tuple(alarms),
    )


def _line(name: str, found: Collection[Seconds]) -> AccountLine:
    """A line of these devices, or of a day."""
    seconds: defaultdict[Verdict, float] = defaultdict(float)
    for one in found:
        for verdict, took in one.items():
            seconds[verdict] += took
    lost = {verdict: took for verdict, took in seconds.items() if verdict not in _KEPT and took > 0}
    return AccountLine(
        name=name,
        seconds=dict(seconds),
        devices=len(found),
        availability=availability(seconds),
        lost=sum(lost.values()),
        mostly=max(lost, key=lambda verdict: (lost[verdict], verdict), default=None),
    )


def _device(name: str, found: Seconds, members: Mapping[str, Member]) -> AccountLine:
    line, member = _line(name, [found]), members.get(name)
    if member is None:
        return line
    return msgspec.structs.replace(line, place=member.place, family=member.family)


def _worst(lines: Iterable[AccountLine]) -> tuple[AccountLine, ...]:
    return tuple(sorted(lines, key=lambda line: (-line.lost, line.name)))
