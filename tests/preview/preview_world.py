"""A small folder with a window on it, and turns of the event loop that end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QGuiApplication

from parvis.city_data import CityData
from player.preview.window import PreviewWindow
from player.stage.instants import to_ms
from player.stage.theatre import application
from playlists.media.library import Library

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
PATIENCE_MS = 20_000

SITE = """
name = "Nantes"
time_zone = "Europe/Paris"
country = "FR"
languages = ["fr"]
"""
DEVICES = """
[totem-1]
profile = "totem"
place = "Porte de Vertou"
[totem-2]
profile = "totem"
place = "Pirmil"
[journal-1]
profile = "led-board"
place = "Vertou"
[borne-1]
profile = "kiosk"
place = "Commerce"
"""
POOL = """
[[items]]
id = "piscine"
card = "notice"
headline = "Piscine"
body = "Fermée."
duration = 10
[[items]]
id = "musee"
card = "notice"
headline = "Musée"
body = "Ouvert."
duration = 10
"""
LATE = """
[[items]]
id = "soir"
card = "notice"
headline = "Bonsoir"
"""
SCHEDULE = """
[[events]]
id = "jour"
layout = "full"
devices = ["*"]
screen = "*"
zones.main = "jour"
[[events]]
id = "soiree"
layout = "full"
devices = ["totem-2"]
when = "18:00-20:00"
priority = 5
zones.main = "soir"
"""
LED = """
[[events]]
id = "led"
layout = "led"
devices = ["journal-1"]
zones.main = "jour"
"""


class Folder:
    """The editor's folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("workspace.toml", SITE)
        self.write("devices.toml", DEVICES)
        self.write("playlists/jour.toml", POOL)
        self.write("playlists/soir.toml", LATE)
        others = SCHEDULE.replace('"*"]', '"profile:totem", "borne-1"]')
        self.write("schedule.toml", others + LED)

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def wait(until: Callable[[], bool]) -> None:
    """Turn the event loop until something holds."""
    late: list[bool] = []
    timer = QTimer()
    timer.setSingleShot(True)
    timer.timeout.connect(lambda: late.append(True))
    timer.start(PATIENCE_MS)
    while not until():
        assert not late, "it never came about"
        QGuiApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
    timer.stop()


def settled(preview: PreviewWindow) -> bool:
    """Whether all that is in view has its picture, and nothing is under way."""
    devices = preview.model.gallery.open_models
    return bool(devices) and not preview.session.busy and not preview.glass.is_behind


@contextmanager
def opened(
    folder: Folder, cache: Path, *, device: str | None = None, language: str = "fr", shows: bool = True
) -> Iterator[PreviewWindow]:
    """A window on the folder, at noon, standing still; `shows` where there is something to be seen."""
    application()
    with (
        Library(cache, 1, root=folder.root) as library,
        PreviewWindow(
            folder.root,
            library,
            lambda: to_ms(NOON),
            language=language,
            at=NOON,
            device=device,
            fill=CityData(library),
        ) as preview,
    ):
        preview.window.show()
        wait(lambda: settled(preview) if shows else not preview.session.busy)
        yield preview
