"""A town with one device of every family, cards, a picture, a film and tickers: quickly prepared."""

from __future__ import annotations

from pathlib import Path

from command_line import SITE, write
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


SERVICES = """\
[[services]]
id = "piscines"
devices = ["kiosk"]
title = { fr = "Piscines" }
pictogram = "swimming"
category = "sport"
[[services.entries]]
id = "leo"
title = { fr = "Piscine Léo" }
address = "12, rue du Port"
"""
FILM = '[[items]]\nid = "film"\nvideo = "media/film.mp4"\nduration = 4\n'


def build(folder: Path) -> Path:
    """Write the town."""
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
            "services.toml": SERVICES,
            "playlists/news.toml": NEWS,
            "playlists/moving.toml": FILM + NEWS,
            "playlists/line.toml": '[[items]]\ntext = "Marché de Talensac ce matin jusqu\'à 13 h"\n' * 3,
        },
    )
    return folder
