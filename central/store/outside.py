"""Work on a store from a command, whether or not its central runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from central.errors import StoreError
from central.store import migrations
from central.store.engines import Database

T = TypeVar("T")


def write(url: str, work: Callable[[sa.Connection], T]) -> T:
    """Do work in one transaction; an empty store is made first. Raises `StoreError`."""

    def checked(connection: sa.Connection) -> T:
        found = migrations.version(connection)
        if found == 0:
            migrations.make(connection)
        migrations.refuse_later(found)
        migrations.refuse_older(found)
        return work(connection)

    return _written(Database(url), checked, alone=False)


def migrate(url: str) -> tuple[int, int]:
    """Bring a store to this program’s version, while no central runs; tells both. Raises `StoreError`."""
    return _written(Database(url), migrations.migrate, alone=True), migrations.VERSION


def _written(database: Database, work: Callable[[sa.Connection], T], *, alone: bool) -> T:
    try:
        engine = database.writing(alone=alone)
        with database.turn():
            try:
                with engine.begin() as connection:
                    return work(connection)
            finally:
                engine.dispose()
    except SQLAlchemyError as error:
        raise StoreError(str(error)) from error
    finally:
        database.leave()
