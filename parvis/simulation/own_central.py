"""A central of a simulation's own, as a process beside it; and keys told to a central through its store."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec
import sqlalchemy as sa

from central.errors import StoreError
from central.store import keys, outside
from parvis.central import Listening, no_store, prepare_data, store_url
from parvis.words import SaidError, words

_ENDS_S = 20.0


def enrol_in_store(data: Path, store: str | None, found: Iterable[tuple[str, str]], at: datetime) -> None:
    """Tell a central the keys of devices; it may run meanwhile. Raises `SaidError`."""
    url = store_url(data, store)

    def work(connection: sa.Connection) -> None:
        known = keys.enrolled(connection)
        for device, public in found:
            if device not in known or known[device].public != public:
                keys.enrol(connection, device, public, at)

    prepare_data(data)
    try:
        outside.write(url, work)
    except StoreError as error:
        raise no_store(url, error) from error


@contextmanager
def own_central(data: Path, feed: Path, root: Path, log: Path) -> Iterator[str]:
    """A central that runs as long as this; gives its address. Raises `SaidError`: it does not come up."""
    folders = ["--data", str(data), "--feed", str(feed), "--root", str(root)]
    command = [sys.executable, "-m", "parvis", "central", *folders, "--port", "0", "--json"]
    with log.open("wb") as errors:
        process = subprocess.Popen(  # noqa: S603 - our own
            command, stdout=subprocess.PIPE, stderr=errors, start_new_session=True
        )
        try:
            line = process.stdout.readline() if process.stdout else b""
            try:
                yield msgspec.json.decode(line, type=Listening).url
            except msgspec.DecodeError as error:
                raise SaidError(words("simulate.no-own-central", log=str(log))) from error
        finally:
            process.terminate()
            try:
                process.wait(_ENDS_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout:
                process.stdout.close()
