"""What the store does now and then: longer steps of figures, and letting go of what is old enough.

Each thing is a short piece of work for the writer, so that no report waits long for it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from central.store import groups
from central.store.figures import level
from central.store.store import Store
from central.store.tables import (
    COUNTS,
    GAUGES,
    PLAYS,
    SAMPLES,
    SEALS,
    STEPS,
    VALUES,
    alarms,
    audit,
    bands,
    chains,
    day_sums,
    day_tables,
    device_state,
    faults,
    fingernails,
    hours,
    instant,
    ms,
    names,
    number_of,
    orders,
    play_days,
    play_groups,
    play_sums,
    rolled,
    samples_of,
    steps_of,
    tallies,
    tokens,
    utc_day,
)
from central.voices import USE

_log = logging.getLogger(__name__)
Work = Callable[[sa.Connection], None]
_HOUR = timedelta(hours=1)
_STEP_MS, _HOUR_MS = 300_000, 3_600_000
_AFTER = timedelta(minutes=1)
"""So long after its end an hour is summed up: what was received in it has been written."""
PAUSE_S = 600.0
"""How often there may be something to do."""
_LEAP = timedelta(days=1)
_DOUBTS = _LEAP // timedelta(seconds=PAUSE_S)
_ALL = sa.true()
_DEVICES = 500
"""Of so many devices an hour is summed up in one transaction."""


class Retention(msgspec.Struct, frozen=True, kw_only=True):
    """How long what is kept."""

    plays: timedelta = timedelta(days=400)
    """Single plays, 13 months; with them bands, faults, alarms that ended, orders, how screens were used."""
    samples: timedelta = timedelta(days=30)
    """One for each report."""
    steps: timedelta = timedelta(days=183)
    """Of five minutes; with them pictures of screens: who sends none for so long is gone."""
    sums: timedelta = timedelta(days=5 * 366)
    """Sums of days, figures of hours, the audit log, revoked tokens, what people said at screens."""


class Upkeep:
    """Looks after a store."""

    def __init__(
        self, store: Store, clock: Callable[[], datetime], retention: Retention | None = None
    ) -> None:
        self._store, self._clock, self._retention = store, clock, retention or Retention()
        self._known, self._doubts = store.look(_newest), 0

    async def look(self) -> None:
        """Do all that is due, every `PAUSE_S`, unless the clock may be wrong.

        A clock that is years ahead would let go of everything. One that is a day later than anything that was
        known is believed when it has been so for a day.
        """
        now = self._clock()
        if self._known is not None and now - self._known > _LEAP and self._doubts < _DOUBTS:
            if not self._doubts:
                told = (
                    "nothing old is let go of before tomorrow: the clock says %s, the newest known time is %s"
                )
                _log.warning(told, now, self._known)
            self._doubts += 1
            return
        self._known, self._doubts = now, 0
        await self.once()

    async def once(self) -> None:
        """Do all that is due now."""
        now = self._clock()
        while work := await self._store.read(lambda connection: hour_due(connection, now)):
            for piece in work:
                await self._store.write(piece)
        for day in await self._store.read(partial(groups.due, before=now.date())):
            found = await self._store.read(partial(groups.added_up, day=day))
            await self._store.write(groups.keeping(found))
        for piece in await self._store.read(lambda connection: list(old(connection, now, self._retention))):
            await self._store.write(piece)


def _newest(connection: sa.Connection) -> datetime | None:
    """When the newest report was received."""
    found = connection.scalar(sa.select(sa.func.max(device_state.c.received)))
    return None if found is None else instant(found)


def hour_due(connection: sa.Connection, now: datetime) -> Sequence[Work]:
    """What sums up the first hour that has ended and is not summed up; nothing where all are."""
    done = connection.scalar(sa.select(rolled.c.upto))
    if done is None:
        first = min((day for kind, day in day_tables(connection) if kind == SAMPLES), default=None)
        if first is None:
            return ()
        done = connection.scalar(sa.select(sa.func.min(samples_of(first).c.at)))
        if done is None:
            return ()
        done -= done % _HOUR_MS
    done = min(done, ms(now) // _HOUR_MS * _HOUR_MS)
    if instant(done) + _HOUR + _AFTER > now:
        return ()
    devices = sorted(connection.scalars(sa.select(device_state.c.device)))
    some = [devices[place : place + _DEVICES] for place in range(0, len(devices), _DEVICES)]
    pieces = [_summing(done, part[0], part[-1]) for part in some]
    return (*pieces, lambda connection: _mark(connection, done + _HOUR_MS))


def old(connection: sa.Connection, now: datetime, retention: Retention) -> Iterator[Work]:
    """What drops the tables and deletes the rows that are old enough."""
    for table, column, age in (
        (chains, chains.c.day, retention.plays),
        (day_sums, day_sums.c.day, retention.sums),
        (play_sums, play_sums.c.day, retention.sums),
        (play_groups, play_groups.c.day, retention.sums),
        (play_days, play_days.c.day, retention.sums),
    ):
        yield from _days(connection, table, column, _first(now, age))
    kept = {
        PLAYS: retention.plays,
        SEALS: retention.plays,
        SAMPLES: retention.samples,
        STEPS: retention.steps,
    }
    for kind, day in day_tables(connection):
        if day < _first(now, kept[kind]):
            yield _dropping(f"{kind}_{day}")
    for table, column, age in (
        (bands, bands.c.start, retention.plays),
        (faults, faults.c.received, retention.plays),
        (fingernails, fingernails.c.received, retention.steps),
        (alarms, alarms.c.ended, retention.plays),
        (orders, orders.c.until, retention.plays),
        (hours, hours.c.at, retention.sums),
        (audit, audit.c.at, retention.sums),
        (tokens, tokens.c.revoked, retention.sums),
        (tallies, tallies.c.at, retention.sums),
    ):
        yield from _hours(connection, table, column, ms(now - age))
    use = tallies.c.what.in_(sa.select(names.c.id).where(names.c.name.in_(USE)))
    yield from _hours(connection, tallies, tallies.c.at, ms(now - retention.plays), use)


def _first(now: datetime, age: timedelta) -> int:
    """The oldest day that is kept."""
    day: date = (now - age).date()
    return number_of(day)


def _days(connection: sa.Connection, table: sa.Table, column: sa.Column[int], first: int) -> Iterator[Work]:
    for day in connection.scalars(sa.select(column).where(column < first).distinct()):
        yield _deleting(sa.delete(table).where(column == day))


def _hours(
    connection: sa.Connection,
    table: sa.Table,
    column: sa.Column[int],
    first: int,
    only: sa.ColumnElement[bool] = _ALL,
) -> Iterator[Work]:
    """An hour of rows at a time."""
    oldest = connection.scalar(sa.select(sa.func.min(column)).where(column < first, only))
    while oldest is not None:
        until = min(oldest + _HOUR_MS, first)
        yield _deleting(sa.delete(table).where(column < until, only))
        later = sa.select(sa.func.min(column)).where(column >= until, column < first, only)
        oldest = connection.scalar(later)


def _dropping(name: str) -> Work:
    return lambda connection: sa.Table(name, sa.MetaData()).drop(connection, checkfirst=True)


def _deleting(statement: sa.Delete) -> Work:
    def work(connection: sa.Connection) -> None:
        connection.execute(statement)

    return work


def _summing(start: int, first: int, last: int) -> Work:
    """Sum up an hour of some devices; where that was done before, it stays."""

    def work(connection: sa.Connection) -> None:
        samples = samples_of(utc_day(start))
        if not sa.inspect(connection).has_table(samples.name):
            return
        steps = steps_of(utc_day(start))
        steps.create(connection, checkfirst=True)
        for table, width in ((steps, _STEP_MS), (hours, _HOUR_MS)):
            at = (samples.c.at // width * width).label("at")
            means = [sa.func.avg(level(samples.c[name])).label(name) for name in GAUGES]
            sums = [sa.func.sum(level(samples.c[name])).label(name) for name in COUNTS]
            found = (
                sa.select(samples.c.device, at, *means, *sums)
                .where(samples.c.at >= start, samples.c.at < start + _HOUR_MS)
                .where(samples.c.device.between(first, last))
                .group_by(samples.c.device, at)
            )
            _insert(connection, table, found)

    return work


def _insert(connection: sa.Connection, table: sa.Table, found: sa.Select[Any]) -> None:
    insert: Any = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    given = insert(table).from_select(["device", "at", *VALUES], found)
    connection.execute(given.on_conflict_do_nothing())


def _mark(connection: sa.Connection, upto: int) -> None:
    connection.execute(sa.delete(rolled))
    connection.execute(rolled.insert().values(upto=upto))
