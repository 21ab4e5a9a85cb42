"""A central of a simulation's own, as a process beside it; and keys told to a central through its store."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec
import sqlalchemy as sa

from central.access import Role, mint
from central.errors import StoreError
from central.store import outside
from central.store.keys import enrol, enrolled
from central.store.notes import keep_token
from device_profiles.decoding import from_json
from parvis.central import Listening
from parvis.central_store import no_store, prepare_data, store_url
from parvis.keys import PASSPHRASE
from parvis.words import SaidError, words

_ENDS_S = 20.0
_ENDING = "parvis.simulation.ending"


def enrol_in_store(data: Path, store: str | None, found: Iterable[tuple[str, str]], at: datetime) -> None:
    """Tell a central the keys of devices; it may run meanwhile. Raises `SaidError`."""
    url = store_url(data, store)

    def work(connection: sa.Connection) -> None:
        known = enrolled(connection)
        for device, public in found:
            if device not in known or known[device].public != public:
                enrol(connection, device, public, at)

    prepare_data(data)
    try:
        outside.write(url, work)
    except StoreError as error:
        raise no_store(url, error) from error


def make_token(data: Path, at: datetime) -> str:
    """A token that may see and order, for whoever watches a simulation. Raises `SaidError`."""
    token, secret = mint("simulation", Role.OPERATE, at)
    url = store_url(data, None)
    try:
        outside.write(url, lambda connection: keep_token(connection, token))
    except StoreError as error:
        raise no_store(url, error) from error
    return secret


@contextmanager
def own_central(data: Path, feed: Path, root: Path, log: Path, keys: Path | None = None) -> Iterator[str]:
    """A central that runs as long as this; gives its address. `keys`, not encrypted, let it give orders.

    Raises:
        SaidError: it does not come up; `log` tells why.
    """
    folders = ["--data", str(data), "--feed", str(feed), "--root", str(root)]
    folders += ["--keys", str(keys)] if keys else []
    command = [sys.executable, "-m", _ENDING, "central", *folders, "--port", "0", "--json"]
    with log.open("wb") as errors:
        process = subprocess.Popen(  # noqa: S603 - our own
            command,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
            env=os.environ | {PASSPHRASE: ""},
        )
        try:
            yield _address(process.stdout.readline() if process.stdout else b"", log)
        finally:
            process.terminate()
            try:
                process.wait(_ENDS_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout:
                process.stdout.close()


def _address(line: bytes, log: Path) -> str:
    try:
        return from_json(line, Listening).url
    except msgspec.DecodeError as error:
        raise SaidError(words("simulate.no-own-central", log=str(log))) from error
