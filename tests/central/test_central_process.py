"""`parvis central` end to end: a real process, real signatures, the answer is durable."""

from __future__ import annotations

import resource
import signal
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import httpx
from central_process import Sender, central, enrol
from store_world import SPOOL, play

from device_profiles.report import Receipt, Refusal


def test_a_report_of_a_device_is_kept_and_acknowledged(tmp_path: Path) -> None:
    start = datetime.now(UTC)
    one, two, three = (play(number, start=start) for number in (1, 2, 3))
    with central(tmp_path) as running:
        sender = Sender(running.url)
        enrol(tmp_path, sender)
        while isinstance(answer := sender.send(1, one, two), Refusal):
            assert answer.code == "unknown_device"
        assert (answer.spool, answer.sequence, answer.upto) == (SPOOL, 1, 2)
        again = sender.send(1, one, two)
        assert isinstance(again, Refusal)
        assert again.code == "replayed"
        later = sender.send(2, two, three)
        assert isinstance(later, Receipt)
        assert later.upto == 3
        sender.close()
        assert running.end(signal.SIGKILL) == -signal.SIGKILL
    with sqlite3.connect(tmp_path / "data" / "central.db") as base:
        assert base.execute("SELECT sum(plays) FROM play_sums").fetchone() == (3,)
    base.close()


def test_the_feed_is_served_and_the_process_ends_in_order(tmp_path: Path) -> None:
    with central(tmp_path) as running:
        answer = httpx.get(f"{running.url}/metadata/timestamp.json")
        assert answer.json()["signed"]["version"] >= 1
        assert answer.headers["cache-control"] == "no-cache"
        assert running.end() == 0


def test_it_may_have_as_many_connections_as_the_system_lets_it(tmp_path: Path) -> None:
    """A service of systemd begins with 1,024 files, and has a stream for each of thousands of devices."""
    few, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(512, most), most))
    try:
        with central(tmp_path) as running:
            limits = Path(f"/proc/{running.process.pid}/limits").read_text(encoding="ascii")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (few, most))
    (line,) = (line for line in limits.splitlines() if line.startswith("Max open files"))
    soft, hard = line.split()[3:5]
    assert soft == hard
