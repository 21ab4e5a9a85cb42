"""Films in step with the clock, on a real display: played by Qt through a GPU, painted without one.

A 25 fps film of one second, each frame showing its number, plays for 2.5 s after 1.5 s of a still, at 160x90
under Xvfb, where llvmpipe does a GPU's work. The glass is read every 15 ms for five such cycles. Off is how
many frames the one that is seen is ahead of the clock or behind it, from 0.6 s after the film began; the
median of all looks counts, in brackets the 5th and the 95th percentile. Sound is where its player stands,
read at the same moments.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any

ROOT = Path(__file__).parents[1]
GLASS = ROOT / "tests" / "stage"
FRAME_MS, LENGTH_MS, CYCLE_MS, STILL_MS, SETTLED_MS = 40, 1000, 4000, 1500, 600
END_S = 20.5
FRAMES, SOUND_FRAMES = 1.0, 2.0
"""The figures that are promised: how many frames a film, and its sound, may be off."""

Look = dict[str, Any]


def main() -> None:
    """Measure, and print one line a figure; with `--markdown`, table rows."""
    xvfb = shutil.which("Xvfb")
    if xvfb is None:
        sys.exit("Xvfb is needed: apt-get install --no-install-recommends xvfb")
    with subprocess.Popen([xvfb, ":86", "-screen", "0", "640x480x24", "-nolisten", "tcp"]) as server:
        try:
            figures = list(_figures())
        finally:
            server.terminate()
    for figure, target, measured, good in figures:
        verdict = "met" if good else "missed"
        if "--markdown" in sys.argv[1:]:
            print(f"| {figure} | {target} | {measured} | {verdict} |")
        else:
            print(f"{figure}: {measured} (at most {target}): {verdict}")


def _figures() -> Iterator[tuple[str, str, str, bool]]:
    for renderer, title in (("gpu", "played by Qt, emulated GPU"), ("software", "painted, software")):
        looks = [look for look in watch(renderer) if film_ms(look) > SETTLED_MS]
        yield _row(
            f"film {title}, off the clock", FRAMES, [frames_off(look["frame"], look) for look in looks]
        )
        if renderer == "software":
            heard = [look for look in looks if look["positions"]]
            off = [frames_off(look["positions"][0] / FRAME_MS - 0.5, look) for look in heard]
            yield _row("its sound, off the clock", SOUND_FRAMES, off)


def _row(figure: str, bound: float, off: Sequence[float]) -> tuple[str, str, str, bool]:
    low, high = (quantiles(off, n=20)[at] for at in (0, -1))
    middle = median(off)
    told = f"{middle:+.1f} frames ({low:+.1f} to {high:+.1f}, {len(off)} looks)"
    return figure, f"± {bound:g} frames", told, abs(middle) <= bound


def watch(renderer: str) -> list[Look]:
    """Let the tests' glass play by the machine's clock, and read it."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("QT_")}
    path = os.pathsep.join([str(GLASS), str(ROOT)])
    with tempfile.TemporaryDirectory() as folder:
        film_s = str((CYCLE_MS - STILL_MS) / 1000)
        done = subprocess.run(
            [
                sys.executable,
                str(GLASS / "stage_glass.py"),
                *(folder, renderer, "cut", "libx264", "0.5", film_s, str(END_S)),
            ],
            env=plain | {"DISPLAY": ":86", "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": path},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    return [json.loads(line) for line in done.stdout.splitlines()]


def film_ms(look: Look) -> int:
    """How long the film has been on the air, negative where the still is."""
    return int(look["at"] % CYCLE_MS - STILL_MS)


def frames_off(frame: float, look: Look) -> float:
    """By how many frames the film is ahead of the clock, the short way round."""
    frames = LENGTH_MS / FRAME_MS
    due = film_ms(look) % LENGTH_MS / FRAME_MS
    return float((frame + 0.5 - due + frames / 2) % frames - frames / 2)


if __name__ == "__main__":
    main()
