"""The store: what central keeps, in SQLite or PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from central.errors import StoreError
from central.store import migrations, reading
from central.store.engines import Database, failure
from central.store.group import Outcome
from central.store.limits import Limits
from central.store.taken import LastState, Mark, Taken
from central.store.writer import Writer
from device_profiles.report import Report

T = TypeVar("T")
Work = Callable[[sa.Connection], T]


class Store:
    """One central’s store. `take` and `write` go through the one writer, `read` never waits for it."""

    def __init__(self, database: Database, writing: sa.Engine, limits: Limits) -> None:
        self._database, self._writing, self._limits = database, writing, limits
        self._reading = database.reading(limits.readers)
        self._threads = ThreadPoolExecutor(limits.readers, thread_name_prefix="reader")
        self._writer = Writer(database, writing, limits)

    @classmethod
    def open(cls, url: str, limits: Limits | None = None) -> Store:
        """Open a store, made if the database is empty.

        Raises:
            StoreError: it cannot be had, another central works with it, it must be migrated first, or a
                later Parvis made it.
        """
        database = Database(url)
        engine = database.writing(alone=True)
        try:
            with database.turn(), engine.begin() as connection:
                found = migrations.version(connection)
                if found == 0:
                    migrations.make(connection)
                migrations.refuse_later(found)
                migrations.refuse_older(found)
        except (SQLAlchemyError, StoreError) as error:
            engine.dispose()
            database.leave()
            raise error if isinstance(error, StoreError) else StoreError(str(error)) from error
        return cls(database, engine, limits or Limits())

    @property
    def waiting(self) -> int:
        """Rows that wait to be written."""
        return self._writer.waiting

    def bearable(self, report: Report) -> Report:
        """A report; where much waits to be written its heartbeat without the past, which comes again."""
        crowded = self.waiting > self._limits.backlog_rows and len(report.entries) > self._limits.few_records
        return msgspec.structs.replace(report, entries=()) if crowded else report

    async def take(self, taken: Taken) -> Outcome:
        """Keep a report; durable when this returns. Raises `StoreError`: it cannot be written now."""
        return await self._writer.take(taken)

    async def write(self, work: Work[T]) -> T:
        """Do work in the writer’s next transaction. Raises what it raises, then nothing of it is done."""
        return await self._writer.write(work)

    async def read(self, work: Work[T]) -> T:
        """Do work on a connection that only reads, in a thread: all of it sees the same instant."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.look, work)

    def look(self, work: Work[T]) -> T:
        """The same, here and now: at start, in a command. Raises `StoreError`: it cannot be read."""
        try:
            with self._reading.begin() as connection:
                return work(connection)
        except SQLAlchemyError as error:
            raise failure("it cannot be read", error) from error

    def marks(self) -> Iterator[Mark]:
        """How far each outbox was taken."""
        yield from self.look(reading.marks)

    def last(self) -> Iterator[LastState]:
        """What the last report of each device left behind."""
        yield from self.look(reading.last)

    def close(self) -> None:
        """Write what waits, and let go of the database."""
        self._writer.close()
        self._threads.shutdown()
        self._reading.dispose()
        with self._database.turn():
            self._writing.dispose()
        self._database.leave()
