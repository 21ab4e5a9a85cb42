"""Lines are broken as a typographer breaks them; widths are those of the font."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layouts.dates import NO_BREAK
from layouts.page import Face
from layouts.shaping import advance, figure_width, missing_glyphs, shape
from layouts.typeset import break_anywhere, break_lines
from layouts.typography import NARROW, finish

WORDS = st.lists(
    st.sampled_from(["la", "piscine", "Léo-Lagrange", "ferme", "à", "14 h 30", "d’urbanisme", "où ?"]),
    min_size=1,
    max_size=30,
)


@given(WORDS, st.integers(6_000, 30_000), st.booleans(), st.sampled_from(list(Face)))
def test_lines_fit_and_hold_every_word_in_order(
    words: list[str], measure: int, balanced: bool, face: Face
) -> None:
    text = " ".join(words)
    lines = break_lines(text, face, measure, balanced=balanced)
    assert lines is not None
    assert all(advance(line, face, 1000) <= measure * 1.01 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_headline_is_balanced_without_a_lone_word_and_names_stay_whole() -> None:
    text = finish("Enquête publique relative au plan local d'urbanisme métropolitain", "fr")
    lines = break_lines(text, Face.BOLD, 14_000, balanced=True)
    assert lines == ("Enquête publique", "relative au plan local", "d’urbanisme métropolitain")
    names = break_lines("La piscine Léo-Lagrange ferme pour vidange", Face.BOLD, 9_500, balanced=True)
    assert names is not None
    assert any("Léo-Lagrange" in line for line in names)


def test_a_line_does_not_end_on_an_article_where_it_can_be_helped() -> None:
    lines = break_lines("Vingt concerts gratuits au bord de la Loire", Face.REGULAR, 13_500)
    assert lines == ("Vingt concerts gratuits", "au bord de la Loire")


def test_the_day_of_a_date_stays_with_its_number_where_it_can_be_helped() -> None:
    text = finish("Consultez le dossier du lundi 16 novembre au vendredi 18 décembre, en mairie.", "fr")
    for measure in range(13_000, 24_000, 250):
        lines = break_lines(text, Face.REGULAR, measure)
        assert lines is not None
        assert not any(line.endswith(("lundi", "vendredi")) for line in lines), lines
    days = break_lines("Ouvert le samedi et le dimanche matin", Face.REGULAR, 8_300)
    assert days == ("Ouvert le samedi", "et le dimanche", "matin")


@pytest.mark.parametrize("measure", range(10_500, 14_500, 500))
def test_the_day_of_a_headline_is_not_left_alone_for_the_sake_of_its_hour(measure: int) -> None:
    text = finish("Samedi 28 novembre, 14 h 30", "fr")
    lines = break_lines(text, Face.BOLD, measure, balanced=True)
    assert lines == (f"Samedi 28{NO_BREAK}novembre,", f"14{NO_BREAK}h{NO_BREAK}30")


def test_a_number_stays_with_what_it_counts_where_it_can_be_helped() -> None:
    text = "Soit l’équivalent de la consommation annuelle de 412 foyers nantais."
    for measure in range(13_000, 24_000, 250):
        assert not any(line.endswith("412") for line in break_lines(text, Face.REGULAR, measure) or ())


def test_a_unit_is_not_broken_at_its_stroke() -> None:
    text = finish("Drive at 70 km/h on the ring road", "en")
    for measure in range(3_000, 9_000, 50):
        assert not any(line.endswith("km/") for line in break_lines(text, Face.REGULAR, measure) or ())
    assert break_lines("accueil/information", Face.REGULAR, 6_500) == ("accueil/", "information")


def test_no_break_spaces_hold() -> None:
    text = finish("Ouvert jusqu'à 14h30 le 3 décembre", "fr")
    lines = break_lines(text, Face.REGULAR, 5_500)
    assert lines is not None
    assert any("14~h~30" in line.replace(NO_BREAK, "~") for line in lines)
    assert any("3~décembre" in line.replace(NO_BREAK, "~") for line in lines)


def test_a_word_wider_than_the_measure_is_refused_and_cut_only_as_the_last_resort() -> None:
    assert break_lines("anticonstitutionnellement", Face.BOLD, 4_000) is None
    cut = break_anywhere("anticonstitutionnellement", Face.BOLD, 4_000)
    assert "".join(cut) == "anticonstitutionnellement"
    assert all(advance(line, Face.BOLD, 1000) <= 4_000 for line in cut)


def test_soft_hyphens_show_only_at_the_end_of_a_line() -> None:
    word = "intercommu\u00adnalité"
    assert break_lines(word, Face.REGULAR, 20_000) == ("intercommunalité",)
    assert break_lines(word, Face.REGULAR, 6_500) == ("intercommu-", "nalité")


def test_text_is_kerned_and_narrow_spaces_are_narrow() -> None:
    apart = sum(advance(letter, Face.BOLD, 1000) for letter in "AVATAR")
    assert advance("AVATAR", Face.BOLD, 1000) < apart
    narrow = (
        advance(f"a{NARROW}!", Face.BOLD, 1000)
        - advance("a", Face.BOLD, 1000)
        - advance("!", Face.BOLD, 1000)
    )
    assert narrow == pytest.approx(160, abs=30)


def test_tabular_figures_have_one_width() -> None:
    widths = {advance(figure, Face.BOLD, 1000, tabular=True) for figure in "0123456789"}
    assert widths == {figure_width(Face.BOLD)}
    assert len(shape("14:32", Face.BOLD, tabular=True).glyphs) == 5


def test_what_the_family_cannot_draw_is_named() -> None:
    assert missing_glyphs(f"Été{NARROW}! œ € → 12 °C") == ""
    assert missing_glyphs("ok 中 😀") == "中😀"


def test_a_word_with_hyphens_is_broken_there_before_it_is_cut() -> None:
    for measure in range(5_000, 12_000, 500):
        lines = break_anywhere("Pont Anne-de-Bretagne, deux fois", Face.BOLD, measure)
        assert " ," not in " ".join(lines)
        assert not any("Bretagn e" in line or "Breta gne" in line for line in lines)
    assert break_anywhere("Anne-de-Bretagne", Face.BOLD, 5_500) == ("Anne-de-", "Bretagne")
