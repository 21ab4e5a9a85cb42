"""The file of an outbox: several processes have it open, and none replaces it under another one’s hands."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from player import salvage
from playlists.durable import sync_folder

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
CREATE TABLE IF NOT EXISTS harm (gone INTEGER);
CREATE TRIGGER IF NOT EXISTS comes AFTER INSERT ON records BEGIN
    UPDATE about SET waiting = waiting + 1;
END;
CREATE TRIGGER IF NOT EXISTS goes AFTER DELETE ON records BEGIN
    UPDATE about SET waiting = waiting - 1;
END;
"""
_BUSY_S = 30.0
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class SpoolFile:
    """The one file of an outbox. Who works in it holds its folder with others, who replaces it alone.

    The lock goes with the process, and needs no disk that can be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._broken, self._fresh = (path.with_name(path.name + end) for end in (".broken", ".new"))
        self._inode: tuple[int, int] | None = None
        path.parent.mkdir(parents=True, exist_ok=True)
        self._folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        self._let_go = weakref.finalize(self, os.close, self._folder)

    def close(self) -> None:
        """Let go of the folder; so does who forgets this."""
        self._let_go()

    @contextmanager
    def held(self, how: int = fcntl.LOCK_SH) -> Iterator[None]:
        """While this is held nobody replaces the file; with `LOCK_EX` nobody works in it either."""
        fcntl.flock(self._folder, how)
        try:
            yield
        finally:
            fcntl.flock(self._folder, fcntl.LOCK_UN)

    @property
    def is_moved(self) -> bool:
        """Whether the file in place is another one than that which was opened last."""
        return self._inode != _inode(self._path)

    def open(self, *, damaged: bool = False) -> sqlite3.Connection:
        """The outbox in place. One that is damaged is replaced first by what can be read of it.

        `damaged` tells that the one which was opened last was found so. Raises `sqlite3.Error`, `OSError`.
        """
        with self.held(fcntl.LOCK_EX):
            self._settle()
            if damaged and not self.is_moved:
                self._replace()
            try:
                return self._connected()
            except sqlite3.DatabaseError as error:
                if not is_damage(error):
                    raise
            self._replace()
            return self._connected()

    def _connected(self) -> sqlite3.Connection:
        base = connected(self._path)
        self._inode = _inode(self._path)
        return base

    def _replace(self) -> None:
        """Put what can be read in the file’s place, and keep it beside; a kill leaves one of them there."""
        _remove(self._fresh)
        with (
            closing(sqlite3.connect(self._fresh, isolation_level=None)) as fresh,
            closing(sqlite3.connect(self._path, timeout=_BUSY_S, isolation_level=None)) as old,
        ):
            fresh.executescript(_SCHEMA)
            salvage.copy(old, fresh)
        self._path.replace(self._broken)
        sync_folder(self._path.parent)
        self._settle()

    def _settle(self) -> None:
        """Go on with what a kill interrupted: the new file is whole once the old one is out of its place."""
        if not self._fresh.exists():
            return
        if self._path.exists():
            _remove(self._fresh)
            return
        _remove(self._path)
        self._fresh.replace(self._path)
        sync_folder(self._path.parent)


def connected(path: Path | str) -> sqlite3.Connection:
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


def is_damage(error: sqlite3.Error) -> bool:
    """Whether an error tells that the file is not what was written."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED


def _inode(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _remove(file: Path) -> None:
    """Take a database away, with all that SQLite puts beside it."""
    for end in ("-wal", "-shm", "-journal", ""):
        file.with_name(file.name + end).unlink(missing_ok=True)
