"""`parvis central` as a process of its own, and a device that reports to it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import msgspec
import sqlalchemy as sa
from feed_world import World, notice, program
from store_world import report

from central.store import keys, outside
from device_profiles.identity import DeviceKey
from device_profiles.report import Entry, Receipt, Refusal, Report

REPORTS = "/v1/reports"
PATIENCE_S = 30.0


class Central:
    """A running central, and the folders that it lives on."""

    def __init__(self, folder: Path, process: subprocess.Popen[str], url: str) -> None:
        self.folder, self.process, self.url = folder, process, url

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End it, and tell its status."""
        self.process.send_signal(how)
        return self.process.wait(PATIENCE_S)


class Sender:
    """A device that reports, with its own key."""

    def __init__(self, url: str, device: str = "kiosk-001", key: DeviceKey | None = None) -> None:
        self.device, self.key = device, key or DeviceKey.make()
        self._client = httpx.Client(base_url=url, timeout=PATIENCE_S)

    @contextmanager
    def at(self, url: str) -> Iterator[None]:
        """Report there, for a while."""
        self._client.close()
        self._client = httpx.Client(base_url=url, timeout=PATIENCE_S)
        yield
        self._client.close()

    def send(self, sequence: int, *entries: Entry) -> Receipt | Refusal:
        """Send a report that is right."""
        return self.post(report(sequence, *entries, device=self.device))

    def post(self, given: Report) -> Receipt | Refusal:
        """Send a report, and read the answer."""
        body = msgspec.json.encode(given)
        answer = self._client.post(REPORTS, content=body, headers=self.headers(body))
        if answer.is_success:
            return msgspec.json.decode(answer.content, type=Receipt)
        return msgspec.json.decode(answer.content, type=Refusal)

    def headers(self, body: bytes, at: datetime | None = None) -> dict[str, str]:
        """What stands beside a body."""
        signed = self.key.sign(self.device, "POST", REPORTS, body, at or datetime.now(UTC))
        return {**signed, "Content-Type": "application/json"}

    def close(self) -> None:
        """Leave."""
        self._client.close()


def parvis(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command."""
    return subprocess.run(
        [sys.executable, "-m", "parvis", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )


def enrol(folder: Path, sender: Sender) -> None:
    """Tell the central of a folder a device's key."""
    told = parvis("central", "enrol", "--data", folder / "data", sender.device, sender.key.public)
    assert told.returncode == 0, told.stderr


def enrol_all(url: str, senders: Sequence[Sender]) -> None:
    """Put the keys of many devices into a store."""

    def work(connection: sa.Connection) -> None:
        for sender in senders:
            keys.enrol(connection, sender.device, sender.key.public, datetime.now(UTC))

    outside.write(url, work)


def feed(folder: Path) -> World:
    """A feed that names one device."""
    world = World(folder, datetime.now(UTC).replace(microsecond=0)).begin("marie")
    world.repository.renew(world.keyring, world.now)
    publish(world, "Bonjour")
    return world


def publish(world: World, headline: str) -> None:
    """Put something new into a feed."""
    assert world.publish(program("kiosk-001", (notice("a", headline),)))


@contextmanager
def central(
    folder: Path, *options: str, program: Sequence[str] = ("-m", "parvis"), **variables: str
) -> Iterator[Central]:
    """Run a central on the feed of a folder, made if there is none, until the test ends."""
    if not (folder / "feed").exists():
        feed(folder)
    command = ["central", "--data", str(folder / "data"), "--feed", str(folder / "feed"), "--port", "0"]
    with (folder / "central.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, *program, *command, "--json", *options],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"} | variables,
        )
    assert process.stdout is not None
    with process.stdout:
        line = process.stdout.readline()
        assert line, (folder / "central.log").read_text()
        try:
            yield Central(folder, process, json.loads(line)["url"])
        finally:
            process.kill()
            process.wait()
