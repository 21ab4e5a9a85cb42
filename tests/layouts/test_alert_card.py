"""Alerts on every family of screens: whole, legible, the gravity in a word, in every language alike."""

from __future__ import annotations

import msgspec
import pytest
from composing import THEME, bare, box, lines, overlap
from test_compose import check_pages, ground_under

from device_profiles.catalog import catalog as profiles
from device_profiles.profile import Colour, Screen
from layouts.card import ALERT, CAUTION, Card, Words
from layouts.compose import KINDS, Frame, compose, frame_for, left_out, reading_times
from layouts.layout import Rect
from layouts.led import led_pages
from layouts.legibility import contrast
from layouts.page import Panel, Pictogram
from layouts.typography import finish

SHORT = ("Crue de la Loire", "Quittez les quais. Ne prenez pas votre voiture.")
LONG_HEADLINE = (
    "Accident industriel à Montoir-de-Bretagne\u00a0: un nuage toxique se dirige vers Nantes, "
    "Saint-Herblain, Orvault, Rezé, Couëron et Sautron, restez à l’abri"
)
LONG_INSTRUCTION = (
    "Entrez dans le bâtiment le plus proche, fermez portes et fenêtres, arrêtez la ventilation et le "
    "chauffage. N’allez pas chercher vos enfants à l’école, les enseignants s’occupent d’eux. Écoutez France "
    "Bleu Loire Océan (101.8). Ne téléphonez qu’en cas d’urgence vitale, laissez les lignes libres pour les "
    "secours. Ne fumez pas, n’allumez pas de flamme. Attendez la fin de l’alerte avant de sortir."
)
LONG = (LONG_HEADLINE, LONG_INSTRUCTION)
ENGLISH = ("The Loire is in flood", "Leave the quays. Do not take your car. Call 112 in an emergency.")


def whole_screens() -> list[tuple[str, Screen, Frame]]:
    return [
        (
            f"{profile.id} {screen.name}",
            screen,
            frame_for(screen, Rect(0, 0, screen.width, screen.height), THEME.day),
        )
        for profile in profiles().values()
        for screen in profile.screens
        if not screen.is_matrix
    ]


SCREENS = whole_screens()


def words(language: str, texts: tuple[str, str], word: str = "Alerte") -> Words:
    headline, body = (finish(text, language) for text in texts)
    source = "Préfecture de la Loire-Atlantique\u00a0· jeudi 26\u00a0novembre, 14\u00a0h\u00a005"
    return Words(language=language, figure=word, headline=headline, body=body, source=source)


def card(*said: Words, kind: str = ALERT) -> Card:
    return Card(kind=kind, category=kind, words=said)


CARDS = {
    "short": card(words("fr", SHORT)),
    "long": card(words("fr", LONG)),
    "two": card(words("fr", SHORT), words("en", ENGLISH, "Alert")),
    "long two": card(words("fr", LONG), words("en", LONG, "Alert")),
    "headline": card(words("fr", ("Alerte levée", ""))),
    "caution": card(words("fr", SHORT, "Vigilance"), kind=CAUTION),
}


@pytest.mark.parametrize("name", CARDS)
@pytest.mark.parametrize("where", SCREENS, ids=lambda where: where[0])
def test_it_is_whole_and_legible_on_every_screen(name: str, where: tuple[str, Screen, Frame]) -> None:
    _, _, frame = where
    said, pages = CARDS[name], compose(CARDS[name], frame)
    check_pages(pages, frame)
    for page in pages:
        assert any(isinstance(mark, Pictogram) for mark in page.marks), "the sign, not colour alone"
        for line in lines(page):
            assert contrast(line.colour, ground_under(page, line)) >= 6.9
    shown = "".join(bare(line.text) for page in pages for line in lines(page))
    for each in said.words:
        assert bare(each.figure) in shown
        assert bare(each.headline) in shown
        if frame.drivers:
            assert bare(each.body.split(". ")[0].removesuffix(".")) in shown
        else:
            assert bare(each.body) in shown
            assert bare(each.source) in shown
    assert len(reading_times(said, frame)) == len(pages)


@pytest.mark.parametrize("where", SCREENS, ids=lambda where: where[0])
def test_languages_are_equals(where: tuple[str, Screen, Frame]) -> None:
    _, _, frame = where
    pages = compose(CARDS["two"], frame)
    half = len(pages) // 2
    told = [
        [bare(line.text) for page in part for line in lines(page)] for part in (pages[:half], pages[half:])
    ]
    assert told[0][0] == "Alerte"
    assert told[1][0] == "Alert"
    largest = [
        max(line.size for page in part for line in lines(page)) for part in (pages[:half], pages[half:])
    ]
    assert largest[0] == largest[1]


@pytest.mark.parametrize("where", SCREENS, ids=lambda where: where[0])
def test_no_mark_lies_over_the_sign(where: tuple[str, Screen, Frame]) -> None:
    _, _, frame = where
    for page in compose(CARDS["long two"], frame):
        (sign,) = (mark.rect for mark in page.marks if isinstance(mark, Pictogram))
        assert not any(overlap(sign, box(line)) for line in lines(page))


def test_a_danger_is_red_and_a_caution_is_not() -> None:
    _, _, frame = SCREENS[0]
    grounds = [
        next(mark.colour for mark in compose(CARDS[name], frame)[0].marks if isinstance(mark, Panel))
        for name in ("short", "caution")
    ]
    assert grounds == ["#b0121f", "#f5a800"]


def test_no_theme_reaches_it() -> None:
    _, screen, frame = SCREENS[0]
    other = frame_for(screen, Rect(0, 0, screen.width, screen.height), THEME.night, surface="surface")
    assert compose(CARDS["long"], frame) == compose(CARDS["long"], other)


def test_editors_have_no_card_that_looks_like_an_alert() -> None:
    assert ALERT not in KINDS
    assert CAUTION not in KINDS


def test_what_drivers_have_no_time_for_is_named() -> None:
    for _, _, frame in (where for where in SCREENS if where[2].drivers):
        assert any("Ne prenez pas votre voiture" in text for text in left_out(CARDS["short"], frame))


def test_on_an_upright_screen_nothing_of_it_is_at_the_feet() -> None:
    """The lowest part of a totem is behind people and parked cars."""
    for name, _, frame in SCREENS:
        for page in compose(CARDS["two"], frame) if frame.drivers and frame.height > frame.width else ():
            assert max(box(line).bottom for line in lines(page)) < 0.7 * frame.height, name


def test_a_board_keeps_every_sentence_of_what_to_do_together() -> None:
    said = words("en", ("The Loire is in flood", "Do not take your car. Go upstairs if water comes in."))
    pages = [page.text for page in led_pages(card(said), profiles()["led-board"].screens[0])]
    assert not [text for text in pages if "car." in text and "Go" in text], pages


@pytest.mark.parametrize("name", CARDS)
@pytest.mark.parametrize("colour", [Colour.MONO, Colour.TRICOLOUR])
def test_a_board_says_all_of_it_under_the_sign(name: str, colour: Colour) -> None:
    screen = msgspec.structs.replace(profiles()["led-board"].screens[0], colour=colour)
    pages = led_pages(CARDS[name], screen)
    shown = "".join(bare(page.text) for page in pages)
    for each in CARDS[name].words:
        assert bare(each.figure) in shown
        for word in f"{each.headline} {each.body}".split():
            assert bare(word).strip(",.:;!?()") in shown
    lit = {dot for row in pages[0].rows for dot in row} - {0}
    red = colour is Colour.TRICOLOUR and name != "caution"
    assert lit == {2 if red else 1}


@pytest.mark.parametrize(("name", "screen", "frame"), SCREENS, ids=[name for name, _, _ in SCREENS])
def test_the_longest_headline_hides_nowhere_how_grave_it_is(name: str, screen: Screen, frame: Frame) -> None:
    headline = (
        "Crue exceptionnelle de la Loire et de l’Erdre\u00a0: évacuation immédiate des quartiers "
        "riverains de Saint-Sébastien-sur-Loire, Rezé, Trentemoult et Malakoff, dès ce"
    )
    said = Words(language="fr", figure="Danger", headline=headline, body=LONG_INSTRUCTION)
    pages = compose(Card(kind=ALERT, category=ALERT, words=(said,)), frame)
    for page in pages:
        assert any(line.text == "Danger" for line in lines(page)), name
        assert any(isinstance(mark, Pictogram) for mark in page.marks), name
        assert all(box(line).bottom <= screen.height for line in lines(page)), name
    shown = "".join(line.text for page in pages for line in lines(page) if line.text != "Danger")
    assert "".join(headline.split()) in "".join(shown.split()), name
