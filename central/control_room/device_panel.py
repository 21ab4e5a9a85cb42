"""The selected device, from top to bottom: why, the glass, the past, plots, faults, orders, cares."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from central.control_room.care_list import CareButtons, CareList
from central.control_room.day_strip import DayStrip
from central.control_room.device_head import DeviceHead
from central.control_room.glass_pair import GlassPair
from central.control_room.leaf import Leaf
from central.control_room.legend import Legend
from central.control_room.plots import Plots
from central.control_room.theme import Theme

_PAD = 24
_GAP = 14


class _Sheet(QWidget):
    """The ground that the leaves lie on."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self.theme.mood.panel))
        painter.end()


class DevicePanel(QScrollArea):
    """Stacks its leaves; what does not fit is scrolled to."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sheet = _Sheet(theme)
        self.head = DeviceHead(theme, self._sheet)
        self.legend = Legend(theme, self._sheet)
        self.glass = GlassPair(theme, self._sheet)
        self.strip = DayStrip(theme, self._sheet)
        self.plots = Plots(theme, self._sheet)
        self.care = CareList(theme, self._sheet)
        self.buttons = CareButtons(theme, self._sheet)
        self.leaves: tuple[Leaf, ...] = (
            self.head, self.legend, self.glass, self.strip, self.plots, self.buttons, self.care,
        )  # fmt: skip
        self._only_head = True
        self.setWidget(self._sheet)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().installEventFilter(self)
        self.plots.pointed.connect(self.plots.point)

    def set_theme(self, theme: Theme) -> None:
        """Take another size or mood."""
        self._theme = self._sheet.theme = theme
        for leaf in self.leaves:
            leaf.set_theme(theme)
        self._sheet.update()
        self.stack()

    def stack(self, *, only_head: bool | None = None) -> None:
        """Lay the leaves out anew; `only_head` (and what signs mean) where nothing is selected."""
        if only_head is not None:
            self._only_head = only_head
        theme, pad = self._theme, self._theme.px(_PAD)
        wide = self.viewport().width() - 2 * pad
        shown = {self.head, self.legend} if self._only_head else {*self.leaves} - {self.legend}
        talls = [leaf.wanted(wide) if leaf in shown else 0 for leaf in self.leaves]
        top = theme.px(20)
        spare = self.viewport().height() - top - sum(tall + theme.px(_GAP) for tall in talls if tall)
        for leaf, tall in zip(self.leaves, talls, strict=True):
            if leaf is self.plots and tall and spare > 0:
                tall += min(spare, tall // 2)  # noqa: PLW2901 - the plots take what is left over
            leaf.setVisible(tall > 0)
            if tall > 0:
                leaf.setGeometry(pad, top, wide, tall)
                top += tall + theme.px(_GAP)
        self.buttons.place()
        self._sheet.resize(self.viewport().width(), max(top, self.viewport().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Heights depend on the width."""
        super().resizeEvent(event)
        self.stack()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A scroll bar that comes or goes takes or gives width."""
        if event.type() in {QEvent.Type.Show, QEvent.Type.Hide}:
            self.stack()
        return super().eventFilter(watched, event)
