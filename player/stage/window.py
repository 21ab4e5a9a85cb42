"""One screen's window: where it opens, how it is turned, and what counts as a frame on the glass."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QCursor, QScreen

from player.stage.fit import Fitted
from player.stage.glass import Glass
from player.stage.lasting import LastingWindow
from player.stage.live import LiveScreen
from player.stage.theatre import Theatre
from player.stage.worker import joined
from player.touch.show import Cover


class StageWindow:
    """Shows a live screen, without frame, title or cursor, as soon as its first scene is ready.

    `turn` turns the whole scene clockwise, in degrees, where the output cannot turn its picture.
    `full_screen` covers `output`, and what is shown is fitted in; otherwise the window has the screen's
    pixels. `layer` is what lies over it for those who touch it.
    """

    def __init__(
        self,
        theatre: Theatre,
        live: LiveScreen,
        *,
        turn: int = 0,
        full_screen: bool = False,
        output: QScreen | None = None,
        layer: Cover | None = None,
    ) -> None:
        self.live = live
        self.window = LastingWindow(lasts=full_screen)
        self.window.setTitle(f"Parvis · {live.screen.name}")
        self.window.setColor(QColor("black"))
        self.window.setFlag(Qt.WindowType.FramelessWindowHint)
        self.window.setCursor(QCursor(Qt.CursorShape.BlankCursor))
        upright = turn % 180 == 0
        width, height = live.screen.width, live.screen.height
        self._scene = (width, height) if upright else (height, width)
        self.window.resize(*self._scene)
        if output is not None:
            self.window.setScreen(output)
            self.window.setPosition(output.geometry().topLeft())
        self._full_screen = full_screen
        self.fitted = Fitted(self.window, self._scene, exactly=live.screen.is_matrix)
        self.fitted.hold(theatre.build(self.window, live.model, turn))
        self.layer = layer
        if layer is not None:
            over = theatre.lay_over(self.window, layer.view, {"touch": layer.model, "turn": turn})
            self.fitted.hold(over)
        self.glass = Glass(self.window, live.screen, self.fitted, turn)
        self.window.frameSwapped.connect(live.frame_presented)
        if live.is_ready:
            self._open()
        else:
            live.ready.connect(self._open)

    def _open(self) -> None:
        if self._full_screen:
            self.window.showFullScreen()
        else:
            self.window.show()

    @property
    def misfit(self) -> str:
        """In words, that the output it covers has other pixels than its screen; "" where it has the same."""
        if not (self._full_screen and self.window.isExposed() and self.fitted.is_misfit):
            return ""
        has, wants = (f"{width} × {height}" for width, height in (self.fitted.output, self._scene))
        return f"{self.window.screen().name()} has {has} pixels where the screen has {wants}"

    def join(self, patience_s: float) -> bool:
        """After `close`: whether the threads of what it shows have ended, each within so many seconds."""
        layer = (self.layer.join,) if self.layer is not None else ()
        return joined((self.live.join, *layer), patience_s)

    def close(self) -> None:
        """Close the window and what it shows."""
        if self.layer is not None:
            self.layer.close()
        self.live.close()
        self.window.leave()
