"""Ends the application when the system asks, at once: Python hears no signal while Qt waits."""

from __future__ import annotations

import os
import signal
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier

from player.stage.lasting import end_loop


def quit_on_signals(parent: QObject) -> None:
    """Let SIGTERM and SIGINT leave the event loop."""
    reader, writer = os.pipe()
    for descriptor in (reader, writer):
        os.set_blocking(descriptor, False)
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _nothing)
    notifier = QSocketNotifier(reader, QSocketNotifier.Type.Read, parent)
    notifier.activated.connect(end_loop)


def _nothing(_number: int, _frame: FrameType | None) -> None:
    """The pipe says it."""
