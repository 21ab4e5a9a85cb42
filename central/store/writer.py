"""The one thread that writes: what waits is written together, and answered when it is durable."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from central.errors import StoreError
from central.store.engines import Database, failure, in_a_line
from central.store.group import Group, Outcome
from central.store.limits import ROWS_OF_A_REPORT, Limits
from central.store.rows import Rows
from central.store.taken import Taken, Untaken

_log = logging.getLogger(__name__)
T = TypeVar("T")
Work = Callable[[sa.Connection], Any]
Answer = tuple["asyncio.Future[Any]", Any]
"""A future and what it shall hold: an exception or a value."""


class Writer:
    """Takes reports and work from any event loop, and writes them in their order."""

    def __init__(self, database: Database, engine: sa.Engine, limits: Limits) -> None:
        self._database, self._engine, self._limits = database, engine, limits
        self._group = Group(Rows(engine.dialect), limits)
        self._jobs: deque[tuple[Taken | Work, asyncio.Future[Any]]] = deque()
        self._waiting = 0
        self._awake = threading.Condition()
        self._closing = threading.Event()
        self._fresh = False
        self._failing = False
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        """Rows that wait to be written."""
        return self._waiting

    async def take(self, taken: Taken) -> Outcome:
        """Write a report. Raises `StoreError`: it cannot be written now."""
        if self._waiting > self._limits.waiting_rows:
            return Untaken.BUSY
        outcome: Outcome = await self._ask(taken, _weight(taken))
        return outcome

    async def write(self, work: Callable[[sa.Connection], T]) -> T:
        """Do work in the next transaction. Raises what the work raises, and then nothing of it was done."""
        done: T = await self._ask(work, 1)
        return done

    def close(self) -> None:
        """Write what waits, and end."""
        with self._awake:
            self._closing.set()
            self._awake.notify()
        self._thread.join()

    async def _ask(self, job: Taken | Work, weight: int) -> Any:
        if self._closing.is_set():
            raise StoreError("the store is closed")
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        with self._awake:
            self._jobs.append((job, future))
            self._waiting += weight
            self._awake.notify()
        return await future

    def _work(self) -> None:
        while jobs := self._next():
            answers = self._written(jobs)
            loops = {future.get_loop() for future, _ in answers}
            for loop in loops:
                mine = [answer for answer in answers if answer[0].get_loop() is loop]
                if not loop.is_closed():
                    loop.call_soon_threadsafe(_settle, mine)

    def _next(self) -> list[tuple[Taken | Work, asyncio.Future[Any]]]:
        """What is written together; nothing once all is written and no more will come."""
        with self._awake:
            while not self._jobs and not self._closing.is_set():
                self._awake.wait()
            enough = self._waiting >= self._limits.commit_rows
        if not enough:
            self._closing.wait(self._limits.linger_s)
        jobs: list[tuple[Taken | Work, asyncio.Future[Any]]] = []
        rows = 0
        with self._awake:
            while self._jobs and rows < self._limits.commit_rows:
                jobs.append(self._jobs.popleft())
                rows += _weight(jobs[-1][0])
            self._waiting -= rows
        return jobs

    def _written(self, jobs: Sequence[tuple[Taken | Work, asyncio.Future[Any]]]) -> list[Answer]:
        try:
            results = self._commit([job for job, _ in jobs])
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told to those who asked
            if len(jobs) > 1:
                return [answer for job in jobs for answer in self._written([job])]
            self._tell(error)
            return [(jobs[0][1], failure("it cannot be written", error))]
        self._tell(None)
        return [(future, result) for (_, future), result in zip(jobs, results, strict=True)]

    def _commit(self, jobs: Sequence[Taken | Work]) -> list[Any]:
        """Write jobs in one transaction, reports that follow each other together."""
        fresh, self._fresh = self._fresh, False
        with self._database.turn(), self._engine.begin() as connection:
            if not fresh:
                self._group.memory.load(connection)
            results = self._all(connection, jobs)
        self._fresh = True
        return results

    def _all(self, connection: sa.Connection, jobs: Sequence[Taken | Work]) -> list[Any]:
        results: list[Any] = []
        reports: list[Taken] = []
        for job in jobs:
            if isinstance(job, Taken):
                reports.append(job)
                continue
            results += self._group.write(connection, reports) if reports else ()
            reports = []
            results.append(_worked(connection, job))
        results += self._group.write(connection, reports) if reports else ()
        return results

    def _tell(self, error: Exception | None) -> None:
        """Log the first failure of several, and that they have ended."""
        if error is not None and not self._failing:
            _log.error("nothing can be written: %s", in_a_line(error))
        elif error is None and self._failing:
            _log.info("writing goes on")
        self._failing = error is not None


def _worked(connection: sa.Connection, work: Work) -> Any:
    """What the work gives; what it raises is its own affair, and undoes its own doing alone."""
    try:
        with connection.begin_nested():
            return work(connection)
    except SQLAlchemyError:
        raise
    except Exception as error:  # noqa: BLE001 - it is raised where the work was asked for
        return error


def _weight(job: Taken | Work) -> int:
    return ROWS_OF_A_REPORT + len(job.report.entries) if isinstance(job, Taken) else 1


def _settle(answers: Sequence[Answer]) -> None:
    for future, result in answers:
        if future.done():
            continue
        if isinstance(result, Exception):
            future.set_exception(result)
        else:
            future.set_result(result)
