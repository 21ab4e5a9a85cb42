"""The city that a booted machine is enrolled in: Nantes in small, its feed, and a central on loopback."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[1]
_HALLS_OPEN = 'when = "Mo-Su 07:00-21:00"'
HOST = "10.0.2.2"
"""This host, as the emulated machine calls it."""


class City:
    """Keys, a published feed, and a running central, by Parvis's own commands."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._feed, self.keys = folder, folder / "feed", folder / "keys"
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.port = one.getsockname()[1]
        self.seen_as = f"http://{HOST}:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None
        self._secret = ""

    def parvis(self, *arguments: str | Path, **variables: str) -> str:
        """Run a command, or end with what it said."""
        done = subprocess.run(
            self._command(*arguments),
            env=self._variables | variables,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            sys.exit(f"parvis {' '.join(map(str, arguments))}\n{done.stdout}{done.stderr}")
        return done.stdout

    def found(self) -> Path:
        """Make keys and feed, publish; where the root of trust is."""
        where = ("--feed", self._feed, "--keys", self.keys)
        self.parvis("keys", "init", *where, "--editor", "anne")
        self.parvis("publish", self._sleepless(), *where)
        return self.keys / "root.json"

    def open(self) -> None:
        """Serve, and let somebody operate."""
        data = self._folder / "data"
        self._secret = self.parvis(
            "central", "token", "add", "soak", "--data", data, "--role", "operate"
        ).split()[-1]
        flags = ("--data", data, "--feed", self._feed, "--keys", self.keys, "--port", str(self.port))
        self._process = subprocess.Popen(
            self._command("central", *flags, "--public-url", self.seen_as), env=self._variables
        )
        ends = time.monotonic() + 120
        while time.monotonic() < ends and self._process.poll() is None:
            try:
                self.ask("GET", "/v1/me")
            except httpx.TransportError:
                time.sleep(0.5)
            else:
                return
        sys.exit("central does not begin")

    def close(self) -> None:
        """Serve no more."""
        if self._process:
            self._process.terminate()
            self._process.wait(60)

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """Ask central, as somebody who operates."""
        answer = httpx.request(
            method,
            f"http://127.0.0.1:{self.port}{path}",
            headers={"Authorization": f"Bearer {self._secret}"},
            json=body,
            timeout=60,
        )
        answer.raise_for_status()
        return answer.json()

    def claim(self, code: str, device: str) -> None:
        """A technician claims the box, with the command."""
        here = ("--central", f"http://127.0.0.1:{self.port}")
        self.parvis("provision", "claim", code, "--as", device, "--yes", *here, PARVIS_TOKEN=self._secret)

    def order(self, care: str, device: str) -> str:
        """Order a care; its id."""
        return str(self.ask("POST", "/v1/orders", {"order": care, "devices": [device]})["id"])

    def outcome(self, order: str, device: str) -> str:
        """What the device said of an order so far."""
        (line,) = [line for line in self.ask("GET", "/v1/orders") if line["id"] == order]
        return str(line["outcomes"].get(device, ""))

    def reasons(self, device: str) -> set[str]:
        """Why central says that a device is not well."""
        return {str(one["code"]) for one in self.ask("GET", f"/v1/devices/{device}").get("reasons", ())}

    def _sleepless(self) -> Path:
        """The example with town halls that never close: at night too there is something to see."""
        workspace = self._folder / "workspace"
        shutil.copytree(ROOT / "examples" / "nantes", workspace)
        schedule = workspace / "schedule.toml"
        told = schedule.read_text("utf-8")
        if _HALLS_OPEN not in told:
            sys.exit(f"{schedule} does not say when the halls are open")
        schedule.write_text(told.replace(_HALLS_OPEN, 'when = "24/7"'), "utf-8")
        return workspace

    @property
    def _variables(self) -> dict[str, str]:
        cache = self._folder / "cache"
        return os.environ | {"PARVIS_PASSPHRASE": "sesame", "PARVIS_CACHE": str(cache), "LC_ALL": "C.UTF-8"}

    def _command(self, *arguments: str | Path) -> list[str]:
        return [sys.executable, "-m", "parvis", *map(str, arguments)]
