"""Cards in every zone: nothing lost, nothing too small, nothing outside, nothing unreadable."""

import re
from itertools import combinations

import msgspec
import pytest
from composing import FRAMES, NOTICE, USUAL, bare, box, frame_of, lines, overlap
from hypothesis import given, settings
from hypothesis import strategies as st

from device_profiles.catalog import catalog as profiles
from device_profiles.profile import Screen
from layouts.card import Card, Words
from layouts.compose import (
    KINDS,
    Frame,
    built_in_page,
    compose,
    left_out,
    picture_size,
    reading_times,
)
from layouts.family import CAP_HEIGHT
from layouts.legibility import MIN_CONTRAST, contrast, count_words
from layouts.page import Code, Page, Panel, Photo, Pictogram, TextLine
from layouts.typography import finish

FRENCH = re.findall(
    r"\S+",
    "la piscine Léo-Lagrange ferme pour vidange du 23 novembre au 3 décembre Bibliothèque Jacques-Demy : "
    "enquête publique relative au plan local d'urbanisme métropolitain réouverture week-end à 14h30 gratuit "
    "renseignements au 02 40 41 90 00 quai de la Fosse tram 1 Gare-Maritime trois concerts ! où donc ?",
)


def texts(least: int, most: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(FRENCH), min_size=least, max_size=most).map(" ".join)


@st.composite
def cards(draw: st.DrawFn) -> Card:
    def words(language: str) -> Words:
        said = {
            "headline": draw(texts(1, 10)),
            "body": draw(texts(0, 45)),
            "date": draw(texts(0, 6)),
            "place": draw(texts(0, 8)),
            "figure": draw(st.sampled_from(["", "", "+18 %", "1 200", "12"])),
            "source": draw(texts(0, 6)),
        }
        return Words(language=language, **{key: finish(text, language) for key, text in said.items()})

    qr = draw(st.sampled_from(["", "https://metropole.nantes.fr/piscines"]))
    return Card(
        kind=draw(st.sampled_from(KINDS)),
        category=draw(st.sampled_from(["", "culture", "alert", "services", "unheard-of"])),
        words=tuple(words(language) for language in draw(st.sampled_from([("fr",), ("fr", "en")]))),
        has_picture=draw(st.booleans()),
        qr=qr,
        qr_label=qr.removeprefix("https://"),
    )


@settings(deadline=None, max_examples=60)
@given(cards(), st.sampled_from(USUAL))
def test_a_card_is_whole_and_legible_wherever_it_is_set(card: Card, where: tuple[str, Screen, Frame]) -> None:
    _, _, frame = where
    pages = compose(card, frame)
    check_pages(pages, frame)
    if not frame.drivers:
        shown = "".join(bare(line.text) for page in pages for line in lines(page))
        for words in card.words:
            for said in (words.headline, words.body, words.date, words.place, words.figure, words.source):
                for word in said.split():
                    assert bare(word).casefold() in shown.casefold()


def check_pages(pages: tuple[Page, ...], frame: Frame) -> None:
    assert pages
    for page in pages:
        assert (page.width, page.height) == (frame.width, frame.height)
        for line in lines(page):
            assert line.size * CAP_HEIGHT >= frame.unit - 1e-6
            where = box(line)
            assert where.x >= frame.margin - 1e-6
            assert where.right <= frame.width - frame.margin + 1
            assert where.y >= min(frame.margin, frame.unit) - 1e-6
            assert where.bottom <= frame.height - frame.margin * 0.9 + 1e-6
            assert contrast(line.colour, ground_under(page, line)) >= MIN_CONTRAST
        for one, other in combinations(map(box, lines(page)), 2):
            assert not overlap(one, other)
        for mark in page.marks:
            if isinstance(mark, Panel | Photo | Pictogram | Code):
                assert mark.rect.x >= 0
                assert mark.rect.y >= 0
                assert mark.rect.right <= frame.width + 1e-6
                assert mark.rect.bottom <= frame.height + 1e-6


def ground_under(page: Page, line: TextLine) -> str:
    """The colour that a line stands on; a photo is no ground for text."""
    ground, where = page.background, box(line)
    for mark in page.marks:
        if mark is line:
            assert ground, "text on a picture without a panel"
            return ground
        if isinstance(mark, Panel | Photo) and overlap(where, mark.rect):
            if isinstance(mark, Photo):
                ground = ""
                continue
            inside = mark.rect.x <= where.x and where.right <= mark.rect.right + 1
            assert inside or mark.rect.height < line.size / 4, "text half on a panel"
            ground = mark.colour
    raise AssertionError("the line is not on the page")


@pytest.mark.parametrize("where", FRAMES, ids=[name for name, _, _ in FRAMES])
def test_every_zone_of_the_catalog_shows_a_notice_in_two_languages_of_one_size(
    where: tuple[str, Screen, Frame],
) -> None:
    _, _, frame = where
    pages = compose(NOTICE, frame)
    check_pages(pages, frame)
    sizes = {
        language: {
            line.size
            for page in pages
            for line in lines(page)
            if any(bare(line.text) in bare(text) for text in (words.headline, words.body))
        }
        for language, words in zip(("fr", "en"), NOTICE.words, strict=True)
    }
    if len(pages) <= 2:
        assert sizes["fr"] == sizes["en"]


@pytest.mark.parametrize("where", USUAL, ids=[name for name, _, _ in USUAL])
def test_the_built_in_slide_fits_every_zone(where: tuple[str, Screen, Frame]) -> None:
    name, _, frame = where
    slide = profiles()[name.split()[0]].built_in
    page = built_in_page(slide, frame, "Nantes Métropole")
    check_pages((page,), frame)
    assert lines(page)


def test_a_note_on_the_built_in_slide_is_small_and_takes_the_place_of_the_name() -> None:
    for family in ("plasma-16x9", "screen-8m2"):
        slide, frame = profiles()[family].built_in, frame_of(family, "full")
        page = built_in_page(slide, frame, "Nantes Métropole", note="À contrôler.\nTo be looked at.")
        *greeting, french, english = lines(page)
        assert [line.text for line in greeting] == list(slide.headline.values())
        assert (french.text, english.text) == ("À contrôler.", "To be looked at.")
        assert english.size < 0.3 * min(line.size for line in greeting)
        assert box(english).bottom <= frame.height - 0.5 * frame.margin


def test_languages_stand_side_by_side_where_there_is_room_and_take_turns_where_not() -> None:
    assert len(compose(NOTICE, frame_of("plasma-16x9", "full"))) == 1
    turns = compose(NOTICE, frame_of("kiosk", "kiosk-upper"))
    assert [lines(page)[-1].text[:3] for page in turns] == ["Du ", "Fro"] or len(turns) == 2


def test_a_zone_can_show_one_language_only() -> None:
    frame = msgspec.structs.replace(frame_of("kiosk", "kiosk-upper"), languages=("en",))
    (page,) = compose(NOTICE, frame)
    assert not any("piscine" in line.text for line in lines(page))


def test_drivers_read_fifteen_words_at_most_and_the_editor_is_told_what_they_do_not_see() -> None:
    card = Card(
        kind="event",
        category="culture",
        words=(
            Words(
                language="fr",
                headline="La Folle Journée des quais",
                body="Vingt concerts gratuits au bord de la Loire, avec une promenade en bateau pour tous.",
                date="Samedi 21 novembre",
                place="Quai de la Fosse, entre la gare maritime et le pont Anne-de-Bretagne",
            ),
        ),
    )
    frame = frame_of("screen-8m2", "full")
    (page,) = compose(card, frame)
    assert sum(count_words(line.text) for line in lines(page)) <= 15
    assert set(left_out(card, frame)) == {card.words[0].body, card.words[0].place}
    assert left_out(card, frame_of("kiosk", "kiosk-upper")) == ()


def test_a_code_is_wide_enough_to_scan_and_absent_where_nobody_can_stand() -> None:
    card = msgspec.structs.replace(NOTICE, qr="https://nantes.fr/piscines", qr_label="nantes.fr/piscines")
    for name, screen, frame in USUAL:
        codes = [mark for page in compose(card, frame) for mark in page.marks if isinstance(mark, Code)]
        assert screen.scannable or not codes, name
        for code in codes:
            assert code.rect.width * screen.pitch_mm >= screen.distance_m * 100 - 1e-6, name
    (page,) = compose(
        msgspec.structs.replace(card, words=card.words[:1]), frame_of("touch-19", "kiosk-touch")
    )
    code = next(mark for mark in page.marks if isinstance(mark, Code))
    panel = next(
        mark
        for mark in page.marks
        if isinstance(mark, Panel) and mark.colour == code.light and mark.rect.width > code.rect.width
    )
    quiet = 4 * code.rect.width / len(code.rows)
    assert code.rect.x - panel.rect.x == pytest.approx(quiet)
    assert panel.rect.right - code.rect.right == pytest.approx(quiet)
    assert "nantes.fr/piscines" in "".join(line.text for line in lines(page))


@settings(deadline=None, max_examples=30)
@given(cards(), st.sampled_from(USUAL))
def test_the_picture_has_one_size_on_all_pages(card: Card, where: tuple[str, Screen, Frame]) -> None:
    _, _, frame = where
    card = msgspec.structs.replace(card, has_picture=True)
    photos = {mark.rect for page in compose(card, frame) for mark in page.marks if isinstance(mark, Photo)}
    size = picture_size(card, frame)
    assert {(rect.width, rect.height) for rect in photos} == ({size} if size else set())


def test_every_page_has_its_reading_time() -> None:
    frame = frame_of("kiosk", "kiosk-upper")
    times = reading_times(NOTICE, frame)
    assert len(times) == len(compose(NOTICE, frame))
    assert all(time > 1_500 for time in times)


def test_a_text_too_long_for_one_page_goes_on_with_page_numbers() -> None:
    frame = frame_of("plasma-16x9", "landscape-news", "side")
    words = Words(language="fr", headline="Avis", body=" ".join(["Paragraphe bien long."] * 40))
    pages = compose(Card(kind="notice", words=(words,)), frame)
    assert len(pages) > 2
    assert lines(pages[-1])[-1].text == f"{len(pages)}/{len(pages)}"
    assert not any("…" in line.text for page in pages for line in lines(page))
