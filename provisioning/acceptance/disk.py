"""How quick the disk of a folder is, and how worn: by writing a bounded file that is removed again."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from provisioning.acceptance.limits import Limits
from provisioning.acceptance.measures import DiskFacts

_NAME = ".acceptance"
_PIECE = 2**20
_LIFE_STEP = 10.0
"""What a step of eMMC's life time estimate stands for, in percent (JEDEC JESD84-B51, 7.4.111)."""
_LAST_STEP = 11


def measure_disk(folder: Path, limits: Limits, steady: Callable[[], float], system: Path) -> DiskFacts:
    """Write, sync and read in a folder; `steady` gives seconds, `system` is where the kernel tells things."""
    file = folder / _NAME
    try:
        stat = os.statvfs(folder)
        free = stat.f_bavail * stat.f_frsize
        syncs = _syncs(file, limits, steady)
        size = min(limits.disk_bytes, max(_PIECE, (free - limits.free_bytes) // 2))
        write = _write(file, size, limits, steady)
        read = _read(file, limits, steady)
    except OSError as error:
        return DiskFacts(why=error.strerror or str(error))
    finally:
        with suppress(OSError):
            file.unlink(missing_ok=True)
    return DiskFacts(
        syncs_ms=syncs, write_bytes_s=write, read_bytes_s=read, free=free, wear_percent=wear(folder, system)
    )


def _syncs(file: Path, limits: Limits, steady: Callable[[], float]) -> tuple[float, ...]:
    times: list[float] = []
    began = steady()
    with file.open("wb", buffering=0) as written:
        while len(times) < limits.syncs and steady() - began < limits.disk_s / 3:
            start = steady()
            written.write(b"0" * 4096)
            os.fsync(written.fileno())
            times.append((steady() - start) * 1000)
    return tuple(times)


def _write(file: Path, size: int, limits: Limits, steady: Callable[[], float]) -> float:
    """Bytes a second, synced. What is written cannot be pressed together by the file system."""
    piece, done, start = os.urandom(_PIECE), 0, steady()
    with file.open("wb", buffering=0) as written:
        while done < size and steady() - start < limits.disk_s / 3:
            done += written.write(piece)
        os.fsync(written.fileno())
    return done / max(steady() - start, 1e-6)


def _read(file: Path, limits: Limits, steady: Callable[[], float]) -> float:
    """Bytes a second, from the disk and not from memory as far as the system heeds that."""
    done = 0
    with file.open("rb", buffering=0) as source:
        os.posix_fadvise(source.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        start = steady()
        while (piece := source.read(_PIECE)) and steady() - start < limits.disk_s / 3:
            done += len(piece)
        return done / max(steady() - start, 1e-6)


def wear(folder: Path, system: Path) -> float | None:
    """How much of the disk's life is used, in percent, where an eMMC or SD card tells it."""
    with suppress(OSError, ValueError):
        number = folder.stat().st_dev
        link = (system / f"dev/block/{os.major(number)}:{os.minor(number)}").resolve(strict=True)
        for place in (link, link.parent):
            file = place / "device/life_time"
            if file.exists():
                steps = [int(text, 16) for text in re.findall(r"0x[0-9a-fA-F]+", file.read_text("ascii"))]
                known = [step for step in steps if 0 < step <= _LAST_STEP]
                return max(known) * _LIFE_STEP if known else None
    return None
