"""The tests on the glass as a process of their own: a window on each output, one test after the other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, QUrl
from PySide6.QtGui import QColor, QCursor, QGuiApplication
from PySide6.QtQml import QJSEngine, QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickItem, QQuickWindow

import player.stage
from device_profiles.profile import DeviceProfile, Screen
from player.acceptance import Desk
from player.stage.acceptance.conductor import Conductor
from player.stage.acceptance.model import GlassModel
from player.stage.acceptance.senses import Senses
from player.stage.lasting import end_loop
from player.stage.pictures import PROVIDER, Pictures
from player.stage.signals import quit_on_signals
from player.stage.sweep import sweep_here
from player.stage.theatre import application

_QML = Path(player.stage.__file__).parent / "qml"
_BEAT_MS = 1000


class Room(QObject):
    """A window for each screen of a profile, conducted through all tests."""

    def __init__(
        self,
        profile: DeviceProfile,
        desk: Desk,
        language: str,
        *,
        steady_s: Callable[[], float],
        full_screen: bool = False,
        pace_s: float | None = None,
        tone: Callable[[], bool] | None = None,
    ) -> None:
        super().__init__()
        self._pictures, self._engine = Pictures(), QQmlEngine()
        self._engine.addImportPath(str(_QML))
        self._engine.addImageProvider(PROVIDER, self._pictures)
        self._component = QQmlComponent(
            self._engine, QUrl.fromLocalFile(str(_QML / "Parvis" / "Acceptance" / "Glass.qml"))
        )
        self.models = {screen.name: GlassModel(screen) for screen in profile.screens}
        self.conductor = Conductor(
            profile, desk, language, self.models, self._pictures, steady_s=steady_s, pace_s=pace_s, tone=tone
        )
        self.windows: dict[str, QQuickWindow] = {}
        self._senses: list[Senses] = []
        outputs = QGuiApplication.screens() if full_screen else []
        for number, screen in enumerate(profile.screens):
            window = self._window(screen)
            if number < len(outputs):
                window.setScreen(outputs[number])
                window.setPosition(outputs[number].geometry().topLeft())
            self.windows[screen.name] = window
            self._senses.append(Senses(window, screen, self.conductor, parent=self))
        self.conductor.begin()
        for window in self.windows.values():
            window.showFullScreen() if full_screen else window.show()

    def close(self) -> None:
        """Leave the glass."""
        self.conductor.end()
        for window in self.windows.values():
            window.close()

    def _window(self, screen: Screen) -> QQuickWindow:
        window = QQuickWindow()
        window.setTitle(f"Parvis · doctor · {screen.name}")
        window.setColor(QColor("black"))
        window.setFlags(Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
        window.setCursor(QCursor(Qt.CursorShape.BlankCursor))
        window.resize(screen.width, screen.height)
        model = self.models[screen.name]
        root = self._component.createWithInitialProperties({"glass": model})
        if not isinstance(root, QQuickItem):
            raise TypeError(self._component.errorString())
        QJSEngine.setObjectOwnership(root, QJSEngine.ObjectOwnership.CppOwnership)
        root.setParent(window)
        root.setParentItem(window.contentItem())
        model.setParent(root)
        return window


def run_room(make: Callable[[], Room], desk: Desk, *, offscreen: bool) -> None:
    """Test until all was shown and read, somebody leaves, or nobody is there."""
    sweep_here(application(offscreen=offscreen, software=True if offscreen else None))
    room = make()
    quit_on_signals(room)
    room.conductor.finished.connect(end_loop)
    beat = QTimer(room)
    beat.timeout.connect(desk.beat)
    beat.start(_BEAT_MS)
    desk.beat()
    QGuiApplication.exec()
    room.close()
