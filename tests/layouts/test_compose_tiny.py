"""A zone that is far too small for what it shows: composing ends, and says every letter."""

from __future__ import annotations

import pytest
from composing import NOTICE, THEME, bare, lines

from device_profiles.catalog import catalog
from layouts.compose import compose, frame_for, is_cut
from layouts.layout import Rect

SCREEN = catalog()["kiosk"].screens[0]


@pytest.mark.parametrize(
    ("width", "height"), [(1080, 200), (1080, 100), (1080, 19), (200, 200), (100, 400), (50, 400), (10, 1900)]
)
def test_composing_ends_in_the_smallest_zone(width: int, height: int) -> None:
    pages = compose(NOTICE, frame_for(SCREEN, Rect(0, 0, width, height), THEME.day))
    said = bare("".join(line.text for page in pages for line in lines(page) if "/" not in line.text))
    for words in NOTICE.words:
        assert bare(words.headline).rstrip(".") in said


@pytest.mark.parametrize(
    ("width", "height", "cut"),
    [(1080, 1920, False), (1080, 300, False), (400, 400, False), (1080, 30, True), (100, 400, True)],
)
def test_what_a_zone_cannot_hold_is_known(width: int, height: int, cut: bool) -> None:
    assert is_cut(NOTICE, frame_for(SCREEN, Rect(0, 0, width, height), THEME.day)) is cut
