"""CONTRIBUTING's recipes, followed in a copy of the rooms: what is added is known everywhere from there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from command_line import ROOT, SITE, parvis, png_size, write
from PIL import Image

from layouts.compose import KINDS

ROOMS = ("device_profiles", "layouts", "playlists", "player", "parvis")
LAYOUT = """\
title = { fr = "Trois colonnes", en = "Three columns" }
[zones.main]
x = 0.0
y = 0.0
width = 0.5
height = 1.0
[zones.side]
x = 0.5
y = 0.0
width = 0.25
height = 1.0
surface = "surface"
[zones.third]
x = 0.75
y = 0.0
width = 0.25
height = 1.0
"""
PROFILE = """\
title = { fr = "Abri de tram", en = "Tram shelter" }
[built_in]
headline = { fr = "Bienvenue", en = "Welcome" }
[limits]
headline_words = 10
words = 35
[[screens]]
name = "main"
width = 720
height = 1280
width_mm = 680
height_mm = 1209
bottom_mm = 900
distance_m = 3
legibility = "d155"
layout = "portrait-news"
transitions = ["crossfade", "cut"]
"""
CARD = '''\
"""The hours: when a place is open."""

import msgspec

from layouts.card import Card, Words
from layouts.compose import notice
from layouts.compose.labels import pictogram
from layouts.compose.story import Story


def tell(card: Card, words: Words) -> Story:
    """As a notice, under the sign of the clock."""
    return msgspec.structs.replace(notice.tell(card, words), pictogram=pictogram(card, "clock"))
'''
POSTER = """\
class PosterItem(ItemBase):
    \"\"\"A poster, always shown whole.\"\"\"

    poster: RelativePath


"""
POSTER_CASE = """\
            case PosterItem() as item:
                return self.pictures.image(numbered, ImageItem(image=item.poster, fit="contain"))
"""
POSTER_FILES = """\
        case PosterItem():
            return ((("poster",), item.poster),)
"""
ITEM = '[[items]]\ncard = "hours"\nheadline = "Médiathèque"\nbody = "Du mardi au samedi, 10h-19h."\n'
SIZES = {
    "screen-8m2-main.png": (1280, 960),
    "plasma-16x9-main.png": (1920, 1080),
    "kiosk-upper.png": (1080, 1920),
    "kiosk-touch.png": (1024, 1280),
    "led-board-main.png": (128, 32),
    "totem-main.png": (1080, 1920),
    "touch-19-main.png": (1024, 1280),
    "table-main.png": (3840, 2160),
    "shelter-main.png": (720, 1280),
    "entry-main.png": (1080, 1920),
}
LAYOUTS = {"plasma-16x9": "columns", "table": "columns", "led-board": "led"}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rooms with a layout, a device profile, a card kind and an item kind more, as their recipes say."""
    rooms = tmp_path_factory.mktemp("rooms")
    for room in ROOMS:
        shutil.copytree(ROOT / room, rooms / room, ignore=shutil.ignore_patterns("__pycache__"))
    write(
        rooms,
        {
            "layouts/catalog/columns.toml": LAYOUT,
            "device_profiles/catalog/shelter.toml": PROFILE,
            "layouts/compose/hours.py": CARD,
        },
    )
    kinds = rooms / "layouts" / "compose" / "kinds.py"
    text = kinds.read_text("utf-8")
    assert "import event, figure, " in text
    text = text.replace("import event, figure, ", "import event, figure, hours, ")
    kinds.write_text(text.replace('    "notice": ', '    "hours": hours.tell,\n    "notice": '), "utf-8")
    _add_posters(rooms / "playlists")
    return rooms


def _add_posters(room: Path) -> None:
    """An item kind: what people write, how it becomes what machines exchange, and which files it has."""
    for name, before, added in (
        ("workspace/model.py", "class VideoItem(", POSTER),
        ("workspace/model.py", "ImageItem | VideoItem", "PosterItem | "),
        ("workspace/model.py", '    "video": VideoItem', '    "poster": PosterItem,\n'),
        ("workspace/media.py", "        case VideoItem():", POSTER_FILES),
        ("workspace/media.py", "PdfItem, VideoItem", "PosterItem, "),
        ("compile/items.py", "            case VideoItem() as item:", POSTER_CASE),
        ("compile/items.py", "    TextItem,\n", "    PosterItem,\n"),
    ):
        file = room / name
        text = file.read_text("utf-8")
        assert text.count(before) == 1, (name, before)
        file.write_text(text.replace(before, added + before), "utf-8")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One device of every family, of the new profile and of a site's own; all show the new card."""
    devices = dict.fromkeys(name.rpartition("-")[0] for name in SIZES)
    screens = [name.removesuffix(".png").rpartition("-") for name in SIZES]
    return write(
        tmp_path_factory.mktemp("town"),
        {
            "workspace.toml": SITE,
            "profiles/entry.toml": 'extends = "totem"\nscannable = true\n',
            "devices.toml": "".join(f'[{name}]\nprofile = "{name}"\n' for name in devices),
            "playlists/hours.toml": ITEM,
            "schedule.toml": "".join(
                f'[[events]]\nlayout = "{LAYOUTS.get(device, "full")}"\ndevices = ["{device}"]\n'
                f'screen = "{screen}"\nzones.main = "hours"\n'
                + (
                    'zones.side = "hours"\nzones.third = "hours"\n'
                    if device in ("plasma-16x9", "table")
                    else ""
                )
                for device, _, screen in screens
            ),
        },
    )


def test_what_was_added_is_checked_without_a_problem(copy: Path, town: Path) -> None:
    told = parvis("check", town, cwd=copy, variables={"PYTHONPATH": str(copy)})
    assert (told.returncode, told.stdout) == (0, f"{town}: all is well\n")


def test_a_card_kind_registered_in_one_place_shows_on_every_family(
    copy: Path, town: Path, tmp_path: Path
) -> None:
    told = parvis(
        "snapshot",
        town,
        "--at",
        "2026-11-21T10:00",
        "--out",
        tmp_path,
        cwd=copy,
        variables={"PYTHONPATH": str(copy)},
    )
    assert (told.returncode, "hours" in told.stderr) == (0, False), told.stderr
    assert {file.name: png_size(file) for file in tmp_path.iterdir()} == SIZES
    for file in tmp_path.iterdir():
        with Image.open(file) as picture:
            assert len(picture.convert("RGB").getcolors(1 << 22) or ()) > 1, f"{file.name} is empty"


@pytest.fixture
def wall(tmp_path: Path) -> Path:
    """A totem and a board that are to show a poster of the new kind."""
    wall = write(
        tmp_path / "wall",
        {
            "workspace.toml": SITE,
            "devices.toml": '[totem]\nprofile = "totem"\n',
            "playlists/posters.toml": '[[items]]\nid = "fete"\nposter = "media/fete.png"\n',
            "schedule.toml": '[[events]]\nlayout = "full"\ndevices = ["totem"]\nzones.main = "posters"\n',
        },
    )
    (wall / "media").mkdir()
    Image.new("RGB", (1080, 1080), "#c02040").save(wall / "media" / "fete.png")
    return wall


def test_an_item_kind_is_checked_and_shown(copy: Path, wall: Path, tmp_path: Path) -> None:
    told = parvis("check", wall, cwd=copy, variables={"PYTHONPATH": str(copy)})
    assert (told.returncode, told.stdout) == (0, f"{wall}: all is well\n")
    told = parvis("snapshot", wall, "--out", tmp_path / "out", cwd=copy, variables={"PYTHONPATH": str(copy)})
    assert told.returncode == 0, told.stderr
    with Image.open(tmp_path / "out" / "totem-main.png") as picture:
        assert picture.convert("RGB").getpixel((540, 960)) == (192, 32, 64)


def test_a_broken_file_of_a_new_item_kind_is_named(copy: Path, wall: Path) -> None:
    (wall / "media" / "fete.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    told = parvis("check", wall, cwd=copy, variables={"PYTHONPATH": str(copy)})
    assert told.returncode == 1
    assert "fete.png" in told.stdout


def test_the_editors_reference_names_every_card_kind() -> None:
    reference = (ROOT / "docs" / "workspace.md").read_text("utf-8")
    line = next(line for line in reference.splitlines() if line.startswith("**`card`**"))
    assert len(KINDS) >= 3
    assert [name for name in KINDS if f'`"{name}"`' not in line] == []
