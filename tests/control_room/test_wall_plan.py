"""Where tiles stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from central.control_room.fleet_model import Section
from central.control_room.wall_plan import SIZES, Plan, Room, Way, plan
from central.telling.signs import Key


def sections(*counts: int) -> tuple[Section, ...]:
    return tuple(
        Section(f"section {part}", tuple(Key(f"{part}-{number}", "main") for number in range(count)))
        for part, count in enumerate(counts)
    )


def width_of(text: str) -> float:
    return 7.0 * len(text)


def laid(counts: tuple[int, ...], width: float = 1000, height: float = 600, zoom: int = 0) -> Plan:
    return plan(sections(*counts), Room(width, height, 1.0), width_of, zoom)


COUNTS = st.lists(st.integers(1, 90), min_size=1, max_size=12).map(tuple)


@given(COUNTS, st.integers(200, 2000), st.integers(100, 1500))
def test_tiles_lie_within_the_width_and_on_no_other(counts: tuple[int, ...], width: int, height: int) -> None:
    found = laid(counts, width, height)
    corners = [found.place(number) for number in range(len(found.keys))]
    assert len(set(corners)) == len(corners) == sum(counts)
    across, down = found.grain.width + found.grain.gap, found.grain.height + found.grain.gap
    for x, y in corners:
        assert 0 <= x <= max(0, width - found.grain.width)
        assert y + found.grain.height <= found.height
    cells = {(x // across, y // down) for x, y in corners if len(counts) == 1}
    assert len(counts) > 1 or len(cells) == len(corners)


@given(COUNTS)
def test_a_point_in_a_tile_finds_it(counts: tuple[int, ...]) -> None:
    found = laid(counts)
    for number, key in enumerate(found.keys):
        x, y = found.place(number)
        assert found.at(x + found.grain.width / 2, y + found.grain.height / 2) == key


def test_nothing_is_found_where_no_tile_is() -> None:
    found = laid((3,))
    assert found.at(1, 1) is None
    assert found.at(999, found.height - 1) is None


@pytest.mark.parametrize(("screens", "size"), [(3, 0), (60, 2), (400, 6), (6000, 11)])
def test_tiles_are_as_large_as_fits(screens: int, size: int) -> None:
    found = laid((screens,))
    assert found.height <= 600
    assert SIZES.index(found.size) == size


def test_where_none_fits_tiles_stay_readable_and_the_wall_is_higher() -> None:
    found = laid((9000,))
    assert found.grain.height >= 9
    assert found.height > 600


def test_zoom_takes_larger_and_smaller_tiles() -> None:
    assert laid((400,), zoom=2).grain.width > laid((400,)).grain.width > laid((400,), zoom=-2).grain.width


@given(COUNTS)
def test_right_goes_over_every_tile_and_left_comes_back(counts: tuple[int, ...]) -> None:
    found = laid(counts)
    key = found.walk(None, Way.RIGHT)
    seen = [key]
    while (there := found.walk(key, Way.RIGHT)) != key:
        key = there
        seen.append(key)
    assert tuple(seen) == found.keys
    for _ in seen:
        key = found.walk(key, Way.LEFT)
    assert key == found.keys[0]


@given(COUNTS)
def test_down_leads_lower_and_up_leads_higher(counts: tuple[int, ...]) -> None:
    found = laid(counts)
    for number, key in enumerate(found.keys):
        down, up = found.walk(key, Way.DOWN), found.walk(key, Way.UP)
        assert down is not None
        assert up is not None
        assert down == key or found.place(found.number[down])[1] > found.place(number)[1]
        assert up == key or found.place(found.number[up])[1] < found.place(number)[1]


def test_an_empty_wall_leads_nowhere() -> None:
    assert laid(()).walk(None, Way.DOWN) is None
    assert laid(()).at(5, 5) is None
