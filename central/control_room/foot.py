"""The foot of the window: the time machine, reports, sound, and what was done last or which keys are."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from central.control_room.errands import REPORTS
from central.control_room.ink import Ink
from central.control_room.theme import SMALL, Theme
from central.control_room.time_bar import Reach, TimeTrack
from central.telling.speech import Speech

HEIGHT: Final = 84
_TRACK: Final = 46
_BUTTON: Final = 32
_GAP: Final = 8


class Foot(QWidget):
    """Two rows: the track with its buttons, and a line of text."""

    reached = Signal(object)
    reported = Signal(str)
    sounded = Signal()

    def __init__(self, theme: Theme, speech: Speech, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._speech = theme, speech
        self._note = ""
        self.track = TimeTrack(theme, self)
        self.now = QPushButton(speech.say("now"), self)
        self.now.clicked.connect(lambda: self.track.went.emit(None))
        self.reaches = {reach: self._segment(speech.say(f"range-{reach}")) for reach in Reach}
        for reach, button in self.reaches.items():
            button.clicked.connect(lambda _=False, reach=reach: self.reached.emit(reach))
        self.reports = {span: QPushButton(speech.say(f"report-{span}"), self) for span in REPORTS}
        for span, button in self.reports.items():
            button.setAccessibleName(f"{speech.say('report')}, {speech.say(f'report-{span}')}")
            button.clicked.connect(lambda _=False, span=span: self.reported.emit(span))
        self.sound = QPushButton(self)
        self.sound.clicked.connect(self.sounded)

    def _segment(self, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setCheckable(True)
        button.setProperty("segment", "yes")
        return button

    def set_theme(self, theme: Theme) -> None:
        """Take another size or mood."""
        self._theme = theme
        self.track.set_theme(theme)
        self.setFixedHeight(theme.px(HEIGHT))
        self._place()

    def show_state(self, reach: Reach, sound: str, *, past: bool) -> None:
        """How far the track goes, what the sound does, and whether there is a way back to now."""
        for one, button in self.reaches.items():
            button.setChecked(one is reach)
        self.sound.setText(self._speech.say(f"sound-{sound}"))
        self.sound.setEnabled(sound != "none")
        self.now.setEnabled(past)
        self.now.setProperty("call", "yes" if past else "no")
        self.now.style().unpolish(self.now)
        self.now.style().polish(self.now)
        self._place()

    def show_note(self, note: str) -> None:
        """Say what was done; nothing shows the keys again."""
        if note != self._note:
            self._note = note
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The track takes what the buttons leave."""
        super().resizeEvent(event)
        self._place()

    def _wide(self, button: QPushButton) -> int:
        return int(self._theme.metrics(SMALL).horizontalAdvance(button.text())) + self._theme.px(26)

    def _place(self) -> None:
        theme = self._theme
        pad, top, tall = theme.px(20), theme.px(10), theme.px(_BUTTON)
        x = pad
        for button in self.reaches.values():
            button.setGeometry(x, top, self._wide(button), tall)
            x += self._wide(button)
        right = self.width() - pad
        for button in (self.sound, *reversed(self.reports.values())):
            right -= self._wide(button)
            button.setGeometry(right, top, self._wide(button), tall)
            right -= theme.px(_GAP if button is not self.sound else 2 * _GAP)
        self._report = QRectF(right - theme.px(74), top, theme.px(72), tall)
        right -= theme.px(74 + 2 * _GAP)
        right -= self._wide(self.now)
        self.now.setGeometry(right, top, self._wide(self.now), tall)
        self.track.setGeometry(
            x + theme.px(_GAP), theme.px(11), max(60, right - x - theme.px(2 * _GAP)), theme.px(_TRACK)
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground, the word before the reports, and the line of text."""
        theme, mood = self._theme, self._theme.mood
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(mood.panel))
        painter.fillRect(QRectF(0, 0, self.width(), 1), QColor(mood.line))
        ink = Ink(painter, theme)
        ink.line(self._report, self._speech.say("report"), SMALL, mood.quiet, right=True)
        box = QRectF(theme.px(20), theme.px(56), self.width() - theme.px(40), theme.px(22))
        if self._note:
            ink.line(box, self._note, SMALL, mood.text)
        else:
            ink.line(box, self._speech.say("keys"), SMALL - 0.5, mood.faint)
        painter.end()
