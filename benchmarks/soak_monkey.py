"""Whoever hammers on a box: 100,000 random keys, fingers, wheels, gestures and orders to close, by one seed.

It is `tests/device/test_monkey.py`, ten times as long as in `make test`: the window must stay whole and
cover its output, nothing behind the PIN may open, and afterwards the show must go on. It takes a minute,
however many are given.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from figures import Row, minutes, tell

EVENTS, MINUTES, PATIENCE_S = 100_000, 2, 1800
ROOT = Path(__file__).parents[1]


def main() -> None:
    """Hammer, and tell."""
    minutes(MINUTES)
    chosen = os.environ | {"PARVIS_MONKEY": str(EVENTS), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "pytest", "-q", f"--timeout={PATIENCE_S}", "tests/device/test_monkey.py"]
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=chosen, capture_output=True, text=True, check=False)
    took = time.monotonic() - began
    good = done.returncode == 0
    if not good:
        sys.stderr.write(done.stdout)
    said = f"none, in {took:.0f} s" if good else "it left"
    tell([Row(f"{EVENTS:,} random events: ways out of the player", "none", said, good)])


if __name__ == "__main__":
    main()
