"""Compiling: a workspace becomes the program of a device, prepared for each zone's exact pixels."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from looking_shelf import NameShelf
from workspace_folder import CARD, DESIGN, SITE, SMALL, write

from layouts.layout import place
from playlists.compile import Compiled, Compiler, compile_program
from playlists.program import CardContent, Film, Item, Program, Stills, TickerText
from playlists.timeline import showing
from playlists.workspace.load import load
from playlists.workspace.model import Workspace
from playlists.workspace.problems import Severity

MEDIA = {
    f"media/{name}": b""
    for name in (
        "wide-1920x1080.jpg",
        "tall-1080x1920.jpg",
        "film.mp4",
        "menus-3p.pdf",
        "broken-1x1.jpg",
        "moving-8x8.gif",
    )
}
TICKER = """
zones.main = { x = 0, y = 0, width = 1, height = 0.9 }
zones.line = { kind = "ticker", x = 0, y = 0.9, width = 1, height = 0.1 }
"""


def workspace(folder: Path, **changed: str | bytes) -> Workspace:
    loaded = load(write(folder, {**SMALL, **MEDIA}, **changed))
    assert loaded.workspace is not None
    assert loaded.problems == ()
    return loaded.workspace


def compiled(folder: Path, device: str = "totem-1", **changed: str | bytes) -> Compiled:
    return compile_program(workspace(folder, **changed), device, NameShelf())


def items(
    folder: Path, playlist: str, zone: str = "full/main/une", **changed: str | bytes
) -> tuple[Item, ...]:
    return compiled(folder, playlists__une=playlist, **changed).program.screens[0].playlists[zone].items


def only(folder: Path, playlist: str, **changed: str | bytes) -> Item:
    found = items(folder, playlist, **changed)
    assert len(found) == 1
    return found[0]


LED = {
    "devices": '[totem-1]\nprofile = "led-board"',
    "schedule": SMALL["schedule.toml"].replace("full", "led"),
}


def test_the_example_of_the_design_compiles_for_both_screens_of_the_kiosk(tmp_path: Path) -> None:
    renamed = {
        "folle-journee.jpg": "folle-journee-1600x900.jpg",
        "folle-journee-portrait.jpg": "folle-journee-portrait-900x1600.jpg",
        "menus.pdf": "menus-2p.pdf",
        "machines.mp4": "machines.mp4",
    }
    weekend = DESIGN["playlists/weekend.toml"]
    for old, new in renamed.items():
        weekend = weekend.replace(f"media/{old}", f"media/{new}")
    files = {
        **DESIGN,
        **{f"media/{name}": "" for name in renamed.values()},
        "playlists/weekend.toml": weekend,
    }
    site = load(
        write(tmp_path, {**files, "playlists/fil-info.toml": '[[items]]\ntext = "Bonjour"'})
    ).workspace
    assert site is not None
    result = compile_program(site, "kiosk-001", NameShelf())
    upper, touch = result.program.screens
    assert result.problems == ()
    assert [event.id for event in upper.events] == ["schedule#1"]
    assert touch.events == ()
    image, film, pdf, card = upper.playlists["portrait-news/main/weekend"].items
    assert image.id == "weekend#1"
    assert isinstance(image.content, Stills)
    assert image.content.pages[0].object == "folle-journee-portrait-900x1600.jpg"
    assert (image.pages_ms, image.share, image.when) == ((8_000,), 0.25, "Th-Su 08:00-22:00")
    assert image.opens == datetime(2026, 11, 19, 23, tzinfo=UTC)
    assert image.closes == datetime(2026, 12, 24, 23, tzinfo=UTC)
    assert film.pages_ms == (21_500,)
    assert pdf.pages_ms == (12_000, 12_000)
    assert isinstance(card.content, CardContent)
    assert [words.language for words in card.content.card.words] == ["fr", "en"]
    assert upper.events[0].zones == {
        "main": "portrait-news/main/weekend",
        "ticker": "portrait-news/ticker/fil-info",
    }
    assert showing(result.program, datetime(2026, 11, 28, 12, tzinfo=UTC))


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
         '[[items]]\ncard = "notise"\nheadline = "x"\n'
        + CARD
        + CARD
        + 'when = "Mo-Fr 25:00"'
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
    assert "stills" in result.problems[0].message


def test_an_overbooked_item_is_left_out_so_that_the_timeline_holds(tmp_path: Path) -> None:
    playlist = (CARD + "share = 0.6\n") * 2 + CARD + "share = 0.4"
    result = compiled(tmp_path, playlists__une=playlist)
    found = result.program.screens[0].playlists["full/main/une"].items
    assert [item.id for item in found] == ["une#1", "une#3"]
    assert "120%" in result.problems[0].message
    assert showing(result.program, datetime(2026, 11, 28, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    ("first", "second", "fits"),
    [
        ('when = "Mo-Fr 08:00-18:00"', 'when = "Sa-Su 08:00-18:00"', True),
        ('when = "Mo-Fr 08:00-18:00"', 'when = "Fr-Su 08:00-18:00"', False),
        ('when = "PH"', 'when = "Mo"', False),
        ("until = 2026-12-24", "from = 2026-12-25", True),
        ("until = 2026-12-25", "from = 2026-12-25", False),
    ],
)
def test_shares_are_added_up_only_where_items_meet(
    tmp_path: Path, first: str, second: str, *, fits: bool
) -> None:
    playlist = f"{CARD}share = 0.6\n{first}\n{CARD}share = 0.6\n{second}"
    assert (len(items(tmp_path, playlist)) == 2) is fits


def test_an_event_plays_on_its_screen_only(tmp_path: Path) -> None:
    kiosk = '[totem-1]\nprofile = "kiosk"'
    schedule = SMALL["schedule.toml"]
    for screen, played in (("", (1, 0)), ('screen = "touch"\n', (0, 1)), ('screen = "*"\n', (1, 1))):
        text = schedule.replace("zones.main", f"{screen}zones.main")
        program = compiled(tmp_path, devices=kiosk, schedule=text).program
        assert tuple(len(screen.events) for screen in program.screens) == played


def test_events_that_name_nothing_are_left_out(tmp_path: Path) -> None:
    schedule = SMALL["schedule.toml"] + (
        '[[events]]\nlayout = "ful"\ndevices = ["*"]\nzones.main = "une"\n'
        '[[events]]\nlayout = "full"\ndevices = ["*"]\nzones.mian = "une"\n'
        '[[events]]\nlayout = "full"\ndevices = ["*"]\nzones.main = "uen"\n'
        '[[events]]\nlayout = "full"\ndevices = ["*"]\nzones.main = "une"\nwhen = "Moo"\n'
    )
    result = compiled(tmp_path, schedule=schedule)
    assert [event.id for event in result.program.screens[0].events] == ["schedule#1"]
    assert len(result.problems) == 4


def test_a_device_may_differ_in_hours_languages_and_position(tmp_path: Path) -> None:
    device = (
        SMALL["devices.toml"] + 'display_hours = "06:00-22:00"\nlanguages = ["en"]\nposition = [1.0, 2.0]'
    )
    program = compiled(tmp_path, devices=device).program
    assert (program.display_hours, program.languages, program.position) == (
        "06:00-22:00",
        ("en",),
        (1.0, 2.0),
    )
    content = program.screens[0].playlists["full/main/une"].items[0].content
    assert isinstance(content, CardContent)
    assert [words.headline for words in content.card.words] == ["Pool"]


def test_bad_display_hours_fall_back_to_the_profiles(tmp_path: Path) -> None:
    result = compiled(tmp_path, devices=SMALL["devices.toml"] + 'display_hours = "maybe"')
    assert result.program.display_hours is None
    assert result.problems[0].device == "totem-1"


def test_unchanged_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    playlist = CARD + '[[items]]\nvideo = "media/film.mp4"\n[[items]]\npdf = "media/menus-3p.pdf"'
    first = msgspec.json.encode(compiled(tmp_path, playlists__une=playlist).program)
    second = msgspec.json.encode(compiled(tmp_path, playlists__une=playlist).program)
    assert first == second
    assert msgspec.json.encode(msgspec.json.decode(first, type=Program)) == first


def test_devices_of_one_kind_share_the_work(tmp_path: Path) -> None:
    devices = "".join(f'[totem-{n}]\nprofile = "plasma-16x9"\n' for n in range(5))
    schedule = SMALL["schedule.toml"].replace("totem-1", "*")
    playlist = '[[items]]\nvideo = "media/film.mp4"'
    shelf = NameShelf()
    compiler = Compiler(
        workspace(tmp_path, devices=devices, schedule=schedule, playlists__une=playlist), shelf
    )
    for number in range(5):
        content = (
            compiler.compile(f"totem-{number}").program.screens[0].playlists["full/main/une"].items[0].content
        )
        assert isinstance(content, Film)
    assert len(shelf.asked) == 1


def test_the_mark_of_the_city_is_its_name_unless_written(tmp_path: Path) -> None:
    assert compiled(tmp_path).program.logo == "Nantes Métropole"
    site = 'logo = "Nantes ● Métropole"\n' + SITE
    assert compiled(tmp_path, workspace=site).program.logo == "Nantes ● Métropole"
