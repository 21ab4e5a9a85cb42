"""The seconds of some days, added up by the database: by day and by device is all that an account needs."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from central.standing import Sums, Verdict
from central.store.reading import count
from central.store.tables import day_of, day_sums, is_day, names, number_of

_log = logging.getLogger(__name__)
More = tuple[date, str, Verdict, float]
"""Seconds that the store does not know yet: of which day and device, with which verdict."""


def sums(connection: sa.Connection, start: date, end: date, more: Sequence[More]) -> Sums:
    """What screens did with the time of some days, both included, with what is not stored yet.

    What nobody can be told of, because the disk has turned a bit over, is left out, and the log names it.
    """
    c = day_sums.c
    wanted = sa.and_(c.day >= number_of(start), c.day <= number_of(end))
    known = dict(tuple(row) for row in connection.execute(_named(wanted)))
    strangers = [device for device, name in known.items() if name is None]
    if strangers:
        _log.error("sums of devices %s in the store are damaged, they are left out", strangers)
        wanted &= c.device.not_in(strangers)
    days: dict[date, dict[Verdict, float]] = {}
    for day, verdict, total in _added(connection, c.day, wanted):
        if is_day(day):
            count(days.setdefault(day_of(day), {}), verdict, total)
    devices: dict[str, dict[Verdict, float]] = {}
    for device, verdict, total in _added(connection, c.device, wanted):
        count(devices.setdefault(known[device], {}), verdict, total)
    heard = sa.select(c.day, sa.func.count(c.device.distinct())).where(wanted).group_by(c.day)
    counts = {day_of(day): int(number) for day, number in connection.execute(heard) if is_day(day)}
    for day in _fresh(connection, more):
        counts[day] = counts.get(day, 0) + 1
    for day, name, verdict, seconds in more:
        for told in (days.setdefault(day, {}), devices.setdefault(name, {})):
            told[verdict] = told.get(verdict, 0.0) + seconds
    return Sums(days=days, devices=devices, heard=counts)


def _added(connection: sa.Connection, by: sa.ColumnElement[Any], wanted: sa.ColumnElement[bool]) -> list[Any]:
    """Milliseconds by verdict of each value of a column."""
    c = day_sums.c
    asked = sa.select(by, c.verdict, sa.func.sum(c.ms)).where(wanted).group_by(by, c.verdict)
    return list(connection.execute(asked))


def _named(wanted: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """The devices of these rows with their names; without one, those that nobody has given a number."""
    asked = sa.select(day_sums.c.device).where(wanted).distinct().subquery()
    return sa.select(asked.c.device, names.c.name).outerjoin(names, names.c.id == asked.c.device)


def _fresh(connection: sa.Connection, more: Sequence[More]) -> list[date]:
    """The days of devices of which the store has nothing on that day yet, one for each of these."""
    told = {(number_of(day), name) for day, name, _, _ in more}
    if not told:
        return []
    found = connection.execute(
        sa.select(day_sums.c.day, names.c.name)
        .join(names, names.c.id == day_sums.c.device)
        .where(day_sums.c.day.in_({day for day, _ in told}))
        .distinct()
    )
    return [day_of(day) for day, _ in told - {(day, name) for day, name in found}]
