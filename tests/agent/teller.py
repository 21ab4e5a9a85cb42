"""A device that reports: its outbox, its key, and a central to report to."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from small_central import SmallCentral, small_central

from device_profiles.identity import DeviceKey
from device_profiles.report import FRAMES, PlayRecord
from player.agent.central import Central
from player.agent.connection import client
from player.agent.limits import Limits, ReportLimits
from player.agent.machine import Machine
from player.agent.report import CentralStatus
from player.agent.reporter import Reporter
from player.agent.seen import Eyes
from player.spool import Spool
from player.state import State
from player.status import STAGE, StageStatus

DEVICE = "totem-1"
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
QUICK = Limits(connect_s=2.0, gap_s=1.0)
OWN = ReportLimits(answer_s=1.0, answer_bytes=4096)


def now() -> datetime:
    return datetime.now(UTC)


def play(number: int, device: str = DEVICE) -> PlayRecord:
    return PlayRecord(
        device=device,
        screen="main",
        zone="main",
        item=f"item-{number}",
        object=None,
        start=NOON + timedelta(seconds=10 * number),
        duration_ms=10_000,
        frames=30,
        verified=FRAMES,
        edition=None,
    )


class Teller:
    """A device's outbox, and its reporter that is asked for one report at a time."""

    def __init__(self, folder: Path, central: SmallCentral) -> None:
        self.central, self.state = central, State(folder)
        self.said: list[CentralStatus] = []
        self.clock: Callable[[], datetime] = now
        self.key = DeviceKey.make()
        central.keys[DEVICE] = self.key.public
        self.spool = Spool(self.state.spool)
        self.reporter = self.restarted()

    def restarted(self) -> Reporter:
        """A reporter that knows nothing but what is on the disk."""
        line = Central(self.central.url, DEVICE, self.key, client(QUICK, connections=2), (QUICK, OWN))
        self.reporter = Reporter(
            self.state,
            DEVICE,
            line,
            OWN,
            eyes=Eyes(self.state, Machine(self.state.root)),
            versions={},
            orders=dict,
            told=self.said.append,
        )
        return self.reporter

    def add(self, *numbers: int) -> None:
        self.spool.add([play(number) for number in numbers])

    def report(self) -> float:
        """One report; how long it then wants to wait."""
        return self.reporter.report(self.clock)

    def plays(self, version: int) -> None:
        """Its stage says that it has a generation on the glass, of this version of the feed."""
        status = StageStatus(
            at=self.clock(), process=os.getpid(), generation="1", edition=None, clock="set", screens=()
        )
        metadata = self.state.generation("1").folder / "metadata"
        metadata.mkdir(parents=True)
        (metadata / "snapshot.json").write_bytes(msgspec.json.encode({"signed": {"version": version}}))
        self.state.status.mkdir(exist_ok=True)
        (self.state.status / STAGE).write_bytes(msgspec.json.encode(status))

    @property
    def taken(self) -> list[int]:
        """The plays that central has, in its order."""
        return [
            int(record.item.removeprefix("item-"))
            for _, _, record in self.central.records
            if isinstance(record, PlayRecord)
        ]


@contextmanager
def telling(folder: Path) -> Iterator[Teller]:
    """A device that reports to a small central."""
    with small_central() as central:
        made = Teller(folder / "state", central)
        yield made
        made.reporter._central.close()
