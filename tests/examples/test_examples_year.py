"""The days on which clocks and calendars go wrong, play by play, beside the plain reading of the design.

`benchmarks/soak_year.py` does the same with every device and every day of a year.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from known_media import KnownMedia
from plain_calendar import hours, is_holiday
from plain_year import day_of, played

from playlists.compile.program import Compiler
from playlists.program import Program
from playlists.workspace.load import load

ROOT = Path(__file__).parents[2] / "examples" / "nantes"
DEVICES = ("ecran-pirmil", "plasma-doulon", "borne-talensac", "journal-vertou")
"""Dark hours, interruptions and rules with holidays, two screens, and the siren of the first Wednesday."""

DAYS = {
    "clocks go forward": date(2026, 3, 28),
    "clocks go back": date(2026, 10, 24),
    "a holiday": date(2026, 11, 11),
    "the siren": date(2026, 12, 2),
    "the end of a year of 53 weeks": date(2026, 12, 31),
    "the day that leap years have": date(2028, 2, 29),
}


@pytest.fixture(scope="module")
def programs() -> dict[str, Program]:
    workspace = load(ROOT).workspace
    assert workspace is not None
    compiler = Compiler(workspace, KnownMedia())
    return {device: compiler.compile(device).program for device in DEVICES}


@pytest.mark.parametrize("day", DAYS.values(), ids=DAYS)
@pytest.mark.parametrize("device", DEVICES)
def test_every_play_of_a_day_is_as_the_plain_reading_says(
    programs: dict[str, Program], device: str, day: date
) -> None:
    program = programs[device]
    for screen in program.screens:
        expected, found = day_of(program, screen, day), played(program, screen.screen.name, day)
        wrong = [pair for pair in zip(expected, found, strict=False) if pair[0] != pair[1]]
        assert not wrong, f"{len(wrong)} plays differ, first, as it should be and as it is: {wrong[0]}"
        assert len(expected) == len(found)


def test_the_plain_calendar_knows_the_holidays_of_2026() -> None:
    days = [date.fromordinal(date(2026, 1, 1).toordinal() + n) for n in range(365)]
    found = [f"{day:%m-%d}" for day in days if is_holiday(day)]
    assert found == [
        "01-01", "04-06", "05-01", "05-08", "05-14", "05-25", "07-14", "08-15", "11-01", "11-11", "12-25",
    ]  # fmt: skip


def test_the_plain_calendar_refuses_what_it_cannot_read() -> None:
    with pytest.raises(ValueError, match="sunset"):
        hours("sunset-23:00", date(2026, 1, 1))
