"""A box for tests: `parvis play` as a person starts it, without an identity, and what is seen of it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from PIL import Image

from player.enrolled import read_enrolment
from player.pairing import PairingStatus, read_pairing
from player.state import State
from player.status import GLASS, STAGE, read_glass, read_status

PATIENCE_S = 120.0


def wait_until(happened: Callable[[], object], what: str = "", every_s: float = 0.05) -> None:
    ends, nothing = time.monotonic() + PATIENCE_S, threading.Event()
    while not happened():
        assert time.monotonic() < ends, f"never happened: {what}"
        nothing.wait(every_s)


class Box:
    """One machine with a state directory."""

    def __init__(self, folder: Path, central: str | None, *flags: str) -> None:
        self.state, self._central, self._flags = State(folder), central, flags
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "parvis", "play", "--state", str(self.state.root)]
        command += ["--central", self._central] if self._central else []
        command += ["--profile", "plasma-16x9", "--poll", "1", *self._flags]
        self.process = subprocess.Popen(command, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"})

    def kill(self) -> None:
        """Take its power: all of its processes end at once."""
        assert self.process is not None
        children = psutil.Process(self.process.pid).children(recursive=True)
        self.process.kill()
        self.process.wait()
        psutil.wait_procs(children, PATIENCE_S)  # they end with their parent, by the kernel's word
        self.process = None

    def end(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None

    @property
    def pairing(self) -> PairingStatus | None:
        return read_pairing(self.state.pairing)

    @property
    def code(self) -> str:
        return self.pairing.code if self.pairing else ""

    @property
    def device(self) -> str:
        found = read_enrolment(self.state)
        return found.grant.device if found else ""

    def plays(self) -> bool:
        """Whether frames of what the feed says were presented."""
        status = read_status(self.state.status / STAGE)
        return bool(status and status.edition and all(screen.frames for screen in status.screens))

    def glass(self) -> Image.Image:
        """A picture of what is on the glass now."""
        file = self.state.status / GLASS
        before = read_glass(file)

        def there() -> bool:
            self.state.picture_asked.touch()  # a stage that begins just now does not know that it was asked
            found = read_glass(file)
            return bool(found and found != before and found.pictures)

        wait_until(there, "a picture of the glass", every_s=0.4)
        found = read_glass(file)
        assert found
        picture = Image.open(self.state.status / found.pictures[0].file)
        picture.load()
        return picture.convert("RGB")

    def files(self) -> set[str]:
        """What lies in its folder; pictures of the glass without their times."""
        root = self.state.root
        names = (str(file.relative_to(root)) for file in root.rglob("*") if file.is_file())
        return {re.sub(r"(glass-.*)-\d+(?=\.png$)", r"\1", name) for name in names}
