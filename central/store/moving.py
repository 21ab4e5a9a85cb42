"""A store moved whole into an empty one: from SQLite to PostgreSQL, when a city grows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from central.errors import StoreError
from central.store import migrations
from central.store.engines import Database
from central.store.tables import (
    PLAYS,
    SAMPLES,
    SEALS,
    STEPS,
    day_tables,
    metadata,
    plays_of,
    samples_of,
    seals_of,
    steps_of,
)

AT_ONCE = 5_000
"""Rows that are read and written together."""
_OF_DAY = {PLAYS: plays_of, SAMPLES: samples_of, SEALS: seals_of, STEPS: steps_of}

Told = Callable[[str, int], None]
"""Hears of each table that was copied, and how many rows it had."""


def move(source: str, target: str, told: Told) -> int:
    """Copy all rows of a store into an empty one, in one transaction; returns how many those were.

    Raises:
        StoreError: one of them cannot be used, a central works with it, or the target holds something.
    """
    rows = 0
    try:
        with opened(source) as reading, opened(target) as writing:
            _require_movable(reading, writing)
            migrations.make(writing)
            for table in all_tables(reading):
                table.create(writing, checkfirst=True)
                count = sum(_copied(reading, writing, table))
                told(table.name, count)
                rows += count
            _count_on(writing)
    except SQLAlchemyError as error:
        raise StoreError(str(error)) from error
    return rows


@contextmanager
def opened(url: str) -> Iterator[sa.Connection]:
    """A store that nobody else works with, in one transaction. Raises `StoreError`."""
    database = Database(url)
    engine = database.writing(alone=True)
    try:
        with database.turn(), engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()
        database.leave()


def _require_movable(reading: sa.Connection, writing: sa.Connection) -> None:
    require_this_version(reading)
    if migrations.version(writing) != 0:
        raise StoreError("the database to move into holds something already")


def require_this_version(reading: sa.Connection) -> None:
    """Raises `StoreError`: the store is empty, or of another version than this program's."""
    found = migrations.version(reading)
    if found == 0:
        raise StoreError("there is nothing in it")
    migrations.refuse_later(found)
    migrations.refuse_older(found)


def all_tables(connection: sa.Connection) -> Iterator[sa.Table]:
    """The tables of a store that have its rows, those of each day too."""
    yield from (table for table in metadata.sorted_tables if table.name != "schema")
    for kind, day in sorted(day_tables(connection)):
        yield _OF_DAY[kind](day)


def _copied(reading: sa.Connection, writing: sa.Connection, table: sa.Table) -> Iterator[int]:
    for rows in reading.execute(sa.select(table)).mappings().partitions(AT_ONCE):
        writing.execute(table.insert(), [dict(row) for row in rows])
        yield len(rows)


def _count_on(connection: sa.Connection) -> None:
    """Let numbers that a server gives go on after those that were copied."""
    if connection.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            newest = sa.select(sa.func.coalesce(sa.func.max(column), 0) + 1).scalar_subquery()
            numbers = sa.func.pg_get_serial_sequence(table.name, column.name)
            connection.execute(sa.select(sa.func.setval(numbers, newest, sa.false())))
