"""`parvis agent --central` as a process: what it reports counts once, however it ends; hints wake it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from agent_world import DEVICE, Device, device, notice
from patience import until
from small_central import Request, SmallCentral, lose_answer, small_central
from teller import play

from device_profiles.report import PlayRecord
from parvis.device_key import key_in
from player.agent.care import DONE
from player.agent.report import AgentStatus, read_status
from player.spool import Spool
from playlists.errors import FeedError
from playlists.feed.orders import Care
from playlists.feed.publishing.orders import OrderDesk

HASTY = Path(__file__).with_name("hasty_agent.py")
QUICK = {"first_s": 0.1, "pause_s": 0.05, "back_off_s": 0.2, "reconnect_s": 0.2, "answer_s": 2.0}
PATIENCE_S = 30.0


class Reported:
    """A device with a feed, a central that knows its key, and its agent as a process."""

    def __init__(self, one: Device, central: SmallCentral) -> None:
        self.one, self.central = one, central
        central.keys[DEVICE] = key_in(one.state.root).public
        self.process: subprocess.Popen[str] | None = None

    def start(self, *flags: str) -> subprocess.Popen[str]:
        root = str(self.one.world.folder / "keys" / "root.json")
        command = [sys.executable, str(HASTY), json.dumps(QUICK), "agent"]
        command += ["--state", str(self.one.state.root), "--device", DEVICE, "--root", root]
        command += ["--feed", self.one.server.url, "--central", self.central.url, *flags]
        environment = os.environ | {"LC_ALL": "C.UTF-8", "PYTHONUNBUFFERED": "1", "INVOCATION_ID": "test"}
        self.process = subprocess.Popen(  # noqa: S603
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
        )
        return self.process

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None

    def end(self) -> tuple[str, str]:
        """Ask it to end; what it said."""
        assert self.process is not None
        self.process.terminate()
        said = self.process.communicate(timeout=PATIENCE_S)
        assert self.process.returncode == 0, said
        self.process = None
        return said

    def texts(self) -> list[list[str]]:
        """The headlines of what is complete; none while the next one takes its place."""
        try:
            return self.one.texts()
        except FeedError:
            return []

    @property
    def status(self) -> AgentStatus:
        found = read_status(self.one.state)
        assert found is not None
        return found


@pytest.fixture
def its(tmp_path: Path) -> Iterator[Reported]:
    with device(tmp_path) as one, small_central() as central:
        one.world.now = datetime.now(UTC).replace(microsecond=0)
        one.world.repository.renew(one.world.keyring, one.world.now)
        one.publish(notice("a", "Avant"))
        made = Reported(one, central)
        yield made
        made.kill()


def test_it_says_when_central_begins_and_ceases_to_take_reports(its: Reported) -> None:
    its.central.err(lambda request: request.refuse(403, "unknown_device"), times=2)
    its.start()
    until("two reports", lambda: len(its.central.reports) >= 1)
    until("the status says so", lambda: its.status.central and its.status.central.good)
    out, err = its.end()
    assert "New: generation 1 is complete.\n" in out
    assert "Central takes no reports, they wait here: central says 403 unknown_device" in out
    assert out.rstrip().endswith("Central has the reports.")
    assert err == ""
    told = its.status.central
    assert told is not None
    assert (told.trouble, told.url) == ("", its.central.url)
    beat = its.central.reports[-1].heartbeat
    assert (beat.profile, beat.feed.complete, beat.feed.wanted) == ("plasma-16x9", 2, 2)


def test_no_record_is_lost_or_doubled_over_kill_9_and_lost_answers(its: Reported) -> None:
    """It dies before its report is taken, when it is taken and unanswered, and when it is answered."""
    spool, given = Spool(its.one.state.spool), 0

    def dies(request: Request) -> None:
        its.process.kill()  # type: ignore[union-attr]
        request.hang_up()

    def dies_taken(request: Request) -> None:
        request.commit()
        dies(request)

    def dies_answered(request: Request) -> None:
        request.take()
        its.process.kill()  # type: ignore[union-attr]

    def add(count: int) -> None:
        nonlocal given
        spool.add([play(number) for number in range(given, given + count)])
        given += count

    add(1200)
    for way in (dies, dies_taken, dies_answered, dies_taken, dies) * 2:
        its.central.err(lose_answer)
        its.central.err(lambda request: request.answer(500, b""))
        its.central.err(way)
        process = its.start()
        add(150)
        process.communicate(timeout=PATIENCE_S)
        assert process.returncode == -signal.SIGKILL
    its.start()
    until("all is delivered", lambda: len(spool) == 0)
    its.end()
    taken = [record.item for _, _, record in its.central.records if isinstance(record, PlayRecord)]
    assert taken == [f"item-{number}" for number in range(given)]
    sequences = [report.sequence for report in its.central.reports]
    assert sequences == sorted(set(sequences))
    assert "replayed" not in its.central.refusals


def test_a_hint_brings_what_is_published_within_two_seconds(its: Reported) -> None:
    its.start("--poll", "600")
    until("the stream stands", lambda: its.central.listeners)
    until("the first generation", lambda: its.one.state.generations.joinpath("latest").exists())
    its.one.publish(notice("a", "Après"))
    its.central.hint("feed", "3")
    assert until("the new one is complete", lambda: its.texts() == [["Après"]]) < 2
    its.central.lose_stream()
    until("the stream stands again", lambda: its.central.listeners)
    its.one.publish(notice("a", "Encore"))
    its.central.hint("feed", "4")
    assert until("the newest is complete", lambda: its.texts() == [["Encore"]]) < 2
    its.end()


def order(its: Reported, care: Care) -> str:
    world = its.one.world
    given = OrderDesk(world.feed, world.anchor, world.keyring).give(care, [DEVICE], datetime.now(UTC))
    its.central.hint("orders", given.id)
    return given.id


def outcome(its: Reported, name: str) -> str | None:
    return its.central.reports[-1].heartbeat.orders.get(name) if its.central.reports else None


def test_an_order_is_carried_out_once_and_its_outcome_told(its: Reported) -> None:
    its.start("--poll", "600")
    until("the stream stands", lambda: its.central.listeners)
    name = order(its, Care.CHECK_OBJECTS)
    assert until("it is done", lambda: outcome(its, name) == DONE) < 5
    stage = order(its, Care.RESTART_STAGE)
    until("it is told", lambda: outcome(its, stage) == "failed: no stage runs")
    agent = order(its, Care.RESTART_AGENT)
    assert its.process is not None
    its.process.communicate(timeout=PATIENCE_S)
    assert its.process.returncode == 0
    its.start("--poll", "600")
    until("it is told after the restart", lambda: outcome(its, agent) == DONE)
    nothing = threading.Event()
    nothing.wait(1)
    assert its.process.poll() is None, "it ends once"
    its.end()


def test_a_large_object_keeps_no_report_back(its: Reported) -> None:
    its.one.server.pace_s = 0.5
    its.one.show(bytes(3 * 2**20))
    its.start()
    until("the object comes", lambda: its.one.server.asked("objects/"))
    before = len(its.central.reports)
    its.central.hint("picture")
    until("a report", lambda: len(its.central.reports) > before, 5)
    assert its.texts() == [], "the object is still on its way"
    its.kill()
