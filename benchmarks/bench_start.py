"""A device's start: from nothing running to the first picture on all its screens, from a full cache, offline.

The example city is published into a feed and brought into a state directory by the agent, from a folder. Then
`parvis stage` is started as its supervisor starts it, without network or agent, again and again, its modules
compiled and the disk's cache warm. Time runs from the start of the process until it says `READY=1`: frames of
its program were presented on every screen. The best of 15 starts stands for a quiet machine, the median in
brackets for this one; CPU is that of the process until then.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from figures import Row, scratch, tell

from parvis.child import command
from parvis.console import Voice
from parvis.opening import open_library, open_workspace, prepared
from parvis.orders import AgentOrder, StageOrder
from parvis.story import Newsroom
from player.state import State
from player.status import STAGE, read_status
from playlists.feed.publishing.repository import ANCHOR

ROOT = Path(__file__).parents[1]
STARTS, PROMISED_S, PATIENCE_S = 15, 0.6, 60.0
FAMILIES = {"plasma-16x9": "one screen", "kiosk": "two screens"}
_TICK = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure and tell."""
    with scratch("bench-start") as folder:
        voice = Voice("en")
        opened = open_workspace(ROOT / "examples" / "nantes", voice)
        with open_library(ROOT / "examples" / "nantes") as library:
            programs = prepared(opened.workspace, opened.devices([]), library, voice)
            newsroom = Newsroom(folder, library.objects, voice)
            newsroom.publish(programs)
        families = {opened.workspace.profiles[one.profile].family: one.device for one in programs.values()}
        for family, screens in FAMILIES.items():
            tell(_starts(families[family], family, screens, newsroom, folder / families[family]))


def _starts(device: str, profile: str, screens: str, newsroom: Newsroom, state: Path) -> Iterator[Row]:
    """Fetch once, then start again and again."""
    state.mkdir()
    fetch = AgentOrder(state, device, newsroom.keys / ANCHOR, usb=newsroom.feed, once=True)
    subprocess.run(command("parvis.agent", fetch, "en"), check=True, stdout=subprocess.DEVNULL)
    order = StageOrder(state, device, newsroom.keys / ANCHOR, profile, trust_clock=True)
    seconds, processor = zip(*(_start(order) for _ in range(STARTS)), strict=True)
    told = f"{min(seconds):.2f} s ({median(seconds):.2f}; CPU {min(processor):.2f} s)"
    subject = f"stage, {profile}, {screens}: start to first picture, full cache, offline"
    yield Row(subject, f"≤ {PROMISED_S:g} s", told, min(seconds) <= PROMISED_S)


def _start(order: StageOrder) -> tuple[float, float]:
    """Seconds, and those of CPU, until a stage says that all its screens show something."""
    (order.state / "status" / STAGE).unlink(missing_ok=True)
    with _ear() as (ear, address):
        environment = {**os.environ, "NOTIFY_SOCKET": address, "QT_QPA_PLATFORM": "offscreen"}
        began = time.monotonic()
        process = subprocess.Popen(command("parvis.stage", order, "en"), env=environment)
        try:
            while b"READY=1" not in ear.recv(4096):
                pass
            seconds, processor = time.monotonic() - began, _cpu_s(process.pid)
            while (said := read_status(State(order.state).status / STAGE)) is None:
                time.sleep(0.05)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()
    if said.edition is None:
        sys.exit("the stage plays the built-in slide")
    return seconds, processor


@contextmanager
def _ear() -> Iterator[tuple[socket.socket, str]]:
    """Where a process tells how it is, and the address of that."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        address = f"@parvis-bench-{os.getpid()}"
        ear.bind("\0" + address[1:])
        ear.settimeout(PATIENCE_S)
        yield ear, address


def _cpu_s(process: int) -> float:
    """The CPU that a process has taken so far, in seconds."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


if __name__ == "__main__":
    main()
