"""Devices as they run in a city, each with its own state and processes, and their feed, on this machine."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from device_profiles.report import PlayRecord
from parvis.child import command
from parvis.host import LOOPBACK, HostOrder
from parvis.orders import AgentOrder, StageOrder
from parvis.play import PlayOrder
from player.spool import Spool
from player.state import State
from player.status import GLASS, STAGE, SUPERVISOR, GlassStatus, StageStatus, read_glass, read_status
from player.supervisor import STAGE_NAME, read_children

_POLL_S = 1.0
_GLANCE_S = 0.05
_END_S = 15.0
_PLAYS = 100_000


class Site:
    """One device: its folder, the processes that play it, and what they say of themselves."""

    def __init__(self, device: str, profile: str, folder: Path) -> None:
        self.device, self.profile = device, profile
        self.state = State(folder)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, feed: str, root: Path, language: str) -> None:
        """Begin to play; what the processes say goes to `play.log`."""
        self.state.root.mkdir(parents=True)
        stage = StageOrder(self.state.root, self.device, root, self.profile, trust_clock=True)
        agent = AgentOrder(self.state.root, self.device, root, feed, poll=_POLL_S)
        with (self.state.root / "play.log").open("wb") as log:
            order = PlayOrder(stage=stage, agent=agent)
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                command("parvis.play", order, language), stdout=log, stderr=log
            )

    @property
    def stage(self) -> StageStatus | None:
        """What the stage says of itself."""
        return read_status(self.state.status / STAGE)

    @property
    def is_on_air(self) -> bool:
        """Whether a stage that runs shows its program on every screen."""
        said = self.stage
        return (
            said is not None
            and said.process == self.process_of(STAGE_NAME)
            and said.edition is not None
            and all(screen.frames and screen.alive for screen in said.screens)
        )

    def process_of(self, name: str) -> int | None:
        """The number of its `stage` or `agent`, as long as it runs."""
        child = read_children(self.state.status / SUPERVISOR).get(name)
        return child.process if child else None

    def kill(self, name: str) -> int | None:
        """End its `stage` or `agent` as a crash does; returns which process it was, if one ran."""
        process = self.process_of(name)
        if process is not None:
            os.kill(process, signal.SIGKILL)
        return process

    def ask_for_picture(self) -> int:
        """Let the stage put pictures of its screens beside its status; returns the time of the request."""
        self.state.picture_asked.touch()
        return self.state.picture_asked.stat().st_mtime_ns

    def picture(self, asked: int) -> GlassStatus | None:
        """The answer to a request, once it is there."""
        found = read_glass(self.state.status / GLASS)
        return found if found is not None and found.asked == asked else None

    def plays(self) -> int:
        """How many plays wait in the spool to be reported."""
        spool = Spool(self.state.spool)
        try:
            return sum(isinstance(entry.record, PlayRecord) for entry in spool.batch(_PLAYS))
        finally:
            spool.close()

    def ask_to_end(self) -> None:
        """End; `await_end` waits for it."""
        if self._process is not None:
            self._process.terminate()

    def await_end(self) -> None:
        """Wait until all its processes have ended."""
        if self._process is not None:
            try:
                self._process.wait(_END_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()


class Host:
    """The web server of a feed; may be cut off and come back at the same address."""

    def __init__(self, feed: Path, language: str) -> None:
        self._order = HostOrder(feed=feed, port=free_port())
        self._language = language
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://{LOOPBACK}:{self._order.port}"

    def start(self) -> None:
        """Serve, from now on."""
        self._process = subprocess.Popen(  # noqa: S603 - our own command
            command("parvis.host", self._order, self._language), stdout=subprocess.DEVNULL
        )

    def cut(self) -> None:
        """Be gone at once."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


class City:
    """A feed's server and some of its devices; all of it ends with the block."""

    def __init__(self, folder: Path, feed: Path, root: Path, language: str) -> None:
        self._folder, self._root, self._language = folder, root, language
        self.host = Host(feed, language)
        self.sites: dict[str, Site] = {}

    def __enter__(self) -> Self:
        self.host.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for site in self.sites.values():
            site.ask_to_end()
        for site in self.sites.values():
            site.await_end()
        self.host.cut()

    def begin(self, profiles: Mapping[str, str]) -> None:
        """Start these devices, by id with their profiles."""
        for device, profile in profiles.items():
            site = self.sites[device] = Site(device, profile, self._folder / device)
            site.start(self.host.url, self._root, self._language)


def wait_for(sites: Iterable[Site], is_so: Callable[[Site], bool], patience_s: float) -> list[str]:
    """Wait until something is so of every device; returns those of which it never was."""
    left, ends = list(sites), time.monotonic() + patience_s
    while left and time.monotonic() < ends:
        left = [site for site in left if not is_so(site)]
        if left:
            time.sleep(_GLANCE_S)
    return [site.device for site in left]


def free_port() -> int:
    """A port of the loopback that nobody uses."""
    with socket.socket() as held:
        held.bind((LOOPBACK, 0))
        return int(held.getsockname()[1])
