"""Signs fit their rectangle whole, and never under the smallest legible size."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layouts.dates import date_forms
from layouts.family import CAP_HEIGHT
from layouts.page import Face
from layouts.shaping import advance
from layouts.signs import Box, Sign, set_cue, set_line, set_name

CAP = 40.0
LEAST = 25.0
DATES = date_forms(date(2026, 9, 30), "fr")
WORDS = st.text(alphabet="aeilmnorstÉMW’-", min_size=1, max_size=11)
NAMES = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)


def width(sign: Sign) -> float:
    faces = [Face.BOLD if i < sign.strong else Face.REGULAR for i in range(len(sign.lines))]
    return max(advance(line, face, sign.em) for line, face in zip(sign.lines, faces, strict=True))


def box(wide: float, high: float = 300) -> Box:
    return Box(wide, high, CAP, LEAST)


@given(NAMES, st.floats(40, 900), st.floats(40, 300), st.booleans())
def test_no_name_is_set_under_the_least_size_or_beyond_its_box(
    name: str, wide: float, high: float, dated: bool
) -> None:
    sign = set_name(name, DATES if dated else (), box(wide, high))
    assert sign.em * CAP_HEIGHT >= LEAST
    assert sign.height <= high or len(sign.lines) == 1
    assert width(sign) <= wide


def test_a_short_name_keeps_its_size_and_its_whole_date() -> None:
    assert set_name("Pirmil", DATES, box(700)).lines == ("Pirmil", DATES[0])
    assert set_name("Pirmil", DATES, box(700)).em * CAP_HEIGHT == pytest.approx(CAP, abs=1)


def test_a_long_name_breaks_between_words_rather_than_becoming_small() -> None:
    sign = set_name("Médiathèque Jacques-Demy", DATES, box(460))
    assert sign.lines[:2] == ("Médiathèque", "Jacques-Demy")
    assert sign.strong == 2
    assert sign.em * CAP_HEIGHT >= 0.8 * CAP


def test_a_name_a_little_too_long_stays_on_its_line() -> None:
    name = "Médiathèque Jacques-Demy"
    needed = advance(name, Face.BOLD, CAP / CAP_HEIGHT)
    assert set_name(name, (), box(0.9 * needed)).lines == (name,)


def test_the_date_gives_way_to_a_name_that_needs_the_room() -> None:
    assert set_name("Médiathèque Jacques-Demy", DATES, box(460, 110)).lines == ("Médiathèque", "Jacques-Demy")


def test_the_date_is_shortened_before_it_is_set_smaller() -> None:
    assert DATES == ("mercredi 30\u00a0septembre", "mer. 30\u00a0septembre", "30\u00a0septembre")
    for form in DATES:
        fitting = box(advance(form, Face.REGULAR, 60) * 1.02)
        assert set_line(DATES, Face.REGULAR, fitting).lines == (form,)


def test_what_stands_between_two_words_falls_away_where_the_line_breaks() -> None:
    assert set_name("Nantes • Métropole", (), box(330)).lines == ("Nantes", "Métropole")


def test_a_name_far_too_long_is_cut_between_lines_and_stays_legible() -> None:
    sign = set_name("Maison des associations et de la vie citoyenne du quartier", (), box(300, 90))
    assert sign.em * CAP_HEIGHT >= LEAST
    assert sign.height <= 90


def test_a_cue_is_of_one_size_beside_its_disc() -> None:
    sign = set_cue(("Touchez en bas", "Touch below"), box(430, 130))
    assert sign.strong == 2
    assert width(sign) < 430 - 2.2 * sign.em
    assert sign.em * CAP_HEIGHT >= LEAST


@pytest.mark.parametrize("nothing", ["", "\u00ad"])
def test_a_place_without_a_name_shows_the_date_alone(nothing: str) -> None:
    assert set_name("", ("jeudi 26 novembre",), Box(400, 100, 30, 20)).lines == ("jeudi 26 novembre",)
    assert set_name(nothing, (), Box(400, 100, 30, 20)).lines == (nothing,)
