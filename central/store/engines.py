"""Connections to the database: one that writes, some that only read.

Debian’s SQLite (3.40.1) can damage its file when two connections write or checkpoint at the same moment
(fixed in 3.51.3): whoever writes takes the turn, a lock on a file beside it, also across processes.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from central.errors import StoreError

_PATIENCE_S = 30
_FREE_S = 3
_ALONE = 0x5041_5256
"""The number of the advisory lock that the one central of a PostgreSQL database holds."""
_WRITES = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA journal_size_limit=67108864",
    "PRAGMA cache_size=-65536",
)
_READS = ("PRAGMA query_only=1", "PRAGMA cache_size=-32768")
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_PRIMARY = 0xFF
"""The part of SQLite's codes that says what is wrong, without where."""


def is_damage(error: StoreError) -> bool:
    """Whether a store cannot be used because SQLite finds its file damaged."""
    return _is_damaged(error.__cause__)


def failure(what: str, error: Exception) -> StoreError:
    """What cannot be done, and why; of a damaged file, what to do."""
    if _is_damaged(error):
        what += ", the store is damaged: stop central, then `parvis central salvage`, or the last backup"
    told = StoreError(f"{what}: {in_a_line(error)}")
    told.__cause__ = error
    return told


def in_a_line(error: BaseException) -> str:
    """What the database says is wrong, without the statement, its values and a link to read."""
    return str(getattr(error, "orig", None) or error).partition("\n")[0]


def _is_damaged(error: BaseException | None) -> bool:
    met = getattr(error, "orig", None)
    return getattr(met, "sqlite_errorcode", 0) & _PRIMARY in _DAMAGED


class Database:
    """Where the store lies. `file` is None for a server."""

    def __init__(self, url: str) -> None:
        try:
            self.url = make_url(url)
        except ArgumentError as error:
            raise StoreError(f"{url} is no address of a database") from error
        if self.url.get_backend_name() not in ("sqlite", "postgresql"):
            raise StoreError(f"{self.url.get_backend_name()} is neither sqlite nor postgresql")
        self.file = Path(self.url.database or "") if self.url.get_backend_name() == "sqlite" else None
        self._locks: list[int] = []

    def writing(self, *, alone: bool = False) -> sa.Engine:
        """The engine of the one connection that writes.

        `alone` makes it that of the one central of this store; where there is another, connecting raises
        `StoreError`.
        """
        if self.file is None:
            engine = sa.create_engine(self.url, pool_size=1, max_overflow=0, pool_pre_ping=True)
            if alone:
                event.listen(engine, "connect", _be_alone)
            return engine
        if alone:
            self._be_alone()
        _shut_to_others(self.file)
        engine = sa.create_engine(
            self.url,
            poolclass=QueuePool,
            pool_size=1,
            max_overflow=0,
            connect_args={"check_same_thread": False, "timeout": _PATIENCE_S},
        )
        _prepare(engine, _WRITES, "BEGIN IMMEDIATE")
        return engine

    def reading(self, most: int) -> sa.Engine:
        """An engine whose connections cannot write."""
        if self.file is None:
            engine = sa.create_engine(
                self.url,
                pool_size=most,
                max_overflow=0,
                pool_pre_ping=True,
                isolation_level="REPEATABLE READ",
            )
            return engine.execution_options(postgresql_readonly=True)
        path = f"file:{self.file.resolve()}?mode=ro"
        engine = sa.create_engine(
            URL.create("sqlite", database=path, query={"uri": "true"}),
            poolclass=QueuePool,
            pool_size=most,
            max_overflow=0,
            connect_args={"check_same_thread": False, "timeout": _PATIENCE_S},
        )
        _prepare(engine, _READS, "BEGIN")
        return engine

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Nobody else writes meanwhile."""
        if self.file is None:
            yield
            return
        lock = self._lock("writing", fcntl.LOCK_EX)
        try:
            yield
        finally:
            os.close(lock)

    def _be_alone(self) -> None:
        try:
            self._locks.append(self._lock("central", fcntl.LOCK_EX | fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise StoreError(f"another central works with {self.file}") from error

    def leave(self) -> None:
        """Be its central no more."""
        while self._locks:
            os.close(self._locks.pop())

    def _lock(self, purpose: str, how: int) -> int:
        assert self.file is not None  # noqa: S101 - a server has no file to lock
        try:
            found = os.open(f"{self.file}-{purpose}", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreError(f"{self.file}-{purpose}: {error.strerror}") from error
        try:
            fcntl.flock(found, how)
        except OSError:
            os.close(found)
            raise
        return found


def _shut_to_others(file: Path) -> None:
    """Let nobody read it whom its owner did not let: made so, and an older one of which that is not so.

    What the database makes beside it has its rights. One that is there is not opened: to close it would take
    its locks from whoever works with it in this process. What is in the way is told by who uses it.
    """
    with suppress(OSError):
        try:
            os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600))
        except FileExistsError:
            rights = stat.S_IMODE(file.stat().st_mode)
            if rights & stat.S_IRWXO:
                file.chmod(rights & ~stat.S_IRWXO)


def _be_alone(connection: Any, _record: Any) -> None:
    """Hold the lock of the one central as long as the connection lasts; that of a dead one is soon free."""
    try:
        connection.execute(f"SET lock_timeout = '{_FREE_S}s'")
        connection.execute(f"SELECT pg_advisory_lock({_ALONE})")
        connection.execute("RESET lock_timeout")
        connection.commit()
    except connection.OperationalError as error:
        raise StoreError("another central works with this database") from error


def _prepare(engine: sa.Engine, pragmas: tuple[str, ...], begin: str) -> None:
    """Let transactions begin when they are told to, which Python’s sqlite3 does not by itself."""

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(pragma).close()

    @event.listens_for(engine, "begin")
    def _begun(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)
