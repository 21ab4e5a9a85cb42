"""What a simulated device says of its machine, its disk and its line: likely figures that drift with time."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from importlib.metadata import version

import msgspec

from device_profiles.heartbeat import CacheBeat, MachineBeat, NetworkBeat, Restart
from parvis.simulation.weather import Kind, Lot, chance

_GIB = 1 << 30
_DAY_S = 86_400
_MEMORY, _DISK = 4 * _GIB, 32 * _GIB
_CRASH_EVERY = timedelta(minutes=5)
_VERSIONS = {"parvis": version("parvis"), "python": "3.11.2", "qt": "6.11.3", "system": "Debian GNU/Linux 12"}


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """One device's machine, known by its name."""

    device: str
    lot: Lot

    def machine(self, at: datetime, booted: datetime, kept: int) -> MachineBeat:
        """The machine; `kept` are the bytes of its objects."""
        hot, full = self.lot.suffers(Kind.HOT, at), self.lot.suffers(Kind.DISK, at)
        warm = 46 + 8 * self._own("warm") + 6 * self._drift(at, _DAY_S)
        return MachineBeat(
            cpu=round(0.08 + 0.1 * self._own("cpu") + 0.05 * self._drift(at, 300), 3),
            memory_used=round(_MEMORY * (0.3 + 0.1 * self._own("memory") + 0.02 * self._drift(at, 7200))),
            memory_total=_MEMORY,
            disk_free=2 << 20 if full else _DISK - 6 * _GIB - kept,
            disk_total=_DISK,
            temperature_c=round(88.5 if hot else warm, 1),
            throttled=hot is not None,
            renderer="software",
            booted=booted,
        )

    def network(self, at: datetime) -> NetworkBeat:
        """The line."""
        number = round(chance(self.device, "address") * 0xFFFF)
        return NetworkBeat(
            address=f"10.44.{number >> 8}.{number & 255}",
            rtt_ms=round(18 + 30 * self._own("line") + 6 * self._drift(at, 120), 1),
            rate_bytes_s=round(400_000 * (0.5 + self._own("rate"))),
        )

    def cache(self, at: datetime, objects: int, size: int) -> CacheBeat:
        """The objects."""
        lacking = int(self.lot.suffers(Kind.DISK, at) is not None) * min(3, objects)
        return CacheBeat(objects=objects, bytes=size, missing=lacking)

    def restarts(self, at: datetime) -> tuple[Restart, ...]:
        """What ended by itself."""
        crashes = self.lot.suffers(Kind.CRASHES, at)
        if crashes is None:
            return ()
        times = (at - crashes.since) // _CRASH_EVERY + 1
        last = crashes.since + (times - 1) * _CRASH_EVERY
        return (Restart(process="stage", times=times, cause="signal 11", at=last),)

    @property
    def versions(self) -> dict[str, str]:
        """What runs on it."""
        return _VERSIONS

    def _own(self, what: str) -> float:
        return chance(self.device, what)

    def _drift(self, at: datetime, period_s: float) -> float:
        phase = chance(self.device, "phase", period_s)
        return math.sin(2 * math.pi * (at.timestamp() / period_s + phase))
