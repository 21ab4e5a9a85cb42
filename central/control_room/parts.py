"""All widgets of the window and where they stand; what they show is told to them elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from central.control_room.alarm_list import AlarmList
from central.control_room.banner import Banner
from central.control_room.covers import CoverSheet
from central.control_room.device_panel import DevicePanel
from central.control_room.figures_bar import FiguresBar
from central.control_room.foot import Foot
from central.control_room.map_view import MapView
from central.control_room.sheet import style_sheet
from central.control_room.theme import NOW, PAST, Theme, unit_for
from central.control_room.tiles import Labels
from central.control_room.tool_strip import ToolStrip
from central.control_room.wall import Wall
from central.telling.signs import Key, Sign
from central.telling.speech import Speech
from central.waters import Water

_PANEL: Final = 0.385
"""The part of the width that the device's panel takes."""
_ALARMS: Final = 0.31
"""The part of the height between figures and foot that the alarms take."""
_PAD: Final = 22
_LEAST: Final = (1024, 640)


def unheard(text: str) -> None:
    """Nobody asks which texts were cut."""


class Setting(NamedTuple):
    """What a window is given: the language, central's address, where reports go, the city's waters.

    `audible` tells whether this machine can be heard; `tight` hears of every text that had to be cut.
    """

    language: str
    url: str
    reports: Path
    waters: tuple[Water, ...] = ()
    audible: bool = False
    tight: Callable[[str], None] = unheard


class Parts(QWidget):
    """Figures on top; the fleet and the alarms at the left, the device at the right; time at the foot."""

    def __init__(
        self, setting: Setting, speech: Speech, sign: Callable[[Key], Sign], labels: Callable[[Key], Labels]
    ) -> None:
        super().__init__()
        self.setting, self.speech = setting, speech
        self.theme = Theme(1.0, NOW, setting.tight)
        self.on_map, self.in_past = False, False
        theme = self.theme
        self.figures = FiguresBar(theme, self)
        self.banner = Banner(theme, self)
        self.tools = ToolStrip(theme, speech, self)
        self.wall = Wall(theme, sign, labels, self)
        self.map = MapView(theme, sign, setting.waters, self)
        self.unfound = CoverSheet(theme, self)
        self.alarms = AlarmList(theme, self)
        self.panel = DevicePanel(theme, self)
        self.foot = Foot(theme, speech, self)
        self.cover = CoverSheet(theme, self)
        self.map.hide()
        self.setWindowTitle(f"{speech.say('title')} · Parvis")
        self.setMinimumSize(*_LEAST)
        self.setObjectName("body")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    @property
    def fleet(self) -> Wall | MapView:
        """What shows the fleet: the wall, or the map."""
        return self.map if self.on_map else self.wall

    def retheme(self, *, past: bool) -> None:
        """Take the look of this size and mood."""
        self.in_past = past
        theme = Theme(unit_for(self.width(), self.height()), PAST if past else NOW, self.setting.tight)
        if theme != self.theme or not self.styleSheet():
            self.theme = theme
            self.setStyleSheet(style_sheet(theme))
            for part in (
                self.figures, self.banner, self.tools, self.wall, self.map, self.unfound, self.alarms,
                self.panel, self.foot, self.cover,
            ):  # fmt: skip
                part.set_theme(theme)
        self.arrange()

    def arrange(self) -> None:
        """Put every part in its place."""
        theme, wide, tall = self.theme, self.width(), self.height()
        pad = theme.px(_PAD)
        top = self.figures.sizeHint().height()
        self.figures.setGeometry(0, 0, wide, top)
        foot = self.foot.height()
        self.foot.setGeometry(0, tall - foot, wide, foot)
        self.cover.setGeometry(0, top, wide, tall - foot - top)
        if not self.banner.isHidden():
            self.banner.setGeometry(0, top, wide, self.banner.height())
            top += self.banner.height()
        right = int(wide * _PANEL)
        left = wide - right - pad
        self.panel.setGeometry(wide - right, top, right, tall - foot - top)
        tools = self.tools.height()
        self.tools.setGeometry(pad, top + theme.px(12), left - pad, tools)
        start = top + theme.px(12) + tools + theme.px(10)
        alarms = min(int((tall - foot - top) * _ALARMS), self.alarms.wanted())
        fleet = QRect(
            pad - theme.px(3), start, left - pad + theme.px(6), tall - foot - alarms - start - theme.px(8)
        )
        for part in (self.wall, self.map, self.unfound):
            part.setGeometry(fleet)
        self.alarms.setGeometry(0, tall - foot - alarms, wide - right, alarms)
        for part in (self.unfound, self.cover):
            part.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything is measured by the window."""
        super().resizeEvent(event)
        self.retheme(past=self.in_past)

    def face(self, *, on_map: bool) -> None:
        """Show the fleet as a map, or as a wall."""
        self.on_map = on_map
        self.wall.setVisible(not on_map)
        self.map.setVisible(on_map)
        self.fleet.setFocus()
