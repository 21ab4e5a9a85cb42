"""One device's stage as a process: from the state directory to the glass, until the system ends it."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from player.stage.device import DeviceStage
from player.stage.setup import Setup
from player.stage.signals import quit_on_signals
from player.stage.theatre import Theatre, application
from player.stage.watcher import Eyes, Watcher


def run_stage(setup: Setup, eyes: Eyes, *, offscreen: bool) -> None:
    """Play until SIGTERM or SIGINT."""
    application(offscreen=offscreen, software=True if offscreen else None)
    first = eyes.first()
    watcher = Watcher(eyes, first)
    stage = DeviceStage(setup, Theatre(), first, watcher)
    quit_on_signals(stage)
    watcher.start()
    QGuiApplication.exec()
    stage.close()
