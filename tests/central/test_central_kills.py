"""kill -9 of central under load: nothing that was acknowledged is lost, nothing is there twice."""

from __future__ import annotations

import signal
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from central_crowd import Crowd
from central_process import central, enrol_all

from central.store import proof
from central.store.store import Store
from central.store.tables import PLAYS, day_tables, names, plays_of

DEVICES, KILLS, LOAD_S = 8, 3, 0.6


def stored(connection: sa.Connection) -> dict[str, list[int]]:
    """Of each device the numbers of its plays, in the order in which they are stored."""
    found: dict[str, list[int]] = {}
    for day in sorted(day for kind, day in day_tables(connection) if kind == PLAYS):
        plays = plays_of(day)
        rows = sa.select(names.c.name, plays.c.number).join(names, names.c.id == plays.c.device)
        for device, number in connection.execute(rows.order_by(plays.c.device, plays.c.row)):
            found.setdefault(device, []).append(number)
    return found


def test_nothing_is_lost_or_doubled(url: str, tmp_path: Path) -> None:
    crowd = Crowd(DEVICES)
    enrol_all(url, crowd.senders)
    nothing = threading.Event()
    for _ in range(KILLS):
        with central(tmp_path, "--store", url) as running:
            crowd.begin(running.url)
            nothing.wait(LOAD_S)
            assert running.end(signal.SIGKILL) == -signal.SIGKILL
            crowd.end()
    assert min(crowd.upto.values()) > 0
    store = Store.open(url)
    there = store.look(stored)
    today = datetime.now(UTC).date()
    assert store.look(lambda c: list(proof.broken(c, today, today))) == []
    upto = {mark.device: mark.upto for mark in store.marks()}
    store.close()
    for device, acknowledged in crowd.upto.items():
        assert there[device] == list(range(1, upto[device] + 1))
        assert upto[device] >= acknowledged


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_an_end_in_order_answers_what_was_taken(tmp_path: Path, ending: signal.Signals) -> None:
    crowd = Crowd(2)
    url = f"sqlite:///{tmp_path}/central.db"
    enrol_all(url, crowd.senders)
    with central(tmp_path, "--store", url) as running:
        crowd.begin(running.url)
        threading.Event().wait(LOAD_S)
        assert running.end(ending) == 0
        crowd.end()
    assert "Traceback" not in (tmp_path / "central.log").read_text()
