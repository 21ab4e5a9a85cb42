"""Planned days, kept with their program, so that any instant of a day is found in microseconds."""

from __future__ import annotations

from datetime import date
from threading import Lock
from typing import cast

from playlists.dayplan import DayPlan, day_at, plan_day
from playlists.program import Program

MOST_DAYS = 40
"""The most broadcast days of one program that are kept planned."""


class _Plans:
    """The planned days of one program, kept with it, `MOST_DAYS` at most."""

    __slots__ = ("days", "latest", "lock")

    def __init__(self, latest: DayPlan) -> None:
        self.latest = latest
        self.days = {latest.day: latest}
        self.lock = Lock()


def plan_of(program: Program, day: date) -> DayPlan:
    """The plan of a broadcast day, kept with the program."""
    plans = cast("_Plans | None", program.__dict__.get("_plans"))
    if plans is None:
        plans = program.__dict__["_plans"] = _Plans(plan_day(program, day))
    plan = plans.days.get(day)
    if plan is None:
        plan = plan_day(program, day)
        with plans.lock:
            plans.days[day] = plan
            if len(plans.days) > MOST_DAYS:
                del plans.days[next(iter(plans.days))]
    plans.latest = plan
    return plan


def plan_at(program: Program, at: int) -> DayPlan:
    """The plan of the broadcast day in which `at` lies."""
    plans = cast("_Plans | None", program.__dict__.get("_plans"))
    if plans is not None:
        latest = plans.latest
        if latest.start <= at < latest.end:
            return latest
    return plan_of(program, day_at(program, at))


def forget(program: Program, before: int) -> None:
    """Keep no planned day that ended before then: who holds thousands of programs needs the room."""
    plans = cast("_Plans | None", program.__dict__.get("_plans"))
    if plans is None:
        return
    with plans.lock:
        kept = {day: plan for day, plan in plans.days.items() if plan.end >= before or plan is plans.latest}
        plans.days = kept


def is_planned(program: Program, at: int) -> bool:
    """Whether the broadcast day in which `at` lies is kept planned."""
    plans = cast("_Plans | None", program.__dict__.get("_plans"))
    return plans is not None and day_at(program, at) in plans.days
