"""An officer warns a city from the command line: told before it is signed, drawn, listed, lifted."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import SITE, parvis, rows, write
from PIL import Image

from playlists.feed.publishing.repository import Repository

TOWN = {
    "workspace.toml": SITE,
    "devices.toml": """\
[totem-01]
profile = "totem"
place = "Place"
position = [47.2184, -1.5536]
groups = ["quais"]
[board-01]
profile = "led-board"
place = "Mairie"
position = [48.8566, 2.3522]
""",
    "schedule.toml": """\
[[events]]
layout = "full"
devices = ["totem-01"]
zones.main = "news"
[[events]]
layout = "led"
devices = ["board-01"]
zones.main = "news"
""",
    "playlists/news.toml": '[[items]]\nid = "piscine"\ncard = "notice"\nheadline = "Piscine fermée"\n',
}
FLOOD = (
    *("alert", "raise", "loire", "--level", "severe", "--hours", "6"),
    *("--headline", "Crue de la Loire", "--instruction", "Quittez les quais. Ne prenez pas la voiture."),
)
Run = Callable[..., subprocess.CompletedProcess[str]]


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command on the feed of a folder, with a passphrase that nobody types."""
    where = ("--feed", str(folder / "feed"), "--keys", str(folder / "keys"))
    variables = {"PARVIS_PASSPHRASE": "sesame", "PARVIS_CACHE": str(folder / "cache")}
    language = () if "--language" in arguments else ("--language", "en")
    return parvis(*arguments, *where, *language, variables=variables)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town with a totem and an LED board, published."""
    folder = tmp_path_factory.mktemp("town")
    write(folder / "town", TOWN)
    assert run(folder, "keys", "init", "--editor", "marie").returncode == 0
    told = run(folder, "publish", str(folder / "town"), "--as", "marie")
    assert told.returncode == 0, told.stderr
    return folder


@pytest.fixture
def town(begun: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(begun, tmp_path / "copy"))


def version(town: Path) -> int:
    return Repository(town / "feed", (town / "keys" / "root.json").read_bytes()).chain.timestamp.version


def test_it_is_told_on_which_screens_signed_listed_and_lifted(town: Path) -> None:
    told = run(town, *FLOOD, "--on", "*", "--headline", "en:The Loire is in flood", "--source", "Préfecture")
    assert told.returncode == 0, told.stderr
    assert "led-board (1): board-01\n  main, page 1" in told.stdout
    assert "totem (1): totem-01\n  main, page 1" in told.stdout
    assert "Alerte Crue de la Loire" in told.stdout
    assert "Alert The Loire is in flood" in told.stdout
    assert "drivers have no time for: Ne prenez pas la voiture." in told.stdout
    assert "loire is signed" in told.stdout
    (row,) = rows(run(town, "alert", "list", "--json"))
    assert (row["state"], row["alert"]["id"], row["alert"]["area"]["everywhere"]) == (
        "in-force",
        "loire",
        True,
    )
    assert "loire  in force  severe" in run(town, "alert", "list").stdout
    (newest, *_) = rows(run(town, "feed", "history", "--json"))
    assert (newest["what"], newest["by"]) == ("raised loire", "alerts")
    assert "Say which alert to lift, or --all; there are: loire." in run(town, "alert", "lift").stderr
    assert "there is no alert lore; there are: loire" in run(town, "alert", "lift", "lore").stderr
    assert run(town, "alert", "lift", "loire").stdout.startswith("Lifted: loire.")
    assert run(town, "alert", "list").stdout == "There is no alert.\n"


def test_a_dry_run_tells_draws_and_signs_nothing(town: Path) -> None:
    before = version(town)
    told = run(town, *FLOOD, "--on", "*", "--dry-run", "--json", "--pictures", str(town / "look"))
    assert told.returncode == 0, told.stderr
    seen = {row["profile"]: row for row in rows(told)}
    assert seen["totem"]["pages"] == ["Alerte Crue de la Loire", "Alerte Quittez les quais"]
    assert all(seconds >= 6 for seconds in seen["totem"]["seconds"])
    assert "Nothing was signed." in told.stderr
    assert version(town) == before
    sizes = {}
    for file in (town / "look").iterdir():
        with Image.open(file) as picture:
            sizes[file.name] = picture.size
    assert sizes["totem-main-1.png"] == (1080, 1920)
    assert sizes["led-board-main-1.png"] == (128, 32)
    with Image.open(town / "look" / "totem-main-1.png") as picture:
        assert picture.convert("RGB").getpixel((2, 2)) == (0xB0, 0x12, 0x1F)
    assert len(sizes) == sum(len(row["pages"]) for row in seen.values())


@pytest.mark.parametrize(
    ("on", "reached"),
    [
        (("circle:48.8566,2.3522,1", "totem-01"), {"board-01", "totem-01"}),
        (("group:quais", "--workspace", "{town}/town"), {"totem-01"}),
    ],
)
def test_it_reaches_those_that_are_named(town: Path, on: tuple[str, ...], reached: set[str]) -> None:
    flags: list[str] = []
    for word in on:
        text = word.replace("{town}", str(town))
        flags += [text] if (flags and flags[-1] == "--workspace") or text.startswith("--") else ["--on", text]
    told = run(town, *FLOOD, *flags, "--dry-run", "--json")
    assert told.returncode == 0, told.stderr
    assert {device for row in rows(told) for device in row["devices"]} == reached


def test_what_would_not_do_is_said_and_nothing_is_signed(begun: Path) -> None:
    before = version(begun)
    told = run(begun, *FLOOD, "--on", "profile:kiosk")
    assert (told.returncode, told.stderr) == (
        1,
        "parvis: No device of the feed would show it: nothing is signed.\n",
    )
    assert version(begun) == before


def test_without_the_alerts_key_nothing_is_signed(town: Path) -> None:
    (town / "keys" / "alerts").unlink()
    before = version(town)
    told = run(town, *FLOOD, "--on", "*")
    assert told.returncode == 1
    assert "alerts must be signed by 1 of alerts" in told.stderr
    assert version(town) == before


def test_in_french_too(town: Path) -> None:
    told = run(town, *FLOOD, "--on", "*", "--language", "fr")
    assert "totem (1)\u00a0: totem-01" in told.stdout
    assert "loire est signée" in told.stdout
    assert json.loads(run(town, "alert", "lift", "--all", "--json").stdout) == {"lifted": ["loire"]}


def test_a_program_lost_from_the_folder_keeps_nobody_from_warning_and_is_brought_anew(town: Path) -> None:
    (lost,) = (one for one in (town / "feed" / "programs").iterdir() if b'"totem"' in one.read_bytes())
    lost.unlink()
    told = run(town, *FLOOD, "--on", "*")
    assert told.returncode == 0, told.stderr
    assert "1 devices show it too" in told.stderr
    assert "totem-01" in told.stderr
    again = run(town, "publish", str(town / "town"), "--as", "marie")
    assert again.returncode == 0, again.stderr
    assert "this publication brings them anew: totem-01" in again.stderr
    assert lost.exists()
