"""Letter heights, contrast and reading times follow their published rules."""

import msgspec
import pytest

from device_profiles.profile import Legibility, Screen
from layouts.legibility import cap_height_mm, contrast, count_words, reading_ms, unit_px


@pytest.mark.parametrize(
    ("rule", "metres", "mm"),
    [
        (Legibility.EN_301_549, 0.5, 6.1),
        (Legibility.EN_301_549, 2, 24.4),
        (Legibility.D155, 10, 64.5),
        (Legibility.D120, 20, 166.7),
        (Legibility.CA_VMS, 2, 76),
        (Legibility.CA_VMS, 10, 166.8),
        (Legibility.CA_VMS, 20, 334),
    ],
)
def test_letters_grow_with_distance_as_each_rule_says(rule: Legibility, metres: float, mm: float) -> None:
    assert cap_height_mm(rule, metres) == pytest.approx(mm, rel=0.01)


def test_the_unit_of_a_19_inch_kiosk_is_the_worked_example_of_the_standards_page() -> None:
    screen = Screen(
        width=1024,
        height=1280,
        width_mm=301,
        height_mm=376.3,
        bottom_mm=800,
        distance_m=0.5,
        legibility=Legibility.EN_301_549,
        layout="full",
    )
    assert unit_px(screen) == pytest.approx(20.8, abs=0.1)
    assert unit_px(msgspec.structs.replace(screen, distance_m=1.0)) == pytest.approx(41.6, abs=0.2)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_words_are_counted_as_read() -> None:
    assert count_words("L’après-midi, à 14 h 30 : tram 1 !") == 7
    assert count_words("« ! » — …") == 0


def test_drivers_get_more_time_for_each_word() -> None:
    assert reading_ms(10, drivers=False) == 5_500
    assert reading_ms(10, drivers=True) == 11_500
