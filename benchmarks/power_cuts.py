"""Power cuts for the soak of faults: a copy of a device's disk as it is at one instant, started anew."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from random import Random

from fault_tally import Tally
from figures import Row

# isort: split
import disks
from patience import wait
from proof import bad_objects, require_sound
from rig import Rig, rig

_DISK_MB = 64
_SOON_S = 30.0


def cuts(folder: Path, more: Callable[[], bool], chance: Random) -> Iterator[Row]:
    """Cut the power of a device at work again and again; without loop devices one row says so."""
    subject = "power cuts (ext4 on a loop device)"
    try:
        disks.make_reflinking(folder / "host.img")
        with disks.mounted(folder / "host", "-o", "loop", folder / "host.img"):
            disks.make_image(folder / "host" / "disk.img", _DISK_MB)
            with (
                rig(folder, folder / "state") as one,
                disks.ext4(folder / "state", folder / "host" / "disk.img"),
            ):
                yield from _cut(one, subject, more, chance)
                one.kill()
    except disks.NoMountError as error:
        yield Row(subject, "0", f"not measured: {error}", met=False)


def _cut(one: Rig, subject: str, more: Callable[[], bool], chance: Random) -> Iterator[Row]:
    tally, bad = Tally(subject), 0
    one.begin()
    while more():
        one.publish(*one.pair(size=300_000))
        wait(chance.uniform(0, 1.5))
        one.require_alive()
        known = _known(one)
        disks.copy_at_once(one.folder / "host" / "disk.img", one.folder / "host" / "cut.img")
        disks.check_ext4(one.folder / "host" / "cut.img")
        with disks.ext4(one.folder / "after", one.folder / "host" / "cut.img"):
            after = Rig(one.folder / "again", one.server, one.world, one.folder / "after")
            after.items, after.number = one.items, one.number
            after.glass.file.unlink(missing_ok=True)
            tally.attempt(partial(_start_again, after, *known))
            after.kill()
            bad += len(bad_objects(after.state)) + len(after.wrong())
    one.kill()
    told = f"{bad} of {tally.rounds} cuts"
    yield Row(f"{subject}: wrong objects, and frames that nobody signed", "0", told, not bad)
    told = f"{len(tally.failures)} of {tally.rounds} cuts"
    what = "did not start, went back, lost a record, or did not follow the feed after it"
    yield Row(f"{subject}: {what}", "0", told, not tally.failures)
    yield tally.longest(_SOON_S)


def _known(one: Rig) -> tuple[int, int]:
    """What the device had said: the newest complete generation, and how many records are kept."""
    with closing(sqlite3.connect(one.state.spool)) as base:
        (kept,) = base.execute("SELECT count(*) FROM records").fetchone()
    generations = (line.generation or 0 for line in one.lines())
    return max(generations), int(kept)


def _start_again(after: Rig, generation: int, kept: int) -> float:
    """Start from what the cut left, without a network, then with one; how many seconds the second took."""
    require_sound(after.state, after.world.anchor)
    latest = int((after.state.generations / "latest").readlink().name)
    assert latest >= generation, f"generation {generation} was complete, {latest} is left"  # noqa: S101
    with closing(sqlite3.connect(after.state.spool)) as base:
        (found,) = base.execute("SELECT count(*) FROM records").fetchone()
    assert found >= kept, f"{kept} records were kept, {found} are left"  # noqa: S101
    after.start_stage()
    after.watch(10)
    began = time.monotonic()
    after.start_agent()
    after.await_glass(after.number)
    after.require_sound()
    return time.monotonic() - began
