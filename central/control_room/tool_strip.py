"""Over the wall: what is searched, how the wall is divided, wall or map, and what was found."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from central.control_room.fleet_model import Grouping
from central.control_room.ink import Ink
from central.control_room.theme import BODY, SMALL, Theme
from central.telling.speech import Speech

HEIGHT: Final = 40
_SEARCH: Final = 330
_NOTE: Final = 28
_LONGEST: Final = 80


class SearchField(QLineEdit):
    """Escape clears it, Down and Enter go on to the wall."""

    left_down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What is not typed goes to the window."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left_down.emit()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.left_down.emit()
        else:
            super().keyPressEvent(event)


class ToolStrip(QWidget):
    """One row."""

    searched = Signal(str)
    left_down = Signal()
    grouped = Signal(object)
    faced = Signal(bool)

    def __init__(self, theme: Theme, speech: Speech, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._note = theme, ""
        self.field = SearchField(self)
        self.field.setPlaceholderText(speech.say("search"))
        self.field.setAccessibleName(speech.say("search"))
        self.field.setMaxLength(_LONGEST)
        self.field.textChanged.connect(self.searched)
        self.field.left_down.connect(self.left_down)
        self.groups = {grouping: self._button(speech.say(f"by-{grouping}")) for grouping in Grouping}
        for grouping, button in self.groups.items():
            button.clicked.connect(lambda _=False, grouping=grouping: self.grouped.emit(grouping))
        self.wall, self.map = self._button(speech.say("face-wall")), self._button(speech.say("face-map"))
        self.wall.clicked.connect(lambda: self.faced.emit(False))  # noqa: FBT003 - a signal has no names
        self.map.clicked.connect(lambda: self.faced.emit(True))  # noqa: FBT003

    def _button(self, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setCheckable(True)
        button.setProperty("segment", "yes")
        return button

    def set_theme(self, theme: Theme) -> None:
        """Take another size or mood."""
        self._theme = theme
        self.setFixedHeight(theme.px(HEIGHT + (_NOTE if self._note else 0)))
        self._place()
        self.update()

    def show_view(self, grouping: Grouping, note: str, *, on_map: bool) -> None:
        """How the wall is divided now, and what is told beside it."""
        for one, button in self.groups.items():
            button.setChecked(one is grouping)
            button.setVisible(not on_map)
        self.wall.setChecked(not on_map)
        self.map.setChecked(on_map)
        self._note = note
        self.setFixedHeight(self._theme.px(HEIGHT + (_NOTE if note else 0)))
        self._place()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Groups and faces stand at the right."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        theme, tall = self._theme, self._theme.px(HEIGHT - 6)
        x = self.width()
        rows = (self.map, self.wall), tuple(reversed(self.groups.values()))
        for row in rows:
            for button in row:
                if not button.isHidden():
                    wide = int(theme.metrics(SMALL).horizontalAdvance(button.text())) + theme.px(24)
                    x -= wide
                    button.setGeometry(x, theme.px(3), wide, tall)
            x -= theme.px(14)
        self.field.setGeometry(0, theme.px(3), min(theme.px(_SEARCH), max(60, x - theme.px(8))), tall)

    def paintEvent(self, event: QPaintEvent) -> None:
        """What was found, under the field."""
        theme = self._theme
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(theme.mood.ground))
        if self._note:
            box = QRectF(0, theme.px(HEIGHT), self.width(), theme.px(_NOTE - 4))
            Ink(painter, theme).line(box, self._note, BODY, theme.mood.text)
        painter.end()
