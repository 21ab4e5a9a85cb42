"""The README's first ten minutes and the design's workspace, taken literally by somebody new."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from command_line import ROOT, parvis, png_size, rows, write
from PIL import Image

README = (ROOT / "README.md").read_text("utf-8")
MINUTES = README.partition("## An editor's first ten minutes")[2].partition("\n## ")[0]
WRITTEN = dict(re.findall(r"```toml\n# (\S+)\n(.*?)```", MINUTES, re.DOTALL))
TYPED = [
    line.removeprefix(".venv/bin/parvis ")
    for line in re.findall(r"^\.venv/bin/parvis .*$", MINUTES, re.MULTILINE)
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the newcomer sits, with the files of the README."""
    return write(tmp_path_factory.mktemp("desk"), WRITTEN)


def typed(command: str) -> list[str]:
    """The arguments of a command as the README has them."""
    [line] = [line for line in TYPED if line.startswith(command) and "my-town" in line]
    return shlex.split(line)


def test_the_readme_says_what_to_write_and_to_type() -> None:
    assert set(WRITTEN) == {
        f"my-town/{file}"
        for file in ("workspace.toml", "devices.toml", "schedule.toml", "playlists/news.toml")
    }
    copied = ROOT / "examples" / "saint-exemple"
    assert {name: (copied / name.removeprefix("my-town/")).read_text("utf-8") for name in WRITTEN} == WRITTEN
    assert len([each for each in copied.rglob("*") if each.is_file()]) == len(WRITTEN)
    assert {line.split()[0] for line in TYPED} == {"preview", "check", "timeline", "snapshot"}


@pytest.mark.parametrize("today", ["2026-11-26", "2027-07-14", "2030-01-02"])
def test_what_the_readme_writes_has_no_mistake_whenever_it_is_read(desk: Path, today: str) -> None:
    told = parvis(*typed("check"), "--at", today, cwd=desk)
    assert (told.returncode, told.stdout.strip()) == (0, "my-town: all is well")


def test_its_timeline_names_its_items(desk: Path) -> None:
    plays = rows(parvis(*typed("timeline"), "--json", cwd=desk))
    assert 4 < len(plays) < 30, "as many as one reads"
    assert {play["item"] for play in plays} == {"news#1", "news#2"}
    assert {play["zone"] for play in plays} == {"main"}


def test_its_pictures_have_the_pixels_of_the_screens(desk: Path) -> None:
    told = parvis(*typed("snapshot"), cwd=desk)
    assert told.returncode == 0, told.stderr
    written = [desk / line for line in told.stdout.split()]
    assert [file.name for file in written] == ["totem-01-main.png", "board-01-main.png"]
    assert [png_size(file) for file in written] == [(1080, 1920), (128, 32)]
    for file in written:
        with Image.open(file) as picture:
            assert len(picture.convert("RGB").getcolors(2**24) or ()) > 1, f"{file.name} shows nothing"


DESIGN = {
    "workspace.toml": """\
name = "Nantes Métropole"
time_zone = "Europe/Paris"
country = "FR"
position = [47.2184, -1.5536]          # latitude, longitude
languages = ["fr", "en"]               # first one leads
[theme]                                # colours and type of every card
background = "#10222b"
accent = "#00a79d"
""",
    "devices.toml": """\
# devices.toml: one table per device
[kiosk-001]
profile = "kiosk"
place = "Place du Commerce"
position = [47.2131, -1.5583]
groups = ["centre", "tram-1"]
""",
    "playlists/weekend.toml": """\
title = "Que faire ce week-end ?"
[[items]]
image = "media/folle-journee.jpg"      # best of image + variants by aspect ratio, then fit
variants = ["media/folle-journee-portrait.jpg"]
fit = "cover"                          # or "contain"
focus = [0.5, 0.3]                     # what a crop must keep
duration = 8
from = 2026-11-20                      # a date (from its first to its last moment, here) or a date-time
until = 2026-12-24                     # inclusive
when = "Th-Su 08:00-22:00"
share = 0.25
[[items]]
video = "media/machines.mp4"           # its own length
[[items]]
pdf = "media/menus.pdf"                # one slide a page
duration = 12                          # of each
[[items]]
card = "notice"                        # notice | event | figure | hours | ...
headline = { fr = "Piscine Léo-Lagrange", en = "Léo-Lagrange pool" }
body = { fr = "Fermée pour vidange jusqu'au 3 décembre." , en = "Closed until 3 December." }
qr = "https://metropole.nantes.fr/piscines"
""",
    "schedule.toml": """\
[[events]]
layout = "portrait-news"               # from the catalog or layouts/
devices = ["group:centre", "profile:totem", "kiosk-001"]
screen = "upper"                       # only where a device has several
when = "Mo-Su 06:00-24:00"
priority = 0
zones.main = "weekend"
zones.ticker = "fil-info"
""",
}


@pytest.fixture(scope="module")
def design(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace of the design, with what it names but does not write."""
    folder = write(tmp_path_factory.mktemp("design"), DESIGN)
    write(folder, {"playlists/fil-info.toml": '[[items]]\ntext = "Marché de Talensac jusqu\'à 13 h"\n'})
    with (folder / "devices.toml").open("a", encoding="utf-8") as devices:
        devices.write('[totem-001]\nprofile = "totem"\nplace = "Porte de Vertou"\n')
    (folder / "media").mkdir()
    Image.new("RGB", (640, 360), "#336699").save(folder / "media" / "folle-journee.jpg")
    Image.new("RGB", (360, 640), "#993366").save(folder / "media" / "folle-journee-portrait.jpg")
    nantes = ROOT / "examples" / "nantes" / "media"
    (folder / "media" / "machines.mp4").write_bytes((nantes / "averse.mp4").read_bytes())
    (folder / "media" / "menus.pdf").write_bytes((nantes / "menus.pdf").read_bytes())
    return folder


def test_the_workspace_of_the_design_has_no_error(design: Path) -> None:
    told = parvis("check", design, "--at", "2026-11-22")
    assert told.returncode == 0, told.stdout


def test_the_workspace_of_the_design_plays_as_it_says(design: Path) -> None:
    # Saturday 28 November, while the picture is open; a share of 0.25 of the air.
    span = ("--from", "2026-11-28T10:00", "--to", "2026-11-28T11:00", "--json")
    plays = rows(parvis("timeline", design, "--device", "kiosk-001", *span))
    upper = [play for play in plays if play["screen"] == "upper" and play["zone"] == "main"]
    assert {play["item"] for play in upper} == {f"weekend#{number}" for number in (1, 2, 3, 4)}
    air = sum(seconds(play) for play in upper if play["item"] == "weekend#1")
    assert abs(air - 900) <= 8
    assert {seconds(play) for play in upper[1:-1] if play["item"] == "weekend#1"} == {8.0}


def test_a_screen_without_event_shows_the_slide_of_its_profile(design: Path) -> None:
    span = ("--from", "2026-11-28T10:00", "--to", "2026-11-28T11:00", "--json")
    plays = rows(parvis("timeline", design, "--device", "kiosk-001", *span))
    assert [(play["zone"], play["item"]) for play in plays if play["screen"] == "touch"] == [("", "built-in")]


def test_the_screen_of_a_device_with_one_needs_no_name(design: Path) -> None:
    span = ("--from", "2026-11-28T10:00", "--to", "2026-11-28T10:10", "--json")
    plays = rows(parvis("timeline", design, "--device", "totem-001", *span))
    assert {play["event"] for play in plays} == {"schedule#1"}


def seconds(play: dict[str, str]) -> float:
    """How long a play is."""
    from datetime import datetime

    return (datetime.fromisoformat(play["end"]) - datetime.fromisoformat(play["start"])).total_seconds()
