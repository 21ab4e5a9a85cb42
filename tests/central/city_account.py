"""The account of some days of a city that stands, from what each of its devices did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from city_plan import Site

from central.answers import Account, Day
from central.judging.account import account
from central.judging.fleet import Member
from central.standing import Alarm


def city_account(
    told: Sequence[tuple[Site, Sequence[Day]]], alarms: Iterable[Alarm], start: date, end: date
) -> Account:
    """The account by the days of each device."""
    sums = {(day.day, site.device): day.seconds for site, found in told for day in found}
    members = {
        site.device: Member(
            device=site.device, place=site.place, position=None, groups=(), family=site.family
        )
        for site, _ in told
    }
    return account(sums, members, alarms, start, end)
