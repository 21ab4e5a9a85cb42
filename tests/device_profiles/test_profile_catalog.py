"""The seven families are complete, possible, and keep the rules of where they stand."""

from __future__ import annotations

import pytest

from device_profiles.catalog import catalog
from device_profiles.profile import DeviceProfile, Legibility, Screen, Transition

FAMILIES = {"screen-8m2", "plasma-16x9", "kiosk", "led-board", "totem", "touch-19", "table"}
SCREENS = [
    pytest.param(profile, screen, id=f"{profile.id}-{screen.name}")
    for profile in catalog().values()
    for screen in profile.screens
]


def test_the_seven_families_are_there() -> None:
    assert set(catalog()) >= FAMILIES


@pytest.mark.parametrize("profile", catalog().values(), ids=lambda profile: profile.id)
def test_every_family_speaks_french_and_english(profile: DeviceProfile) -> None:
    for texts in (profile.title, profile.built_in.headline):
        assert texts.keys() >= {"fr", "en"}
        assert all(texts.values())


@pytest.mark.parametrize(("profile", "screen"), SCREENS)
def test_pixels_are_square_to_a_hundredth(profile: DeviceProfile, screen: Screen) -> None:
    assert screen.width_mm / screen.width == pytest.approx(screen.pitch_mm, rel=0.01), profile.id


@pytest.mark.parametrize(("profile", "screen"), SCREENS)
def test_a_roadside_screen_shows_stills_and_cuts(profile: DeviceProfile, screen: Screen) -> None:
    if screen.for_drivers:
        assert screen.stills_only
        assert screen.transitions == (Transition.CUT,)
        assert not screen.scannable
        assert profile.limits.headline_words <= 7


@pytest.mark.parametrize(("profile", "screen"), SCREENS)
def test_a_touch_screen_is_legible_at_arms_length(profile: DeviceProfile, screen: Screen) -> None:
    if screen.touch_points:
        assert screen.touch_points >= 10, profile.id
        assert screen.legibility is Legibility.EN_301_549
        assert screen.distance_m <= 0.7


def test_the_screens_of_a_kiosk_stand_above_each_other_and_can_be_reached() -> None:
    upper, touch = (catalog()["kiosk"].screen(name) for name in ("upper", "touch"))
    assert upper
    assert touch
    assert upper.bottom_mm > touch.bottom_mm + touch.height_mm
    assert touch.bottom_mm >= 900
    assert touch.bottom_mm + touch.height_mm <= 1300
    assert (upper.width, upper.height, touch.width, touch.height) == (1080, 1920, 1024, 1280)


def test_the_8_square_metres_are_8_square_metres_in_4_to_3() -> None:
    (screen,) = catalog()["screen-8m2"].screens
    assert screen.width_mm * screen.height_mm / 1e6 == pytest.approx(8, abs=0.01)
    assert screen.width * 3 == screen.height * 4
