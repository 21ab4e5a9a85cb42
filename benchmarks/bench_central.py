"""Central: durable reports beside the same server's empty answer, and kill -9 under load.

1,000 connections, each a device that sends its next report when the last one is answered: true signatures and
programs, some 2,700 bytes and three plays, made before the clock starts. Central is `parvis central` as a
process of its own: it verifies, judges and keeps them, and answers after the commit (SQLite, synchronous
FULL). `empty` is the same server, with the same settings, that answers 204 and looks at nothing; the least
(`central_least.py`) verifies, decodes, writes and commits, and does nothing else: what it reaches is out of
reach for a central that answers for the glass. All in turns, three times each; the figures are the medians.
The devices, which are one process more, are on the same machine, and yield to the server (`nice`): what they
need of its cores is missing from it all the same, so rates are lower bounds. "Of the processor" is the
processor time of central's process.

For the kills central is killed with kill -9 twenty times while 100 devices report, and started again. Then
what was acknowledged is compared with what lies in the store, row by row.

What a report costs, and why a third of the empty answer is out of reach on two cores, stands in
[ADR 33](adr/0033-what-a-report-costs.md). Before reports had the short way that it tells of, twenty fleets
were met or missed by little, as the machine went: 19.4 to 21.0 on quiet ones, 13.8 on a slower one.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median

from central_city import Load, central, empty, enrol_all, least, prepare
from central_reports import PLAYS
from figures import Row, scratch, tell

CONNECTIONS, TURNS, SECONDS, REPORTS = 1_000, 3, 12, 30
FLEET, INTERVAL_S = 5_000, 30
RATIO, TIMES = 0.3, 20
KILLS, KILLED, KILL_REPORTS, KILL_AFTER_S = 20, 100, 20, 0.8
_TICK = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure and tell."""
    with scratch("bench-central") as folder:
        tell(_rates(folder))
        tell(_kills(folder))


def _rates(folder: Path) -> Iterator[Row]:
    nothing, bare, durable, cost = [], [], [], []
    prepare(folder, CONNECTIONS)
    for turn in range(TURNS):
        print(f"  turn {turn + 1} of {TURNS}", file=sys.stderr, flush=True)
        with empty() as port:
            load = Load(folder, port, CONNECTIONS, seconds=SECONDS, reports=2 * REPORTS)
            nothing.append(_rate(load.run(), "204"))
        place = folder / f"turn-{turn}"
        enrol_all(folder, place)
        with least(folder, place / "least.db") as port:
            bare.append(_rate(Load(folder, port, CONNECTIONS, seconds=SECONDS, reports=REPORTS).run(), "200"))
        with central(folder, place) as (port, process):
            load = Load(folder, port, CONNECTIONS, seconds=SECONDS, reports=REPORTS)
            before = _processor_s(process.pid)
            told = load.run()
            cost.append((_processor_s(process.pid) - before) / told["statuses"]["200"])
            durable.append(_rate(told, "200"))
    ratio = median(durable) / median(nothing)
    spread = f"{min(durable):,.0f} to {max(durable):,.0f}/s, beside {median(nothing):,.0f}/s empty"
    subject = f"durable reports, {CONNECTIONS:,} connections"
    yield Row(
        f"{subject}: beside an empty answer", f"≥ {RATIO} x", f"{ratio:.2f} x ({spread})", ratio >= RATIO
    )
    floor = f"{median(bare) / median(nothing):.2f} x ({median(bare):,.0f}/s)"
    yield Row(f"{subject}, the least that keeps them: beside an empty answer", "none", floor, met=True)
    wanted = FLEET / INTERVAL_S
    times = median(durable) / wanted
    yield Row(
        f"{subject}: of what {FLEET:,} devices send",
        f"≥ {TIMES} x",
        f"{times:.1f} x ({median(durable):,.0f}/s)",
        times >= TIMES,
    )
    part = wanted * median(cost)
    measured = f"{part:.1%} of a core ({median(cost) * 1e6:.0f} µs a report)"
    yield Row(f"{FLEET:,} devices of the processor", "≤ 20 % of a core", measured, part <= 1 / 5)


def _kills(folder: Path) -> Iterator[Row]:
    place = folder / "kills"
    enrol_all(folder, place)
    acknowledged: set[tuple[str, int]] = set()
    nothing = threading.Event()
    for kill in range(KILLS):
        print(f"  kill {kill + 1} of {KILLS}", file=sys.stderr, flush=True)
        with central(folder, place) as (port, process):
            load = Load(
                folder, port, KILLED, seconds=SECONDS, reports=KILL_REPORTS, first=1 + KILL_REPORTS * kill
            )
            load.start()
            nothing.wait(KILL_AFTER_S)
            process.kill()
            told = load.told()
        # What a kill cut off is not sent again here: a round begins with numbers of its own.
        begin = 1 + KILL_REPORTS * kill * PLAYS
        for device, upto in told["upto"].items():
            acknowledged.update((device, number) for number in range(begin, upto + 1))
    lost, doubled, rows = _compare(place / "data" / "central.db", acknowledged)
    figure = f"kill -9 of central {KILLS} times under load"
    share = f"{lost} of {len(acknowledged):,}"
    yield Row(f"{figure}: acknowledged records lost", "0", share, lost == 0)
    yield Row(f"{figure}: records doubled", "0", f"{doubled} of {rows:,}", doubled == 0)


def _compare(file: Path, acknowledged: set[tuple[str, int]]) -> tuple[int, int, int]:
    """Records that were acknowledged and are not there; that are there twice; and how many there are."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as base:
        found = base.execute("SELECT name FROM sqlite_master WHERE name GLOB 'plays_[0-9]*'")
        tables = " UNION ALL ".join(f"SELECT device, spool, number FROM {name}" for (name,) in found)  # noqa: S608
        joined = f"SELECT n.name, number FROM ({tables}) p JOIN names n ON n.id = device"  # noqa: S608
        rows = base.execute(joined).fetchall()
    there = set(rows)
    return len(acknowledged - there), len(rows) - len(there), len(rows)


def _rate(told: dict[str, object], status: str) -> float:
    statuses, wall = told["statuses"], told["wall_s"]
    assert isinstance(statuses, dict)  # noqa: S101
    assert isinstance(wall, float)  # noqa: S101
    assert set(statuses) == {status}, statuses  # noqa: S101
    return float(statuses[status]) / wall


def _processor_s(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


if __name__ == "__main__":
    main()
