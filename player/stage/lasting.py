"""A window that covers an output for the public, and how the event loop is left with such windows."""

from __future__ import annotations

from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtQuick import QQuickWindow


class LastingWindow(QQuickWindow):
    """With `lasts` only `leave` closes it: no key, no compositor, and no end of the application does."""

    def __init__(self, *, lasts: bool) -> None:
        super().__init__()
        self._lasts = lasts

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - as Qt has it
        """Refuse what somebody else asks."""
        if self._lasts:
            event.ignore()
        else:
            super().closeEvent(event)

    def leave(self) -> None:
        """Close it."""
        self._lasts = False
        self.close()


def end_loop() -> None:
    """End the event loop; windows stay as they are, whereas `quit` first asks each of them to close."""
    QGuiApplication.exit(0)
