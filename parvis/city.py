"""A city on this machine: devices, each with its own state and processes, and the central that they obey."""

from __future__ import annotations

import os
import re
import signal
import ssl
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import httpx
import msgspec

from central.access import Role, mint
from central.answers import Fleet
from central.store import outside
from central.store.notes import keep_token
from device_profiles.decoding import from_json
from parvis.cable import LOOPBACK, Cable, free_port
from parvis.central_parts import Address, CentralOrder
from parvis.central_store import now, prepare_data, store_url
from parvis.child import command
from parvis.keys import PASSPHRASE
from parvis.orders import AgentOrder, StageOrder
from parvis.play import PlayOrder
from player.pairing import PairingStatus, read_pairing
from player.state import LATEST, State
from player.status import GLASS, STAGE, SUPERVISOR, GlassStatus, StageStatus, read_glass, read_status
from player.supervisor import STAGE_NAME, read_children
from playlists.feed.publishing.repository import ANCHOR

_POLL_S = 1.0
_GLANCE_S = 0.05
_END_S, _ANSWERS_S = 15.0, 60.0
_ASK_S = 10.0
_TIMED = re.compile(r"(glass-.*)-\d+(?=\.png$)")

Answer = TypeVar("Answer")


class Site:
    """A box and the device that it is to be: its folder, its processes, and what they say of themselves."""

    def __init__(self, device: str, profile: str, folder: Path, cable: Cable) -> None:
        self.device, self.profile, self.cable = device, profile, cable
        self.state = State(folder)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, root: Path, language: str) -> None:
        """Begin as a box that knows central's address; what its processes say goes to a log beside it."""
        state, profile = self.state.root, self.profile
        stage = StageOrder(state, root=root, profile=profile, trust_clock=True)
        agent = AgentOrder(state, root=root, central=self.cable.url, poll=_POLL_S, profile=profile)
        with (state.parent / f"{self.device}.log").open("wb") as log:
            order = PlayOrder(stage=stage, agent=agent)
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                command("parvis.play", order, language), stdout=log, stderr=log
            )

    @property
    def page(self) -> PairingStatus | None:
        """What its pairing page shows; None where it is a device."""
        return read_pairing(self.state.pairing)

    @property
    def files(self) -> frozenset[str]:
        """What lies in its folder; pictures of the glass without their times."""
        root = self.state.root
        names = (str(file.relative_to(root)) for file in root.rglob("*") if file.is_file())
        return frozenset(_TIMED.sub(r"\1", name) for name in names)

    @property
    def stage(self) -> StageStatus | None:
        """What the stage says of itself."""
        return read_status(self.state.status / STAGE)

    def holds(self, edition: str) -> bool:
        """Whether its agent has an edition, verified and complete."""
        return self.state.generation(LATEST).document(edition) is not None

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

    @property
    def has_looped(self) -> bool:
        """Whether its player died so often that its supervisor set aside what it showed."""
        child = read_children(self.state.status / SUPERVISOR).get(STAGE_NAME)
        return child is not None and child.loops > 0

    def kill(self, name: str, by: signal.Signals = signal.SIGKILL) -> int | None:
        """End its `stage` or `agent` as a crash does; returns which process it was, if one ran."""
        process = self.process_of(name)
        if process is not None:
            os.kill(process, by)
        return process

    @property
    def is_lit(self) -> bool:
        """Whether anything is on the glass of its screens."""
        said = self.stage
        return said is not None and any(screen.showing for screen in said.screens)

    def shows(self, item: str) -> bool:
        """Whether an item is on one of its screens."""
        said = self.stage
        return said is not None and any(one.item == item for screen in said.screens for one in screen.showing)

    def ask_for_picture(self) -> int:
        """Let the stage put pictures of its screens beside its status; returns the time of the request."""
        self.state.picture_asked.touch()
        return self.state.picture_asked.stat().st_mtime_ns

    def picture(self, asked: int) -> GlassStatus | None:
        """What answers a request, once it is there: to this one, or to one that its agent made after it."""
        found = read_glass(self.state.status / GLASS)
        return found if found is not None and found.asked >= asked else None

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


class Centre:
    """The city's central: the feed on the web, reports, alarms. May be cut off and come back as it was."""

    def __init__(self, folder: Path, feed: Path, keys: Path, language: str, store: str | None = None) -> None:
        address, root = Address(port=free_port()), keys / ANCHOR
        self._order = CentralOrder(data=folder, feed=feed, root=root, store=store, address=address, keys=keys)
        self._language = language
        self._process: subprocess.Popen[bytes] | None = None
        self._trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # none: httpx would read 20 ms of authorities
        prepare_data(folder)
        token, self.token = mint("demo", Role.ADMIN, now())
        store_at = store_url(folder, store)
        outside.write(store_at, lambda connection: keep_token(connection, token))

    @property
    def port(self) -> int:
        """Where it listens on the loopback."""
        return self._order.address.port

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://{LOOPBACK}:{self.port}"

    def start(self) -> None:
        """Serve, from now on; what it says goes to `central.log`."""
        with (self._order.data / "central.log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                command("parvis.central", self._order, self._language),
                stdout=log,
                stderr=log,
                env={**os.environ, PASSPHRASE: ""},
            )

    def await_answer(self) -> bool:
        """Wait until it serves, for as long as that may take; whether it does."""
        ends = time.monotonic() + _ANSWERS_S
        while self.ask("/v1/fleet", Fleet) is None:
            if time.monotonic() > ends:
                return False
            time.sleep(_GLANCE_S)
        return True

    def cut(self) -> None:
        """Be gone at once."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def ask(self, path: str, kind: type[Answer], method: str = "GET") -> Answer | None:
        """What its API says; None where it says nothing."""
        try:
            answer = httpx.request(
                method,
                self.url + path,
                headers={"Authorization": f"Bearer {self.token}"},
                timeout=_ASK_S,
                trust_env=False,
                verify=self._trust,
            )
            answer.raise_for_status()
            return from_json(answer.content, kind)
        except (httpx.HTTPError, msgspec.DecodeError):
            return None


class City:
    """A central and some of its devices, each at a cable of its own; all of it ends with the block.

    `keys` are the feed's, and `store` is where central keeps what it has, if not in the folder.
    """

    def __init__(self, folder: Path, feed: Path, keys: Path, language: str, store: str | None = None) -> None:
        self._folder, self._root, self._language = folder, keys / ANCHOR, language
        self.centre = Centre(folder / "central", feed, keys, language, store)
        self.sites: dict[str, Site] = {}

    def __enter__(self) -> Self:
        self.centre.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for site in self.sites.values():
            site.ask_to_end()
        for site in self.sites.values():
            site.await_end()
            site.cable.close()
        self.centre.cut()

    def begin(self, profiles: Mapping[str, str]) -> None:
        """Start the boxes that are to be these devices, by id with their profiles."""
        for device, profile in profiles.items():
            site = self.sites[device] = Site(device, profile, self._folder / device, Cable(self.centre.port))
            site.start(self._root, self._language)


def wait_for(sites: Iterable[Site], is_so: Callable[[Site], bool], patience_s: float) -> list[str]:
    """Wait until something is so of every device; returns those of which it never was."""
    left, ends = list(sites), time.monotonic() + patience_s
    while left and time.monotonic() < ends:
        left = [site for site in left if not is_so(site)]
        if left:
            time.sleep(_GLANCE_S)
    return [site.device for site in left]
