"""What can still be read of a damaged store, in a new one beside it; of SQLite alone.

Each table is read in the order of its key up to the damage, and from its end back to it. What lies between is
lost, and told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from central.errors import StoreError
from central.store import migrations
from central.store.engines import Database
from central.store.moving import AT_ONCE, all_tables, opened, require_this_version

Told = Callable[[str, int, bool], None]
"""Hears of each table: how many rows of it were saved, and whether all of it could be read."""


def salvage(source: str, target: Path, told: Told) -> bool:
    """Copy what can be read of a store into a new file; tells whether that is all.

    Raises:
        StoreError: nothing of it can be read, a central works with it, or there is a file already.
    """
    if Database(source).file is None:
        raise StoreError("a server mends its database itself")
    if target.exists():
        raise StoreError(f"{target} is there already")
    target.touch(mode=0o600)
    try:
        with opened(source) as reading, opened(f"sqlite:///{target}") as writing:
            require_this_version(reading)
            migrations.make(writing)
            broken = [one for one in all_tables(reading) if not _saved(reading, writing, one, told)]
            reading.rollback()  # of a damaged store not even a transaction that changed nothing ends well
            return not broken
    except SQLAlchemyError as error:
        target.unlink()
        raise StoreError(str(error)) from error
    except StoreError:
        target.unlink()
        raise


def _saved(reading: sa.Connection, writing: sa.Connection, table: sa.Table, told: Told) -> bool:
    """Copy a table; tells whether all of it could be read."""
    table.create(writing, checkfirst=True)
    keys = tuple(table.primary_key.columns)
    whole = _copied(reading, writing, table, keys)
    if not whole and keys:
        _copied(reading, writing, table, tuple(key.desc() for key in keys))
    rows = writing.scalar(sa.select(sa.func.count()).select_from(table)) or 0
    told(table.name, rows, whole)
    return whole


def _copied(reading: sa.Connection, writing: sa.Connection, table: sa.Table, order: Sequence[Any]) -> bool:
    """Copy rows in an order until one cannot be read; tells whether that never was so."""
    found = _Rows(reading, sa.select(table).order_by(*order))
    rows = iter(found)
    whole = True
    while some := list(islice(rows, AT_ONCE)):
        whole &= _put(writing, table, some)
    return whole and not found.broken


class _Rows:
    """Rows up to the first that cannot be read; then it is `broken`."""

    def __init__(self, reading: sa.Connection, asked: sa.Select[Any]) -> None:
        self._reading, self._asked, self.broken = reading, asked, False

    def __iter__(self) -> Iterator[dict[str, Any]]:
        try:
            for row in self._reading.execute(self._asked).mappings():
                yield dict(row)
        except DBAPIError:
            self.broken = True


def _put(writing: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> bool:
    """Write rows that are not there yet; tells whether each of them could be one."""
    insert = table.insert().prefix_with("OR IGNORE")
    try:
        with writing.begin_nested():
            writing.execute(insert, rows)
    except DBAPIError:
        return len(rows) > 1 and not [row for row in rows if not _put(writing, table, [row])]
    return True
