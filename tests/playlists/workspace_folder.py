"""Writes small workspaces for tests: the example of the design page, and minimal ones."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from parvis.console import Voice
from playlists.workspace.problems import Problem

SITE = """
name = "Nantes Métropole"
time_zone = "Europe/Paris"
country = "FR"
position = [47.2184, -1.5536]          # latitude, longitude
languages = ["fr", "en"]               # first one leads
[theme]                                # colours and type of every card
background = "#10222b"
accent = "#00a79d"
"""

DESIGN = {
    "workspace.toml": SITE,
    "devices.toml": """
[kiosk-001]
profile = "kiosk"
place = "Place du Commerce"
position = [47.2131, -1.5583]
groups = ["centre", "tram-1"]
""",
    "playlists/weekend.toml": """
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
    "schedule.toml": """
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

CARD = """
[[items]]
card = "notice"
headline = { fr = "Piscine", en = "Pool" }
body = { fr = "Fermée.", en = "Closed." }
"""

SMALL = {
    "workspace.toml": SITE,
    "devices.toml": """
[totem-1]
profile = "totem"
place = "Porte de Vertou"
groups = ["entrees"]
""",
    "playlists/une.toml": CARD,
    "schedule.toml": """
[[events]]
layout = "full"
devices = ["totem-1"]
zones.main = "une"
""",
}


def write(folder: Path, files: Mapping[str, str | bytes], **changed: str | bytes) -> Path:
    """Write a workspace; `changed` replaces files, their names with `__` for `/` and without `.toml`."""
    replaced = {f"{name.replace('__', '/')}.toml": text for name, text in changed.items()}
    for name, text in {**files, **replaced}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def told(problem: Problem) -> str:
    """A problem as the command line tells it in English."""
    return Voice("en").problem(problem)
