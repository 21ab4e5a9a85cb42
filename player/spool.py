"""The durable outbox of a device: what central has not acknowledged yet, within a stated bound."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import msgspec

from device_profiles.decoding import JsonDecoder
from device_profiles.report import Entry, Record, Tally, What
from player import renaming
from player.compaction import fitting, instant, summed
from player.salvage import told
from player.spool_file import SpoolFile, connected, is_damage

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
_REPLACED = 5
"""So often in a row the file may be another one when it is to be used."""
_AROUND = 32
"""Bytes that a record's number takes in a report."""


_Its = ParamSpec("_Its")
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoolLimits:
    """The most that the outbox holds: a year of one zone's plays of 10 s summed up, some weeks one by one."""

    rows: int = 200_000
    bytes: int = 96 * 2**20
    answers: int = 512
    """So many answers to polls are counted for good; beyond, those that were first given longest ago go."""
    aside: int = 10_000
    """Records that wait apart are of the last so many."""


def _in_place(
    do: Callable[Concatenate[Spool, _Its], _Made],
) -> Callable[Concatenate[Spool, _Its], _Made]:
    """Done in the file that is in place; where that is found damaged, once more in what is made of it."""

    @wraps(do)
    def done(self: Spool, /, *args: _Its.args, **kwargs: _Its.kwargs) -> _Made:
        try:
            return once(self, *args, **kwargs)
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
        self._reopen(damaged=True)
        return once(self, *args, **kwargs)

    def once(self: Spool, /, *args: _Its.args, **kwargs: _Its.kwargs) -> _Made:
        for _ in range(_REPLACED):
            with self._file.held() if self._file else nullcontext():
                if self._file is None or not self._file.is_moved:
                    return do(self, *args, **kwargs)
            self._reopen()
        raise sqlite3.OperationalError("the outbox is replaced again and again")

    return done


class Spool:
    """An SQLite file, every addition on disk before `add` returns. Several processes may use it at once.

    It has an id of its own and counts the reports that are made of it, so that each counts once. At the
    limit, what was not handed out yet is summed up: the same item in the same zone and hour becomes one
    `PlaySum`, the same fault one `FaultSum`. Where that does not free half the room, the oldest records are
    dropped, and one `Lost` says how many.

    Of a file that the disk has damaged what can be read goes into a new one, whoever finds it so; what others
    have open is compared with the file in place before each use. The next record that comes is followed by
    a `Fault`, and a `Lost` where it is known how many are gone. The damaged file stays as `.broken`, the one
    before it is given up.
    """

    def __init__(self, path: Path | None, limits: SpoolLimits | None = None) -> None:
        """The outbox in a file; without one, an outbox of this process, where no disk can be written."""
        self._limits = limits or SpoolLimits()
        self._file = SpoolFile(path) if path else None
        self._base = self._file.open() if self._file else connected(":memory:")

    @_in_place
    def add(self, records: Sequence[Record]) -> None:
        """Take records in, all of them or none."""
        with self._base:
            self._base.execute("BEGIN IMMEDIATE")
            rows = [(msgspec.json.encode(one),) for one in (*records, *self._told_of_harm(records))]
            self._base.executemany("INSERT INTO records (body) VALUES (?)", rows)
            self._count_votes(records)
            if self._is_full():
                self._compact()

    @_in_place
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

    @_in_place
    def take_back(self) -> None:
        """Let those that wait apart be handed out once more, after all others."""
        with self._base:
            self._base.execute("BEGIN IMMEDIATE")
            self._base.execute("INSERT INTO records (body) SELECT body FROM aside ORDER BY number")
            self._base.execute("DELETE FROM aside")

    @_in_place
    def part_with_others(self, device: str, at: datetime) -> None:
        """Let go of the records of other devices: this was one, and central takes them from nobody any more.

        A `Fault` says whose they were, and a `Lost` of the device that this is now how many.
        """
        with self._base:
            self._base.execute("BEGIN IMMEDIATE")
            renaming.part_with_others(self._base, device, at)

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

    @_in_place
    def votes(self) -> dict[tuple[str, str], int]:
        """How often each answer to each poll was given here, whether central has it already or not."""
        found = self._base.execute("SELECT poll, answer, count FROM votes").fetchall()
        return {(poll, answer): count for poll, answer, count in found}

    @_in_place
    def next_sequence(self, step: int = 1) -> int:
        """The number of the next report: on disk before it is used, so that none is used twice."""
        with self._base:
            self._base.execute("BEGIN IMMEDIATE")
            self._base.execute("UPDATE about SET sequence = sequence + ?", (step,))
            return self._number("sequence")

    @_in_place
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

    @_in_place
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
        if self._file is not None:
            self._file.close()

    def _reopen(self, *, damaged: bool = False) -> None:
        """Go over to the file that is in place, made of this one where it is damaged."""
        if self._file is not None:
            base, self._base = self._base, self._file.open(damaged=damaged)
            base.close()

    def _told_of_harm(self, records: Sequence[Record]) -> list[Record]:
        """What is to be told of damages, by the instant of the record that comes with it."""
        found = self._base.execute("SELECT gone FROM harm").fetchall() if records else []
        if not found:
            return []
        self._base.execute("DELETE FROM harm")
        return list(told([gone for (gone,) in found], records[-1].device, instant(records[-1])))

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
