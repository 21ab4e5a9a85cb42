"""A copy of the whole store, while its central runs."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from central.errors import StoreError
from central.store.engines import Database
from playlists.durable import sync_folder

_DUMP = "pg_dump"


def back_up(url: str, target: Path) -> None:
    """Copy a store to a new file, for its owner's eyes, which appears when it is whole, checked and durable.

    Of SQLite it is a store itself; of PostgreSQL what `pg_restore` takes.

    Raises:
        StoreError: it cannot be read, or the copy is not whole, or there is a file already.
        OSError: it cannot be written.
    """
    database = Database(url)
    if target.exists():
        raise StoreError(f"{target} is there already")
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    beside.touch(mode=0o600)
    try:
        if database.file is None:
            _dump(database, beside)
        else:
            _copy(database.file, beside)
        with beside.open("rb") as file:
            os.fsync(file.fileno())
        beside.rename(target)
        sync_folder(target.parent)
    finally:
        beside.unlink(missing_ok=True)


def _copy(file: Path, copy: Path) -> None:
    try:
        with (
            closing(sqlite3.connect(f"file:{file.resolve()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
            (told,) = target.execute("PRAGMA quick_check").fetchone()
    except sqlite3.Error as error:
        raise StoreError(str(error)) from error
    if told != "ok":
        raise StoreError(f"the copy is damaged: {told}")


def _dump(database: Database, copy: Path) -> None:
    program = shutil.which(_DUMP)
    if program is None:
        raise StoreError(f"{_DUMP} is not here; it comes with PostgreSQL")
    # Everybody on the machine may read the words of a command; not those of its environment.
    own = database.url
    bare = sa.URL.create("postgresql", own.username, None, own.host, own.port, own.database, own.query)
    secret = {} if own.password is None else {"PGPASSWORD": str(own.password)}
    command = [program, "--format=custom", f"--file={copy}", f"--dbname={bare.render_as_string()}"]
    told = subprocess.run(  # noqa: S603
        command, capture_output=True, text=True, check=False, env={**os.environ, **secret}
    )
    if told.returncode:
        raise StoreError(told.stderr.strip() or f"{_DUMP} failed")
