"""Many rows at once: statements that are compiled once, each for many rows.

One statement of many rows, and not one for each: between two rows the driver would let other threads of
Python run, and wait for them.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from contextlib import closing
from itertools import chain
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import psycopg

Row = tuple[Any, ...]
_SIZES = (128, 64, 32, 16, 8, 4, 2, 1)
"""How many rows one statement has: of each size the database prepares one."""
_VALUES = re.compile(r"(?<= VALUES )\(.*?\)(?= ON CONFLICT|$)", re.DOTALL)


class _Made(NamedTuple):
    """A statement: what stands before, for each row, and after."""

    before: str
    row: str
    after: str

    def of(self, rows: int) -> str:
        return f"{self.before}{', '.join([self.row] * rows)}{self.after}"


class Rows:
    """Inserts rows, each a tuple in the order of the table’s columns (or of `columns`)."""

    def __init__(self, dialect: sa.Dialect) -> None:
        on_sqlite = dialect.name == "sqlite"
        self._insert = sqlite.insert if on_sqlite else postgresql.insert
        self._dialect: Any = dialect if on_sqlite else psycopg.dialect(paramstyle="format")  # type: ignore[no-untyped-call]
        self._texts: dict[Hashable, str] = {}
        self._compiled: dict[tuple[str, str, tuple[str, ...]], dict[int, str]] = {}

    def add(
        self, connection: sa.Connection, table: Table, rows: Sequence[Row], columns: Sequence[str] = ()
    ) -> None:
        """Rows that are not there yet."""
        self._run(connection, table, "add", tuple(columns), rows)

    def put(self, connection: sa.Connection, table: Table, rows: Sequence[Row]) -> None:
        """Rows of different keys; each takes the place of the one with its key."""
        self._run(connection, table, "put", (), rows)

    def sum(self, connection: sa.Connection, table: Table, rows: Sequence[Row]) -> None:
        """Rows of different keys; what is no key is added to what the row with that key has."""
        self._run(connection, table, "sum", (), rows)

    def drop(self, connection: sa.Connection, table: Table, keys: Sequence[Row]) -> None:
        """Take out the rows with these keys."""
        if not keys:
            return
        named = (column == sa.bindparam(f"key_{column.name}") for column in table.primary_key)
        text = self._text(table.name, sa.delete(table).where(*named))
        with closing(connection.connection.cursor()) as cursor:
            cursor.executemany(text, keys)

    def find(self, connection: sa.Connection, query: sa.Select[Any], given: Row) -> list[Row]:
        """What a query finds that is always the same, with its parameters in the order of the text."""
        text = self._text(query, query)
        with closing(connection.connection.cursor()) as cursor:
            cursor.execute(text, given)
            return list(cursor.fetchall())

    def _text(self, key: Hashable, statement: sa.Select[Any] | sa.Delete) -> str:
        text = self._texts.get(key)
        if text is None:
            text = self._texts[key] = str(statement.compile(dialect=self._dialect))
        return text

    def _run(
        self, connection: sa.Connection, table: Table, how: str, columns: tuple[str, ...], rows: Sequence[Row]
    ) -> None:
        if not rows:
            return
        texts = self._compiled.get((table.name, how, columns))
        if texts is None:
            made = self._compile(table, how, columns or tuple(table.c.keys()))
            texts = {size: made.of(size) for size in _SIZES}
            self._compiled[table.name, how, columns] = texts
        start = 0
        # Past SQLAlchemy, which takes longer for a statement than the database for ten rows.
        with closing(connection.connection.cursor()) as cursor:
            for size in _SIZES:
                while len(rows) - start >= size:
                    cursor.execute(texts[size], tuple(chain.from_iterable(rows[start : start + size])))
                    start += size

    def _compile(self, table: Table, how: str, columns: tuple[str, ...]) -> _Made:
        insert: Any = self._insert(table).inline()
        keys = [column.name for column in table.primary_key]
        others = [name for name in columns if name not in keys]
        if how == "put":
            insert = insert.on_conflict_do_update(
                index_elements=keys, set_={name: insert.excluded[name] for name in others}
            )
        elif how == "sum":
            added = {name: table.c[name] + insert.excluded[name] for name in others}
            insert = insert.on_conflict_do_update(index_elements=keys, set_=added)
        text = str(insert.compile(dialect=self._dialect, column_keys=list(columns)))
        found = _VALUES.search(text)
        assert found is not None  # noqa: S101 - every insert has values
        return _Made(text[: found.start()], found[0], text[found.end() :])


def totals(rows: Iterable[tuple[Row, Row]]) -> list[Row]:
    """Keys and figures, those of one key added up, in the order of the keys."""
    found: dict[Row, Row] = {}
    for key, figures in rows:
        before = found.get(key)
        found[key] = figures if before is None else tuple(map(sum, zip(before, figures, strict=True)))
    return by_key(found)


def by_key(rows: Mapping[Row, Row]) -> list[Row]:
    """Rows in the order of their keys, which a tree likes best."""
    return [key + rows[key] for key in sorted(rows)]
