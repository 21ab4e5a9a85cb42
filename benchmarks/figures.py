"""What every benchmark and soak needs: rows of its table, the time it may take, what this process holds."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import linear_regression
from typing import NamedTuple

LEAST_NOTES = 5
"""From so many looks on a slope is one."""


class Row(NamedTuple):
    """A figure, what is promised of it, what was measured, and whether that keeps the promise."""

    figure: str
    promised: str
    measured: str
    met: bool


def tell(rows: Iterable[Row]) -> None:
    """Print one line a figure; with `--markdown`, table rows."""
    for figure, promised, measured, met in rows:
        verdict = "met" if met else "missed"
        if "--markdown" in sys.argv[1:]:
            print(f"| {figure} | {promised} | {measured} | {verdict} |", flush=True)
        else:
            print(f"{figure}: {measured} ({promised}): {verdict}", flush=True)


def minutes(otherwise: float) -> float:
    """For how many minutes a soak was asked to go on, with `--minutes`."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--minutes", type=float, default=otherwise)
    return float(parser.parse_args().minutes)


def passing(most: float) -> Callable[[], bool]:
    """Says whether so many minutes have not yet gone by, and every minute on stderr how many have."""
    began, told = time.monotonic(), [0]

    def more() -> bool:
        gone = (time.monotonic() - began) / 60
        if int(gone) > told[0]:
            told[0] = int(gone)
            print(f"  {gone:.0f} of {most:.0f} min", file=sys.stderr, flush=True)
        return gone < most

    return more


@contextmanager
def scratch(name: str) -> Iterator[Path]:
    """A folder on the disk of this checkout, which a folder for temporary files may not be on."""
    build = Path(__file__).parents[1] / "build"
    build.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"parvis-{name}-", dir=build) as folder:
        yield Path(folder)


def anonymous_mb() -> float:
    """The anonymous part of this process's proportional set size: what no other process shares."""
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss_Anon:"))


def _entries(folder: str) -> int:
    """How many entries a folder of this process in `/proc` has."""
    return sum(1 for _ in Path("/proc/self", folder).iterdir())


@dataclass(slots=True)
class Health:
    """What this process holds, noted again and again: memory, threads and open files after so many steps."""

    steps: list[int] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    threads: list[int] = field(default_factory=list)
    files: list[int] = field(default_factory=list)

    def note(self, step: int) -> None:
        """Look now."""
        self.steps.append(step)
        self.memory.append(anonymous_mb())
        self.threads.append(_entries("task"))
        self.files.append(_entries("fd"))

    def rows(self, subject: str, step: str, per: int, bound_mb: float) -> list[Row]:
        """The slope of memory for each `per` steps, and the most threads and files: early and late.

        The first fifth is left out: caches fill then.
        """
        if len(self.steps) < LEAST_NOTES:
            sys.exit(f"{subject}: {len(self.steps)} looks at memory are too few; give it more minutes")
        settled = len(self.steps) // 5
        steps, memory = self.steps[settled:], self.memory[settled:]
        slope = linear_regression(steps, memory).slope * per
        told = f"{slope:+.2f} MB ({memory[0]:.0f} to {memory[-1]:.0f} MB)"
        half = (len(self.steps) + settled) // 2
        early, late = (
            (max(self.threads[part]), max(self.files[part])) for part in (slice(0, half), slice(half, None))
        )
        held = f"{early[0]} and {early[1]}, then {late[0]} and {late[1]}"
        return [
            Row(f"{subject}: memory for each {per:,} {step}", f"≤ {bound_mb:g} MB", told, slope <= bound_mb),
            Row(
                f"{subject}: most threads and open files, first half, then second",
                "no more",
                held,
                late <= early and late[1] <= early[1],
            ),
        ]
