"""What the benchmarks of central share: a central with enrolled devices, and its load."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench_fleet import World
from central_reports import Crew

from central.store import outside
from central.store.keys import enrol

HERE = Path(__file__).parent


def prepare(folder: Path, devices: int) -> None:
    """A feed that names devices, with its keys."""
    World(folder, devices)


def enrol_all(folder: Path, place: Path) -> None:
    """A data folder in which the devices of the feed in a folder are enrolled."""
    (place / "data").mkdir(parents=True)
    now = datetime.now(UTC)

    def work(connection: Any) -> None:
        for device, public in Crew(folder).public_keys().items():
            enrol(connection, device, public, now)

    outside.write(f"sqlite:///{place}/data/central.db", work)


@contextmanager
def central(folder: Path, place: Path, *options: str) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """A running central that serves the feed in a folder and keeps its data in a place: port and process."""
    command = [
        "-m",
        "parvis",
        "central",
        "--data",
        f"{place}/data",
        "--feed",
        f"{folder}/feed",
        "--port",
        "0",
    ]
    with (place / "log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, *command, "--json", *options],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=os.environ | {"PYTHONPATH": str(HERE.parent)},
        )
    assert process.stdout is not None  # noqa: S101
    line = process.stdout.readline()
    try:
        yield int(json.loads(line)["url"].rpartition(":")[2]), process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()


@contextmanager
def empty() -> Iterator[int]:
    """The same server with nothing behind it: its port."""
    with _serving("central_empty.py") as port:
        yield port


@contextmanager
def least(folder: Path, file: Path) -> Iterator[int]:
    """The same server with the least behind it that keeps a report: its port."""
    with _serving("central_least.py", str(folder), str(file)) as port:
        yield port


@contextmanager
def _serving(*command: str) -> Iterator[int]:
    process = subprocess.Popen(
        [sys.executable, str(HERE / command[0]), *command[1:]], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None  # noqa: S101
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


class Load:
    """A crowd of devices in a process of its own, ready to send."""

    def __init__(
        self, folder: Path, port: int, connections: int, *, seconds: int, reports: int, first: int = 1
    ) -> None:
        told = [str(given) for given in (folder, port, connections, seconds, reports, first)]
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "central_load.py"), *told],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None  # noqa: S101
        assert self.process.stdout.readline() == "ready\n"  # noqa: S101

    def start(self) -> None:
        """Begin to send."""
        assert self.process.stdin is not None  # noqa: S101
        self.process.stdin.write("\n")
        self.process.stdin.close()

    def told(self) -> dict[str, Any]:
        """What came of it."""
        assert self.process.stdout is not None  # noqa: S101
        found: dict[str, Any] = json.loads(self.process.stdout.readline())
        self.process.wait()
        self.process.stdout.close()
        return found

    def run(self) -> dict[str, Any]:
        """Send, and tell what came of it."""
        self.start()
        return self.told()
