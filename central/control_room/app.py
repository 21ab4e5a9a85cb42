"""One control room, from a line to central to the window: what the command starts."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QLoggingCategory, QStandardPaths
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication

from central.control_room.asking import Asking
from central.control_room.limits import Limits
from central.control_room.parts import Setting
from central.control_room.room import Room
from central.control_room.talk import Talk
from central.control_room.theme import GOOD, load_fonts
from central.control_room.window import ControlRoom

_QUIET = "qt.multimedia.symbolsresolver.warning=false\nqt.multimedia.*.info=false"
"""Optional libraries that are not there."""


def application(*, offscreen: bool = False) -> QApplication:
    """The process's application with widgets, made if there is none; `offscreen` counts only then."""
    QLoggingCategory.setFilterRules(_QUIET)
    if offscreen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    running = QApplication.instance()
    made = running if isinstance(running, QApplication) else QApplication(["parvis"])
    made.setStyle("Fusion")
    load_fonts()
    return made


def downloads() -> Path:
    """Where reports go: the folder in which people look for what they fetched."""
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
    return Path(found) if found else Path.cwd()


class Open:
    """A window that talks to central, until `close`. `steady` is the monotonic clock in seconds."""

    def __init__(self, setting: Setting, token: str, steady: Callable[[], float], limits: Limits) -> None:
        self.room = Room(steady, limits)
        self.window = ControlRoom(self.room, setting, limits)
        icon = QPixmap(64, 64)
        icon.fill(GOOD)
        self.window.setWindowIcon(QIcon(icon))
        self._talk = Talk(Asking(setting.url, token, limits), self.window.post.came.emit, limits)
        self.room.ask = self._talk.ask

    def close(self) -> None:
        """End the threads and the window."""
        self._talk.close()
        self.window.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(self.window, QEvent.Type.DeferredDelete)
