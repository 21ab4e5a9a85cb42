"""What systemd would run of an installed tree, run by hand: a unit's lines and its environment alone."""

from __future__ import annotations

import re
import shlex
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from install_trees import appliance, debian

from provisioning.install import apply
from provisioning.install.manifest import Choices, Manifest
from provisioning.install.tree import Tree

PLACES = ("/etc/parvis", "/var/lib/parvis", "/run/parvis-fallback")
PLAYER = "/opt/parvis/current/bin/parvis"


class Installed:
    """A tree that an appliance was installed into; what its files call `/etc/parvis` is the tree's own."""

    def __init__(self, root: Path, profile: str, central: str) -> None:
        self.root = debian(root)
        wanted = appliance(profile, central=central)
        apply.install(Tree(self.root), wanted, Manifest(choices=Choices(profile=profile)))
        self._speaking = self.root / "notify"
        self._ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._ear.bind(str(self._speaking))
        self._ear.setblocking(False)  # noqa: FBT003 - as socket has it
        self._told: list[str] = []
        config = self.root / "etc/parvis/parvis.toml"
        config.write_text(self._here(config.read_text("utf-8")), "utf-8")

    @property
    def state(self) -> Path:
        """The state directory."""
        return self.root / "var/lib/parvis"

    def start(self, unit: str) -> subprocess.Popen[bytes]:
        """Start what a unit starts, on no display."""
        text = (self.root / "etc/systemd/system" / f"{unit}.service").read_text("utf-8")
        (line,) = re.findall(r"^ExecStart=(.*)$", text, re.MULTILINE)
        told = " ".join(re.findall(r"^Environment=(.*)$", text, re.MULTILINE))
        environment = dict(word.split("=", 1) for word in shlex.split(self._here(told)))
        command = shlex.split(self._here(line))
        assert command[0] == PLAYER
        own = {"PATH": "/usr/bin:/bin", "NOTIFY_SOCKET": str(self._speaking), "QT_QPA_PLATFORM": "offscreen"}
        return subprocess.Popen(
            [sys.executable, "-m", "parvis", *command[1:]], env=own | environment, cwd="/"
        )

    def heard(self) -> list[str]:
        """What was told to systemd so far."""
        with suppress(BlockingIOError):
            while True:
                self._told.append(self._ear.recv(4096).decode("ascii"))
        return self._told

    def close(self) -> None:
        """Hear no more."""
        self._ear.close()

    def _here(self, text: str) -> str:
        for place in PLACES:
            text = text.replace(place, f"{self.root}{place}")
        return text
