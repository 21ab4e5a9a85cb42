"""A device at work: agent and stage as processes, a feed on loopback, a glass always looked at."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec
import proof
from device_world import DEVICE, GLASS, HEIGHT, SMALL, WIDTH
from erring_server import ErringServer, serving
from feed_world import World, program
from glass_log import GlassLog, Look
from msgspec.structs import replace
from patience import PATIENCE_S, until
from PIL import Image

from player.agent.report import AgentStatus
from player.state import LATEST, State
from player.status import STAGE, StageStatus, read_status
from playlists.durable import put
from playlists.program import Item, Program, Rendition, Stills

__all__ = ["DEVICE", "MB", "Rig", "noise", "rig"]

AGENT, STAGE_NAME = "agent", "stage"
QUICK_AGENT = Path(__file__).with_name("quick_agent.py")
MB = 2**20
QUICK = {
    "connect_s": 1.0,
    "gap_s": 0.5,
    "small_s": 0.8,
    "attempt_s": 0.8,
    "spare_bytes": 2**20,
    "poll_s": 0.2,
    "back_off_s": 0.4,
    "retry_after_s": 1.0,
}


def noise(size: int, seed: object = 0) -> bytes:
    """Bytes that do not repeat."""
    return hashlib.shake_128(str(seed).encode()).digest(size)


class Rig:
    """One device of a feed, and what was seen of it so far.

    Each publication has a number, and two pictures of colours that no other has: what is on the glass names
    the publication that says so.
    """

    def __init__(self, folder: Path, server: ErringServer, world: World, state: Path | None = None) -> None:
        folder.mkdir(exist_ok=True)
        self.folder, self.server, self.world = folder, server, world
        self.state = State(state or folder / "state")
        self.offset, self.said = folder / "offset", folder / "said"
        self.glass = GlassLog(folder / "seen")
        self.offset.write_text("0")
        self.limits: dict[str, float] = dict(QUICK)
        self.number = 0
        self.on_air: tuple[Item, ...] = ()
        self.items: dict[str, tuple[int, str]] = {}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    @cached_property
    def root(self) -> Path:
        """The root of trust, as it was installed on the device."""
        return self.world.folder / "keys" / "root.json"

    def now(self) -> datetime:
        """The device's clock."""
        return datetime.now(UTC) + timedelta(milliseconds=int(self.offset.read_text()))

    def set_clock(self, to: datetime) -> None:
        """Set the device's clock; it goes on from there."""
        ahead = round((to - datetime.now(UTC)) / timedelta(milliseconds=1))
        put(self.offset, str(ahead).encode(), durable=False)

    # What is published.

    def still(self, name: str, colour: str, seconds: float = 0.4, size: int = 0, **changes: Any) -> Item:
        """A picture of one colour, filled up with noise to so many bytes."""
        file = self.world.folder / "still.png"
        Image.new("RGB", (WIDTH, HEIGHT), colour).save(file)
        data = file.read_bytes()
        data += noise(max(0, size - len(data)), name)
        page = Rendition(object=self.world.source.put(data), bytes=len(data), width=WIDTH, height=HEIGHT)
        self.items[colour] = (self.number, name)
        return Item(id=name, content=Stills(pages=(page,)), pages_ms=(round(seconds * 1000),), **changes)

    def pair(self, size: int = 0, seconds: float = 0.4) -> list[Item]:
        """The two pictures of the next publication."""
        self.number += 1
        stem = f"#{self.number % 256:02x}{self.number // 256:02x}"
        return [
            self.still(f"{self.number}{kind}", stem + blue, seconds, size)
            for kind, blue in (("a", "40"), ("b", "c0"))
        ]

    def program(self, *items: Item) -> Program:
        """A program of one small screen."""
        made = program(DEVICE, items)
        return replace(made, screens=tuple(replace(part, screen=SMALL) for part in made.screens))

    def publish(self, *items: Item, at: datetime | None = None) -> int:
        """Publish these items, or the next pair, at an instant or the device's; the publication's number."""
        self.world.now = (at or self.now()).replace(microsecond=0)
        self.on_air = items or tuple(self.pair())
        assert self.world.publish(self.program(*self.on_air))
        return self.number

    # The processes.

    def start_agent(self, *flags: str, feed: str | None = None) -> None:
        """Start `parvis agent`, with its feed at the server or another address."""
        limits = msgspec.json.encode(self.limits).decode()
        common = ("--state", str(self.state.root), "--device", DEVICE, "--root", str(self.root))
        asked = ("--feed", feed or self.server.url, "--json", *flags)
        self._start(AGENT, [str(QUICK_AGENT), str(self.offset), limits, "agent", *common, *asked], self.said)

    def start_stage(self, *flags: str) -> None:
        """Start a stage as `parvis stage` does, and look at its glass."""
        looks = ("--offset", str(self.offset), "--out", str(self.glass.file))
        self._start(STAGE_NAME, [str(GLASS), str(self.state.root), str(self.root), *looks, *flags])

    def _start(self, name: str, command: list[str], out: Path | None = None) -> None:
        with (
            (out or self.folder / f"{name}.out").open("ab") as said,
            (self.folder / f"{name}.err").open("ab") as errors,
        ):
            self.processes[name] = subprocess.Popen(
                [sys.executable, *command],
                stdout=said,
                stderr=errors,
                env=os.environ | {"PYTHONUNBUFFERED": "1"},
            )

    def begin(self, *items: Item, seconds: float = 0.4) -> None:
        """Let a first publication come onto the glass."""
        self.publish(*(items or self.pair(seconds=seconds)))
        self.start_agent()
        until("the first generation", (self.state.generations / LATEST).is_symlink)
        self.start_stage()
        self.await_glass(self.number)

    def kill(self, *names: str) -> None:
        """Kill -9; all, if none is named."""
        for name in names or list(self.processes):
            process = self.processes.pop(name)
            process.kill()
            process.wait()

    def end(self, name: str) -> None:
        """Ask a process to end, and wait."""
        process = self.processes.pop(name)
        process.terminate()
        assert process.wait(PATIENCE_S) == 0, self.errors(name)

    def errors(self, name: str) -> str:
        """What a process said on standard error so far."""
        return (self.folder / f"{name}.err").read_text()

    def require_alive(self) -> None:
        """Whoever was not killed lives."""
        for name, process in self.processes.items():
            assert process.poll() is None, (
                f"{name} ended with {process.returncode}: {self.errors(name)[-2000:]}"
            )

    # What it says and shows.

    def publication(self, look: Look) -> int | None:
        """The number of the publication that says what was seen; None: nobody signed this."""
        found = self.items.get(look.colour)
        return found[0] if found and not look.built_in else None

    def wrong(self) -> list[Look]:
        """The looks at what nobody signed, or at a publication older than one that was seen before."""
        newest, found = 0, []
        for look in self.glass.looks():
            number = self.publication(look)
            if number is None or number < newest:
                found.append(look)
            else:
                newest = number
        return found

    def await_glass(self, number: int, patience_s: float = PATIENCE_S) -> float:
        """Wait for a look at a publication from now on; how many seconds it took."""
        before = len(self.glass.looks())

        def seen() -> bool:
            self.require_alive()
            return any(self.publication(look) == number for look in self.glass.looks()[before:])

        return until(f"publication {number} on the glass", seen, patience_s)

    def await_item(self, item: str, patience_s: float = PATIENCE_S) -> None:
        """Wait for a look at an item, by its name, from now on."""
        before = len(self.glass.looks())

        def seen() -> bool:
            self.require_alive()
            fresh = self.glass.looks()[before:]
            return any(self.items.get(look.colour, (0, ""))[1] == item for look in fresh)

        until(f"{item} on the glass", seen, patience_s)

    def watch(self, looks: int) -> list[Look]:
        """The next so many looks at the glass."""
        before = len(self.glass.looks())
        until(f"{looks} looks", lambda: len(self.glass.looks()) >= before + looks)
        return self.glass.looks()[before:]

    def lines(self) -> list[AgentStatus]:
        """What the agent said of its cycles so far."""
        text = self.said.read_bytes() if self.said.exists() else b""
        whole = text[: text.rfind(b"\n") + 1].splitlines()
        return [msgspec.json.decode(line, type=AgentStatus) for line in whole]

    def await_line(self, *kinds: str, patience_s: float = PATIENCE_S) -> AgentStatus:
        """Wait until the agent says from now on how a cycle ended: in one of these ways."""
        before = len(self.lines())
        found: list[AgentStatus] = []

        def said() -> bool:
            self.require_alive()
            found[:] = [line for line in self.lines()[before:] if line.kind in kinds]
            return bool(found)

        until(f"the agent says {kinds}", said, patience_s)
        assert found[0].outcome
        assert "\n" not in found[0].outcome
        return found[0]

    @property
    def stage_says(self) -> StageStatus:
        """The stage's status."""
        found = read_status(self.state.status / STAGE)
        assert found
        return found

    # What must hold.

    def require_sound(self) -> None:
        """No wrong object; the newest generation verifies and is whole."""
        proof.require_sound(self.state, self.world.anchor)

    def lost_plays(self, grace_ms: int = 1000) -> list[str]:
        """Plays that were over so long before their stage ended, and are in no record."""
        names = {colour: name for colour, (_, name) in self.items.items()}
        return proof.lost_plays(proof.records(self.state), self.glass, names, grace_ms)


@contextmanager
def rig(folder: Path, state: Path | None = None) -> Iterator[Rig]:
    """A rig whose feed is good by today's clock. Its processes end with it."""
    world = World(folder / "world").begin("marie")
    world.now = datetime.now(UTC).replace(microsecond=0)
    world.repository.renew(world.keyring, world.now)
    with serving(world.feed) as server:
        made = Rig(folder, server, world, state)
        try:
            yield made
        finally:
            made.kill()
