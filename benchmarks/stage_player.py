"""A stage by itself, as a device starts it: shows the program in a folder until it is told to end."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path

import msgspec
from PySide6.QtGui import QGuiApplication

from player.stage.player import StagePlayer
from player.stage.theatre import Theatre, application
from playlists.program import Program


def main(folder: Path) -> None:
    """Play `folder/program.json` from `folder/objects` by the machine's clock."""
    application()
    player = StagePlayer(
        msgspec.json.decode((folder / "program.json").read_bytes(), type=Program),
        folder / "objects",
        lambda: time.time_ns() // 1_000_000,
        theatre=Theatre(),
    )
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    QGuiApplication.exec()
    player.close()


main(Path(sys.argv[1]))
