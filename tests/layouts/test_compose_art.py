"""Compositions as a designer wants them: pictures large, codes beside them, headlines whole."""

from __future__ import annotations

import msgspec
import pytest
from composing import NOTICE, USUAL, bare, box, frame_of, lines, overlap

from device_profiles.profile import Screen
from layouts.card import Card, Words
from layouts.compose import Frame, compose, picture_size
from layouts.compose.frame import sizes
from layouts.page import Code, Panel, Photo, TextLine
from layouts.typeset import ends_weakly, is_weak
from layouts.typography import NARROW, finish

POOL = msgspec.structs.replace(
    NOTICE, has_picture=True, qr="https://nantes.fr/piscines", qr_label="nantes.fr/piscines"
)
LARGE = [
    frame_of(*names)
    for names in (
        ("plasma-16x9", "full"),
        ("plasma-16x9", "ribbon"),
        ("table", "table"),
        ("screen-8m2", "full"),
    )
]


@pytest.mark.parametrize("where", USUAL, ids=[name for name, _, _ in USUAL])
def test_no_code_lies_on_a_picture_or_takes_its_place(where: tuple[str, Screen, Frame]) -> None:
    _, _, frame = where
    without = compose(msgspec.structs.replace(POOL, qr=""), frame)
    for page in compose(POOL, frame):
        photos = [mark.rect for mark in page.marks if isinstance(mark, Photo)]
        codes = [mark.rect for mark in page.marks if isinstance(mark, Code)]
        assert not any(overlap(photo, code) for photo in photos for code in codes)
        shown = any(isinstance(mark, Photo) for page in without for mark in page.marks)
        assert photos or not shown or len(without) > len(NOTICE.words)


@pytest.mark.parametrize("frame", LARGE)
def test_a_picture_has_two_fifths_of_a_large_screen(frame: Frame) -> None:
    size = picture_size(msgspec.structs.replace(NOTICE, has_picture=True), frame)
    assert size
    assert size[0] * size[1] >= 0.4 * frame.width * frame.height


def test_a_picture_grows_into_the_room_that_a_short_text_leaves() -> None:
    frame = frame_of("kiosk", "kiosk-upper")
    short = Card(
        kind="notice", has_picture=True, words=(Words(language="fr", headline="Le marché est ouvert"),)
    )
    size = picture_size(short, frame)
    assert size
    assert size[1] >= 0.5 * frame.height


@pytest.mark.parametrize("frame", LARGE)
def test_a_figure_on_a_field_outweighs_its_headline_and_keeps_clear_of_the_edges(frame: Frame) -> None:
    words = Words(language="fr", figure="30 km/h", headline="Partout en ville")
    (page,) = compose(Card(kind="figure", category="mobility", words=(words,)), frame)
    figure, *rest = lines(page)
    assert figure.text == "30 km/h"
    headlines = [line for line in rest if bare(line.text) in bare(words.headline)]
    assert figure.size >= 1.6 * max(line.size for line in headlines)
    field = next(mark for mark in page.marks if isinstance(mark, Panel))
    assert box(figure).right < field.rect.right - frame.margin


@pytest.mark.parametrize("headline", ["Un port dans la ville", "Nocturne au château", "Le tram et vous"])
def test_no_article_or_preposition_stands_alone_in_a_headline_or_ends_its_line(headline: str) -> None:
    card = Card(kind="notice", words=(Words(language="fr", headline=headline, body="Entrée libre."),))
    for name, _, frame in USUAL:
        shown = [line.text for page in compose(card, frame) for line in lines(page)]
        assert not any(map(is_weak, shown)) or frame.width < 16 * frame.unit, (name, shown)
    for frame in LARGE:
        shown = [line.text for page in compose(card, frame) for line in lines(page)]
        assert not any(map(ends_weakly, shown)), shown


def test_an_event_of_a_side_column_takes_one_page_in_the_colour_of_its_category() -> None:
    words = Words(
        language="fr",
        headline="Réunion publique",
        date=finish("Mardi 24 novembre, 18h30", "fr"),
        place="Maison de quartier de Doulon",
    )
    frame = frame_of("plasma-16x9", "landscape-news", "side")
    (page,) = compose(Card(kind="event", category="democracy", words=(words,)), frame)
    pink = {frame.palette.category_inks["democracy"], frame.palette.categories["democracy"]}
    assert pink & {mark.colour for mark in page.marks if isinstance(mark, TextLine | Panel)}
    assert lines(page)[-1].text.endswith("Doulon")


@pytest.mark.parametrize(
    ("family", "layout"),
    [
        ("plasma-16x9", "landscape-news"),
        ("plasma-16x9", "split"),
        ("kiosk", "portrait-news"),
        ("table", "table"),
    ],
)
def test_what_stands_beside_the_main_card_never_speaks_louder(family: str, layout: str) -> None:
    words = Words(language="fr", headline="AlloNantes", body="02 40 41 90 00, du lundi au samedi")
    short = Card(kind="notice", category="services", words=(words,))
    main = msgspec.structs.replace(NOTICE, words=NOTICE.words[:1], has_picture=True)
    (loud,) = compose(main, frame_of(family, layout))
    (quiet,) = compose(short, frame_of(family, layout, "side"))
    assert max(line.size for line in lines(quiet)) < max(line.size for line in lines(loud))


def test_a_figure_keeps_its_unit_close() -> None:
    words = Words(language="fr", figure=finish("+18 %", "fr"), headline="de trajets à vélo")
    (page,) = compose(Card(kind="figure", category="mobility", words=(words,)), frame_of("totem", "poster"))
    assert f"+18{NARROW}%" in {line.text for line in lines(page)}


def test_four_lines_of_a_headline_come_after_a_banner_of_two() -> None:
    words = Words(
        language="fr", headline="Bibliothèque Jacques-Demy : fermeture exceptionnelle", body="Lundi."
    )
    card = Card(kind="notice", category="culture", words=(words,))
    (page,) = compose(card, frame_of("plasma-16x9", "landscape-news"))
    headline = [line.text for line in lines(page) if line.size == max(each.size for each in lines(page))]
    assert len(headline) <= 3, headline


def test_an_address_stays_on_one_line_where_a_legible_size_allows() -> None:
    address = "metropole.nantes.fr/stationnement"
    card = msgspec.structs.replace(NOTICE, qr=f"https://{address}", qr_label=address)
    for page in compose(card, frame_of("kiosk", "kiosk-touch", screen=1)):
        assert address in {line.text for line in lines(page)}


def test_what_is_crowded_comes_closer_but_its_letters_stay_legible() -> None:
    space = frame_of("plasma-16x9", "landscape-news", "side").space
    usual, crowded = sizes(space, 1.0), sizes(space, 0.6)
    assert crowded.step < usual.step
    assert crowded.body >= space.unit
