"""Files of the state of which one bit fell over: what is no text any more is as if it were not there."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from small_central import SmallCentral, small_central
from teller import DEVICE, QUICK, now

from device_profiles.identity import DeviceKey
from device_profiles.report import Fault
from player.agent import report
from player.agent.care import Carer
from player.agent.central import Central
from player.agent.connection import client
from player.agent.limits import ReportLimits
from player.agent.machine import Machine
from player.agent.reporter import Reporter
from player.agent.seen import Eyes
from player.enrolled import read_enrolment
from player.spool import Spool
from player.state import State
from player.status import read_status
from playlists.durable import put

PATIENCE_S = 30.0
HASTY = ReportLimits(first_s=0.05, pause_s=0.05, back_off_s=0.1, answer_s=1.0)


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State(tmp_path / "state")


@pytest.fixture
def central() -> Iterator[SmallCentral]:
    with small_central() as made:
        yield made


class Reporting:
    """A reporter in its thread."""

    def __init__(
        self, state: State, central: SmallCentral, orders: Callable[[], dict[str, str]] = dict[str, str]
    ) -> None:
        key = DeviceKey.make()
        central.keys[DEVICE] = key.public
        self.line = Central(central.url, DEVICE, key, client(QUICK, connections=2), (QUICK, HASTY))
        self.reporter = Reporter(
            state,
            DEVICE,
            self.line,
            HASTY,
            eyes=Eyes(state, Machine(state.root)),
            versions={},
            orders=orders,
            told=lambda _: None,
        )
        self.thread = threading.Thread(target=self.reporter.run, args=(now,), name="reporter")

    def reports(self, central: SmallCentral) -> bool:
        """Whether a report comes."""
        self.thread.start()
        ends, nothing = time.monotonic() + PATIENCE_S, threading.Event()
        while not central.reports and self.thread.is_alive() and time.monotonic() < ends:
            nothing.wait(0.01)
        self.reporter.end()
        self.thread.join()
        self.line.close()
        return bool(central.reports)


def test_it_reports_though_what_the_stage_said_cannot_be_read(state: State, central: SmallCentral) -> None:
    put(state.status / "stage.json", b'{"renderer":"\xf3oftware"}', durable=False)
    put(state.status / "agent.json", b'{"feed":"\xe8ttp://feed"}', durable=False)
    assert Reporting(state, central).reports(central)


def test_it_reports_though_its_first_look_around_fails(
    state: State, central: SmallCentral, expect_log: Callable[[str], None]
) -> None:
    expect_log("no report can be made")
    fails = [True]

    def orders() -> dict[str, str]:
        if fails.pop() if fails else False:
            raise RuntimeError("something that nobody thought of")
        return {}

    assert Reporting(state, central, orders).reports(central)


def test_records_are_reported_though_one_among_them_cannot_be_read(
    state: State, central: SmallCentral
) -> None:
    spool = Spool(state.spool)
    spool.add([Fault(device=DEVICE, at=now(), part="a", kind="k", message=text) for text in "xyz"])
    (body,) = spool._base.execute("SELECT body FROM records WHERE number = 2").fetchone()
    spool._base.execute("UPDATE records SET body = ? WHERE number = 2", (body.replace(b'"y"', b'"\xf9"'),))
    assert Reporting(state, central).reports(central)
    (first, *_) = central.reports
    assert [entry.number for entry in first.entries] == [1, 3]
    spool.close()


def test_what_the_agent_keeps_is_as_if_it_were_not_there(state: State) -> None:
    for file, data in (
        (state.status / "agent.json", b'{"at":"2026-11-25T12:00:00Z","process":8,"feed":"\xe8ttp://feed"}'),
        (state.status / "stage.json", b'{"missing":["\xe1b"]}'),
        (state.orders, b'{"a":{"said":"d\xefne","at":"2026-11-25T12:00:00Z"}}'),
        (state.enrolment, b'{"key":"\xe1bc"}'),
    ):
        put(file, data)
    assert report.read_status(state) is None
    assert report.told_by_stage(state) == ()
    assert read_status(state.status / "stage.json") is None
    assert read_enrolment(state) is None
    assert Carer(state, b"", DEVICE, {}).outcomes == {}
