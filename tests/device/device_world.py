"""A device for tests: a feed published for real, brought into a state directory as an agent does it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from msgspec.structs import replace

FEED_TESTS = Path(__file__).parent.parent / "feed"
sys.path.insert(0, str(FEED_TESTS))

from feed_world import NOW, SCREEN, World, program
from PIL import Image

from device_profiles.profile import Transition
from device_profiles.report import PlayRecord
from player.spool import Spool
from player.state import LATEST, State
from playlists.durable import point, put
from playlists.feed import naming, wire
from playlists.feed.generation import approvals_needed
from playlists.program import Item, Program, Rendition, Stills

__all__ = ["DEVICE", "NOW", "Device", "World", "read_plays"]

DEVICE = "totem-1"
WIDTH, HEIGHT = 160, 90
SMALL = replace(SCREEN, width=WIDTH, height=HEIGHT, transitions=(Transition.CUT,))
GLASS = Path(__file__).with_name("device_glass.py")
PATIENCE_S = 60.0


class Device:
    """A feed and one device of it."""

    def __init__(self, folder: Path, editors: tuple[str, ...] = ("marie",)) -> None:
        self.editor = editors[0]
        folder.mkdir(parents=True, exist_ok=True)
        self.world = World(folder / "feed").begin(*editors)
        self.state = State(folder / "state")
        self.root = folder / "root.json"
        self.root.write_bytes(self.world.anchor)
        self.number = 0
        self.offset = folder / "offset"
        self.offset.write_text("0")

    def set_clock(self, to: datetime) -> None:
        """Set the clock of a stage that follows `offset`; it goes on from there."""
        ahead = round((to - datetime.now(UTC)) / timedelta(milliseconds=1))
        put(self.offset, str(ahead).encode(), durable=False)

    def still(self, name: str, colour: str, seconds: float = 1.0, **changes: Any) -> Item:
        """A picture of one colour."""
        file = self.world.folder / f"{colour[1:]}.png"
        Image.new("RGB", (WIDTH, HEIGHT), colour).save(file)
        data = file.read_bytes()
        rendition = Rendition(object=self.world.source.put(data), bytes=len(data), width=WIDTH, height=HEIGHT)
        return Item(id=name, content=Stills(pages=(rendition,)), pages_ms=(round(seconds * 1000),), **changes)

    def program(self, *items: Item) -> Program:
        """A program of one small screen."""
        made = program(DEVICE, items)
        return replace(made, screens=tuple(replace(part, screen=SMALL) for part in made.screens))

    def publish(self, *items: Item, **when: Any) -> str:
        """Publish these items, and bring them into the state as the newest generation; returns its number."""
        self.world.publish(self.program(*items), editor=self.editor, **when)
        return self.fetch()

    def fetch(self) -> str:
        """Bring what the feed says into the state, objects first and the link last."""
        trusted = self.world.trusted(DEVICE)
        assert trusted.head is not None
        self.number += 1
        folder = self.state.generations / str(self.number)
        documents = {one.program: self.world.document(one.program) for one in trusted.head.editions}
        wires = [wire.read(data) for data in documents.values() if data]
        for pointer in approvals_needed(trusted, wires):
            documents[pointer.sha256] = self.world.document(pointer.sha256)
        for part in self.world.parts(DEVICE):
            for name in naming.objects(part.program):
                put(self.object(name), self.world.source.path(name).read_bytes(), durable=False)
        for name, data in documents.items():
            put(folder / "documents" / name, data or b"", durable=False)
        for role, version in trusted.versions.items():
            name = f"{version}.root.json" if role == "root" else f"{role}.json"
            data = self.world.read(role, 0 if role == "timestamp" else version)
            put(folder / "metadata" / name, data or b"", durable=False)
        point(self.state.generations / LATEST, str(self.number))
        return str(self.number)

    def object(self, name: str) -> Path:
        """Where an object lies on the device."""
        return self.state.objects / name[:2] / name

    def path_of(self, item: Item) -> Path:
        """Where an item's object lies on the device."""
        assert isinstance(item.content, Stills)
        return self.object(item.content.pages[0].object)

    @contextmanager
    def stage(self, *options: str) -> Iterator[Stage]:
        """A real stage in a process of its own, looked at all the time."""
        stage = Stage(self, options)
        try:
            yield stage
        finally:
            stage.kill()


class Stage:
    """A running stage, and what was seen on its glass so far."""

    def __init__(self, device: Device, options: Sequence[str]) -> None:
        self.device = device
        command = [sys.executable, str(GLASS), str(device.state.root), str(device.root), *options]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ)
        )
        self.seen: list[dict[str, Any]] = []

    def look(self) -> dict[str, Any]:
        """Wait for the next look at the glass."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            errors = self.process.stderr.read() if self.process.stderr else ""
            raise AssertionError(f"the stage ended with {self.process.wait()}: {errors[-2000:]}")
        self.seen.append(json.loads(line))
        return self.seen[-1]

    def until(self, colour: str) -> None:
        """Look until the glass shows a colour."""
        ends = time.monotonic() + PATIENCE_S
        while self.look()["colour"] != colour:
            assert time.monotonic() < ends, f"never {colour}; last {self.seen[-5:]}"

    def for_looks(self, count: int) -> list[str]:
        """Look so many times."""
        return [self.look()["colour"] for _ in range(count)]

    @property
    def colours(self) -> list[str]:
        """What was seen, each colour once as it came."""
        shown = [look["colour"] for look in self.seen]
        return [colour for index, colour in enumerate(shown) if index == 0 or colour != shown[index - 1]]

    def end(self) -> str:
        """Ask it to end, and wait; returns what it said on standard error."""
        self.process.terminate()
        _, errors = self.process.communicate(timeout=PATIENCE_S)
        assert self.process.returncode == 0, errors
        return errors

    def kill(self) -> None:
        """Kill -9, if it still runs."""
        self.process.kill()
        self.process.communicate(timeout=PATIENCE_S)


def read_plays(device: Device) -> list[PlayRecord]:
    """What the spool says, in its order."""
    spool = Spool(device.state.spool)
    try:
        records = [entry.record for entry in spool.batch(10_000)]
    finally:
        spool.close()
    return [record for record in records if isinstance(record, PlayRecord)]
