"""French, English and Spanish typesetting."""

import unicodedata
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layouts.dates import NO_BREAK, say_date, say_dates, say_time
from layouts.typography import NARROW, capitalised, finish

CHARACTERS = st.one_of(
    st.sampled_from(list("'\"«»“”;:!?.…-–hH0123456789°%€/() \u00a0\u202f\n\tcoeur")),
    st.characters(exclude_categories=["Cs"]),
)


def shown(text: str) -> str:
    return text.replace(NARROW, "_").replace(NO_BREAK, "~")


@pytest.mark.parametrize(
    ("written", "set_as"),
    [
        ("Que faire ce week-end?", "Que faire ce week-end_?"),
        ('Le "grand" bal ; oui !', "Le «_grand_» bal_; oui_!"),
        ("« déjà »", "«_déjà_»"),
        ("Tram 2: reprise à 14h30", "Tram~2~: reprise à 14~h~30"),
        ("9h-12h et 14h-18h30", "9~h~– 12~h et 14~h~– 18~h~30"),
        ("Jusqu'au 1er décembre...", "Jusqu’au 1er~décembre…"),
        ("12°C, 5km, 3 €, 20%", "12~°C, 5~km, 3~€, 20~%"),
        ("02 40 41 90 00", "02~40~41~90~00"),
        ("Orvault - Vertou – Rezé", "Orvault~– Vertou~– Rezé"),
        ("1 500 000 habitants", "1_500_000 habitants"),
        ("coeur d'oeuvre, soeurs, boeuf, Oeuvres", "cœur d’œuvre, sœurs, bœuf, Œuvres"),
        ("coefficient moelle", "coefficient moelle"),
        ("metropole.nantes.fr/piscines?a=1 : oui", "metropole.nantes.fr/piscines?a=1~: oui"),
        ("https://a.fr/l'eau", "https://a.fr/l'eau"),
        ("ouvert à 14:30", "ouvert à 14:30"),
        ("Sam. 21 et dim. 22 novembre 2026", "Sam.~21 et dim.~22~novembre~2026"),
        ("  deux   mots  ", "deux mots"),
        ("un\n\n deux", "un\ndeux"),
        ("a\u202eb\u200bc\x07d", "abcd"),
        ("e\u0301te\u0301", "été"),
    ],
)
def test_french_is_set_as_a_printer_sets_it(written: str, set_as: str) -> None:
    assert shown(finish(written, "fr")) == set_as


def test_english_has_curly_quotes_and_no_french_spaces() -> None:
    assert finish("It's the \"best\" 'pool' : open !", "en") == "It’s the “best” ‘pool’: open!"


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_a_telephone_number_stays_on_its_line(language: str) -> None:
    assert shown(finish("02.40.41 90 00", language)) == "02~40~41~90~00"


@given(st.text(CHARACTERS, max_size=60), st.sampled_from(["fr", "en", "es", "br"]))
def test_a_second_finish_changes_nothing(text: str, language: str) -> None:
    once = finish(text, language)
    assert finish(once, language) == once


@given(st.text(CHARACTERS, max_size=60), st.sampled_from(["fr", "en", "es"]))
def test_letters_and_figures_never_change(text: str, language: str) -> None:
    def letters(of: str) -> str:
        kept = (c for c in unicodedata.normalize("NFC", of) if unicodedata.category(c)[0] in "LN")
        return "".join(kept).replace("œ", "oe").replace("Œ", "Oe")

    assert letters(finish(text, language)) == letters(text)


def test_days_and_times_are_said_as_people_say_them() -> None:
    saturday = date(2026, 11, 28)
    assert say_date(saturday, "fr") == f"samedi 28{NO_BREAK}novembre"
    assert say_date(date(2026, 12, 1), "fr") == f"mardi 1er{NO_BREAK}décembre"
    assert say_date(saturday, "en") == f"Saturday 28{NO_BREAK}November"
    assert say_date(saturday, "es") == f"sábado 28{NO_BREAK}de{NO_BREAK}noviembre"
    assert say_dates(saturday, date(2026, 11, 29), "fr") == f"sam. 28 et dim. 29{NO_BREAK}novembre"
    assert say_dates(saturday, date(2026, 12, 3), "fr") == f"du 28{NO_BREAK}novembre au 3{NO_BREAK}décembre"
    assert say_dates(saturday, saturday, "en") == say_date(saturday, "en")
    assert say_time(time(14, 30), "fr") == f"14{NO_BREAK}h{NO_BREAK}30"
    assert say_time(time(0, 0), "en") == f"12{NO_BREAK}am"
    assert say_time(time(9, 5), "es") == "9:05"


def test_a_date_that_begins_a_line_has_a_capital() -> None:
    assert capitalised(say_date(date(2026, 11, 28), "fr")) == f"Samedi 28{NO_BREAK}novembre"
    assert capitalised("") == ""
