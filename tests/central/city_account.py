"""The account of some days of a city that stands, from what each of its devices did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from city_plan import Site

from central.answers import Account, Day
from central.judging.account import account
from central.judging.fleet import Member
from central.standing import Alarm, Sums, Verdict


def city_account(
    told: Sequence[tuple[Site, Sequence[Day]]], alarms: Iterable[Alarm], start: date, end: date
) -> Account:
    """The account by the days of each device."""
    sums = summed(
        {
            (day.day, site.device): day.seconds
            for site, found in told
            for day in found
            if start <= day.day <= end
        }
    )
    members = {
        site.device: Member(
            device=site.device, place=site.place, position=None, groups=(), family=site.family
        )
        for site, _ in told
    }
    return account(sums, members, alarms, start, end)


def summed(seconds: Mapping[tuple[date, str], Mapping[Verdict, float]]) -> Sums:
    """The sums of what devices did day by day, in the plainest way."""
    days: dict[date, dict[Verdict, float]] = {}
    devices: dict[str, dict[Verdict, float]] = {}
    for (day, device), found in seconds.items():
        for told in (days.setdefault(day, {}), devices.setdefault(device, {})):
            for verdict, took in found.items():
                told[verdict] = told.get(verdict, 0.0) + took
    return Sums(days, devices, {day: sum(one == day for one, _ in seconds) for day in days})
