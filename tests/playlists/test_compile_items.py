"""Compiling items: prepared for each zone's exact pixels, timed, and said in each language."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from compiled_folder import LED, TICKER, compiled, items, only, workspace
from looking_shelf import NameShelf
from workspace_folder import CARD, SMALL

from layouts.layout import place
from playlists.compile import compile_program
from playlists.program import CardContent, Stills, TickerText
from playlists.workspace.problems import Severity


def test_media_are_prepared_for_the_exact_pixels_of_their_zone(tmp_path: Path) -> None:
    shelf = NameShelf()
    playlist = '[[items]]\nimage = "media/wide-1920x1080.jpg"\nfocus = [0.2, 0.3]\nfit = "contain"'
    result = compile_program(workspace(tmp_path, playlists__une=playlist), "totem-1", shelf)
    screen = result.program.screens[0]
    zone = screen.layouts["full"].zones[0]
    rect = place(zone, screen.screen.width, screen.screen.height)
    target = shelf.asked[0][1]
    assert (target.width, target.height) == (rect.width, rect.height)
    assert (target.fit, target.focus) == ("contain", (0.2, 0.3))


@pytest.mark.parametrize(
    ("profile", "chosen"), [("plasma-16x9", "wide-1920x1080.jpg"), ("totem", "tall-1080x1920.jpg")]
)
def test_each_screen_takes_the_variant_of_its_shape(tmp_path: Path, profile: str, chosen: str) -> None:
    playlist = '[[items]]\nimage = "media/wide-1920x1080.jpg"\nvariants = ["media/tall-1080x1920.jpg"]'
    item = only(tmp_path, playlist, devices=f'[totem-1]\nprofile = "{profile}"')
    assert isinstance(item.content, Stills)
    assert item.content.pages[0].object == chosen


@pytest.mark.parametrize(
    ("written", "pages_ms"),
    [
        ('image = "media/wide-1920x1080.jpg"', (10_000,)),
        ('image = "media/wide-1920x1080.jpg"\nduration = 7.5', (7_500,)),
        ('image = "media/moving-8x8.gif"', (14_000,)),
        ('video = "media/film.mp4"', (21_500,)),
        ('pdf = "media/menus-3p.pdf"', (10_000,) * 3),
        ('pdf = "media/menus-3p.pdf"\nduration = 4', (4_000,) * 3),
    ],
)
def test_durations_of_media(tmp_path: Path, written: str, pages_ms: tuple[int, ...]) -> None:
    indoors = '[totem-1]\nprofile = "plasma-16x9"'
    assert only(tmp_path, f"[[items]]\n{written}", devices=indoors).pages_ms == pages_ms


def test_a_card_stays_as_long_as_it_takes_to_read_it(tmp_path: Path) -> None:
    indoors = '[totem-1]\nprofile = "plasma-16x9"'
    short = only(tmp_path, CARD, devices=indoors)
    long = only(tmp_path, CARD.replace("Fermée.", "Fermée pour une longue vidange " * 8), devices=indoors)
    assert short.pages_ms == (8_000,)
    assert short.duration_ms < 10_000 < long.duration_ms


def test_dates_become_instants_of_the_site(tmp_path: Path) -> None:
    item = only(tmp_path, CARD + "from = 2026-03-29\nuntil = 2026-03-29T18:00:00")
    assert item.opens == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert item.closes == datetime(2026, 3, 29, 16, tzinfo=UTC)
    item = only(tmp_path, CARD + "from = 2026-03-29T10:00:00+05:00\nuntil = 2026-03-29")
    assert item.opens == datetime(2026, 3, 29, 5, tzinfo=UTC)
    assert item.closes == datetime(2026, 3, 29, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("date = 2026-11-28", ("samedi 28 novembre", "Saturday 28 November")),
        ("date = 2026-11-28T14:30:00", ("samedi 28 novembre, 14 h 30", "Saturday 28 November, 2.30 pm")),
        ("date = 2026-11-28T13:30:00Z", ("samedi 28 novembre, 14 h 30", "Saturday 28 November, 2.30 pm")),
        (
            "date = 2026-11-28T14:00:00\nend = 2026-11-28T17:00:00",
            ("samedi 28 novembre, 14 h – 17 h", "Saturday 28 November, 2 pm – 5 pm"),
        ),
        (
            "date = 2026-11-28\nend = 2026-12-03",
            ("du 28 novembre au 3 décembre", "from 28 November to 3 December"),
        ),
        ('date = { fr = "Tous les jeudis", en = "Every Thursday" }', ("Tous les jeudis", "Every Thursday")),
    ],
)
def test_dates_are_said_in_each_language(tmp_path: Path, written: str, said: tuple[str, str]) -> None:
    content = only(tmp_path, CARD + written).content
    assert isinstance(content, CardContent)
    plain = tuple(words.date.replace("\u00a0", " ").replace("\u202f", " ") for words in content.card.words)
    assert plain == said


def test_texts_are_typeset_and_complete_in_each_language(tmp_path: Path) -> None:
    card = CARD.replace('{ fr = "Fermée.", en = "Closed." }', '"Fermee aujourd\'hui !"')
    content = only(tmp_path, card).content
    assert isinstance(content, CardContent)
    french, english = content.card.words
    assert french.body == "Fermee aujourd’hui\u202f!"
    assert (english.headline, english.language) == ("Pool", "en")
    assert english.body


def test_a_card_in_one_language_speaks_only_that(tmp_path: Path) -> None:
    content = only(tmp_path, '[[items]]\ncard = "notice"\nheadline = "Piscine"').content
    assert isinstance(content, CardContent)
    assert [words.language for words in content.card.words] == ["fr"]


def test_a_ticker_runs_as_a_whole_or_stands_as_a_whole(tmp_path: Path) -> None:
    schedule = SMALL["schedule.toml"].replace("full", "mine").replace("zones.main", "zones.line")
    short = '[[items]]\ntext = "Oui"\n'
    long = f'[[items]]\ntext = "{"Marché ce matin " * 40}"\n'
    key = "mine/line/une"
    standing = items(tmp_path, short, key, layouts__mine=TICKER, schedule=schedule)
    running = items(tmp_path, short + long, key, layouts__mine=TICKER, schedule=schedule)
    assert [isinstance(item.content, TickerText) and item.content.scrolls for item in standing] == [False]
    assert [isinstance(item.content, TickerText) and item.content.scrolls for item in running] == [True, True]
    assert running[1].duration_ms > 10 * running[0].duration_ms


def test_a_ticker_says_the_headlines_of_cards_and_all_languages(tmp_path: Path) -> None:
    schedule = SMALL["schedule.toml"].replace("full", "mine").replace("zones.main", "zones.line")
    found = items(tmp_path, CARD, "mine/line/une", layouts__mine=TICKER, schedule=schedule)
    content = found[0].content
    assert isinstance(content, TickerText)
    assert content.text == "Piscine • Pool"


def test_led_boards_take_cards_texts_and_messages_and_nothing_else(tmp_path: Path) -> None:
    playlist = (
        CARD
        + '[[items]]\ntext = "Bonjour"\n[[items]]\nled = "Pluie"\n'
        + '[[items]]\nimage = "media/wide-1920x1080.jpg"'
    )
    result = compiled(tmp_path, playlists__une=playlist, **LED)
    found = result.program.screens[0].playlists["led/main/une"].items
    assert [item.id for item in found] == ["une#1", "une#2", "une#3"]
    assert [(problem.item, problem.severity) for problem in result.problems] == [("une#4", Severity.WARNING)]


def test_an_led_page_is_never_shorter_than_its_reading_time(tmp_path: Path) -> None:
    needed = items(tmp_path, CARD, "led/main/une", **LED)[0].pages_ms
    brief = items(tmp_path, CARD + "duration = 1", "led/main/une", **LED)[0].pages_ms
    long = items(tmp_path, CARD + "duration = 60", "led/main/une", **LED)[0].pages_ms
    assert min(needed) >= 2_000
    assert brief == needed
    assert long == (60_000,) * len(needed)


def test_a_bad_item_is_left_out_and_the_rest_goes_on(tmp_path: Path) -> None:
    playlist = (
        '[[items]]\nimage = "media/broken-1x1.jpg"\n[[items]]\nimage = "media/nowhere.jpg"\n'
        '[[items]]\ncard = "notise"\nheadline = "x"\n' + CARD + CARD + 'when = "Mo-Fr 25:00"'
    )
    result = compiled(tmp_path, playlists__une=playlist)
    found = result.program.screens[0].playlists["full/main/une"].items
    assert [item.id for item in found] == ["une#4"]
    assert [problem.item for problem in result.problems] == ["une#1", "une#2", "une#3", "une#5"]


def test_a_card_with_a_spoilt_picture_goes_on_without_it(tmp_path: Path) -> None:
    result = compiled(tmp_path, playlists__une=CARD + 'image = "media/broken-1x1.jpg"')
    content = result.program.screens[0].playlists["full/main/une"].items[0].content
    assert isinstance(content, CardContent)
    assert content.picture is None
    assert not content.card.has_picture
    assert len(result.problems) == 1


def test_a_film_stays_out_where_only_stills_are_allowed(tmp_path: Path) -> None:
    result = compiled(
        tmp_path,
        playlists__une='[[items]]\nvideo = "media/film.mp4"\n' + CARD,
        devices='[totem-1]\nprofile = "screen-8m2"',
    )
    found = result.program.screens[0].playlists["full/main/une"].items
    assert [item.id for item in found] == ["une#2"]
    assert "stills" in result.problems[0].message.en


def test_a_link_that_leads_out_of_the_workspace_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret-10x10.jpg").write_bytes(b"")
    root = tmp_path / "site"
    (root / "media").mkdir(parents=True)
    (root / "media" / "out-10x10.jpg").symlink_to(tmp_path / "secret-10x10.jpg")
    result = compiled(root, playlists__une='[[items]]\nimage = "media/out-10x10.jpg"')
    assert result.program.screens[0].playlists["full/main/une"].items == ()
    assert "leads out" in result.problems[0].message.en


def test_a_card_written_too_short_to_be_read_is_shown_and_doubted(tmp_path: Path) -> None:
    result = compiled(tmp_path, playlists__une=CARD + "duration = 2")
    assert result.program.screens[0].playlists["full/main/une"].items[0].pages_ms[0] == 2_000
    assert "too short to be read" in result.problems[0].message.en


@pytest.mark.parametrize("label", ["", "nantes.fr"])
def test_an_address_too_long_for_a_code_is_told_with_the_longest_that_works(
    tmp_path: Path, label: str
) -> None:
    long = f'qr = "https://nantes.fr/{"a" * 200}"\nqr_label = "{label}"'
    kiosk = {"devices": '[totem-1]\nprofile = "kiosk"\n'}
    (problem,) = compiled(tmp_path, playlists__une=CARD + long, **kiosk).problems
    assert problem.message.code == "items.long-code"
    most = int(problem.expected.en.split()[0])
    assert 30 < most < 218
    fits = f'qr = "https://nantes.fr/{"a" * (most - 18)}"'
    assert compiled(tmp_path, playlists__une=CARD + fits, **kiosk).problems == ()
