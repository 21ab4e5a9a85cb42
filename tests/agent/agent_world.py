"""An agent for tests: a feed in a folder, a server on loopback that errs on demand, a device's state."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import msgspec
from erring_server import ErringServer, serving
from feed_world import World, notice, picture, program

from player.agent.agent import Agent
from player.agent.limits import Limits
from player.agent.outcome import Outcome
from player.agent.report import AgentStatus, read_status
from player.agent.web import WebSource
from player.state import LATEST, State
from playlists.feed.publishing.approvals import standing
from playlists.feed.publishing.publish import publish
from playlists.program import Item, Program

DEVICE = "totem-1"
QUICK = Limits(connect_s=2.0, gap_s=1.0, small_s=1.5, attempt_s=1.5, spare_bytes=2**20)
MB = 2**20


def noise(size: int, seed: int = 0) -> bytes:
    """Bytes that do not repeat."""
    return hashlib.shake_128(str(seed).encode()).digest(size)


class Device:
    """A feed, its server, and one device's agent."""

    def __init__(self, folder: Path, server: ErringServer, world: World, limits: Limits = QUICK) -> None:
        self.world, self.server, self.limits = world, server, limits
        self.state = State(folder / "state")
        self.web = WebSource(server.url, limits)
        self.agent = self.restarted()

    def restarted(self) -> Agent:
        """An agent that knows nothing but what is on the disk."""
        self.agent = Agent(self.state, self.world.anchor, DEVICE, self.limits, web=self.web)
        return self.agent

    def restarted_cycle(self) -> Outcome:
        """One cycle of an agent that knows nothing but what is on the disk."""
        self.restarted()
        return self.cycle()

    def publish(self, *items: Item, editor: str = "marie") -> None:
        """Publish items for the device."""
        assert self.world.publish(program(DEVICE, items), editor=editor)

    def show(self, data: bytes, name: str = "p") -> str:
        """Publish one picture; its object's name."""
        self.publish(picture(name, self.world.source, data))
        return hashlib.sha256(data).hexdigest()

    def cycle(self, later: timedelta = timedelta()) -> Outcome:
        """One cycle at the world's time."""
        self.server.log.clear()
        return self.agent.cycle(self.world.now + later, lambda _: None)

    @property
    def status(self) -> AgentStatus:
        found = read_status(self.state)
        assert found
        return found

    def texts(self) -> list[list[str]]:
        """The headlines of the latest generation, verified as the stage does it."""
        from feed_world import headlines

        parts = self.state.generation(LATEST).parts(self.world.anchor, DEVICE)
        return [headlines(part.program) for part in parts]

    def object(self, name: str) -> Path:
        return self.state.objects / name[:2] / name

    def require_sound(self) -> None:
        """What must hold at every instant: no wrong object, and the latest generation holds and is whole."""
        for file in self.state.objects.glob("??/*"):
            assert hashlib.sha256(file.read_bytes()).hexdigest() == file.name
        if (self.state.generations / LATEST).exists():
            latest = self.restarted()._syncer.latest
            assert latest
            assert not self.agent._syncer.store.missing(latest.wanted)


@contextmanager
def device(folder: Path, *editors: str, limits: Limits = QUICK) -> Iterator[Device]:
    """A device whose feed says one thing already."""
    world = World(folder).begin(*(editors or ("marie",)))
    with serving(world.feed) as server:
        made = Device(folder, server, world, limits)
        try:
            yield made
        finally:
            made.web.close()


@contextmanager
def playing(folder: Path, text: str) -> Iterator[Device]:
    """A device on which something plays already."""
    with device(folder) as made:
        made.publish(notice("a", text))
        made.cycle()
        yield made


def forge(world: World, forged: Program) -> None:
    """Publish with stolen online keys: no approval is the thief's to give."""
    edit = world.think(forged)
    (head,) = edit.heads.values()
    alone = msgspec.structs.replace(head, editions=head.editions[-1:])
    stolen = msgspec.structs.replace(
        edit, heads={DEVICE: alone}, said=standing(world.repository).get("marie", {})
    )
    publish(world.repository, stolen, world.source, world.keyring, now=world.now)


__all__ = ["DEVICE", "MB", "QUICK", "Device", "device", "forge", "noise", "notice", "picture", "program"]
