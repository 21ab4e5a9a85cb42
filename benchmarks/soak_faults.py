"""A device at work through every fault: killed, cut off, lied to, damaged, left without room or power.

Agent and stage are real processes, their feed lies on a server of the tests' own that errs on demand
(`tests/faults/`); the glass is looked at every 20 ms. Each publication has colours of its own, so each look
names what was signed. The agent asks five times a second; chance is seeded. In turns: kill -9 of agent,
stage and both while they fetch, go over and play (at least 200 times in the full time); everything a server
does wrong, on every kind of file; objects damaged while cached and on air; the power cut by copying the disk
(ext4 on a loop device on XFS) at one instant, then started offline and online; a film on a line of 2 Mbit/s
shared with a heartbeat, as large as the time allows, 500 MB at most; each fault once, as in `make test`.
A play counts as lost if it was over for a second and is in no record. By itself it takes 90 minutes.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from xml.etree import ElementTree as ET

from fault_tally import TESTS, Tally
from figures import Row, minutes, tell
from power_cuts import cuts

# isort: split
from bad_servers import FAULTS
from damages import damage_and_heal
from kills import PATIENT, kills, strike
from rig import MB, rig
from servers import METADATA, OBJECTS, PROGRAMS, ROOT, WRONGS, answering, endure
from shared_line import fetch_a_film

MINUTES = 90
SHARES = {"kills": 0.35, "servers": 0.15, "damages": 0.08, "power": 0.15}
"""Of the time; the rest is for the film, and for each fault once."""
LINE, FILM, QUEUE = 250_000, 500 * MB, 64 * 1024
ONCE_S = 240.0
SOON_S = 30.0
"""A cycle of an agent in the field; here it asks five times a second."""


def lasting(seconds: float) -> Callable[[], bool]:
    """Says whether so many seconds have not yet gone by."""
    ends = time.monotonic() + seconds
    return lambda: time.monotonic() < ends


def killed(folder: Path, more: Callable[[], bool], chance: Random) -> Iterator[Row]:
    """Kill -9, again and again."""
    tally = Tally("kill -9 of agent, stage and both")
    with rig(folder) as one:
        one.limits |= PATIENT
        one.begin()
        for kill in kills(chance):
            if not more():
                break
            tally.attempt(partial(strike, one, kill))
        one.kill()
        yield from tally.rows(one, SOON_S)


def lied_to(folder: Path, more: Callable[[], bool], chance: Random) -> Iterator[Row]:
    """Everything a server does wrong, on every kind of file."""
    tally = Tally("a server that errs")
    wrongs = list(WRONGS.values())
    wrongs += [answering(name, path) for name in FAULTS for path in (METADATA, ROOT, PROGRAMS, OBJECTS)]
    with rig(folder) as one:
        one.begin()
        while more():
            tally.attempt(partial(endure, one, chance.choice(wrongs)))
        one.kill()
        yield from tally.rows(one, SOON_S)


def damaged(folder: Path, more: Callable[[], bool], chance: Random) -> Iterator[Row]:
    """Objects damaged on the disk, while they wait and while they are seen."""
    tally = Tally("damaged objects")
    with rig(folder) as one:
        one.begin()
        while more():
            tally.attempt(partial(damage_and_heal, one, chance))
        one.kill()
        yield from tally.rows(one, SOON_S)


def shared(folder: Path, seconds: float) -> Iterator[Row]:
    """A film on a line of 2 Mbit/s, for so long, with `--rate` at two thirds of it."""
    rate = LINE * 2 // 3
    size = min(FILM, int(rate * seconds))
    with rig(folder) as one:
        one.limits |= {"attempt_s": 900.0, "gap_s": 20.0, "small_s": 60.0}
        one.begin()
        found = fetch_a_film(one, size, LINE, queue=QUEUE, rate=rate // 1000)
        one.kill()
        wrong, looks = len(one.wrong()), len(one.glass.looks())
    subject = f"a film of {size / 1e6:.0f} MB at 2 Mbit/s"
    told = f"{found.missed} of {found.beats:,} (worst {found.worst_s:.2f} s, {found.seconds:.0f} s in all)"
    yield Row(f"{subject}: heartbeats beside it without an answer", "0", told, not found.missed)
    yield Row(f"{subject}: frames that were wrong", "0", f"{wrong} of {looks:,}", not wrong)


def once(folder: Path) -> Row:
    """Every fault once, in the short form."""
    report = folder / "report.xml"
    rooms = [str(TESTS / room) for room in ("faults", "agent", "device")]
    command = [sys.executable, "-m", "pytest", *rooms, "-q", "-n", "2", "--dist", "loadfile"]
    subprocess.run([*command, f"--junitxml={report}"], cwd=TESTS.parent, stdout=sys.stderr, check=False)
    (suite,) = ET.parse(report).getroot()  # noqa: S314 - our own
    tests, *wrong = (int(suite.attrib[name]) for name in ("tests", "failures", "errors", "skipped"))
    subject = "each fault once, as `make test` tries it: tests that failed or were skipped"
    return Row(subject, "0", f"{sum(wrong)} of {tests}", not sum(wrong))


def main() -> None:
    """Go through all, each for its share of the time."""
    seconds, chance = minutes(MINUTES) * 60, Random(2026)
    with tempfile.TemporaryDirectory(prefix="parvis-faults-") as name:
        for kind, form in (("kills", killed), ("servers", lied_to), ("damages", damaged), ("power", cuts)):
            print(f"  {kind}", file=sys.stderr, flush=True)
            Path(name, kind).mkdir()
            tell(form(Path(name, kind), lasting(seconds * SHARES[kind]), chance))
        print("  film", file=sys.stderr, flush=True)
        Path(name, "film").mkdir()
        tell(shared(Path(name, "film"), max(30.0, seconds * (1 - sum(SHARES.values())) - ONCE_S)))
        tell([once(Path(name))])


if __name__ == "__main__":
    main()
