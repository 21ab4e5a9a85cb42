"""Stores of both kinds for the tests of central."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres import Server, server

from central.store.store import Store


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """One PostgreSQL server for all tests of a process."""
    with server() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/central.db"
    running: Server = request.getfixturevalue("postgres")
    return running.database()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An empty store, of each kind."""
    opened = Store.open(url)
    yield opened
    opened.close()
