"""One device's stage as a process: from the state directory to the glass, until the system ends it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from player.stage.changes import Changes
from player.stage.device import DeviceStage
from player.stage.lasting import end_loop
from player.stage.setup import Setup
from player.stage.signals import quit_on_signals
from player.stage.sweep import sweep_here
from player.stage.theatre import Theatre, application
from player.stage.watcher import Eyes, Watcher

if TYPE_CHECKING:
    from player.stage.pairing.stage import PairingStage

_GLANCE_MS = 100


def run_stage(
    setup: Setup,
    eyes: Eyes,
    *,
    offscreen: bool,
    identity: Callable[[], object] = lambda: None,
    before: PairingStage | None = None,
) -> bool:
    """Play until SIGTERM or SIGINT, or until `identity` is another: whether it is.

    What was shown `before` leaves when all screens show what plays.
    """
    sweep_here(application(offscreen=offscreen, software=True if offscreen else None))
    changes = Changes(identity, identity())
    changed: list[object] = []
    changes.changed.connect(changed.append)
    changes.changed.connect(lambda _: end_loop())
    first = eyes.first()
    watcher = Watcher(eyes, first)
    stage = DeviceStage(setup, Theatre(), first, watcher)
    quit_on_signals(stage)
    watcher.start()
    changes.start()
    if before is not None:
        _close_behind(before, stage)
    QGuiApplication.exec()
    changes.close()
    stage.close()
    return bool(changed)


def _close_behind(before: PairingStage, stage: DeviceStage) -> None:
    """Close the windows of before once frames of what follows are on every screen."""
    timer = QTimer(stage)

    def look() -> None:
        if all(told.frames for told in stage.player.presented().values()):
            timer.stop()
            before.close()

    timer.timeout.connect(look)
    timer.start(_GLANCE_MS)
