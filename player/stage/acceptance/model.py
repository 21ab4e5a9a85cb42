"""What QML sees of the tests on one screen."""

# ruff: noqa: N815 - these are names of QML

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from device_profiles.profile import Screen

QML_IMPORT_NAME = "Parvis.Acceptance"
QML_IMPORT_MAJOR_VERSION = 1

_KEY_MM = 16.0
"""A key's height: look.md asks for 15 mm at least."""
_KEY_PART = 0.13
_TEXT_PART = 0.030
_LEAST_TEXT = 13.0


@QmlElement
class GlassModel(QObject):
    """One screen. `picture` is the test's own, what is felt lies over it; the panel's keys answer."""

    changed = Signal()
    moved = Signal()
    answered = Signal(str)
    ticked = Signal()

    def __init__(self, screen: Screen) -> None:
        super().__init__()
        self._screen = screen
        self._said: dict[str, Any] = {}
        self._now = 0.0

    def show(self, **said: Any) -> None:
        """Say something else; what is not named stays."""
        self._said |= said
        self.changed.emit()

    def go_on(self, now_s: float) -> None:
        """The time of what moves, in seconds."""
        self._now = now_s
        self.moved.emit()

    @Slot(str)
    def answer(self, what: str) -> None:
        """A key of the panel: `good`, `bad`, `hide`, `leave`, `on`."""
        self.answered.emit(what)

    @Slot()
    def tick(self) -> None:
        """A frame is due."""
        self.ticked.emit()

    def _text(self, name: str) -> str:
        return str(self._said.get(name, ""))

    @property
    def is_touched(self) -> bool:
        """Whether fingers are felt on it."""
        return self._screen.touch_points > 0

    @property
    def _short(self) -> int:
        return min(self._screen.width, self._screen.height)

    def _key_px(self) -> float:
        by_hand = min(_KEY_MM / self._screen.pitch_mm, self._short * _KEY_PART)
        return float(max(by_hand, 2 * self._short * _TEXT_PART))  # a large table's text is larger than keys

    width = Property(float, lambda self: self._screen.width, constant=True)
    height = Property(float, lambda self: self._screen.height, constant=True)
    keySize = Property(float, lambda self: self._key_px(), constant=True)
    em = Property(float, lambda self: max(_LEAST_TEXT, self._short * _TEXT_PART), constant=True)
    matrix = Property(bool, lambda self: self._screen.is_matrix, constant=True)
    now = Property(float, lambda self: self._now, notify=moved)
    kind = Property(str, lambda self: self._text("kind"), notify=changed)
    active = Property(bool, lambda self: bool(self._said.get("active")), notify=changed)
    picture = Property(str, lambda self: self._text("picture"), notify=changed)
    head = Property(str, lambda self: self._text("head"), notify=changed)
    question = Property(str, lambda self: self._text("question"), notify=changed)
    hint = Property(str, lambda self: self._text("hint"), notify=changed)
    panel = Property(bool, lambda self: bool(self._said.get("panel")), notify=changed)
    keys = Property("QVariantList", lambda self: self._said.get("keys", []), notify=changed)  # type: ignore[arg-type]
    columns = Property(int, lambda self: self._said.get("columns", 0), notify=changed)
    rows = Property(int, lambda self: self._said.get("rows", 0), notify=changed)
    felt = Property("QVariantList", lambda self: self._said.get("felt", []), notify=changed)  # type: ignore[arg-type]
    points = Property("QVariantList", lambda self: self._said.get("points", []), notify=changed)  # type: ignore[arg-type]
    aim = Property("QVariantList", lambda self: self._said.get("aim", []), notify=changed)  # type: ignore[arg-type]
    lines = Property("QVariantList", lambda self: self._said.get("lines", []), notify=changed)  # type: ignore[arg-type]
    verdict = Property(str, lambda self: self._text("verdict"), notify=changed)
    verdictInk = Property(str, lambda self: self._text("verdict_ink") or "#00796f", notify=changed)
