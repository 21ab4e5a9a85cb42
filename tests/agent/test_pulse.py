"""An agent lets systemd know that it goes on, as long as all of it does."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import pytest
from agent_world import DEVICE, device, notice
from patience import until, wait
from small_central import Request, small_central

from parvis.device_key import key_in
from parvis.notify import ALIVE
from parvis.pulse import BEAT_S, HANGS_S, Pulse
from player.agent.limits import Limits, ReportLimits

PULSING = Path(__file__).with_name("pulsing_agent.py")
OFTEN_S, SOON_S = 0.1, 7.0
"""Beats, and what hangs: longer than the five seconds between the first reports."""


def test_it_beats_as_long_as_all_that_is_watched_comes_round() -> None:
    now, told = [0.0], list[str]()
    pulse = Pulse(told.append, lambda: now[0])

    def beats() -> bool:
        told.clear()
        pulse.beat()
        return told == [ALIVE]

    assert beats(), "nobody is watched"
    agent, reporter = pulse.watch("agent"), pulse.watch("reporter")
    now[0] = HANGS_S
    assert beats()
    agent()
    now[0] = HANGS_S + 1
    assert not beats(), "the reporter hangs"
    reporter()
    assert beats()
    now[0] *= 3
    assert not beats()
    pulse.forget()
    assert beats(), "what it did is over"
    reporter()
    now[0] *= 3
    assert beats(), "whoever comes late is not watched any more"


def test_nothing_that_is_waited_for_is_taken_for_a_hang() -> None:
    limits, reports = Limits(), ReportLimits()
    waits = (limits.retry_after_s, limits.attempt_s, limits.back_off_s * (1 + limits.jitter))
    assert max(*waits, reports.longest_s, reports.refused_s) <= HANGS_S - 1_000


def test_systemd_waits_for_some_beats() -> None:
    unit = files("provisioning.install") / "files/etc/systemd/system/parvis-agent.service"
    found = re.search(r"^WatchdogSec=(\d+)$", unit.read_text("ascii"), re.MULTILINE)
    assert found
    assert int(found[1]) >= 3 * BEAT_S


class Beating:
    """An agent with a central, as a process that beats often."""

    def __init__(self, process: subprocess.Popen[bytes], ear: socket.socket) -> None:
        self.process, self._ear = process, ear

    def beats(self) -> int:
        """How often it has beaten since this was asked."""
        count = 0
        while True:
            try:
                count += self._ear.recv(4096) == ALIVE.encode()
            except BlockingIOError:
                return count

    def is_silent(self) -> bool:
        """Whether it does not beat, for many beats."""
        self.beats()
        wait(10 * OFTEN_S)
        return self.beats() == 0


@contextmanager
def beating(folder: Path, answers: threading.Event) -> Iterator[Beating]:
    """An agent whose central waits with each answer until it may."""
    name = f"\0parvis-pulse-{os.getpid()}-{time.monotonic_ns()}"
    ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    with device(folder) as one, small_central() as central, ear:
        ear.bind(name)
        ear.setblocking(False)  # noqa: FBT003 - as socket has it
        one.publish(notice("a", "Avant"))
        central.keys[DEVICE] = key_in(one.state.root).public

        def answer(request: Request) -> None:
            answers.wait()
            request.take()

        central.err(answer, times=1_000)
        root = str(one.world.folder / "keys" / "root.json")
        command = [sys.executable, str(PULSING), str(OFTEN_S), str(SOON_S), "agent", "--poll", "1"]
        command += ["--state", str(one.state.root), "--device", DEVICE, "--root", root]
        command += ["--feed", one.server.url, "--central", central.url]
        process = subprocess.Popen(  # noqa: S603
            command, env={**os.environ, "NOTIFY_SOCKET": f"@{name[1:]}"}
        )
        try:
            until("it reports", lambda: central.reports)
            yield Beating(process, ear)
        finally:
            answers.set()
            process.kill()
            process.wait()


@pytest.fixture
def answers() -> Iterator[threading.Event]:
    """Whether central answers: it does at first."""
    made = threading.Event()
    made.set()
    yield made
    made.set()


def test_an_agent_whose_fetching_hangs_beats_no_more(tmp_path: Path, answers: threading.Event) -> None:
    with beating(tmp_path, answers) as agent:
        until("it beats", agent.beats)
        agent.process.send_signal(signal.SIGUSR1)
        until("it falls silent", agent.is_silent)
        assert agent.process.poll() is None


def test_an_agent_whose_reporting_hangs_beats_no_more_until_it_goes_on(
    tmp_path: Path, answers: threading.Event
) -> None:
    with beating(tmp_path, answers) as agent:
        until("it beats", agent.beats)
        answers.clear()
        until("it falls silent", agent.is_silent)
        answers.set()
        until("it beats again", agent.beats)
