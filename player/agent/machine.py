"""What the machine is like: processor, memory, disk, heat, outputs. What the system does not tell is None."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec
import psutil

from device_profiles.heartbeat import MachineBeat, Power
from player.hardware import this_machine

_PACKAGES = {"parvis": "parvis", "qt": "pyside6-essentials"}
_HOT_SPOTS = ("coretemp", "k10temp", "cpu_thermal", "soc_thermal", "acpitz")
_THROTTLED_NOW = 0b1111
"""Of the firmware's bits: too little voltage, too slow, throttled, too hot, all of them now."""


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """The machine at an instant. `throttles` counts how often it was slowed down, where only that is known.

    `power` goes by the system's name of an output.
    """

    machine: MachineBeat
    busy_s: float | None = None
    cores_s: float | None = None
    throttles: int | None = None
    power: dict[str, Power] = {}


class Machine:
    """Asks the system. `state` lies on the disk that counts, `system` is where the kernel tells things."""

    def __init__(self, state: Path, system: Path = Path("/sys")) -> None:
        self._state, self._system = state, system
        self._machine = this_machine()

    def facts(self) -> Facts:
        """What is known now."""
        memory, disk, times = psutil.virtual_memory(), _disk(self._state), psutil.cpu_times()
        idle = times.idle + getattr(times, "iowait", 0.0)
        total = float(sum(times[:8]))
        return Facts(
            machine=MachineBeat(
                memory_used=memory.total - memory.available,
                memory_total=memory.total,
                disk_free=disk[0] if disk else None,
                disk_total=disk[1] if disk else None,
                temperature_c=_temperature(),
                throttled=self._firmware_throttles(),
                booted=datetime.fromtimestamp(round(psutil.boot_time()), UTC),
                machine=self._machine,
            ),
            busy_s=total - idle,
            cores_s=total,
            throttles=self._throttles(),
            power=dict(self._outputs()),
        )

    def _firmware_throttles(self) -> bool | None:
        """Whether the firmware of a small computer slows it down."""
        file = self._system / "devices/platform/soc/soc:firmware/get_throttled"
        with suppress(OSError, ValueError):
            return bool(int(file.read_text("ascii"), 16) & _THROTTLED_NOW)
        return None

    def _throttles(self) -> int | None:
        """How often the cores were slowed down by heat."""
        found = (self._system / "devices/system/cpu").glob("cpu*/thermal_throttle/core_throttle_count")
        counts = []
        for file in found:
            with suppress(OSError, ValueError):
                counts.append(int(file.read_text("ascii")))
        return sum(counts) if counts else None

    def _outputs(self) -> Iterable[tuple[str, Power]]:
        """Of each connector of the graphics cards whether it has a display that is awake."""
        for folder in (self._system / "class/drm").glob("card*-*"):
            with suppress(OSError):
                awake = (folder / "dpms").read_text("ascii").strip() == "On"
                connected = (folder / "status").read_text("ascii").strip() == "connected"
                yield folder.name.partition("-")[2], Power.ON if awake and connected else Power.OFF


def versions() -> dict[str, str]:
    """What runs here, by part."""
    found = {"python": platform.python_version(), "kernel": platform.release()}
    with suppress(OSError):
        found["system"] = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    for part, package in _PACKAGES.items():
        with suppress(PackageNotFoundError):
            found[part] = version(package)
    return found


def is_running(process: int) -> bool:
    """Whether there is a process of that number, and it has not ended."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    with suppress(psutil.Error):
        return bool(psutil.Process(process).status() != psutil.STATUS_ZOMBIE)
    return False


def _disk(folder: Path) -> tuple[int, int] | None:
    with suppress(OSError):
        found = psutil.disk_usage(str(folder))
        return found.free, found.total
    return None


def _temperature() -> float | None:
    """The processor's, in degrees; where no sensor is known as its, the hottest."""
    sensors = getattr(psutil, "sensors_temperatures", dict)
    with suppress(OSError):
        found = {name: [one.current for one in rows] for name, rows in sensors().items() if rows}
        known = [max(found[name]) for name in _HOT_SPOTS if name in found]
        return max(known or (max(rows) for rows in found.values()), default=None)
    return None
