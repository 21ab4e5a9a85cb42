"""The durable outbox of a device: what central has not acknowledged yet, within a stated bound."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import msgspec

from device_profiles.decoding import JsonDecoder
from device_profiles.report import Entry, Record, Tally, What
from player.compaction import fitting, summed

_SCHEMA = """
CREATE TABLE IF NOT EXISTS records (number INTEGER PRIMARY KEY AUTOINCREMENT, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS handed (only INTEGER PRIMARY KEY CHECK (only = 1), upto INTEGER NOT NULL);
INSERT OR IGNORE INTO handed VALUES (1, 0);
CREATE TABLE IF NOT EXISTS about (
    only INTEGER PRIMARY KEY CHECK (only = 1), id TEXT NOT NULL, sequence INTEGER NOT NULL,
    waiting INTEGER NOT NULL, acknowledged INTEGER NOT NULL, lost INTEGER NOT NULL
);
INSERT OR IGNORE INTO about SELECT 1, lower(hex(randomblob(16))), 0, count(*), 0, 0 FROM records;
CREATE TABLE IF NOT EXISTS votes (
    poll TEXT NOT NULL, answer TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (poll, answer)
);
CREATE TABLE IF NOT EXISTS aside (number INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TRIGGER IF NOT EXISTS comes AFTER INSERT ON records BEGIN
    UPDATE about SET waiting = waiting + 1;
END;
CREATE TRIGGER IF NOT EXISTS goes AFTER DELETE ON records BEGIN
    UPDATE about SET waiting = waiting - 1;
END;
"""
_VOTES = """
INSERT INTO votes VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count
"""
_FORGET = "DELETE FROM votes WHERE rowid <= (SELECT max(rowid) FROM votes) - ?"
_SPAN = "SELECT (SELECT max(number) FROM records) - (SELECT min(number) FROM records)"
_PAGES = """
SELECT (page_count - freelist_count) * page_size
FROM pragma_page_count, pragma_freelist_count, pragma_page_size
"""
_RECORDS: JsonDecoder[Record] = JsonDecoder(Record)
"""Made once: for a union that takes ten times what decoding a record takes."""
_BUSY_S = 30.0
_AROUND = 32
"""Bytes that a record's number takes in a report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoolLimits:
    """The most that the outbox holds: a year of one zone's plays of 10 s summed up, some weeks one by one."""

    rows: int = 200_000
    bytes: int = 96 * 2**20
    answers: int = 512
    """So many answers to polls are counted for good; beyond, those that were first given longest ago go."""
    aside: int = 10_000
    """Records that wait apart are of the last so many."""


class Spool:
    """An SQLite file, every addition on disk before `add` returns. Several processes may use it at once.

    It has an id of its own and counts the reports that are made of it, so that each counts once. At the
    limit, what was not handed out yet is summed up: the same item in the same zone and hour becomes one
    `PlaySum`, the same fault one `FaultSum`. Where that does not free half the room, the oldest records are
    dropped, and one `Lost` says how many. A file that is no database any more is set aside as `.broken`, the
    one set aside before is given up.
    """

    def __init__(self, path: Path | None, limits: SpoolLimits | None = None) -> None:
        """The outbox in a file; without one, an outbox of this process, where no disk can be written."""
        self._limits = limits or SpoolLimits()
        if path is None:
            self._base = _opened(":memory:")
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._base = _opened(path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            path.replace(path.with_name(f"{path.name}.broken"))
            for leftover in ("-wal", "-shm"):
                path.with_name(path.name + leftover).unlink(missing_ok=True)
            self._base = _opened(path)

    def add(self, records: Sequence[Record]) -> None:
        """Take records in, all of them or none."""
        rows = [(msgspec.json.encode(record),) for record in records]
        with self._base:
            self._base.execute("BEGIN IMMEDIATE")
            self._base.executemany("INSERT INTO records (body) VALUES (?)", rows)
            self._count_votes(records)
            if self._is_full():
                self._compact()

    def set_aside(self, number: int) -> None:
        """Let a record wait apart, with a new number later: central has not taken it, and others may go."""
        with self._base:
            self._base.execute("BEGIN IMMEDIATE")
            one = (number,)
            self._base.execute("INSERT INTO aside SELECT number, body FROM records WHERE number = ?", one)
            self._base.execute("DELETE FROM records WHERE number = ?", one)
            over = "DELETE FROM aside WHERE number <= (SELECT max(number) FROM aside) - ?"
            gone = self._base.execute(over, (self._limits.aside,)).rowcount
            self._base.execute("UPDATE about SET lost = lost + ?", (gone,))

    def take_back(self) -> None:
        """Let those that wait apart be handed out once more, after all others."""
        with self._base:
            self._base.execute("BEGIN IMMEDIATE")
            self._base.execute("INSERT INTO records (body) SELECT body FROM aside ORDER BY number")
            self._base.execute("DELETE FROM aside")

    @property
    def aside(self) -> int:
        """How many records wait apart."""
        return int(self._base.execute("SELECT count(*) FROM aside").fetchone()[0])

    @property
    def id(self) -> str:
        """32 hexadecimal digits that no other outbox has."""
        return str(self._about("id"))

    @property
    def lost(self) -> int:
        """How many records were dropped for want of room since the outbox was empty."""
        return self._number("lost")

    @property
    def acknowledged(self) -> int:
        """The highest number of a record that central has."""
        return self._number("acknowledged")

    def votes(self) -> dict[tuple[str, str], int]:
        """How often each answer to each poll was given here, whether central has it already or not."""
        found = self._base.execute("SELECT poll, answer, count FROM votes").fetchall()
        return {(poll, answer): count for poll, answer, count in found}

    def next_sequence(self, step: int = 1) -> int:
        """The number of the next report: on disk before it is used, so that none is used twice."""
        with self._base:
            self._base.execute("BEGIN IMMEDIATE")
            self._base.execute("UPDATE about SET sequence = sequence + ?", (step,))
            return self._number("sequence")

    def batch(self, most: int, most_bytes: int | None = None) -> tuple[Entry, ...]:
        """The oldest records, at most so many, of so many bytes. They stay until they are acknowledged."""
        with self._base:
            self._base.execute("BEGIN IMMEDIATE")
            found = self._base.execute("SELECT number, body FROM records ORDER BY number LIMIT ?", (most,))
            rows = [(number, _read(body)) for number, body in _within(found, most_bytes)]
            self._drop([number for number, record in rows if record is None])
            entries = tuple(Entry(number, record) for number, record in rows if record is not None)
            if entries:
                self._base.execute("UPDATE handed SET upto = max(upto, ?)", (entries[-1].number,))
        return entries

    def acknowledge(self, upto: int) -> None:
        """Let go of the records up to a number, of those that were handed out: central has them.

        A number that was never handed out tells that this file forgot something (a disk that lied, an old
        copy): what it holds gets higher ones, so that central takes none of them for another.
        """
        with self._base:
            self._base.execute("BEGIN IMMEDIATE")
            (handed,) = self._base.execute("SELECT upto FROM handed").fetchone()
            self._base.execute("DELETE FROM records WHERE number <= ?", (min(upto, handed),))
            self._base.execute("UPDATE about SET acknowledged = max(acknowledged, ?)", (upto,))
            self._base.execute("UPDATE about SET lost = 0 WHERE waiting = 0")
            if upto > handed:
                self._number_above(upto)

    def __len__(self) -> int:
        return self._number("waiting")

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def _count_votes(self, records: Sequence[Record]) -> None:
        """Votes count here for good, from the same transaction on as their records."""
        votes = [one for one in records if isinstance(one, Tally) and one.what is What.POLL]
        if votes:
            self._base.executemany(_VOTES, [(one.name, one.answer, one.count) for one in votes])
            self._base.execute(_FORGET, (self._limits.answers,))

    def _about(self, what: str) -> object:
        return self._base.execute(f"SELECT {what} FROM about").fetchone()[0]  # noqa: S608 - ours

    def _number(self, what: str) -> int:
        found = self._about(what)
        return found if isinstance(found, int) else 0

    def _is_full(self) -> bool:
        """Whether it holds more than its limits; where numbers and pages say no, nothing is counted."""
        (span,) = self._base.execute(_SPAN).fetchone()
        (pages,) = self._base.execute(_PAGES).fetchone()
        if (span or 0) < self._limits.rows and pages <= self._limits.bytes:
            return False
        rows, size = self._base.execute("SELECT count(*), total(length(body)) FROM records").fetchone()
        return bool(rows > self._limits.rows or size > self._limits.bytes)

    def _drop(self, unreadable: Sequence[int]) -> None:
        """Let go of what the disk has spoilt, so that it keeps nothing else back."""
        if unreadable:
            rows = [(number,) for number in unreadable]
            self._base.executemany("DELETE FROM records WHERE number = ?", rows)
            self._base.execute("UPDATE about SET lost = lost + ?", (len(rows),))

    def _number_above(self, upto: int) -> None:
        bodies = self._base.execute("SELECT body FROM records ORDER BY number").fetchall()
        self._base.execute("DELETE FROM records")
        self._base.execute("INSERT INTO records VALUES (?, x'')", (upto,))
        self._base.execute("DELETE FROM records")
        self._base.executemany("INSERT INTO records (body) VALUES (?)", bodies)
        self._base.execute("UPDATE handed SET upto = ?", (upto,))

    def _compact(self) -> None:
        (handed,) = self._base.execute("SELECT upto FROM handed").fetchone()
        found = self._base.execute("SELECT body FROM records WHERE number > ? ORDER BY number", (handed,))
        records = [_read(body) for (body,) in found]
        good = [record for record in records if record is not None]
        kept, lost = fitting(summed(good), self._limits.rows // 2, self._limits.bytes // 2)
        lost += len(records) - len(good)
        self._base.execute("UPDATE about SET lost = lost + ?", (lost,))
        self._base.execute("DELETE FROM records WHERE number > ?", (handed,))
        self._base.executemany(
            "INSERT INTO records (body) VALUES (?)", [(msgspec.json.encode(record),) for record in kept]
        )


def _within(rows: Iterable[tuple[int, bytes]], most_bytes: int | None) -> Iterator[tuple[int, bytes]]:
    """The first of them, one at least, as long as they take no more bytes."""
    size = 0
    for number, body in rows:
        size += len(body) + _AROUND
        if size > (most_bytes or size) and size > len(body) + _AROUND:
            return
        yield number, body


def _read(body: bytes) -> Record | None:
    try:
        return _RECORDS.decode(body)
    except msgspec.DecodeError:
        return None


def _opened(path: Path | str) -> sqlite3.Connection:
    """The database, ready to be used by one thread. What is wrong with it shows here."""
    base = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False)
    try:
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("PRAGMA synchronous = FULL")
        base.executescript(_SCHEMA)
        with closing(base.execute("SELECT body FROM records ORDER BY number LIMIT 1")) as first:
            first.fetchone()
    except sqlite3.DatabaseError:
        base.close()
        raise
    return base
