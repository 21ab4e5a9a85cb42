from __future__ import annotations

import pytest

from device_profiles.sight import COLUMNS, ROWS, Sight, distance, exact_sight, sight

Grid = list[list[tuple[int, int, int]]]


def grid(colour: tuple[int, int, int]) -> Grid:
    return [[colour] * COLUMNS for _ in range(ROWS)]


def seen(cells: Grid) -> Sight:
    return sight(bytes(part for row in cells for cell in row for part in cell))


def stripes(light: int = 200, dark: int = 60) -> Grid:
    return [[(light,) * 3 if column % 2 else (dark,) * 3 for column in range(COLUMNS)] for _ in range(ROWS)]


def test_the_same_picture_is_at_no_distance() -> None:
    found = distance(seen(stripes()), seen(stripes()))
    assert (found.bits, found.levels, found.is_none) == (0, 0, True)


def test_another_form_is_another_picture() -> None:
    found = distance(seen(stripes()), seen(stripes(60, 200)))
    assert found.bits == COLUMNS * ROWS - ROWS
    assert not found.is_none


def test_noise_in_a_plain_area_gives_no_bit() -> None:
    noisy = [[(100 + (row + column) % 2,) * 3 for column in range(COLUMNS)] for row in range(ROWS)]
    assert distance(seen(grid((100, 100, 100))), seen(noisy)).is_none


@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 0, 0), (0, 60, 0)])
def test_a_plain_picture_of_another_colour_is_another_picture(colour: tuple[int, int, int]) -> None:
    found = distance(seen(grid(colour)), seen(grid((0, 0, 60))))
    assert found.bits == 0
    assert not found.is_none


def test_a_little_more_light_is_the_same_picture() -> None:
    assert distance(seen(stripes(200, 60)), seen(stripes(204, 63))).is_none


def test_of_a_matrix_every_dot_counts() -> None:
    dots = bytearray(128 * 32 * 3)
    dark = exact_sight(bytes(dots))
    dots[3 * 700] = 255
    found = distance(dark, exact_sight(bytes(dots)))
    assert found.levels == 0
    assert found.bits > 64
    assert not found.is_none


def test_what_is_seen_has_a_mean_light() -> None:
    assert seen(grid((0, 0, 0))).luma == 0
    assert seen(grid((255, 255, 255))).luma == 255
    assert 120 < seen(grid((0, 255, 0))).luma < 136


@pytest.mark.parametrize("nonsense", [Sight("zz", "000000"), Sight("00", "00"), Sight("00", "0000000000")])
def test_a_sight_that_is_none_is_refused(nonsense: Sight) -> None:
    with pytest.raises(ValueError, match=r"."):
        distance(nonsense, seen(grid((0, 0, 0))))


def test_a_sample_of_another_size_is_a_callers_mistake() -> None:
    with pytest.raises(ValueError, match="816 bytes, not 3"):
        sight(b"abc")
