"""`parvis preview`: the editor's window."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from parvis.console import GOOD, interruptible
from parvis.display import has_display
from parvis.opening import Opened, OpeningError, in_one_block, now, open_library
from playlists.workspace.load import load

_SWITCH_S = 0.001
"""How soon Python's threads take turns: reading a file must not hold up the picture."""


def open_preview(folder: Path, *, device: str | None, at: str | None) -> int:
    """Open the window on a workspace, and stay until it is closed."""
    return in_one_block(lambda: _open(folder, device, at))


def _open(folder: Path, device: str | None, at: str | None) -> int:
    if not folder.is_dir():
        raise OpeningError(f"{folder}: there is no such folder.")
    if not has_display():
        raise OpeningError(
            "the preview is a window, and this machine has no display (DISPLAY and WAYLAND_DISPLAY are not "
            "set). `parvis snapshot` writes the same pictures to files."
        )
    from player.preview.window import PreviewWindow
    from player.preview.words import language_of
    from player.stage.theatre import application

    loaded = load(folder)
    instant = None
    languages: tuple[str, ...] = ()
    if loaded.workspace is not None:
        opened = Opened(loaded.workspace, loaded)
        instant = None if at is None else opened.instant(at, now())
        opened.devices([] if device is None else [device])
        languages = loaded.workspace.site.languages
    sys.setswitchinterval(_SWITCH_S)
    interruptible()
    running = application()
    cores = os.cpu_count() or 1
    with (
        open_library(folder, cores + 1) as library,
        PreviewWindow(
            folder,
            library,
            lambda: time.time_ns() // 1_000_000,
            language=language_of(*languages),
            workers=cores,
            at=instant,
            device=device,
        ) as preview,
    ):
        preview.window.show()
        running.exec()
    return GOOD
