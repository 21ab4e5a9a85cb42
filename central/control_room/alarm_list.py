"""The alarms by cause: where and what, since when, who takes care, what to do."""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from central.control_room.ink import Ink
from central.control_room.shapes import draw_sign
from central.control_room.theme import BODY, LEAD, SMALL, Theme
from central.telling.signs import Sign

_ROW: Final = 76
_HEAD: Final = 44
_PAD: Final = 22
_MARK: Final = 34
_BUTTON: Final = 32
_REACTION_MS: Final = 600
"""So long after a row came under a pointer, whoever presses means what stood there before."""


class AlarmRow(NamedTuple):
    """One alarm as it is told. `cares` are what may be done about it: a name and what it says."""

    id: str
    sign: Sign
    title: str
    story: str
    advice: str
    loud: bool
    cares: tuple[tuple[str, str], ...] = ()


class AlarmList(QAbstractScrollArea):
    """A list to walk with the arrow keys."""

    picked = Signal(str)
    asked = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows: tuple[AlarmRow, ...] = ()
        self._chosen = ""
        self._before: tuple[str, ...] = ()
        self._moved = QTimer(self)
        self._moved.setSingleShot(True)
        self._title, self._none, self._none_body = "", "", ""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_theme(self, theme: Theme) -> None:
        """Take another size or mood."""
        self._theme = theme
        self._reach()

    def set_words(self, title: str, none: str, none_body: str) -> None:
        """What stands over the list, and what where there is none."""
        self._title, self._none, self._none_body = title, none, none_body

    def show_rows(self, rows: tuple[AlarmRow, ...], chosen: str) -> None:
        """Take other alarms; `chosen` is the one looked at."""
        if (rows, chosen) != (self.rows, self._chosen):
            self._move([row.id for row in rows])
            self.rows, self._chosen = rows, chosen
            self._reach()

    def _move(self, there: list[str]) -> None:
        """Remember for a moment which rows stood where, if they stand elsewhere now."""
        here = tuple(row.id for row in self.rows)
        if here != tuple(there):
            self._before = self._before if self._moved.isActive() else here
            self._moved.start(_REACTION_MS)

    def _is_meant(self, number: int) -> bool:
        """Whether who presses there now has seen the row that is there."""
        return not self._moved.isActive() or self._before[number : number + 1] == (self.rows[number].id,)

    def wanted(self) -> int:
        """How high all of it is."""
        return (
            self._theme.px(_HEAD) + max(1, len(self.rows)) * self._theme.px(_ROW) + self._theme.px(_PAD) // 2
        )

    def _reach(self) -> None:
        whole = self.wanted()
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, whole - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self._theme.px(_ROW))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """How far it scrolls depends on its height."""
        super().resizeEvent(event)
        self._reach()

    def _box(self, number: int) -> QRectF:
        top = self._theme.px(_HEAD) + number * self._theme.px(_ROW) - self.verticalScrollBar().value()
        return QRectF(0, top, self.viewport().width(), self._theme.px(_ROW))

    def _buttons(self, row: AlarmRow, box: QRectF) -> list[tuple[str, str, QRectF]]:
        """Where the cares of a row stand, from the right."""
        theme, found, right = self._theme, [], box.right() - self._theme.px(_PAD)
        for name, said in reversed(row.cares):
            wide = theme.metrics(SMALL).horizontalAdvance(said) + theme.px(26)
            found.append(
                (
                    name,
                    said,
                    QRectF(right - wide, box.center().y() - theme.px(_BUTTON) / 2, wide, theme.px(_BUTTON)),
                )
            )
            right -= wide + theme.px(8)
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows in view."""
        theme, mood = self._theme, self._theme.mood
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(mood.panel))
        ink = Ink(painter, theme)
        for number, row in enumerate(self.rows):
            box = self._box(number)
            if box.bottom() > theme.px(_HEAD) and box.top() < self.viewport().height():
                self._draw(ink, row, box)
        head = QRectF(0, 0, self.viewport().width(), theme.px(_HEAD))
        painter.fillRect(head, QColor(mood.panel))
        title = head.adjusted(theme.px(_PAD), theme.px(4), -theme.px(_PAD), 0)
        wide = ink.line(title, self._title, BODY, mood.quiet, bold=True)
        if self.rows:
            ink.line(title.adjusted(wide + theme.px(10), 0, 0, 0), str(len(self.rows)), BODY, mood.faint)
        else:
            self._draw_none(ink, head)
        painter.end()

    def _draw_none(self, ink: Ink, head: QRectF) -> None:
        theme, mood = self._theme, self._theme.mood
        box = QRectF(
            theme.px(_PAD), head.bottom(), self.viewport().width() - 2 * theme.px(_PAD), theme.px(30)
        )
        ink.line(box, self._none, LEAD, mood.text, bold=True)
        ink.line(box.translated(0, theme.px(30)), self._none_body, BODY, mood.quiet)

    def _draw(self, ink: Ink, row: AlarmRow, box: QRectF) -> None:
        theme, mood = self._theme, self._theme.mood
        if row.id == self._chosen:
            ink.painter.fillRect(box, QColor(mood.raised))
            ink.painter.fillRect(QRectF(0, box.top(), theme.px(3), box.height()), QColor(mood.accent))
        ink.painter.fillRect(
            QRectF(theme.px(_PAD), box.top(), box.width() - 2 * theme.px(_PAD), 1), QColor(mood.line)
        )
        mark = QRectF(theme.px(_PAD), box.top() + theme.px(12), theme.px(_MARK), theme.px(_MARK))
        draw_sign(ink.painter, mark, row.sign, glyph=0.55)
        buttons = self._buttons(row, box)
        right = min([button.left() for _, _, button in buttons], default=box.right() - theme.px(_PAD))
        left = mark.right() + theme.px(14)
        line = QRectF(left, box.top() + theme.px(8), right - left - theme.px(14), theme.px(22))
        ink.line(line, row.title, 16.5, mood.text if row.loud else mood.quiet, bold=row.loud)
        ink.line(line.translated(0, theme.px(21)), row.story, SMALL, mood.quiet)
        ink.line(line.translated(0, theme.px(40)), row.advice, SMALL, mood.text if row.loud else mood.quiet)
        for _, said, button in buttons:
            ink.card(button, mood.raised if row.id != self._chosen else mood.line, 6)
            ink.line(button, said, SMALL, mood.text, middle=True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick a row, or do what its button says; nothing where the row has only just come there."""
        for number, row in enumerate(self.rows):
            box = self._box(number)
            if event.position().y() < self._theme.px(_HEAD) or not box.contains(event.position()):
                continue
            if self._is_meant(number):
                self._press(row, self._buttons(row, box), event.position())

    def _press(self, row: AlarmRow, buttons: list[tuple[str, str, QRectF]], at: QPointF) -> None:
        care = next((name for name, _, button in buttons if button.contains(at)), None)
        if care is None:
            self.picked.emit(row.id)
        else:
            self.asked.emit(row.id, care)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys walk the rows."""
        ids = [row.id for row in self.rows]
        here = ids.index(self._chosen) if self._chosen in ids else -1
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None and ids:
            there = min(max(here + step, 0), len(ids) - 1)
            self.picked.emit(ids[there])
            self._show(there)
        else:
            event.ignore()

    def _show(self, number: int) -> None:
        box, bar = self._box(number), self.verticalScrollBar()
        if box.top() < self._theme.px(_HEAD):
            bar.setValue(bar.value() + int(box.top()) - self._theme.px(_HEAD))
        elif box.bottom() > self.viewport().height():
            bar.setValue(bar.value() + int(box.bottom()) - self.viewport().height())
