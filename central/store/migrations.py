"""Versions of the store: an empty one is made, an older one brought up step by step, a later one refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import sqlalchemy as sa

from central.errors import StoreError
from central.store import enrolments
from central.store.pairing_tables import TABLES
from central.store.tables import (
    device_keys,
    instant,
    metadata,
    play_days,
    play_groups,
    play_sums,
    schema,
    sessions,
    tallies,
)

Step = Callable[[sa.Connection], None]


def _grouped_plays(connection: sa.Connection) -> None:
    """Days of plays are added up over zones alike; those that are there will be, one after the other."""
    for table in (play_groups, play_days):
        table.create(connection)
    days = sa.select(play_sums.c.day, sa.literal(1), sa.literal(0)).distinct()
    connection.execute(play_days.insert().from_select(["day", "changed", "grouped"], days))


def _enrolling(connection: sa.Connection) -> None:
    """Boxes that wait, technicians, and the history of keys, which begins with those that there are."""
    metadata.create_all(connection, tables=TABLES)
    for device, public, at in connection.execute(
        sa.select(*device_keys.c["device", "public", "enrolled"])
    ).all():
        held = enrolments.begin(connection, device, public, instant(at), enrolments.How())
        enrolments.put(connection, held, seen=at)


def _tallies(connection: sa.Connection) -> None:
    """What people at touch screens say and do is counted."""
    tallies.create(connection, checkfirst=True)


def _sessions(connection: sa.Connection) -> None:
    """Browsers that are signed in are known one by one; until now each had a signed word."""
    sessions.create(connection, checkfirst=True)


STEPS: Sequence[Step] = (_grouped_plays, _enrolling, _tallies, _sessions)
"""What brings a store from version 1 to 2, from 2 to 3, …; each in one transaction with its number."""
VERSION = len(STEPS) + 1


def version(connection: sa.Connection) -> int:
    """The version of a store; 0 for an empty database. Raises `StoreError`: it is something else."""
    inspector = sa.inspect(connection)
    if not inspector.has_table(schema.name):
        found = inspector.get_table_names()
        if found:
            raise StoreError(f"this database holds something else: {', '.join(sorted(found)[:3])}")
        return 0
    told = connection.scalars(sa.select(schema.c.version)).all()
    if len(told) != 1 or not isinstance(told[0], int):
        raise StoreError("its version cannot be read, it is damaged")
    return told[0]


def make(connection: sa.Connection) -> None:
    """Make the tables of an empty store."""
    metadata.create_all(connection)
    connection.execute(schema.insert().values(version=VERSION))


def migrate(connection: sa.Connection, steps: Sequence[Step] = STEPS) -> int:
    """Bring a store to the version of this program; tells which it had. Raises `StoreError`: it is later."""
    found = version(connection)
    if found == 0:
        make(connection)
        return found
    refuse_later(found, len(steps) + 1)
    for step in steps[found - 1 :]:
        step(connection)
    connection.execute(schema.update().values(version=len(steps) + 1))
    return found


def refuse_later(found: int, known: int = VERSION) -> None:
    """Raise `StoreError` where a store was written by a later Parvis."""
    if found > known:
        raise StoreError(
            f"the store is of version {found}, this Parvis knows up to {known}: "
            "take a later one, or put the backup from before `parvis central migrate` in its place"
        )


def refuse_older(found: int, known: int = VERSION) -> None:
    """Raise `StoreError` where a store must be migrated first."""
    if 0 < found < known:
        raise StoreError(
            f"the store is of version {found}: bring it to {known} with `parvis central migrate`"
        )
