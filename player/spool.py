"""The durable outbox of a device: what central has not acknowledged yet, within a stated bound."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import msgspec

from device_profiles.report import Entry, Fault, FaultSum, Lost, PlayRecord, PlaySum, Record

_SCHEMA = """
CREATE TABLE IF NOT EXISTS records (number INTEGER PRIMARY KEY AUTOINCREMENT, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS handed (only INTEGER PRIMARY KEY CHECK (only = 1), upto INTEGER NOT NULL);
INSERT OR IGNORE INTO handed VALUES (1, 0);
"""
_SPAN = "SELECT (SELECT max(number) FROM records) - (SELECT min(number) FROM records)"
_PAGES = """
SELECT (page_count - freelist_count) * page_size
FROM pragma_page_count, pragma_freelist_count, pragma_page_size
"""
_RECORDS: msgspec.json.Decoder[Record] = msgspec.json.Decoder(Record)
"""Made once: for a union that takes ten times what decoding a record takes."""
_BUSY_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoolLimits:
    """The most that the outbox holds: a year of one zone's plays of 10 s summed up, some weeks one by one."""

    rows: int = 200_000
    bytes: int = 96 * 2**20


class Spool:
    """An SQLite file, every addition on disk before `add` returns. Several processes may use it at once.

    At the limit, what was not handed out yet is summed up: the same item in the same zone and hour becomes
    one `PlaySum`, the same fault one `FaultSum`. Where that does not free half the room, the oldest records
    are dropped, and one `Lost` says how many. A file that is no database any more is set aside as `.broken`,
    the one set aside before is given up.
    """

    def __init__(self, path: Path, limits: SpoolLimits | None = None) -> None:
        self._path, self._limits = path, limits or SpoolLimits()
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

    def add(self, records: Iterable[Record]) -> None:
        """Take records in, all of them or none."""
        rows = [(msgspec.json.encode(record),) for record in records]
        with self._base:
            self._base.execute("BEGIN IMMEDIATE")
            self._base.executemany("INSERT INTO records (body) VALUES (?)", rows)
            if self._is_full():
                self._compact()

    def batch(self, most: int) -> tuple[Entry, ...]:
        """The oldest records, at most so many. They stay until they are acknowledged."""
        with self._base:
            self._base.execute("BEGIN IMMEDIATE")
            found = self._base.execute("SELECT number, body FROM records ORDER BY number LIMIT ?", (most,))
            entries = tuple(Entry(number, _read(body)) for number, body in found)
            if entries:
                self._base.execute("UPDATE handed SET upto = max(upto, ?)", (entries[-1].number,))
        return entries

    def acknowledge(self, upto: int) -> None:
        """Let go of the records up to a number: central has them."""
        with self._base:
            self._base.execute("DELETE FROM records WHERE number <= ?", (upto,))

    def __len__(self) -> int:
        return int(self._base.execute("SELECT count(*) FROM records").fetchone()[0])

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def _is_full(self) -> bool:
        """Whether it holds more than its limits; where numbers and pages say no, nothing is counted."""
        (span,) = self._base.execute(_SPAN).fetchone()
        (pages,) = self._base.execute(_PAGES).fetchone()
        if (span or 0) < self._limits.rows and pages <= self._limits.bytes:
            return False
        rows, size = self._base.execute("SELECT count(*), total(length(body)) FROM records").fetchone()
        return bool(rows > self._limits.rows or size > self._limits.bytes)

    def _compact(self) -> None:
        (handed,) = self._base.execute("SELECT upto FROM handed").fetchone()
        found = self._base.execute("SELECT body FROM records WHERE number > ? ORDER BY number", (handed,))
        kept = _fitting(summed(_read(body) for (body,) in found), self._limits)
        self._base.execute("DELETE FROM records WHERE number > ?", (handed,))
        self._base.executemany(
            "INSERT INTO records (body) VALUES (?)", [(msgspec.json.encode(record),) for record in kept]
        )


def summed(records: Iterable[Record]) -> list[Record]:
    """Records with what is alike put together, in the order of their beginnings."""
    alike: dict[object, list[Record]] = {}
    for record in records:
        alike.setdefault(_likeness(record), []).append(record)
    return [_together(found) for found in alike.values()]


def _likeness(record: Record) -> object:
    match record:
        case PlayRecord() | PlaySum():
            hour = record.start.replace(minute=0, second=0, microsecond=0)
            place = (record.device, record.screen, record.zone)
            return (*place, record.item, record.object, record.edition, record.verified, hour)
        case Fault() | FaultSum():
            return (record.device, record.part, record.kind, record.message)
        case Lost():
            return (record.device,)


def _together(alike: Sequence[Record]) -> Record:
    """One record for several that are alike, or for one."""
    count = sum(getattr(record, "count", 1) for record in alike)
    told = msgspec.structs.asdict(alike[-1]) | {"count": count}
    match alike[-1]:
        case PlayRecord() | PlaySum():
            plays = [record for record in alike if isinstance(record, PlayRecord | PlaySum)]
            told["start"] = min(play.start for play in plays)
            told["duration_ms"] = sum(play.duration_ms for play in plays)
            told["frames"] = sum(play.frames for play in plays)
            told["bits"] = _worst(play.bits for play in plays)
            told["levels"] = _worst(play.levels for play in plays)
            return PlaySum(**told)
        case Fault() | FaultSum():
            told["at"] = min(fault.at for fault in alike if isinstance(fault, Fault | FaultSum))
            return FaultSum(**told)
        case Lost():
            return Lost(**told)


def _worst(found: Iterable[int | None]) -> int | None:
    return max((known for known in found if known is not None), default=None)


def _fitting(records: list[Record], limits: SpoolLimits) -> list[Record]:
    """The newest of them, in half the room; what had to go is said in one `Lost`."""
    rows, room = limits.rows // 2, limits.bytes // 2
    kept: list[Record] = []
    for record in reversed(records):
        room -= len(msgspec.json.encode(record))
        if room < 0 or len(kept) >= rows:
            break
        kept.append(record)
    gone = records[: len(records) - len(kept)]
    if gone:
        count = sum(getattr(record, "count", 1) for record in gone)
        last = gone[-1]
        at = last.start if isinstance(last, PlayRecord | PlaySum) else last.at
        kept.append(Lost(device=last.device, at=at, count=count))
    return kept[::-1]


def _read(body: bytes) -> Record:
    return _RECORDS.decode(body)


def _opened(path: Path) -> sqlite3.Connection:
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
