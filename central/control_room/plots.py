"""The live plots of a device: six quantities over the same 24 hours as the bands above them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pyqtgraph
from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from central.control_room.curves import LANES, Curves, told_at
from central.control_room.day_strip import ASIDE
from central.control_room.ink import Ink
from central.control_room.leaf import Leaf
from central.control_room.theme import SIGN_COLOURS, SMALL, Theme

_LANE: Final = 38
_CURVE: Final = "#8fc3c9"


def _plain(value: float, digits: int) -> str:
    return f"{value:.{digits}f}"


class Plots(Leaf):
    """Names and values at the left, curves at the right. Pointing at an instant tells the values there."""

    pointed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._names: tuple[str, ...] = ("",) * len(LANES)
        self._none = ""
        self._curves: Curves | None = None
        self._second: float | None = None
        self._number: Callable[[float, int], str] = _plain
        self._view = pyqtgraph.PlotWidget(self, background=theme.mood.panel)
        self._view.setFrameShape(QFrame.Shape.NoFrame)
        for part in (self._view, self._view.viewport()):  # nothing to do there by keyboard
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._item = self._view.getPlotItem()
        self._item.hideButtons()
        self._item.setMenuEnabled(enableMenu=False)
        self._item.setMouseEnabled(x=False, y=False)
        self._item.hideAxis("left")
        self._item.hideAxis("bottom")
        self._item.setContentsMargins(0, 0, 0, 0)
        self._item.getViewBox().setDefaultPadding(0)
        self._line = self._item.plot([], [], connect="finite", antialias=True)
        self._parts: list[pyqtgraph.PlotDataItem] = []
        self._cursor = pyqtgraph.InfiniteLine(angle=90, movable=False)
        self._cursor.hide()
        self._item.addItem(self._cursor, ignoreBounds=True)
        self._view.setMouseTracking(True)
        self._view.viewport().setMouseTracking(True)
        self._view.viewport().installEventFilter(self)

    def set_words(self, names: tuple[str, ...], none: str, number: Callable[[float, int], str]) -> None:
        """The names of the lanes, what is said where there are no samples, and how numbers are written."""
        self._names, self._none = names, none
        self._number = number

    def set_theme(self, theme: Theme) -> None:
        """Take another size or mood."""
        super().set_theme(theme)
        self._view.setBackground(theme.mood.panel)
        self._line.setPen(pyqtgraph.mkPen(_CURVE, width=max(1, theme.px(1.2))))
        self._cursor.setPen(pyqtgraph.mkPen(theme.mood.quiet, width=1))

    def show_curves(self, found: Curves | None, start: float, end: float) -> None:
        """Draw other samples, from an instant to another in seconds since 1970."""
        self._curves = found
        for part in self._parts:
            self._item.removeItem(part)
        self._parts = []
        self._view.setVisible(found is not None)
        if found is not None:
            self._line.setData(found.x, found.y)
            for sign, x, y in found.parts:
                pen = pyqtgraph.mkPen(SIGN_COLOURS[sign], width=max(2, self.theme.px(2)))
                self._parts.append(self._item.plot(x, y, connect="finite", antialias=True, pen=pen))
        self._item.setRange(xRange=(start, end), yRange=(0, len(LANES)), padding=0)
        self.update()

    def point(self, second: float | None) -> None:
        """Tell the values at an instant; None tells the last ones."""
        self._second = second
        self._cursor.setVisible(second is not None)
        if second is not None:
            self._cursor.setValue(second)
        self.update()

    def wanted(self, _width: int) -> int:
        """A lane for each quantity."""
        return self.theme.px(_LANE) * (len(LANES) if self._curves is not None else 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The curves take what the names leave."""
        super().resizeEvent(event)
        left = self.theme.px(ASIDE)
        self._view.setGeometry(left, 0, max(1, self.width() - left), self.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The pointer over the curves."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            x = self._item.getViewBox().mapSceneToView(self._view.mapToScene(event.position().toPoint())).x()
            self.pointed.emit(x)
        elif event.type() == QEvent.Type.Leave:
            self.pointed.emit(None)
        return super().eventFilter(watched, event)

    def draw(self, ink: Ink) -> None:
        """The lanes' names, values and dividing lines."""
        theme, mood = self.theme, self.theme.mood
        if self._curves is None:
            ink.line(QRectF(0, 0, self.width(), theme.px(_LANE)), self._none, SMALL, mood.quiet)
            return
        told, lane_px = told_at(self._curves, self._second), self.height() / len(LANES)
        row = theme.px(_LANE / 2)
        for number, (lane, name, value) in enumerate(zip(LANES, self._names, told, strict=True)):
            top = number * lane_px
            ink.painter.fillRect(QRectF(0, top, self.width(), 1), QColor(mood.line))
            box = QRectF(0, top + theme.px(2), theme.px(ASIDE - 10), row - theme.px(1))
            ink.line(box, name, SMALL - 1, mood.quiet)
            said = "–" if value is None else self._number(value / lane.divisor, lane.digits)
            ink.line(box.translated(0, row - theme.px(2)), said, SMALL + 1, mood.text, bold=True)
