"""The day on the time bar, the overview's wall, and true distance."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from preview_world import NOON, Folder

from device_profiles.catalog import catalog
from player.preview.day import Kind, change_after, change_before, day_of
from player.preview.distance import believable_dpi, true_width
from player.preview.overview import Family, Shape, hang, neighbour
from playlists.compile import compile_program
from playlists.media.library import Library
from playlists.program import Program
from playlists.workspace.load import load


@pytest.fixture
def program(tmp_path: Path) -> Program:
    loaded = load(Folder(tmp_path / "nantes").root)
    assert loaded.workspace is not None
    with Library(tmp_path / "cache", 1) as library:
        return compile_program(loaded.workspace, "totem-2", library.looking()).program


def test_the_bars_fill_the_day_and_name_the_events(program: Program) -> None:
    day = day_of(program, NOON)
    assert [lane.screen for lane in day.lanes] == ["main"]
    bars = day.lanes[0].bars
    assert sum(bar.width for bar in bars) == pytest.approx(1)
    assert "soiree" in [bar.event for bar in bars]
    tones = {bar.event: bar.tone for bar in bars if bar.kind is Kind.EVENT}
    assert len(set(tones.values())) == len(tones) == 2


def test_dark_hours_are_told(program: Program) -> None:
    dark = msgspec.structs.replace(program, display_hours="06:00-22:00")
    bars = day_of(dark, NOON).lanes[0].bars
    assert [bar.kind for bar in bars][:: len(bars) - 1] == [Kind.DARK, Kind.DARK]


@pytest.mark.parametrize(
    ("day", "hours"),
    [(datetime(2026, 3, 28, 12, tzinfo=UTC), 23), (datetime(2026, 10, 24, 12, tzinfo=UTC), 25)],
)
def test_hours_are_ticked_as_clocks_go(program: Program, day: datetime, hours: int) -> None:
    ticks = day_of(program, day).ticks
    assert len(ticks) == hours + 1
    assert (ticks[0].label, ticks[0].at, ticks[-1].at) == ("4", 0.0, 1.0)


def test_a_fraction_is_an_instant_of_the_day(program: Program) -> None:
    day = day_of(program, NOON)
    assert day.instant(day.fraction(NOON)) == NOON
    assert day.instant(-1) == day.start
    assert day.start < day.instant(2) < day.end


@given(st.integers(0, 200_000))
def test_back_and_forth_are_one_way_each(seconds: int) -> None:
    program = _programs[0]
    at = NOON + timedelta(seconds=seconds)
    before, after = change_before(program, at), change_after(program, at)
    assert before is not None
    assert after is not None
    assert before < at < after
    assert (change_after(program, before) or at) >= at


_programs: list[Program] = []


@pytest.fixture(autouse=True)
def _one_program(program: Program) -> None:
    _programs[:] = [program]


RATIOS = st.lists(st.tuples(st.floats(0.4, 5)), min_size=1, max_size=12)


@given(st.lists(RATIOS, min_size=1, max_size=8), st.integers(700, 2400), st.integers(300, 1400))
def test_nothing_overlaps_on_the_wall(families: list[list[tuple[float]]], width: int, height: int) -> None:
    shapes = [
        Family(f"f{number}", tuple(Shape(f"{number}-{place}", ratio) for place, ratio in enumerate(ratios)))
        for number, ratios in enumerate(families)
    ]
    wall = hang(shapes, float(width), float(height))
    boxes = [hung.box for hung in wall.devices]
    assert len(boxes) == sum(len(ratios) for ratios in families)
    for number, one in enumerate(boxes):
        assert one.x >= 0
        assert one.x + one.width <= width
        assert one.y + one.height <= wall.height
        for other in boxes[:number]:
            assert (
                one.x >= other.x + other.width
                or other.x >= one.x + one.width
                or one.y >= other.y + other.height
                or other.y >= one.y + one.height
            )


def test_neighbours_on_the_wall() -> None:
    wall = hang([Family("a", tuple(Shape(str(number), (1.7,)) for number in range(9)))], 700, 300)
    assert neighbour(wall, None, 1, 0) == "0"
    assert neighbour(wall, "0", 1, 0) == "1"
    assert neighbour(wall, "0", -1, 0) == "0"
    below = neighbour(wall, "1", 0, 1)
    assert below not in {None, "0", "1"}
    assert neighbour(wall, below, 0, -1) == "1"
    assert neighbour(wall, "1", 0, -1) == "1"


def test_true_distance() -> None:
    roadside = catalog()["screen-8m2"].screens[0]
    table = catalog()["table"].screens[0]
    expected = roadside.width_mm * 0.6 / roadside.distance_m * 96 / 25.4
    assert true_width(roadside, 96) == pytest.approx(expected)
    assert true_width(roadside, 96) < 600
    assert true_width(table, 96) > 2000
    assert believable_dpi(3) == 96
    assert believable_dpi(110) == 110
