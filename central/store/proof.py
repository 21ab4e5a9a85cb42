"""Proof of play, as it is asked for: plays of a device, totals of many days, chains that are broken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any, NamedTuple

import sqlalchemy as sa

from central.answers import Tick
from central.store.chain import first_changed
from central.store.figures import added, figure
from central.store.tables import (
    PLAYS,
    chains,
    day_of,
    day_tables,
    instant,
    ms,
    names,
    number_of,
    play_days,
    play_sums,
    plays_of,
)

_OF_TICK = ("start", "screen", "zone", "item", "duration_ms", "verified", "count")


class Total(NamedTuple):
    """What one item has played in one zone on a day."""

    day: date
    device: str
    screen: str
    zone: str
    item: str
    plays: int
    seconds: float
    verified: int
    differing: int


class Broken(NamedTuple):
    """A device’s day whose plays are not as they were written; `row` is the first that is not certain."""

    day: date
    device: str
    row: int


def ticks(
    connection: sa.Connection, device: str, start: datetime, end: datetime, most: int
) -> tuple[Tick, ...]:
    """The newest plays of a device that began in a stretch of time, in the order of their beginnings."""
    days = (start.date() - timedelta(days=1), end.date() + timedelta(days=1))
    number = connection.scalar(sa.select(names.c.id).where(names.c.name == device))
    found: list[Any] = []
    for day in sorted(_days(connection, *days)):
        plays = plays_of(day).c
        mine = sa.and_(plays.device == number, plays.clock_wrong == 0)
        within = sa.and_(plays.start >= ms(start), plays.start < ms(end))
        said = sa.select(*plays[_OF_TICK]).where(mine, within)
        found += connection.execute(said.order_by(plays.start.desc()).limit(most))
    newest = sorted(found, key=itemgetter(0))[-most:]
    name = Names(connection)  # a name of each of thousands of rows is not asked for row by row
    return tuple(
        Tick(
            screen=name[screen],
            zone=name[zone],
            item=name[item],
            start=instant(at),
            duration_ms=took,
            verified=name[verified],
            count=count,
        )
        for at, screen, zone, item, took, verified, count in newest
    )


def of_devices(
    connection: sa.Connection, start: date, end: date, device: str | None = None
) -> Iterator[Total]:
    """What zones of devices played from a day to another, whatever it was: no item, the day is `date.min`.

    Day by day, for so the rows lie: nothing has to be sorted.
    """
    sums, days = play_sums.c, play_days.c.day
    where, figures = [sums[part] for part in ("device", "screen", "zone")], _figures()
    name: Mapping[int, str] = Names(connection)
    found: dict[tuple[int, ...], list[int]] = {}
    within = days.between(number_of(start), number_of(end))
    for day in connection.scalars(sa.select(days).where(within)).all():
        asked = sa.select(*where, *map(added, figures)).where(sums.day == day).group_by(*where)
        for of, screen, zone, *told in connection.execute(_only(asked, device)):
            before = found.setdefault((of, screen, zone), [0] * len(told))
            found[of, screen, zone] = [int(new) + old for new, old in zip(told, before, strict=True)]
    for place, sums_of_days in found.items():
        named, screen, zone = (name[part] for part in place)
        plays, took, verified, differing = map(figure, sums_of_days)
        yield Total(date.min, named, screen, zone, "", plays, took / 1000, verified, differing)


def totals(connection: sa.Connection, start: date, end: date, device: str | None = None) -> Iterator[Total]:
    """What was played from a day to another, both included."""
    sums = play_sums.c
    where = sums["device", "screen", "zone", "item"]
    asked = sa.select(sums.day, *where, *_figures())
    asked = asked.where(sums.day >= number_of(start), sums.day <= number_of(end))
    name: Mapping[int, str] = Names(connection)
    days = _Days()
    for day, of, screen, zone, item, *figures in connection.execute(_only(asked, device)).all():
        told = name[of], name[screen], name[zone], name[item]
        plays, took, verified, differing = map(figure, figures)
        yield Total(days[day], *told, plays, took / 1000, verified, differing)


def _figures() -> tuple[sa.Column[int], ...]:
    return tuple(play_sums.c[figure] for figure in ("plays", "ms", "verified", "differing"))


def _only(asked: sa.Select[Any], device: str | None) -> sa.Select[Any]:
    """Of one device alone, where one is named."""
    if device is None:
        return asked
    number = sa.select(names.c.id).where(names.c.name == device).scalar_subquery()
    return asked.where(play_sums.c.device == number)


class Names(dict[int, str]):
    """Names by their numbers, each looked up once."""

    def __init__(self, connection: sa.Connection) -> None:
        super().__init__()
        self._connection = connection

    def __missing__(self, number: int) -> str:
        found = self._connection.scalar(sa.select(names.c.name).where(names.c.id == number))
        self[number] = str(found)
        return self[number]


class _Days(dict[int, date]):
    """Days by their numbers, each made once."""

    def __missing__(self, number: int) -> date:
        self[number] = day_of(number)
        return self[number]


def broken(connection: sa.Connection, start: date, end: date, device: str | None = None) -> Iterator[Broken]:
    """The days of devices whose plays were changed after they were written. Reads every play."""
    days = sa.and_(chains.c.day >= number_of(start), chains.c.day <= number_of(end))
    asked = sa.select(chains.c.day, chains.c.device, names.c.name).join(names, names.c.id == chains.c.device)
    if device is not None:
        asked = asked.where(names.c.name == device)
    for day, number, name in connection.execute(asked.where(days).order_by(chains.c.day)).all():
        row = first_changed(connection, day, number)
        if row is not None:
            yield Broken(day_of(day), name, row)


def days(connection: sa.Connection, start: date, end: date) -> tuple[date, ...]:
    """The days from one to another, both included, of which single plays are kept."""
    return tuple(sorted(day_of(day) for day in _days(connection, start, end)))


def days_summed(connection: sa.Connection, start: date, end: date) -> tuple[date, ...]:
    """The days from one to another, both included, of which there are totals."""
    within = play_days.c.day.between(number_of(start), number_of(end))
    return tuple(map(day_of, connection.scalars(sa.select(play_days.c.day).where(within))))


def _days(connection: sa.Connection, start: date, end: date) -> Iterator[int]:
    for kind, day in day_tables(connection):
        if kind == PLAYS and number_of(start) <= day <= number_of(end):
            yield day
