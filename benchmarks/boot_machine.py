"""An emulated machine (QEMU, no processor that helps): boots a disk, shows its screen, tells what it says."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

_LINE = (
    "root=/dev/vda ro console=tty0 console=ttyS0 loglevel=5"
    " systemd.journald.forward_to_console=1 udev.event_timeout=900"
)
_SCREEN = ("-vga", "none", "-device", "virtio-vga,xres=1920,yres=1080")


_LOUD = 500
"""So far from rest a sample of sound can be heard."""


class Machine:
    """One machine with disks, a line to this host's loopback, a screen of 1920 × 1080, a loudspeaker."""

    def __init__(self, disk: Path, *more: Path) -> None:
        folder = disk.parent
        self.console, self._rig, self._monitor = folder / "console", folder / "rig", folder / "monitor"
        self._picture, self._sound = folder / "screen.ppm", folder / "sound.wav"
        command = [
            "qemu-system-x86_64",
            "-accel",
            "tcg,thread=multi",
            "-cpu",
            "max",
            "-smp",
            "2",
            "-m",
            "3072",
        ]
        command += [
            "-kernel",
            str(folder / "vmlinuz"),
            "-initrd",
            str(folder / "initrd.img"),
            "-append",
            _LINE,
        ]
        for one in (disk, *more):
            command += ["-drive", f"file={one},if=virtio,format=raw"]
        command += ["-nic", "user,model=virtio-net-pci"]
        command += ["-audiodev", f"wav,id=sound,path={self._sound}"]
        command += ["-device", "intel-hda", "-device", "hda-output,audiodev=sound"]
        command += [*_SCREEN, "-display", "none", "-monitor", f"unix:{self._monitor},server,nowait"]
        command += ["-serial", f"file:{self.console}", "-serial", f"unix:{self._rig},server=on,wait=off"]
        self._process = subprocess.Popen(command)
        self._heard: list[dict[str, Any]] = []
        self._line = self._called(self._rig)
        threading.Thread(target=self._listen, daemon=True).start()

    def end(self) -> None:
        """Pull the plug."""
        self._process.kill()
        self._process.wait()

    def told(self) -> dict[str, Any]:
        """What the rig in it said last; nothing before it begins."""
        return self._heard[-1] if self._heard else {}

    def do(self, what: str) -> None:
        """Have the rig do something."""
        self._line.sendall(what.encode() + b"\n")

    def press(self, *keys: str) -> None:
        """Press keys of its keyboard, one after the other: `alt-f4`."""
        for key in keys:
            self._ask(f"sendkey {key} 20")

    def _listen(self) -> None:
        for line in self._line.makefile(encoding="utf-8", errors="replace"):
            try:
                found = json.loads(line)
            except ValueError:
                continue
            if isinstance(found, dict):
                self._heard.append(found)

    def _called(self, socket_file: Path) -> socket.socket:
        """A line to one of QEMU's sockets, as soon as it is there."""
        ends = time.monotonic() + 60
        while True:
            line = socket.socket(socket.AF_UNIX)
            try:
                line.connect(str(socket_file))
            except OSError:
                line.close()
                if time.monotonic() > ends:
                    sys.exit(f"{socket_file} does not answer")
                time.sleep(0.2)
            else:
                return line

    def wait(self, what: str, so: Callable[[dict[str, Any]], object], most_s: float = 600.0) -> float | None:
        """Until it is so: how long that took; None where it never came."""
        began = time.monotonic()
        while time.monotonic() - began < most_s:
            if self._process.poll() is not None:
                print(f"the machine ended: {what}", file=sys.stderr)
                return None
            told = self.told()
            if told and so(told):
                return time.monotonic() - began
            time.sleep(1)
        print(f"not after {most_s:.0f} s: {what}\n{json.dumps(self.told(), indent=1)}", file=sys.stderr)
        return None

    def screen(self, file: Path) -> Image.Image:
        """What is on its glass now, also as a file."""
        self._ask(f"screendump {self._picture}")
        with Image.open(self._picture) as found:
            picture = found.convert("RGB")
        picture.save(file)
        return picture

    def is_heard(self) -> bool:
        """Whether anything came from its loudspeaker so far."""
        data = self._sound.read_bytes()[44:]
        samples = array("h", data[: len(data) // 2 * 2])
        return max(samples, default=0) > _LOUD

    def _ask(self, order: str) -> None:
        with self._called(self._monitor) as line:
            line.settimeout(60)
            _until_ready(line)
            line.sendall(order.encode() + b"\n")
            _until_ready(line)


def _until_ready(line: socket.socket) -> None:
    heard = b""
    while not heard.endswith(b"(qemu) "):
        if not (more := line.recv(4096)):
            sys.exit("the monitor of the machine has gone")
        heard += more
