"""Tickers: legible, at one pace, standing still where they may."""

import pytest

from device_profiles.catalog import catalog as profiles
from device_profiles.profile import Screen
from layouts.catalog import catalog as layouts
from layouts.family import CAP_HEIGHT
from layouts.layout import Rect, place
from layouts.legibility import unit_px
from layouts.page import Face
from layouts.shaping import advance
from layouts.ticker import stands, ticker_size, ticker_speed

SCREENS = [screen for profile in profiles().values() for screen in profile.screens if not screen.is_matrix]


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: f"{screen.name}-{screen.width}")
def test_a_ticker_is_never_set_smaller_than_the_reading_distance_allows(screen: Screen) -> None:
    zone = layouts()["portrait-news"].zone("ticker")
    assert zone is not None
    size = ticker_size(screen, place(zone, screen.width, screen.height))
    assert size * CAP_HEIGHT >= unit_px(screen) - 1


def test_every_size_runs_at_the_same_words_a_second() -> None:
    assert ticker_speed(100) / advance("ville ", Face.REGULAR, 100) == pytest.approx(
        ticker_speed(40) / advance("ville ", Face.REGULAR, 40)
    )


def test_a_line_stands_only_while_both_soft_edges_stay_free() -> None:
    rect = Rect(0, 0, 1000, 100)
    assert stands(1000 - 1.8 * 50, 50, rect)
    assert not stands(1000 - 1.8 * 50 + 1, 50, rect)
