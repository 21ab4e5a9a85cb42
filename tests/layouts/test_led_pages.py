"""A text becomes LED pages that lose no word, keep every dot on the matrix and can be read in their time."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device_profiles.catalog import catalog, derive, read
from device_profiles.profile import Screen
from layouts.card import Card, Words
from layouts.led import DARK_MS, LedPage, led_pages, missing_glyphs, offset_px
from layouts.led_type import TYPES
from layouts.legibility import count_words

SIZES = [(128, 32), (64, 16), (96, 16), (160, 48), (192, 64), (120, 24), (64, 12)]
FRENCH = "?!%&/()+=@àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ«»’–—…€°№·•½²³↑↓→←"
NOTICE = Card(
    kind="notice",
    category="services",
    words=(
        Words(
            language="fr",
            headline="La piscine Léo-Lagrange ferme pour vidange",
            date="Du 23 novembre au 3 décembre",
            place="Île Gloriette",
            body="Les piscines Jules-Verne et Petit-Port vous accueillent. Horaires élargis\u00a0!",
        ),
        Words(language="en", headline="Léo-Lagrange pool closed", body="Until 3 December."),
    ),
)
letters = st.sampled_from("abcdefghilmnopqrstuvxzéèçàœÉ’-0123456789")
words = st.text(letters, min_size=1, max_size=14)
joints = st.sampled_from([" ", " ", " ", ". ", ", ", "\u00a0", "\n"])
texts = st.lists(st.tuples(words, joints), max_size=40).map(lambda pairs: "".join(w + j for w, j in pairs))
sizes = st.sampled_from(SIZES)


def board(width: int = 128, height: int = 32, colour: str = "mono", **keys: object) -> Screen:
    document = {"extends": "led-board", "width": width, "height": height, "colour": colour, **keys}
    return derive(catalog()["led-board"], "own", read("own", document)).screens[0]


def said(pages: tuple[LedPage, ...]) -> str:
    """All that the pages say, blanks left out: a hyphen may end a line."""
    return re.sub(r"\s", "", "".join(page.text for page in pages))


def card(category: str = "", **fields: str) -> Card:
    return Card(kind="notice", category=category, words=(Words(language="fr", **fields),))


def uncommaed(text: str) -> str:
    """Without the commas that may end a line: the break says what they say."""
    return re.sub(r",(?=\s|$)", "", text)


@given(texts, sizes)
def test_no_text_is_lost_and_none_added(text: str, size: tuple[int, int]) -> None:
    pages = led_pages(text, board(*size))
    shown, written = "\n".join(page.text for page in pages), re.sub(r"\s", "", uncommaed(text))
    assert re.sub(r"\s", "", uncommaed(shown)) == written


def test_a_break_takes_the_place_of_the_only_comma_of_a_page() -> None:
    (page,) = led_pages("Urgences : 112, par SMS : 114", board(160, 48))
    assert "," not in page.text
    (page,) = led_pages("Lundi, mardi, jeudi", board())
    assert page.text.count(",") == 2


@given(texts, sizes)
def test_no_word_is_cut(text: str, size: tuple[int, int]) -> None:
    shown = re.split(r"[\s-]+", "\n".join(page.text for page in led_pages(text, board(*size))))
    words = set(re.split(r"[\s-]+", text))
    assert set(shown) - {""} <= words | {word.removesuffix(",") for word in words}


@given(texts, sizes)
def test_pages_have_the_matrix_and_the_time(text: str, size: tuple[int, int]) -> None:
    for page in led_pages(text, board(*size)):
        count = count_words(page.text)
        assert (page.width, page.height) == size
        assert len(page.rows) == page.height
        assert {len(row) for row in page.rows} == {page.width + page.scroll_px}
        assert page.dwell_ms - DARK_MS >= max(3000, 1000 * count, 2000 * -(-count // 3))
        assert any(map(any, page.rows))


@given(texts, st.tuples(st.integers(24, 260), st.integers(12, 100)))
def test_every_dot_of_every_letter_is_on_any_matrix(text: str, size: tuple[int, int]) -> None:
    tiny = 5 * 3 * 7
    for page in led_pages(text, board(*size)):
        lit = sum(map(bool, b"".join(page.rows)))
        possible = set()
        for face in TYPES:
            strips = [face.strip(line) for line in page.text.split("\n")]
            dots = sum(row.bit_count() for strip in strips for row in strip.rows)
            possible |= {dots, *range(dots, dots + tiny)}
        assert lit in possible


@given(texts, sizes)
def test_the_same_text_gives_the_same_pages(text: str, size: tuple[int, int]) -> None:
    assert led_pages(text, board(*size)) == led_pages(text, board(*size))


def test_a_large_matrix_is_not_filled_with_more_than_drivers_take_in() -> None:
    text = "Les piscines du centre et de la périphérie ouvrent plus tôt et ferment plus tard cette semaine"
    pages = led_pages(text, board(256, 96))
    assert len(pages) == 2
    assert all(count_words(page.text) <= 9 for page in pages)


def test_a_single_short_word_fills_the_matrix() -> None:
    (page,) = led_pages("Nantes", board())
    lit_rows = [row for row in page.rows if any(row)]
    assert len(lit_rows) >= 20


@pytest.mark.parametrize("text", ["Place Royale", "Marché de Noël", "Voyage d’hiver", "Triez vos biodéchets"])
def test_both_ends_of_a_line_stay_dark(text: str) -> None:
    for page in led_pages(card("environment", headline=text), board()):
        columns = [x for x in range(page.width) if any(row[x] for row in page.rows)]
        assert columns[0] >= 2
        assert columns[-1] <= page.width - 3


def test_a_short_message_stands_in_two_lines_of_sixteen() -> None:
    (page,) = led_pages("Budget participatif", board())
    assert page.text == "Budget\nparticipatif"


def test_a_page_does_not_end_in_an_article_and_a_number_stays_with_its_month() -> None:
    pages = led_pages("Fermée du 23 novembre au 14 décembre pour la rénovation de la verrière", board(96, 16))
    assert not [page.text for page in pages if re.search(r"\b(du|la|de|pour|14|23)$", page.text)]


def test_a_number_stays_with_what_it_counts() -> None:
    pages = led_pages("Soit l’équivalent de la consommation annuelle de 412 foyers nantais.", board())
    assert not [page.text for page in pages if re.search(r"\b412$", page.text, re.MULTILINE)]


def test_sentences_and_fields_share_a_page_only_where_type_stays_large() -> None:
    assert [page.text for page in led_pages("Tram 1\nInterrompu", board())] == ["Tram 1\nInterrompu"]
    apart = led_pages(card(headline="Triez vos biodéchets", body="Bac gratuit en mairie."), board())
    assert [page.text for page in apart] == ["Triez vos\nbiodéchets", "Bac gratuit\nen mairie."]


def test_a_card_says_headline_date_place_and_body_french_first() -> None:
    pages = led_pages(NOTICE, board())
    text = said(pages)
    order = [
        text.index(part) for part in ("vidange", "23novembre", "Gloriette", "Petit-Port", "pool", "3Dec")
    ]
    assert order == sorted(order)


def test_a_thought_that_takes_several_pages_begins_on_its_own() -> None:
    pages = led_pages("Stationnement, accompagnement, développement\nNantes", board())
    assert len(pages) == 3
    assert pages[-1].text == "Nantes"


def test_fields_never_share_a_line() -> None:
    (page,) = led_pages(card(figure="12", headline="arbres plantés"), board(256, 32))
    assert page.text == "12\narbres plantés"
    (both,) = led_pages("Gratuit\nPour tous", board(256, 32))
    assert both.text == "Gratuit\nPour tous"


def test_the_editors_own_wording_wins() -> None:
    pages = led_pages(card(headline="Long", body="Longer", led="Court"), board())
    assert said(pages) == "Court"


def test_nothing_to_say_gives_no_page() -> None:
    assert led_pages("", board()) == ()
    assert led_pages(" \n\u00a0\u200b", board()) == ()
    assert led_pages(card(), board()) == ()


def test_only_a_word_wider_than_the_matrix_runs_through() -> None:
    pages = led_pages("Visitez anticonstitutionnellement.nantesmetropole demain", board(64, 16))
    assert [page.text for page in pages if page.scroll_px] == ["anticonstitutionnellement.nantesmetropole"]
    running = next(page for page in pages if page.scroll_px)
    assert offset_px(running, 0) == 0
    assert offset_px(running, DARK_MS + 1500) == 0
    assert offset_px(running, DARK_MS + 2500) == 40
    assert offset_px(running, running.dwell_ms - 1400) == running.scroll_px


def test_a_compound_breaks_after_its_hyphens_before_it_would_run() -> None:
    pages = led_pages("Saint-Aignan-de-Grand-Lieu", board(64, 16))
    assert len(pages) > 1
    assert not any(page.scroll_px for page in pages)


def test_type_is_never_smaller_than_the_distance_asks() -> None:
    near = led_pages("Piscine Léo-Lagrange fermée pour vidange", board(192, 64))
    far = led_pages("Piscine Léo-Lagrange fermée pour vidange", board(192, 64, distance_m=15.0))
    assert len(far) > len(near)


def test_red_belongs_to_alerts_alone() -> None:
    screen = board(colour="tricolour")
    alert = led_pages(card("alert", headline="Vent violent", body="Parcs fermés."), screen)
    assert {dot for page in alert[:1] for row in page.rows for dot in row} == {0, 2}
    for category in ("culture", "sport", "mobility", "environment", "democracy", "services", ""):
        pages = led_pages(card(category, headline="Vent violent"), screen)
        assert 2 not in {dot for page in pages for row in page.rows for dot in row}
    mono = led_pages(card("alert", headline="Vent violent"), board())
    assert {dot for page in mono for row in page.rows for dot in row} == {0, 1}


def test_a_pictogram_stands_beside_a_text_that_leaves_it_room() -> None:
    screen = board()
    with_picture = led_pages(card("mobility", headline="Tram 1 interrompu"), screen)
    without = led_pages(card(headline="Tram 1 interrompu"), screen)
    assert len(with_picture) == len(without) == 1
    assert any(row[:24].strip(b"\0") for row in with_picture[0].rows)
    assert not any(row[:16].strip(b"\0") for row in without[0].rows)


def test_pages_are_numbered_where_all_have_room() -> None:
    pages = led_pages(card(headline="La Folle Journée des quais", place="Quai de la Fosse"), board())
    corners = [tuple(row[-11:] for row in page.rows[-5:]) for page in pages]
    assert len(pages) == 2
    assert all(any(map(any, corner)) for corner in corners)
    assert corners[0] != corners[1]
    (alone,) = led_pages("Bac gratuit", board())
    assert not any(any(row[-11:]) for row in alone.rows[-5:])


@pytest.mark.parametrize("face", TYPES, ids=lambda face: str(face.size))
@pytest.mark.parametrize("character", FRENCH)
def test_every_french_character_is_drawn(face: object, character: str) -> None:
    strip = next(one for one in TYPES if one == face).strip(character)
    box = next(one for one in TYPES if one == face).strip("\ue000")
    assert any(strip.rows)
    assert strip != box


def test_a_missing_glyph_is_named_and_shown_as_a_box() -> None:
    screen = board()
    assert missing_glyphs(f"Fête {FRENCH} à l’Île\u202f: 14\u00a0h\u202f30", screen) == ""
    assert missing_glyphs("Fête 😀 中 😀", screen) == "😀中"
    boxed, alone = led_pages("Fête 😀", screen)[0], led_pages("Fête", screen)[0]
    assert said((boxed,)) == "Fête😀"
    assert sum(map(any, zip(*boxed.rows, strict=True))) > 0
    assert boxed.rows != alone.rows


def test_letters_with_separate_accents_are_composed() -> None:
    assert led_pages("E\u0301te\u0301", board())[0].rows == led_pages("Été", board())[0].rows


def test_figures_stand_on_one_width() -> None:
    for face in TYPES:
        assert len({face.strip(figure).width for figure in "0123456789"}) == 1


def test_a_very_long_text_is_broken_in_good_time() -> None:
    text = "mot " * 1000
    pages = led_pages(text, board())
    assert said(pages) == "mot" * 1000
