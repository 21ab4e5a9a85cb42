"""The stage of a box as a process, until it is a device."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from player.stage.pairing.stage import PairingSetup, PairingStage
from player.stage.signals import quit_on_signals
from player.stage.sweep import sweep_here
from player.stage.theatre import application


def run_pairing(setup: PairingSetup, *, offscreen: bool) -> PairingStage | None:
    """Show the pairing page until this is a device; its windows stay. None where SIGTERM or SIGINT came."""
    sweep_here(application(offscreen=offscreen, software=True if offscreen else None))
    stage = PairingStage(setup)
    quit_on_signals(stage)
    if not stage.became_device:
        QGuiApplication.exec()
    if not stage.became_device:
        stage.close()
        return None
    stage.stop()
    return stage
