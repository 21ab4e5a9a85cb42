"""A device goes over to what was published: from the poll that finds it until its glass shows it.

Agent and stage are real processes, offscreen, and the feed lies on a server on loopback
(`tests/faults/rig.py`). A publication of two pictures of 1 MB, ten seconds each, comes at any instant of the
item that is on air. The agent polls five times a second, so what counts holds a fifth of a second before the
poll at most: it goes from the timestamp in the folder to the first look at the glass, one each 20 ms, that
sees it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import median

from figures import Row, scratch, tell

TESTS = Path(__file__).parents[1] / "tests"
sys.path[:0] = [str(TESTS / room) for room in ("feed", "agent", "device", "faults")]

from patience import wait  # noqa: E402
from rig import MB, rig  # noqa: E402

TIMES, PROMISED_S, ITEM_S, SEED = 20, 2.0, 10.0, 2026


def main() -> None:
    """Measure and tell."""
    chance = Random(SEED)
    with scratch("bench-swap") as folder, rig(folder) as one:
        one.begin(seconds=ITEM_S)
        seconds = []
        for _ in range(TIMES):
            wait(chance.uniform(0.5, 3.0))
            seconds.append(one.await_glass(one.publish(*one.pair(size=MB, seconds=ITEM_S))))
        wrong = len(one.wrong())
        one.kill()
        tell(_rows(seconds, wrong))


def _rows(seconds: list[float], wrong: int) -> Iterator[Row]:
    slowest = max(seconds)
    told = f"{median(seconds):.2f} s (slowest of {TIMES}: {slowest:.2f} s)"
    subject = "a playlist changed: from the feed to the glass of a device"
    yield Row(subject, f"≤ {PROMISED_S:g} s", told, slowest <= PROMISED_S)
    yield Row("frames that nobody signed, or of what was over, meanwhile", "0", str(wrong), not wrong)


if __name__ == "__main__":
    main()
