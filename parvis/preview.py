"""`parvis preview`: the editor's window."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from parvis.city_data import CityData
from parvis.console import GOOD, Voice, interruptible
from parvis.display import has_display
from parvis.one_block import OpeningError, in_one_block, now
from parvis.opening import Opened, open_library
from parvis.words import words
from playlists.workspace.load import load

_SWITCH_S = 0.001
"""How soon Python's threads take turns: reading a file must not hold up the picture."""


def open_preview(folder: Path, voice: Voice, *, device: str | None, at: str | None) -> int:
    """Open the window on a workspace, and stay until it is closed."""
    return in_one_block(voice, lambda: _open(folder, voice, device, at))


def _require(folder: Path) -> None:
    """Raise where there is no folder to show, or no display to show it on."""
    if not folder.is_dir():
        code = "command.workspace-no-folder" if folder.exists() else "command.no-folder"
        raise OpeningError(words(code, folder=str(folder)))
    if not has_display():
        raise OpeningError(words("command.no-display"))


def _open(folder: Path, voice: Voice, device: str | None, at: str | None) -> int:
    _require(folder)
    from player.memory import give_back_pictures
    from player.preview.window import PreviewWindow
    from player.stage.sweep import sweep_here
    from player.stage.theatre import application

    loaded = load(folder)
    instant = None
    if loaded.workspace is not None:
        opened = Opened(loaded.workspace, loaded)
        instant = None if at is None else opened.instant(at, now())
        opened.devices([] if device is None else [device])
    sys.setswitchinterval(_SWITCH_S)
    give_back_pictures()
    interruptible()
    running = application()
    sweep_here(running)
    cores = os.cpu_count() or 1
    with open_library(folder, cores + 1) as library:
        data = CityData(library)
        with PreviewWindow(
            folder,
            library,
            lambda: time.time_ns() // 1_000_000,
            language=voice.language,
            workers=cores,
            at=instant,
            device=device,
            fill=data,
            city=data.batches,
        ) as preview:
            preview.window.show()
            running.exec()
    return GOOD
