"""A site's own profile: what it says wins, the rest is inherited, every mistake is named at once."""

from __future__ import annotations

import pytest

from device_profiles.catalog import catalog, derive, read
from device_profiles.errors import ProfileError
from device_profiles.profile import Colour, DeviceProfile, Line, Transition


def derived(base: str, **keys: object) -> DeviceProfile:
    return derive(catalog()[base], "own", read("own", {"extends": base, **keys}))


def faults(base: str, **keys: object) -> dict[str, str]:
    with pytest.raises(ProfileError) as caught:
        derived(base, **keys)
    return dict(caught.value.faults)


def test_nothing_written_changes_nothing_but_the_name() -> None:
    own = derived("totem")
    assert own.id == "own"
    assert own.screens == catalog()["totem"].screens
    assert own.limits == catalog()["totem"].limits


def test_a_few_keys_change_just_that() -> None:
    own = derived(
        "totem",
        transitions=["crossfade", "cut"],
        for_drivers=False,
        display_hours="Mo-Su 06:00-24:00",
        limits={"words": 30},
        line={"large_when": "01:00-05:00"},
        built_in={"headline": {"fr": "Nantes"}},
    )
    screen = own.screens[0]
    assert screen.transitions == (Transition.CROSSFADE, Transition.CUT)
    assert not screen.for_drivers
    assert screen.stills_only
    assert own.display_hours == "Mo-Su 06:00-24:00"
    assert (own.limits.words, own.limits.headline_words) == (30, 7)
    assert own.line == Line(large_when="01:00-05:00")
    assert own.built_in.headline == {"fr": "Nantes"}


def test_an_led_board_of_another_size_is_built_of_the_same_modules() -> None:
    screen = derived("led-board", width=64, height=16, colour="tricolour").screens[0]
    assert screen.colour is Colour.TRICOLOUR
    assert (screen.width_mm, screen.height_mm, screen.pitch_mm) == (1024, 256, 16)


def test_a_panel_of_another_resolution_keeps_its_diagonal() -> None:
    base = catalog()["plasma-16x9"].screens[0]
    screen = derived("plasma-16x9", width=3840, height=2160).screens[0]
    assert screen.width_mm == pytest.approx(base.width_mm, rel=0.001)
    assert screen.pitch_mm == pytest.approx(base.pitch_mm / 2, rel=0.001)


def test_one_side_in_millimetres_gives_the_other() -> None:
    screen = derived("led-board", width_mm=1280).screens[0]
    assert screen.height_mm == 320


def test_a_screen_of_several_is_named() -> None:
    own = derived("kiosk", screens={"upper": {"distance_m": 3}})
    assert [screen.distance_m for screen in own.screens] == [3, 0.5]


def test_a_key_without_its_screen_is_refused_where_there_are_several() -> None:
    assert "[screens.upper], [screens.touch]" in faults("kiosk", width=800)["width"]


def test_every_mistake_is_named_at_once_with_the_nearest_key() -> None:
    found = faults("totem", distence_m=3, width=-5, limits={"wrds": 3}, screens={"main": {"rotaton": 90}})
    assert "distance_m" in found["distence_m"]
    assert "words" in found["limits.wrds"]
    assert "rotation" in found["screens.main.rotaton"]
    assert "-5" in found["width"]


def test_impossible_screens_are_refused() -> None:
    assert "no such screen" in faults("totem", screens={"upper": {}})["screens.upper"]
    assert "degrees" in faults("totem", rotation=45)["rotation"]
    assert "12 LEDs or more" in faults("led-board", height=8)["height"]
    assert "square" in faults("totem", width_mm=2688, height_mm=2688)["width_mm"]
    assert faults("totem", width="wide", sound="yes").keys() == {"width", "sound"}


def test_what_is_extended_must_be_said() -> None:
    with pytest.raises(ProfileError, match="extends: is missing"):
        read("own", {"width": 100})
