"""The pairing page on one output: pictures in turn, on time, and a beat while they stand still."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor, QCursor, QScreen
from PySide6.QtQml import QJSEngine, QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickItem, QQuickWindow

from device_profiles.profile import Screen
from player.pairing import PairingStatus
from player.stage.lasting import LastingWindow
from player.stage.pairing.pictures import Turn, turns
from player.stage.pairing.telling import Say
from player.stage.pictures import PROVIDER, Pictures

_QML = Path(__file__).parent.parent / "qml" / "Parvis" / "Pairing" / "Pairing.qml"


class Pages:
    """Builds the page's scene for any number of windows."""

    def __init__(self) -> None:
        self.pictures = Pictures()
        self._engine = QQmlEngine()
        self._engine.addImageProvider(PROVIDER, self.pictures)
        self._component = QQmlComponent(self._engine, QUrl.fromLocalFile(str(_QML)))

    def build(self, window: QQuickWindow) -> QQuickItem:
        """A page in a window; it lives as long as that."""
        root = self._component.create()
        if not isinstance(root, QQuickItem):
            raise TypeError(self._component.errorString())
        QJSEngine.setObjectOwnership(root, QJSEngine.ObjectOwnership.CppOwnership)
        root.setParent(window)
        root.setParentItem(window.contentItem())
        return root


class PairingWindow:
    """One screen. On an output of another shape than the profile's the page is fitted in, never cut."""

    def __init__(
        self, pages: Pages, screen: Screen, say: Say, *, full_screen: bool, output: QScreen | None
    ) -> None:
        self.screen, self.frames, self._say = screen, 0, say
        self._pages, self._full_screen = pages, full_screen
        self._turns: tuple[Turn, ...] = ()
        self._current, self._since_ms, self._address = -1, 0.0, ""
        self.window = LastingWindow(lasts=full_screen)
        self.window.setTitle(f"Parvis · {screen.name}")
        self.window.setColor(QColor("black"))
        self.window.setFlag(Qt.WindowType.FramelessWindowHint)
        self.window.setCursor(QCursor(Qt.CursorShape.BlankCursor))
        self.window.resize(screen.width, screen.height)
        if output is not None:
            self.window.setScreen(output)
            self.window.setPosition(output.geometry().topLeft())
        self._root = pages.build(self.window)
        self._root.setProperty("pageWidth", screen.width)
        self._root.setProperty("pageHeight", screen.height)
        self.window.widthChanged.connect(self._fit)
        self.window.heightChanged.connect(self._fit)
        self.window.frameSwapped.connect(self._presented)

    def show(self) -> None:
        """Open."""
        if self._full_screen:
            self.window.showFullScreen()
        else:
            self.window.show()
        self._fit()

    def close(self) -> None:
        """Close."""
        self.window.leave()

    def tell(self, status: PairingStatus | None, steady_ms: float) -> None:
        """Show another status, the page that is on stays on where it can: only the words change."""
        self._turns = turns(status, self.screen, self._say)
        keep = 0 <= self._current < len(self._turns) and not self.screen.is_matrix
        self._put(self._current if keep else 0, self._since_ms if keep else steady_ms)

    def beat(self, steady_ms: float) -> None:
        """Go on to the next page where it is time to, and present a frame in any case."""
        if self._turns and steady_ms - self._since_ms >= self._turns[self._current].lasts_ms:
            self._put((self._current + 1) % len(self._turns), steady_ms)
        elif self._turns:
            self._root.setProperty(
                "shift", self._turns[self._current].shift(round(steady_ms - self._since_ms))
            )
        self._root.setProperty("beat", not self._root.property("beat"))

    def _put(self, number: int, since_ms: float) -> None:
        before = self._address
        self._current, self._since_ms = number, since_ms
        self._address = self._pages.pictures.offer(self._turns[number].picture)
        self._root.setProperty("shift", 0)
        self._root.setProperty("source", self._address)
        if before:
            self._pages.pictures.withdraw(before)

    def _fit(self) -> None:
        """As large as the output allows, turned where it stands the other way round."""
        wide, high = max(1, self.window.width()), max(1, self.window.height())
        width, height = self.screen.width, self.screen.height
        turned = (wide > high) != (width > height) and self.screen.rotation % 180 != 0
        across, down = (height, width) if turned else (width, height)
        self._root.setProperty("turn", -self.screen.rotation if turned else 0)
        scale = min(wide / across, high / down)
        self._root.setProperty("pageScale", max(1, int(scale)) if self.screen.is_matrix else scale)

    def _presented(self) -> None:
        self.frames += 1
