"""The chain of a device’s plays of a day, and whether it is whole.

The hash of a row is that of the row before and its own content in words, so that any row that is changed,
taken out or put in later shows. After every so many rows the hash is written down (`seals`), and the last one
in `chains`: so the place is found.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from math import isclose
from typing import Any

import msgspec
import sqlalchemy as sa

from central.store.figures import added
from central.store.memory import Chain
from central.store.rows import Row
from central.store.tables import chains, names, play_sums, plays_of, seals_of
from device_profiles.report import DIFFERS, MATCHED

_encode = msgspec.json.Encoder().encode
_EXACTLY = 1e-12
"""Sums of floating point are as good as equal within this part."""
_NAMED = ("spool", "screen", "zone", "item", "object", "verified", "edition")


def linked(before: bytes, said: Row) -> bytes:
    """The hash of a row that comes after another one."""
    return sha256(before + _encode(said)).digest()


def said_plays(day: int) -> sa.Select[Any]:
    """The plays of a day in words: of each its row, and then all that is hashed of it, in that order."""
    plays = plays_of(day)
    named = {column: names.alias() for column in _NAMED}
    source: Any = plays
    for column, name in named.items():
        source = source.outerjoin(name, name.c.id == plays.c[column])
    said = [
        named[column.name].c.name.label(column.name) if column.name in named else column
        for column in plays.c
        if column.name not in ("device", "row")
    ]
    return sa.select(plays.c.row, *said).select_from(source)


def first_changed(connection: sa.Connection, day: int, device: int) -> int | None:
    """The first row of a device’s day of which it is not certain that it is as it was written; None: all are.

    The row lies within `Limits.seal_rows` after the one that is told.
    """
    if not sa.inspect(connection).has_table(plays_of(day).name):
        return None if _end(connection, day, device) is None else 1
    seals: dict[int, bytes] = dict(
        connection.execute(
            sa.select(*seals_of(day).c["rows", "hash"]).where(seals_of(day).c.device == device)
        ).all()
    )
    certain, rows, digest = 1, 0, b""
    for row, said in _read(connection, day, device):
        if row != rows + 1:
            return certain
        rows, digest = row, linked(digest, said)
        if row in seals:
            if bytes(seals[row]) != digest:
                return certain
            certain = row + 1
    end = _end(connection, day, device)
    whole = end is None if rows == 0 else end == Chain(rows, digest)
    return None if whole else certain


def totals_hold(connection: sa.Connection, day: int, device: int) -> bool:
    """Whether the totals of a device’s day, which proof of play tells, are those of its plays."""
    if not sa.inspect(connection).has_table(plays_of(day).name):
        return True
    plays, sums, place = plays_of(day).c, play_sums.c, ("screen", "zone", "item")
    found = sa.select(
        *plays[place],
        added(plays.count),
        added(plays.duration_ms),
        *(added(sa.case((names.c.name == seen, plays.count), else_=0)) for seen in (MATCHED, DIFFERS)),
    )
    found = found.outerjoin(names, names.c.id == plays.verified)
    found = found.where(plays.device == device, plays.clock_wrong == 0).group_by(*plays[place])
    told = sa.select(*sums[place], *sums["plays", "ms", "verified", "differing"])
    told = told.where(sums.day == day, sums.device == device)
    of_plays, kept = (
        {tuple(row[:3]): row[3:] for row in connection.execute(asked)} for asked in (found, told)
    )
    return of_plays.keys() == kept.keys() and all(
        isclose(one, other, rel_tol=_EXACTLY)
        for key, figures in kept.items()
        for one, other in zip(figures, of_plays[key], strict=True)
    )


def _end(connection: sa.Connection, day: int, device: int) -> Chain | None:
    found = connection.execute(
        sa.select(*chains.c["rows", "hash"]).where(chains.c.day == day, chains.c.device == device)
    ).first()
    return Chain(found[0], bytes(found[1])) if found else None


def _read(connection: sa.Connection, day: int, device: int) -> Iterable[tuple[int, Row]]:
    """A device’s rows of a day as they were hashed, with the place of each."""
    mine = said_plays(day).where(plays_of(day).c.device == device).order_by(plays_of(day).c.row)
    found: Any = connection.execute(mine)
    for row, *said in found:
        yield row, tuple(said)
