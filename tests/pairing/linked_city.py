"""A whole city on loopback: a published workspace, a real central on its feed, people with tokens, sticks.

All of it by the commands that people run, as processes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import httpx
import msgspec
from central_process import PATIENCE_S, central

from device_profiles.claiming import EnrolmentLine
from parvis.agent import now
from parvis.boxes import agent_as
from parvis.cable import free_port
from parvis.cares import Ends
from parvis.orders import AgentOrder
from parvis.reporting import Reporting, central_of
from player.agent.agent import Agent
from player.agent.limits import Limits
from player.state import State

PLASMA, HALL = "plasma-001", "plasma-002"
PROFILE = "plasma-16x9"
SITE = 'name = "Saint-Exemple"\ntime_zone = "Europe/Paris"\ncountry = "FR"\nlanguages = ["fr", "en"]\n'
DEVICES = "".join(
    f'[{name}]\nprofile = "{PROFILE}"\nplace = "{place}"\n'
    for name, place in ((PLASMA, "Place du Commerce"), (HALL, "Gare maritime"))
)
NEWS = (
    '[[items]]\nid = "marche"\ncard = "notice"\ncategory = "environment"\n'
    'headline = { fr = "Le marché est ouvert", en = "The market is open" }\n'
    'body = { fr = "Place du Commerce, jusqu’à 13 heures.", en = "Place du Commerce, until 1 pm." }\n'
)
WORKSPACE = {
    "workspace.toml": SITE,
    "devices.toml": DEVICES,
    "schedule.toml": f'[[events]]\nlayout = "full"\ndevices = ["profile:{PROFILE}"]\nzones.main = "news"\n',
    "playlists/news.toml": NEWS,
}
_OPENS = {"PARVIS_PASSPHRASE": "sesame"}


class LinkedCity:
    """A city in a folder: `feed`, `keys`, `workspace`, and central while it runs."""

    def __init__(self, folder: Path, workspace: Path | None = None) -> None:
        self.folder, self.feed, self.keys = folder, folder / "feed", folder / "keys"
        self.workspace = workspace or _written(folder / "workspace")
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._central = ExitStack()
        # A workspace of elsewhere has its media prepared where they are always prepared.
        cache = {} if workspace else {"PARVIS_CACHE": str(folder / "cache")}
        self._variables = {**_OPENS, "PARVIS_LANGUAGE": "en", **cache}

    @property
    def root(self) -> Path:
        """The feed's first root of trust, as an installation puts it on a box."""
        return self.keys / "root.json"

    def run(self, *arguments: str | Path) -> str:
        """What a command says that does well."""
        told = self.told(*arguments)
        assert told.returncode == 0, told.stderr
        return told.stdout

    def told(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """How a command of the office ends: with the keys, and the passphrase that opens them."""
        return subprocess.run(
            [sys.executable, "-m", "parvis", *map(str, arguments)],
            capture_output=True,
            text=True,
            check=False,
            timeout=20 * PATIENCE_S,
            env=os.environ | self._variables,
        )

    def open(self) -> None:
        """Start central on the feed, with the keys that it orders with."""
        flags = ("--keys", str(self.keys), "--port", str(self._port))
        self._central.enter_context(central(self.folder, *flags, **_OPENS))

    def close(self) -> None:
        """Kill central, if it runs."""
        self._central.close()

    def publish(self) -> None:
        """Put the workspace into the feed."""
        self.run("publish", self.workspace, "--feed", self.feed, "--keys", self.keys)

    def provision(self, *arguments: str | Path, by: str = "office") -> str:
        """What `parvis provision` says, run with somebody's token."""
        where = ("--central", self.url, "--token-file", self.folder / by)
        return self.run("provision", *arguments, *where)

    def technician(self, name: str = "Yann") -> str:
        """The secret of a technician's token of the day, which also lies in the file `technician`."""
        made = json.loads(self.provision("token", "--name", name, "--valid", "8h", "--max", "20", "--json"))
        (self.folder / "technician").write_text(made["secret"])
        return str(made["secret"])

    def claim(self, code: str, device: str, *more: str) -> None:
        """Claim the box that shows a code, as a technician does on a laptop."""
        which = ("--as", device, "--workspace", self.workspace, "--yes")
        self.provision("claim", code, *which, *more, by="technician")

    def line(self, device: str) -> EnrolmentLine:
        """How a device stands at central."""
        answer = self._asked("GET", f"/v1/enrolments/{device}")
        return msgspec.json.decode(answer.content, type=EnrolmentLine)

    def post(self, path: str, **told: str) -> None:
        """Do something as the office."""
        self._asked("POST", path, told)

    def free(self, *devices: str) -> None:
        """Let ids have no box."""
        for device in devices:
            self.post(f"/v1/enrolments/{device}/revoke", why="test")

    def _asked(self, method: str, path: str, told: dict[str, str] | None = None) -> httpx.Response:
        head = {"Authorization": f"Bearer {(self.folder / 'office').read_text().strip()}"}
        with httpx.Client(base_url=self.url, headers=head, timeout=PATIENCE_S) as client:
            return client.request(method, path, json=told).raise_for_status()

    def is_enrolled(self, device: str) -> bool:
        """Whether central took a report of it."""
        return self.line(device).state == "enrolled"

    @staticmethod
    def report(folder: Path) -> None:
        """Let the device in a state directory fetch, and report once, as its agent does."""
        own = agent_as(AgentOrder(folder))
        assert isinstance(own, AgentOrder)
        assert own.root
        anchor, limits = own.root.read_bytes(), Limits()
        line = central_of(own, limits)
        assert line
        agent = Agent(State(folder), anchor, own.device, limits, web=None)
        ends = Ends(restart=None, change=lambda: None)
        reporting = Reporting(own, anchor, line, agent, lambda _: None, now=now, ends=ends)
        agent.cycle(now(), lambda _: None)
        reporting.reporter.report(now)
        reporting.end()

    def stick(self, to: Path, *devices: str) -> Path:
        """A stick with a bundle of these devices."""
        to.mkdir(exist_ok=True)
        where = ("--feed", self.feed, "--keys", self.keys, "--central", self.url, "--feed-url", self.url)
        self.run("provision", "bundle", *devices, "--to", to, *where)
        return to


def _written(folder: Path) -> Path:
    for name, text in WORKSPACE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def founded(folder: Path, workspace: Path | None = None) -> LinkedCity:
    """A city whose workspace is published; its office has a token of central."""
    city = LinkedCity(folder, workspace)
    city.run("keys", "init", "--editor", "marie", "--feed", city.feed, "--keys", city.keys)
    city.publish()
    secret = city.run("central", "token", "add", "Soizic", "--role", "operate", "--data", folder / "data")
    (folder / "office").write_text(secret)
    return city
