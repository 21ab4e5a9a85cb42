"""Many rows at once: statements that are compiled once, in the dialect of the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

Row = tuple[Any, ...]


class Rows:
    """Inserts rows, each a tuple in the order of the table’s columns (or of `columns`)."""

    def __init__(self, dialect: sa.Dialect) -> None:
        self._dialect = dialect
        self._insert = sqlite.insert if dialect.name == "sqlite" else postgresql.insert
        self._compiled: dict[tuple[str, str, tuple[str, ...]], tuple[str, tuple[str, ...]]] = {}

    def add(
        self, connection: sa.Connection, table: Table, rows: Sequence[Row], columns: Sequence[str] = ()
    ) -> None:
        """Rows that are not there yet."""
        self._run(connection, table, "add", tuple(columns), rows)

    def ignore(self, connection: sa.Connection, table: Table, rows: Sequence[Row]) -> None:
        """Rows; those whose key is there already change nothing."""
        self._run(connection, table, "ignore", (), rows)

    def put(self, connection: sa.Connection, table: Table, rows: Sequence[Row]) -> None:
        """Rows; each takes the place of the one with its key."""
        self._run(connection, table, "put", (), rows)

    def sum(self, connection: sa.Connection, table: Table, rows: Sequence[Row]) -> None:
        """Rows; what is no key is added to what the row with that key has."""
        self._run(connection, table, "sum", (), rows)

    def _run(
        self, connection: sa.Connection, table: Table, how: str, columns: tuple[str, ...], rows: Sequence[Row]
    ) -> None:
        if not rows:
            return
        made = (table.name, how, columns)
        if made not in self._compiled:
            self._compiled[made] = self._compile(table, how, columns or tuple(table.c.keys()))
        text, names = self._compiled[made]
        given: Any = list(rows)
        if names:
            given = [dict(zip(names, row, strict=True)) for row in rows]
        connection.exec_driver_sql(text, given)

    def _compile(self, table: Table, how: str, columns: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        """The statement, and the names of its parameters where the driver wants them named."""
        insert: Any = self._insert(table)
        keys = [column.name for column in table.primary_key]
        others = [name for name in columns if name not in keys]
        if how == "ignore":
            insert = insert.on_conflict_do_nothing()
        elif how == "put":
            insert = insert.on_conflict_do_update(
                index_elements=keys, set_={name: insert.excluded[name] for name in others}
            )
        elif how == "sum":
            added = {name: table.c[name] + insert.excluded[name] for name in others}
            insert = insert.on_conflict_do_update(index_elements=keys, set_=added)
        compiled = insert.compile(dialect=self._dialect, column_keys=list(columns))
        return str(compiled), () if compiled.positional else columns


def totals(rows: Iterable[tuple[Row, Row]]) -> list[Row]:
    """Keys and figures, those of one key added up, in the order of the keys."""
    found: dict[Row, Row] = {}
    for key, figures in rows:
        before = found.get(key)
        found[key] = figures if before is None else tuple(map(sum, zip(before, figures, strict=True)))
    return [(*key, *found[key]) for key in sorted(found)]


def by_key(rows: Mapping[Row, Row]) -> list[Row]:
    """Rows in the order of their keys, which a tree likes best."""
    return [(*key, *rows[key]) for key in sorted(rows)]
