"""A year of the example city: every play of every screen beside a second reading that shares no code.

The second reading of the design (`tests/examples/plain_year.py`) has its own calendar, its own summer time
and holidays, and fair queueing by its definition; it goes through a day quarter by quarter. Both give every
play of a broadcast day with zone, event, item, beginning and end, and must agree to the millisecond.
First come the days on which clocks and calendars go wrong, then every day of 2026, a year of 53 weeks. The
whole year takes about half an hour of one core; with fewer minutes the rest of the days is left out, and the
table says how many were compared.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from figures import Row, minutes, passing, tell

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "examples"))

from known_media import KnownMedia  # noqa: E402
from plain_year import day_of, played  # noqa: E402

from playlists.compile.program import Compiler  # noqa: E402
from playlists.program import Program  # noqa: E402
from playlists.workspace.load import load  # noqa: E402

MINUTES = 90
YEAR = 2026
DIFFICULT = (
    date(2026, 3, 28),
    date(2026, 3, 29),
    date(2026, 10, 24),
    date(2026, 10, 25),
    date(2026, 12, 31),
    date(2027, 1, 3),
    date(2028, 2, 28),
    date(2028, 2, 29),
    date(2028, 3, 25),
    date(2028, 10, 28),
)


def programs() -> list[Program]:
    """The programs of the example's devices."""
    workspace = load(ROOT / "examples" / "nantes").workspace
    if workspace is None:
        sys.exit("examples/nantes cannot be read")
    compiler = Compiler(workspace, KnownMedia())
    return [compiler.compile(device).program for device in workspace.devices]


def days() -> Iterator[date]:
    """The difficult ones, then the year."""
    yield from DIFFICULT
    day = date(YEAR, 1, 1)
    while day.year == YEAR:
        if day not in DIFFICULT:
            yield day
        day += timedelta(days=1)


def main() -> None:
    """Compare as many days as there is time for."""
    more, city = passing(minutes(MINUTES)), programs()
    compared, plays, wrong = 0, 0, 0
    for day in days():
        if not more():
            break
        for program in city:
            for screen in program.screens:
                expected, found = day_of(program, screen, day), played(program, screen.screen.name, day)
                plays += len(expected)
                if expected != found:
                    wrong += 1
                    print(f"{program.device}, {screen.screen.name}, {day} differs", file=sys.stderr)
        compared += 1
    screens = sum(len(program.screens) for program in city)
    told = f"{wrong} of {compared * screens:,} ({compared} days, {screens} screens, {plays:,} plays)"
    tell([Row("a year of the example city: days of a screen that differ", "0", told, not wrong)])


if __name__ == "__main__":
    main()
