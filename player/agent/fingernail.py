"""A small picture of a screen's glass for central. `-m player.agent.fingernail FILE` writes it as a JPEG.

A process of its own, for what reads and packs pictures takes memory that an agent at rest has no use for.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from device_profiles.heartbeat import Heartbeat
from device_profiles.report import PICTURE_BYTES, Fingernail
from player.agent import errand
from player.agent.limits import ReportLimits
from player.state import State
from player.status import GLASS, STAGE, GlassPicture, GlassStatus, read_glass, read_status

_GLANCE_S = 0.1
_TRIES = ((480, 75), (480, 55), (400, 50), (320, 45), (320, 30), (240, 30), (160, 25))
"""Longest side in pixels and JPEG quality, until one is small enough."""


class Album:
    """Has pictures taken when central asks, and when something else is on the glass than for the last one.

    While somebody uses a screen, none is taken of it. `stop` ends the waiting for a stage, and what packs.
    """

    def __init__(self, state: State, limits: ReportLimits, stop: threading.Event) -> None:
        self._state, self._limits, self._stop = state, limits, stop
        self._shown: object = None
        self._taken_s: float | None = None

    def take(self, beat: Heartbeat, steady_s: float, *, asked: bool) -> tuple[Fingernail, ...]:
        """Pictures to go with this heartbeat; none where nothing calls for them, or no stage answers."""
        shown = _shown(beat)
        lately = self._taken_s is not None and steady_s - self._taken_s < self._limits.picture_every_s
        if not asked and (shown == self._shown or lately):
            return ()
        self._taken_s = steady_s
        used = self._in_use()
        glass = self._glass()
        if glass is None:
            return ()
        self._shown = shown
        used |= self._in_use()
        made = (self._made(picture) for picture in glass.pictures if picture.screen not in used)
        return tuple(one for one in made if one is not None)

    def _glass(self) -> GlassStatus | None:
        """What the stage drew when it was asked."""
        file = self._state.picture_asked
        try:
            file.touch()
            asked = file.stat().st_mtime_ns
        except OSError:
            return None
        ends = time.monotonic() + self._limits.picture_s / 2
        while time.monotonic() < ends and not self._stop.wait(_GLANCE_S):
            found = read_glass(self._state.status / GLASS)
            if found and found.asked >= asked:
                return found
        return None

    def _made(self, picture: GlassPicture) -> Fingernail | None:
        file = self._state.status / Path(picture.file).name
        command = [sys.executable, "-m", "player.agent.fingernail", str(file)]
        try:
            done = errand.run(command, self._limits.picture_s / 2, self._stop.is_set)
        except (OSError, subprocess.TimeoutExpired):
            return None
        if done.returncode or not 0 < len(done.stdout) <= PICTURE_BYTES:
            return None
        return Fingernail(screen=picture.screen, at=picture.at, jpeg=done.stdout)

    def _in_use(self) -> frozenset[str]:
        """The screens that somebody uses, as the stage says."""
        stage = read_status(self._state.status / STAGE)
        return frozenset(screen.screen for screen in stage.screens if screen.in_use) if stage else frozenset()


def _shown(beat: Heartbeat) -> object:
    """What makes a new picture worth taking: another edition, an alert, a screen that is not well."""
    screens = (
        (
            screen.screen,
            screen.alive,
            bool(screen.showing),
            tuple(zone.item for zone in screen.showing if zone.item.startswith("@") or zone.alike is False),
        )
        for screen in beat.screens
    )
    return beat.feed.edition, tuple(screens)


def jpeg(file: Path, most_bytes: int = PICTURE_BYTES) -> bytes:
    """A picture's file as a JPEG of so many bytes at most. Raises `OSError`."""
    from io import BytesIO  # noqa: PLC0415 - only the process that packs needs these

    from PIL import Image  # noqa: PLC0415

    with Image.open(file) as found:
        picture = found.convert("RGB")
    for side, quality in _TRIES:
        smaller = picture.copy()
        smaller.thumbnail((side, side))
        packed = BytesIO()
        smaller.save(packed, "JPEG", quality=quality, optimize=True)
        if packed.tell() <= most_bytes:
            return packed.getvalue()
    raise OSError(f"{file} does not fit into {most_bytes} bytes")


def main(out: Callable[[bytes], object]) -> None:
    """Write the JPEG of the file that is named, and give way to all else meanwhile."""
    os.nice(10)
    out(jpeg(Path(sys.argv[1])))


if __name__ == "__main__":
    main(sys.stdout.buffer.write)
