"""What the benchmarks share: rows as the runner reads them, and verdicts that can be bad."""

from __future__ import annotations

import subprocess
import sys

from ground_sources import ROOT

GROWING = """
import sys
sys.path.insert(0, "benchmarks")
from figures import Health, tell
tell(Health([100 * n for n in range(10)], {memory}, {threads}, [9] * 10).rows("it", "saves", 100, 5))
"""


def verdicts(memory: list[float], threads: list[int]) -> list[str]:
    """The rows of a soak that held this."""
    told = subprocess.run(
        [sys.executable, "-c", GROWING.format(memory=memory, threads=threads), "--markdown"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return told.stdout.splitlines()


def test_what_stays_level_keeps_its_promise() -> None:
    memory, threads = verdicts([100.0] * 10, [5] * 10)
    assert memory == "| it: memory for each 100 saves | ≤ 5 MB | +0.00 MB (100 to 100 MB) | met |"
    assert threads.endswith("| no more | 5 and 9, then 5 and 9 | met |")


def test_what_grows_misses_it() -> None:
    memory, threads = verdicts([100.0 + 6 * n for n in range(10)], [5] * 9 + [6])
    assert memory.endswith("| +6.00 MB (112 to 154 MB) | missed |")
    assert threads.endswith("| 5 and 9, then 6 and 9 | missed |")
