"""Compiles small workspaces for tests."""

from __future__ import annotations

from pathlib import Path

from looking_shelf import NameShelf
from workspace_folder import SMALL, write

from playlists.compile import Compiled, compile_program
from playlists.program import Item
from playlists.workspace.load import load
from playlists.workspace.model import Workspace

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


def compiled(folder: Path, device: str = "totem-1", **changed: str) -> Compiled:
    return compile_program(workspace(folder, **changed), device, NameShelf())


def items(folder: Path, playlist: str, zone: str = "full/main/une", **changed: str) -> tuple[Item, ...]:
    return compiled(folder, playlists__une=playlist, **changed).program.screens[0].playlists[zone].items


def only(folder: Path, playlist: str, **changed: str) -> Item:
    found = items(folder, playlist, **changed)
    assert len(found) == 1
    return found[0]


LED = {
    "devices": '[totem-1]\nprofile = "led-board"',
    "schedule": SMALL["schedule.toml"].replace("full", "led"),
}
