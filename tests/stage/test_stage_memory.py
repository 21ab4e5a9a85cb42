"""Memory that a stage has let go is the system's again."""

from __future__ import annotations

import subprocess
import sys

_USED = """
from pathlib import Path
from player.memory import give_back_rest

def held_mb():
    rollup = Path("/proc/self/smaps_rollup").read_text("ascii").splitlines()
    return int(next(line for line in rollup if line.startswith("Anonymous:")).split()[1]) / 1024

values = [bytes([number % 255 + 1]) * 20_000 for number in range(4_000)]
del values[:-1]
free = held_mb()
give_back_rest()
print(free - held_mb())
"""


def test_what_lies_free_below_a_value_that_lasts_goes_back_to_the_system() -> None:
    said = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", _USED], capture_output=True, text=True, check=True
    )
    assert float(said.stdout) > 50
