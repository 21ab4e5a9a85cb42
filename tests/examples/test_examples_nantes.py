"""The Nantes workspace: whole, without a problem, never empty, and drawn as its script says."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from known_media import KnownMedia

from device_profiles.catalog import catalog
from player.touch.proof import feeling
from playlists.compile.program import Compiler
from playlists.program import Program
from playlists.timeline import showing
from playlists.workspace.calendar import Calendar
from playlists.workspace.check import check
from playlists.workspace.limits import Limits
from playlists.workspace.load import Loaded, load
from playlists.workspace.problems import Findings
from playlists.workspace.rules.items import check_items
from playlists.workspace.rules.schedule import check_schedule
from playlists.workspace.uses import uses

ROOT = Path(__file__).parents[2] / "examples" / "nantes"
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load(ROOT)


@pytest.fixture(scope="module")
def programs(loaded: Loaded) -> tuple[Program, ...]:
    assert loaded.workspace is not None
    compiler = Compiler(loaded.workspace, KnownMedia())
    return tuple(compiler.compile(device).program for device in loaded.workspace.devices)


def test_has_no_problem(loaded: Loaded) -> None:
    today = datetime(2026, 11, 22, 12, tzinfo=UTC)
    problems = check(loaded, today=today, shelf=KnownMedia(), feel=feeling(today))
    assert not problems, "\n".join(problem.message.en for problem in problems)


def test_stays_without_a_problem_for_two_years(loaded: Loaded) -> None:
    workspace = loaded.workspace
    assert workspace is not None
    played = uses(workspace)
    for week in range(105):
        findings = Findings(workspace.outlines, 100)
        today = datetime(2026, 11, 26, 12, tzinfo=UTC) + timedelta(weeks=week)
        calendar = Calendar(workspace, today, Limits().overlap_days)
        check_schedule(workspace, calendar, findings, Limits())
        check_items(workspace, calendar, played, findings)
        found = [problem.message.en for problem in findings.all()]
        assert not found, f"{today:%Y-%m-%d}: {found}"


def test_is_as_large_as_promised(loaded: Loaded) -> None:
    workspace = loaded.workspace
    assert workspace is not None
    items = [item for playlist in workspace.playlists.values() for item in playlist.items]
    assert len(workspace.devices) >= 12
    assert len(workspace.playlists) >= 8
    assert len(items) >= 40


def test_shows_every_family(programs: tuple[Program, ...]) -> None:
    bases = {
        file.stem: tomllib.loads(file.read_text("utf-8"))["extends"] for file in ROOT.glob("profiles/*.toml")
    }
    assert {bases.get(program.profile, program.profile) for program in programs} == set(catalog())


def test_every_zone_has_something_good_for_three_years(programs: tuple[Program, ...]) -> None:
    empty = set()
    for day in range(0, 3 * 365, 29):
        for minutes in (8 * 60 + 40, 11 * 60 + 50, 12 * 60 + 20, 18 * 60 + 10, 19 * 60 + 55):
            local = datetime(2026, 11, 15, tzinfo=PARIS) + timedelta(days=day, minutes=minutes)
            for program in programs:
                for screen in showing(program, local).screens:
                    place = program.device, screen.screen, local.isoformat()
                    assert not screen.dark, place
                    assert screen.event is not None, place
                    empty |= {(*place, zone.zone) for zone in screen.zones if zone.item is None}
    assert not empty


def test_streets_are_dark_from_midnight_to_six(programs: tuple[Program, ...]) -> None:
    streets = [program for program in programs if program.display_hours]
    assert streets
    for program in streets:
        for hour, dark in ((0, True), (3, True), (5, True), (6, False), (23, False)):
            at = datetime(2026, 12, 1, hour, 30, tzinfo=PARIS)
            assert all(screen.dark is dark for screen in showing(program, at).screens), (program.device, hour)


def test_every_file_of_the_media_is_used() -> None:
    written = "".join(file.read_text("utf-8") for file in ROOT.glob("**/*.toml"))
    unused = [file.name for file in (ROOT / "media").iterdir() if f"media/{file.name}" not in written]
    assert not unused


def test_films_are_small() -> None:
    films = list((ROOT / "media").glob("*.mp4"))
    assert films
    assert all(film.stat().st_size < 1_500_000 for film in films)
