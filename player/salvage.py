"""What can still be read of an outbox that the disk has damaged: copied into a new one, the rest counted."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from device_profiles.report import Fault, Lost, Record

_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)
_LAST = 2**62
"""No number is higher: a higher one is damage too."""


def copy(old: sqlite3.Connection, new: sqlite3.Connection) -> None:
    """Copy what can be read into an outbox that is empty.

    Records keep their numbers, and the outbox its id where that can be read: so what central has of it still
    counts once. `harm` then has how many records are gone; where nobody can know, nothing.
    """
    with new:
        new.execute("BEGIN IMMEDIATE")
        about = _numbers(old, "SELECT sequence, waiting, acknowledged, lost FROM about")
        handed = _numbers(old, "SELECT upto FROM handed")
        given = _numbers(old, "SELECT seq FROM sqlite_sequence WHERE name = 'records'")
        highest = max(*(given or (0,)), *(handed or (0,)), about[2] if about else 0)
        if highest:
            new.execute("INSERT INTO records VALUES (?, x'')", (highest,))
            new.execute("DELETE FROM records")
        most = given[0] if given else _LAST
        new.executemany("INSERT OR IGNORE INTO records VALUES (?, ?)", _bodies(old, "records", most))
        new.executemany("INSERT OR IGNORE INTO aside VALUES (?, ?)", _bodies(old, "aside", most))
        votes = (row[1:] for row in _rows(old, "votes", "poll, answer, count", _LAST))
        new.executemany("INSERT OR IGNORE INTO votes VALUES (?, ?, ?)", votes)
        if handed:
            new.execute("UPDATE handed SET upto = ?", handed)
        gone = None
        if about:
            (kept,) = new.execute("SELECT waiting FROM about").fetchone()
            sequence, waiting, acknowledged, lost = about
            gone = max(0, waiting - kept)
            told = sequence, acknowledged, lost + gone
            new.execute("UPDATE about SET sequence = ?, acknowledged = ?, lost = ?", told)
            if name := _id(old):
                new.execute("UPDATE about SET id = ?", (name,))
        untold = (row[1:] for row in _rows(old, "harm", "gone", _LAST))
        new.executemany("INSERT INTO harm VALUES (?)", (*untold, (gone,)))


def told(gone: Sequence[int | None], device: str, at: datetime) -> Iterator[Record]:
    """What central is told of such damages: how many records went each time, as far as is known."""
    for count in gone:
        what = "how many records are lost is not known" if count is None else f"{count} records are lost"
        message = f"the outbox was damaged on the disk: {what}"
        yield Fault(device=device, at=at, part="spool", kind="damaged", message=message)
        if count:
            yield Lost(device=device, at=at, count=count)


def _numbers(base: sqlite3.Connection, query: str) -> tuple[int, ...] | None:
    """A row of numbers; None where it cannot be read, or cannot be."""
    try:
        row = base.execute(query).fetchone()
    except sqlite3.Error:
        return None
    is_so = row is not None and all(isinstance(one, int) and 0 <= one < _LAST for one in row)
    return tuple(row) if is_so else None


def _id(base: sqlite3.Connection) -> str | None:
    try:
        (found,) = base.execute("SELECT id FROM about").fetchone()
    except (sqlite3.Error, TypeError):
        return None
    return found if isinstance(found, str) and _ID.fullmatch(found) else None


def _bodies(base: sqlite3.Connection, table: str, most: int) -> Iterator[tuple[int, bytes]]:
    for number, body in _rows(base, table, "body", most):
        if isinstance(body, bytes):
            yield number, body


def _rows(base: sqlite3.Connection, table: str, columns: str, most: int) -> Iterator[tuple[Any, ...]]:
    """The rows of a table that can be read, by their numbers; what cannot is leapt over."""
    query = f"SELECT rowid, {columns} FROM {table} WHERE rowid > ? AND rowid <= ? ORDER BY rowid"  # noqa: S608

    def is_good(after: int) -> bool:
        try:
            base.execute(f"{query} LIMIT 1", (after, most)).fetchone()
        except sqlite3.Error:
            return False
        return True

    after: int | None = 0
    while after is not None:
        try:
            for row in base.execute(query, (after, most)):
                after = int(row[0])
                yield row
        except sqlite3.Error:
            after = _beyond(after, most, is_good)
        else:
            return


def _beyond(after: int, most: int, is_good: Callable[[int], bool]) -> int | None:
    """The number after which it can be read again; None where that is nowhere."""
    step = 1
    while not is_good(after + step):
        step *= 2
        if after + step > most:
            return None
    bad, good = after + step // 2, after + step
    while good - bad > 1:
        middle = (bad + good) // 2
        bad, good = (bad, middle) if is_good(middle) else (middle, good)
    return good
