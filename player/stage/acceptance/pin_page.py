"""The page of the PIN: a pad of large keys over the show, which goes on around and behind it."""

# ruff: noqa: N815 - these are names of QML

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickWindow

import player.stage
from device_profiles.profile import Screen
from player.stage.acceptance.words import catalogue, say
from player.stage.glass import COVERED

QML_IMPORT_NAME = "Parvis.Acceptance"
QML_IMPORT_MAJOR_VERSION = 1

_FILE = Path(player.stage.__file__).parent / "qml" / "Parvis" / "Acceptance" / "PinPage.qml"
LayOver = Callable[[QQuickWindow, Path, dict[str, object]], QQuickItem]
"""Puts the item of a QML file, with these properties, over all that is in a window."""
_KEY_MM = 17.0
_KEY_PART = 0.12


def get_ready() -> None:
    """Read what the page is made of, in any thread: whoever draws it finds it in memory."""
    with suppress(OSError):
        catalogue()
        for file in _FILE.parent.iterdir():
            file.read_bytes()


@QmlElement
class PinModel(QObject):
    """What the page shows."""

    changed = Signal()
    pressed = Signal(str)

    def __init__(self, screen: Screen, language: str) -> None:
        super().__init__()
        self._screen, self._language = screen, language
        self._said, self._count, self._is_wrong = say("pin-ask", language), 0, False

    def show(self, said: str, count: int, *, is_wrong: bool) -> None:
        """Show a sentence, and so many digits as dots."""
        self._said, self._count, self._is_wrong = said, count, is_wrong
        self.changed.emit()

    @Slot(str)
    def press(self, key: str) -> None:
        """A key was pressed."""
        self.pressed.emit(key)

    def _word(self, name: str) -> str:
        return say(name, self._language)

    def _key_px(self) -> float:
        short = min(self._screen.width, self._screen.height)
        return float(min(_KEY_MM / self._screen.pitch_mm, short * _KEY_PART))

    keySize = Property(float, lambda self: self._key_px(), constant=True)
    title = Property(str, lambda self: self._word("pin-title"), constant=True)
    cancel = Property(str, lambda self: self._word("pin-cancel"), constant=True)
    erase = Property(str, lambda self: self._word("pin-erase"), constant=True)
    enter = Property(str, lambda self: self._word("pin-enter"), constant=True)
    said = Property(str, lambda self: self._said, notify=changed)
    dots = Property(str, lambda self: "●" * self._count, notify=changed)
    wrong = Property(bool, lambda self: self._is_wrong, notify=changed)


class PinPage(QObject):
    """The page in a window of the show, until `close`; it belongs to the window and goes with it."""

    pressed = Signal(str)

    def __init__(self, window: QQuickWindow, screen: Screen, language: str, lay_over: LayOver) -> None:
        super().__init__(window)
        self._language = language
        self._said: tuple[str, dict[str, Any]] = ("pin-ask", {})
        self._count = 0
        self._model = PinModel(screen, language)
        self._model.pressed.connect(self.pressed)
        self._item = lay_over(window, _FILE, {"pin": self._model})
        self._model.setParent(self._item)
        window.setProperty(COVERED, True)  # noqa: FBT003 - as Qt has it

    def say(self, name: str, **facts: int) -> None:
        """Say a sentence; no digits are shown."""
        self._said, self._count = (name, facts), 0
        self._show()

    def show_typed(self, count: int) -> None:
        """Show so many digits."""
        self._count = count
        self._show()

    def close(self) -> None:
        """Take the page off the glass."""
        self._item.setVisible(False)
        self._item.deleteLater()
        cast("QQuickWindow", self.parent()).setProperty(COVERED, False)  # noqa: FBT003 - as Qt has it
        self.deleteLater()

    def _show(self) -> None:
        name, facts = self._said
        is_wrong = name in {"pin-wrong", "pin-last", "pin-locked", "pin-failed"}
        self._model.show(say(name, self._language, **facts), self._count, is_wrong=is_wrong)
