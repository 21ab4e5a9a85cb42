"""The tables. Instants are milliseconds since 1970 (UTC), days are YYYYMMDD, names stand in `names` once.

Plays and samples have a table for each day, made when it is first needed and dropped as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy import BigInteger, Column, Double, Index, Integer, LargeBinary, MetaData, Table, Text

from device_profiles.instants import EARLIEST, LATEST

metadata = MetaData()
PLAYS, SAMPLES, SEALS, STEPS = "plays", "samples", "seals", "steps"
_OF_DAY = re.compile(rf"({PLAYS}|{SAMPLES}|{SEALS}|{STEPS})_(\d{{8}})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)
_FIRST, _LAST = (EARLIEST - _EPOCH) // _MS, (LATEST - _EPOCH) // _MS

GAUGES = ("fps", "cpu", "memory", "disk_free", "temperature", "rtt_ms", "offset_ms", "spool", "luma")
"""Columns of a sample that are levels: a longer step has their mean."""
COUNTS = ("late", "dropped")
"""Columns of a sample that count since the one before: a longer step has their sum."""
VALUES = (*GAUGES, *COUNTS)


def _key(name: str) -> Column[int]:
    return Column(name, BigInteger, primary_key=True, autoincrement=False)


def _number(name: str, *, null: bool = False) -> Column[int]:
    return Column(name, BigInteger, nullable=null)


def _text(name: str, *, key: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=False)


def _bytes(name: str, *, null: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=null)


def _values() -> list[Column[float]]:
    return [Column(name, Double) for name in VALUES]


schema = Table("schema", metadata, _number("version"))
names = Table("names", metadata, _key("id"), Column("name", Text, nullable=False, unique=True))
device_keys = Table(
    "device_keys",
    metadata,
    _text("device", key=True),
    _text("public"),
    _number("enrolled"),
)
service_notes = Table("service_notes", metadata, _text("device", key=True), _text("out"), _number("since"))
marks = Table(
    "marks",
    metadata,
    _key("device"),
    _key("spool"),
    _number("sequence"),
    _number("upto"),
    _number("seen"),
    sqlite_with_rowid=False,
)
device_state = Table(
    "device_state",
    metadata,
    _key("device"),
    _number("received"),
    _bytes("heartbeat"),
    _bytes("judged", null=True),
    _bytes("state"),
)
bands = Table(
    "bands",
    metadata,
    _key("device"),
    _key("screen"),
    _key("start"),
    _number("day"),
    _number("end"),
    _text("verdict"),
    sqlite_with_rowid=False,
)
Index("bands_by_start", bands.c.start)
day_sums = Table(
    "day_sums",
    metadata,
    _key("day"),
    _key("device"),
    _key("screen"),
    _text("verdict", key=True),
    _number("ms"),
    sqlite_with_rowid=False,
)
play_sums = Table(
    "play_sums",
    metadata,
    _key("day"),
    _key("device"),
    _key("screen"),
    _key("zone"),
    _key("item"),
    _number("plays"),
    _number("ms"),
    _number("verified"),
    _number("differing"),
    sqlite_with_rowid=False,
)
play_groups = Table(
    "play_groups",
    metadata,
    _key("day"),
    _key("kind"),
    _key("item"),
    _number("plays"),
    _number("ms"),
    _number("verified"),
    _number("differing"),
    sqlite_with_rowid=False,
)
"""`play_sums` of all zones in which the same items played on a day, added up (`groups.py`)."""
play_days = Table("play_days", metadata, _key("day"), _number("changed"), _number("grouped"))
"""How often plays were added to a day, and how many of those times stand in `play_groups`."""
chains = Table(
    "chains", metadata, _key("day"), _key("device"), _number("rows"), _bytes("hash"), sqlite_with_rowid=False
)
faults = Table(
    "faults",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    _number("device"),
    _number("at"),
    _number("received"),
    _text("part"),
    _text("kind"),
    _text("message"),
    _number("count"),
)
Index("faults_by_device", faults.c.device, faults.c.received)
Index("faults_by_time", faults.c.received)
fingernails = Table(
    "fingernails",
    metadata,
    _text("device", key=True),
    _text("screen", key=True),
    _number("at"),
    _number("received"),
    _bytes("jpeg"),
)
tallies = Table(
    "tallies",
    metadata,
    *(_key(name) for name in ("at", "device", "what", "name", "answer")),
    _number("count"),
    sqlite_with_rowid=False,
)
"""What was counted of people at touch screens, by the hour that begins `at`."""
rolled = Table("rolled", metadata, _number("upto"))
hours = Table("hours", metadata, _key("device"), _key("at"), *_values(), sqlite_with_rowid=False)
alarms = Table(
    "alarms", metadata, _text("id", key=True), _number("since"), _number("ended", null=True), _bytes("body")
)
Index("alarms_by_end", alarms.c.ended)
Index("hours_by_time", hours.c.at)
orders = Table(
    "orders",
    metadata,
    _text("id", key=True),
    _number("at"),
    _number("until"),
    _bytes("body"),
)
tokens = Table(
    "tokens",
    metadata,
    _text("id", key=True),
    _text("name"),
    _text("role"),
    _text("digest"),
    _number("made"),
    _number("used", null=True),
    _number("revoked", null=True),
)
sessions = Table("sessions", metadata, _text("digest", key=True), _text("holder"), _number("until"))
audit = Table(
    "audit",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    _number("at"),
    _text("who"),
    _text("address"),
    _text("action"),
    _text("subject"),
    _text("detail"),
)


def ms(at: datetime) -> int:
    """An instant as it stands in the tables."""
    return (at - _EPOCH) // _MS


def instant(at: int) -> datetime:
    """An instant out of the tables; one outside of time, as an older central took it, is at its edge."""
    return _EPOCH + min(max(at, _FIRST), _LAST) * _MS


def number_of(day: date) -> int:
    """A day as it stands in the tables."""
    return day.year * 10_000 + day.month * 100 + day.day


def day_of(number: int) -> date:
    """A day out of the tables."""
    return date(number // 10_000, number // 100 % 100, number % 100)


def is_day(number: int) -> bool:
    """Whether a number is a day; of one that is none the disk has turned a bit over."""
    try:
        day_of(number)
    except ValueError:
        return False
    return True


def utc_day(at: int) -> int:
    """The day of an instant, by UTC: that of the table which holds a sample."""
    return number_of(instant(at).date())


@lru_cache(maxsize=4096)
def plays_of(day: int) -> Table:
    """The plays of a broadcast day, in the order in which they came from each device."""
    return Table(
        f"{PLAYS}_{day}",
        MetaData(),
        _key("device"),
        _key("row"),
        *(_number(name) for name in ("spool", "number", "screen", "zone", "item")),
        _number("object", null=True),
        *(_number(name) for name in ("start", "duration_ms", "frames", "verified")),
        _number("edition", null=True),
        _number("bits", null=True),
        _number("levels", null=True),
        _number("count"),
        _number("clock_wrong"),
        sqlite_with_rowid=False,
    )


@lru_cache(maxsize=4096)
def seals_of(day: int) -> Table:
    """The hash of each device’s chain of plays after every so many rows of a day."""
    return Table(
        f"{SEALS}_{day}", MetaData(), _key("device"), _key("rows"), _bytes("hash"), sqlite_with_rowid=False
    )


@lru_cache(maxsize=4096)
def samples_of(day: int) -> Table:
    """The samples of a day (UTC): one for each report."""
    return _series(f"{SAMPLES}_{day}")


@lru_cache(maxsize=4096)
def steps_of(day: int) -> Table:
    """The samples of a day (UTC), five minutes in one."""
    return _series(f"{STEPS}_{day}")


def _series(name: str) -> Table:
    return Table(name, MetaData(), _key("device"), _key("at"), *_values(), sqlite_with_rowid=False)


def day_tables(connection: sa.Connection) -> Iterator[tuple[str, int]]:
    """The tables of single days that there are: kind and day."""
    for name in sa.inspect(connection).get_table_names():
        if found := _OF_DAY.fullmatch(name):
            yield found[1], int(found[2])
