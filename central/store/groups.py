"""Totals of plays over the whole fleet, made ready: the rows of a year are too many to add up when asked.

Air time is shared in a zone of a screen (a place). Places in which the same items played on a day are of one
kind, and their totals are added up: of what is asked about the whole fleet nothing is lost by it. A day whose
plays changed since, as today's do, is added up when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from hashlib import sha256
from itertools import groupby
from operator import add, itemgetter
from typing import Any, NamedTuple

import sqlalchemy as sa

from central.store.figures import added, figure
from central.store.proof import Names, Total
from central.store.tables import day_of, number_of, play_days, play_groups, play_sums

_FIGURES = ("plays", "ms", "verified", "differing")
_AT_ONCE = 500
"""Rows that are written together."""
Group = tuple[int, int, int, int, int, int]
"""Kind, item, plays, milliseconds, verified plays, differing ones."""


class DayGroups(NamedTuple):
    """A day added up, as it was after so many changes."""

    day: int
    changed: int
    groups: tuple[Group, ...]


def totals(connection: sa.Connection, start: date, end: date, *, by_day: bool) -> Iterator[Total]:
    """What the fleet played from a day to another, both included. For a place each has its kind (`zone`).

    Device and screen are empty. Days are added up too where not asked for: then the day is `date.min`.
    """
    name = Names(connection)
    within = play_days.c.day.between(number_of(start), number_of(end))
    ready = sa.select(play_days.c.day).where(within, play_days.c.changed == play_days.c.grouped)
    stale = sa.select(play_days.c.day).where(within, play_days.c.changed != play_days.c.grouped)
    groups, of = play_groups.c, [play_groups.c[key] for key in ("kind", "item")]
    sums = [added(groups[name]) for name in _FIGURES]
    days = [groups.day] if by_day else []
    asked = sa.select(*of, *sums, *days).where(groups.day.in_(ready)).group_by(*days, *of)
    for kind, item, *figures in connection.execute(asked).all():
        day = day_of(figures.pop()) if by_day else date.min
        yield _total(day, kind, name[item], figures)
    for number in connection.scalars(stale).all():
        for kind, item, *figures in _added_up(connection, number):
            yield _total(day_of(number), kind, name[item], figures)


def due(connection: sa.Connection, before: date) -> tuple[int, ...]:
    """The days that ended and are not added up as they are now."""
    stale = sa.select(play_days.c.day).where(play_days.c.changed != play_days.c.grouped)
    return tuple(connection.scalars(stale.where(play_days.c.day < number_of(before))))


def added_up(connection: sa.Connection, day: int) -> DayGroups:
    """A day, added up."""
    changed = connection.scalar(sa.select(play_days.c.changed).where(play_days.c.day == day))
    return DayGroups(day, changed or 0, tuple(_added_up(connection, day)))


def hold(connection: sa.Connection, day: int) -> bool:
    """Whether what is kept of a day is what its totals add up to; of a day that changed since it need not."""
    days, stored = play_days.c, play_groups.c
    ready = sa.select(days.day).where(days.day == day, days.changed == days.grouped)
    if connection.scalar(ready) is None:
        return True
    kept = sa.select(*(column for column in stored if column.name != "day")).where(stored.day == day)
    return sorted(map(tuple, connection.execute(kept))) == sorted(_added_up(connection, day))


def forget(connection: sa.Connection, day: int) -> None:
    """Let a day be added up anew."""
    connection.execute(sa.update(play_days).where(play_days.c.day == day).values(grouped=0))


def keeping(found: DayGroups) -> Callable[[sa.Connection], None]:
    """What keeps a day as it was added up, unless plays came meanwhile."""
    columns = [column.name for column in play_groups.c]
    rows = [dict(zip(columns, (found.day, *group), strict=True)) for group in found.groups]

    def work(connection: sa.Connection) -> None:
        mine = (play_days.c.day == found.day, play_days.c.changed == found.changed)
        said = connection.execute(sa.update(play_days).where(*mine).values(grouped=found.changed))
        if not said.rowcount:
            return
        connection.execute(sa.delete(play_groups).where(play_groups.c.day == found.day))
        for place in range(0, len(rows), _AT_ONCE):
            connection.execute(play_groups.insert(), rows[place : place + _AT_ONCE])

    return work


def _added_up(connection: sa.Connection, day: int) -> Iterator[Group]:
    sums = play_sums.c
    place = ("device", "screen", "zone")
    asked = sa.select(*sums[place], sums.item, *sums[_FIGURES]).where(sums.day == day)
    found: dict[tuple[int, ...], list[list[int]]] = {}
    rows: Any = connection.execute(asked.order_by(*sums[place], sums.item)).all()
    for _, of_place in groupby(rows, itemgetter(0, 1, 2)):
        items, *figures = zip(*(row[3:] for row in of_place), strict=True)
        before = found.setdefault(items, [[0] * len(items) for _ in _FIGURES])
        found[items] = [list(map(add, *two)) for two in zip(before, figures, strict=True)]
    for items, columns in found.items():
        kind = _kind(items)
        for item, *told in zip(items, *columns, strict=True):
            yield kind, item, *map(figure, told)


def _kind(items: tuple[int, ...]) -> int:
    """A number for a set of items, the same on each day."""
    return int.from_bytes(sha256(repr(items).encode()).digest()[:8]) >> 1


def _total(day: date, kind: int, item: str, figures: Sequence[int]) -> Total:
    plays, took, verified, differing = map(figure, figures)
    return Total(day, "", "", str(kind), item, plays, took / 1000, verified, differing)
