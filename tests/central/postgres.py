"""A PostgreSQL server of the tests' own: Debian's, started in a folder that goes with it."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest

_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/local/pgsql/bin")
_USERS = ("postgres", "nobody")
_NUMBERS = count()
PATIENCE_S = 60


class Server:
    """A running server that takes connections through a socket in its folder."""

    def __init__(self, folder: Path, process: subprocess.Popen[bytes]) -> None:
        self.folder, self.process = folder, process

    def database(self) -> str:
        """The address of a new, empty database."""
        name = f"parvis_{next(_NUMBERS)}"
        with psycopg.connect(
            f"host={self.folder} user=parvis dbname=postgres", autocommit=True
        ) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"postgresql+psycopg://parvis@/{name}?host={self.folder}"


@contextmanager
def server() -> Iterator[Server]:
    """Start a server, and end it; where there is none on this machine the test is skipped by name."""
    initdb, postgres = _program("initdb"), _program("postgres")
    if initdb is None or postgres is None:
        pytest.skip("no PostgreSQL server here (Debian: postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="parvis-pg-"))
    who = _other_user()
    if who:
        os.chown(folder, who["user"], who["group"])
    options = ["-A", "trust", "-U", "parvis", "-E", "UTF8", "--no-locale", "--no-sync"]
    subprocess.run([initdb, "-D", folder / "data", *options], check=True, capture_output=True, cwd="/", **who)
    settings = ["-k", str(folder), "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=50"]
    with (folder / "log").open("wb") as log:
        command = [postgres, "-D", str(folder / "data"), *settings]
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", **who)
    try:
        _await(folder, process)
        yield Server(folder, process)
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait(PATIENCE_S)
        shutil.rmtree(folder)


def _await(folder: Path, process: subprocess.Popen[bytes]) -> None:
    ready = _program("pg_isready")
    assert ready is not None
    while subprocess.run([ready, "-q", "-h", folder, "-t", "5"], check=False).returncode:
        assert process.poll() is None, (folder / "log").read_text()


def _program(name: str) -> str | None:
    found = sorted(path / name for place in _PLACES for path in Path("/").glob(place[1:]))
    there = [str(path) for path in found if path.exists()]
    return there[-1] if there else shutil.which(name)


def _other_user() -> dict[str, Any]:
    """PostgreSQL does not run as root."""
    if os.geteuid():
        return {}
    for name in _USERS:
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    pytest.skip("PostgreSQL does not run as root, and there is no other user here")
