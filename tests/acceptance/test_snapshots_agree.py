"""The same program and instant give the same pixels in any process, on every family of devices."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from command_line import SITE, parvis, png_size, rows, write
from horrors import film
from PIL import Image

SIZES = {
    "screen-8m2-main.png": (1280, 960),
    "plasma-16x9-main.png": (1920, 1080),
    "kiosk-upper.png": (1080, 1920),
    "kiosk-touch.png": (1024, 1280),
    "led-board-main.png": (128, 32),
    "totem-main.png": (1080, 1920),
    "touch-19-main.png": (1024, 1280),
    "table-main.png": (3840, 2160),
}
FAMILIES = ("screen-8m2", "plasma-16x9", "kiosk", "led-board", "totem", "touch-19", "table")
LAYOUTS = {
    "screen-8m2": "full",
    "plasma-16x9": "landscape-news",
    "led-board": "led",
    "totem": "portrait-news",
    "touch-19": "portrait-news",
    "table": "full",
}
NEWS = """\
[[items]]
card = "notice"
category = "services"
headline = "Piscine fermée"
body = "Vidange annuelle jusqu'au 3 décembre."
qr = "https://example.org/piscines"
[[items]]
card = "event"
category = "culture"
headline = "Marché de Noël"
date = 2026-12-05T10:00:00
place = "Place du Marché"
[[items]]
image = "media/noise.png"
fit = "contain"
"""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town with one device of every family, cards, a picture, a film and tickers."""
    folder = tmp_path_factory.mktemp("families")
    (folder / "media").mkdir()
    Image.effect_noise((320, 200), 80).save(folder / "media" / "noise.png")
    film(folder / "media" / "film.mp4", codec="libx264", frames=25, options={"x264-params": "log-level=none"})
    screens = [(family, layout, "main") for family, layout in LAYOUTS.items()]
    screens += [("kiosk", "kiosk-upper", "upper"), ("kiosk", "kiosk-touch", "touch")]
    write(
        folder,
        {
            "workspace.toml": SITE,
            "devices.toml": "".join(f'[{name}]\nprofile = "{name}"\nplace = "Ici"\n' for name in FAMILIES),
            "schedule.toml": "".join(
                f'[[events]]\nlayout = "{layout}"\ndevices = ["{family}"]\nscreen = "{screen}"\n'
                f'zones.main = "{"moving" if family == "plasma-16x9" else "news"}"\n'
                + ('zones.ticker = "line"\n' if "news" in layout else "")
                for family, layout, screen in screens
            ),
            "playlists/news.toml": NEWS,
            "playlists/moving.toml": f'[[items]]\nid = "film"\nvideo = "media/film.mp4"\nduration = 4\n{NEWS}',
            "playlists/line.toml": '[[items]]\ntext = "Marché de Talensac ce matin jusqu\'à 13 h"\n' * 3,
        },
    )
    return folder


@pytest.fixture(scope="module")
def film_starts(town: Path) -> datetime:
    """When the film begins."""
    span = ("--from", "2026-11-28T14:00", "--to", "2026-11-28T14:10", "--json")
    plays = rows(parvis("timeline", town, "--device", "plasma-16x9", *span))
    return datetime.fromisoformat(next(play["start"] for play in plays[4:] if play["item"] == "film"))


def pictures(town: Path, at: str, out: Path) -> dict[str, str]:
    """The pixels of every screen, hashed."""
    told = parvis("snapshot", town, "--at", at, "--out", out)
    assert told.returncode == 0, told.stderr
    hashed = {}
    for line in told.stdout.splitlines():
        with Image.open(line) as picture:
            hashed[Path(line).name] = hashlib.sha256(picture.convert("RGB").tobytes()).hexdigest()
    return hashed


# While the film fades in, in its midst, and in the midst of whatever else; tickers run in all of them.
@pytest.mark.parametrize("later_s", [0.25, 1.456, 4_000.1])
def test_two_processes_draw_the_same_pixels(
    later_s: float, film_starts: datetime, tmp_path: Path, town: Path
) -> None:
    at = (film_starts + timedelta(seconds=later_s)).isoformat()
    drawn = pictures(town, at, tmp_path / "first")
    assert drawn == pictures(town, at, tmp_path / "second")
    assert {name: png_size(tmp_path / "first" / name) for name in drawn} == SIZES


def test_an_instant_later_the_moving_parts_have_moved(
    film_starts: datetime, tmp_path: Path, town: Path
) -> None:
    early, late = (
        pictures(town, (film_starts + timedelta(seconds=later_s)).isoformat(), tmp_path / str(later_s))
        for later_s in (1.456, 1.6)
    )
    moved = {name for name in early if early[name] != late[name]}
    assert "plasma-16x9-main.png" in moved
    assert not {"screen-8m2-main.png", "table-main.png"} & moved
