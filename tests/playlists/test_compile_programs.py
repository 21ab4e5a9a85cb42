"""Compiling: a workspace becomes the program of a device, and what cannot play is left out."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from compiled_folder import compiled, items, workspace
from looking_shelf import NameShelf
from workspace_folder import CARD, DESIGN, SITE, SMALL, write

from device_profiles.profile import Line
from playlists.compile import Compiler, compile_program
from playlists.feed import wire
from playlists.feed.head import Head
from playlists.program import CardContent, Film, Program, Stills
from playlists.timeline import showing
from playlists.workspace.load import load


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
    assert [problem.message.code for problem in result.problems] == ["items.no-room-for-code"]
    assert [event.id for event in upper.events] == ["schedule#1"]
    assert touch.events == ()
    image, film, pdf, card = upper.playlists["portrait-news/main/weekend"].items
    assert image.id == "weekend#1"
    assert isinstance(image.content, Stills)
    assert image.content.pages[0].object in renamed.values()
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
    shown = showing(result.program, datetime(2026, 11, 28, 12, tzinfo=UTC)).screen("upper")
    assert shown is not None
    assert {zone.zone: zone.item_id.split("#")[0] for zone in shown.zones} == {
        "main": "weekend",
        "ticker": "fil-info",
    }


def test_an_overbooked_item_is_left_out_so_that_the_timeline_holds(tmp_path: Path) -> None:
    playlist = (CARD + "share = 0.6\n") * 2 + CARD + "share = 0.4"
    result = compiled(tmp_path, playlists__une=playlist)
    found = result.program.screens[0].playlists["full/main/une"].items
    assert [item.id for item in found] == ["une#1", "une#3"]
    assert "120%" in result.problems[0].message.en
    (zone,) = showing(result.program, datetime(2026, 11, 28, 12, tzinfo=UTC)).screens[0].zones
    assert zone.item in found


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


def test_how_the_line_may_be_used_travels_in_the_program(tmp_path: Path) -> None:
    own = 'extends = "totem"\n[line]\nrate_kb_s = 250\nlarge_when = "01:00-05:00"'
    devices = SMALL["devices.toml"].replace('"totem"', '"own"')
    assert devices != SMALL["devices.toml"]
    program = compiled(tmp_path, devices=devices, profiles__own=own).program
    assert program.line == Line(rate_kb_s=250, large_when="01:00-05:00")
    read = wire.read(wire.pack(program, {}))
    head = Head(place="", position=None, editions=())
    assert wire.unpack(read, program.device, head, lambda _: True).program.line == program.line
    bad = compiled(tmp_path / "bad", devices=devices, profiles__own=own.replace("01:00-05:00", "night"))
    assert bad.program.line == Line(rate_kb_s=250)
    assert len(bad.problems) == 1


def test_the_family_and_the_groups_of_a_device_stand_in_its_program(tmp_path: Path) -> None:
    devices = SMALL["devices.toml"].replace('"totem"', '"own"')
    program = compiled(tmp_path, devices=devices, profiles__own='extends = "totem"').program
    assert (program.profile, program.family, program.groups) == ("own", "totem", ("entrees",))


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


MARK = 'logo_image = "media/mark-200x100.png"\n' + SITE


def test_the_mark_of_the_city_may_be_a_picture(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {**SMALL, "media/mark-200x100.png": b""}
    devices = '[totem-1]\nprofile = "totem"\n[board]\nprofile = "led-board"\n'
    site = load(write(tmp_path, files, workspace=MARK, devices=devices)).workspace
    assert site is not None
    compiler = Compiler(site, NameShelf())
    picture = compiler.compile("totem-1").program.logo_picture
    assert picture is not None
    assert (picture.object, picture.width, picture.height) == ("mark-200x100.png", 200, 100)
    assert compiler.compile("board").program.logo_picture is None


@pytest.mark.parametrize(
    ("name", "said"), [("mark.png", "no file"), ("broken-9x9.png", "cut short"), ("../../mark.png", "..")]
)
def test_a_mark_that_cannot_be_had_is_said_and_left_out(tmp_path: Path, name: str, said: str) -> None:
    files: dict[str, str | bytes] = {**SMALL, "media/broken-9x9.png": b""}
    site = SITE.replace("[theme]", f'logo_image = "media/{name}"\n[theme]')
    loaded = load(write(tmp_path, files, workspace=site))
    assert loaded.draft is not None
    found = [*loaded.problems]
    if loaded.workspace is not None:
        made = compile_program(loaded.workspace, "totem-1", NameShelf())
        assert made.program.logo_picture is None
        found += made.problems
    (problem,) = found
    assert (problem.file, problem.where.en) == ("workspace.toml", "logo_image")
    assert said in f"{problem.message.en} {problem.expected.en} {problem.found.en}"


def test_devices_of_one_kind_that_speak_differently_are_compiled_apart(tmp_path: Path) -> None:
    devices = '[a]\nprofile = "totem"\n[b]\nprofile = "totem"\nlanguages = ["en"]'
    schedule = SMALL["schedule.toml"].replace("totem-1", "*")
    compiler = Compiler(workspace(tmp_path, devices=devices, schedule=schedule), NameShelf())
    spoken = []
    for device in "ab":
        content = compiler.compile(device).program.screens[0].playlists["full/main/une"].items[0].content
        assert isinstance(content, CardContent)
        spoken.append([words.language for words in content.card.words])
    assert spoken == [["fr", "en"], ["en"]]
