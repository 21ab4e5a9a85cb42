"""The control room's window: what is done in it, by hand and by key, is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent

from central.control_room import errands
from central.control_room.board import Board
from central.control_room.figures_bar import WRONG
from central.control_room.fleet_model import Grouping
from central.control_room.keys import KEYS, Act
from central.control_room.limits import Limits
from central.control_room.parts import Setting
from central.control_room.room import Room
from central.control_room.said import FailedHeard, Heard, OrderHeard, ReportHeard
from central.control_room.time_bar import Reach, stepped
from central.telling.signs import Sign
from central.telling.told import care

_TICK_MS: Final = 500
_NOTE_MS: Final = 8_000


class Post(QObject):
    """Carries what the worker heard into the window's thread."""

    came = Signal(object)


class ControlRoom(Board):
    """The window. It needs an application with widgets; what a worker hears goes through `post`."""

    def __init__(self, room: Room, setting: Setting, limits: Limits) -> None:
        super().__init__(room, setting)
        self._limits = limits
        self.post = Post(self)
        self.post.came.connect(room.hear)
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.setInterval(_NOTE_MS)
        self._forget.timeout.connect(lambda: self.foot.show_note(""))
        self._ticking = QTimer(self)
        self._ticking.setInterval(_TICK_MS)
        self._ticking.timeout.connect(room.tick)
        self._deeds = self._made_deeds()
        self._connect()
        self._ticking.start()
        self.wall.setFocus()

    def _connect(self) -> None:
        room = self.room
        room.noted.connect(self._note)
        for face in (self.wall, self.map):
            face.picked.connect(room.select)
        self.figures.picked.connect(room.filter)
        self.figures.named.connect(self._to_device)
        self.tools.searched.connect(room.search)
        self.tools.left_down.connect(self._to_fleet)
        self.tools.grouped.connect(room.group)
        self.tools.faced.connect(self._face)
        self.alarms.picked.connect(room.choose)
        self.alarms.asked.connect(self._care)
        self.panel.strip.went.connect(room.go)
        self.panel.buttons.ordered.connect(self._order)
        self.foot.track.went.connect(room.go)
        self.foot.reached.connect(self._reach)
        self.foot.reported.connect(self._report)
        self.foot.sounded.connect(self._mute)

    def _to_device(self, device: str) -> None:
        signs = self.room.model.signs if self.room.model is not None else {}
        self.room.select(next((key for key in signs if key.device == device), None))

    def _to_fleet(self) -> None:
        self.fleet.setFocus()

    def _care(self, alarm: str, name: str) -> None:
        errands.care(self.room, alarm, name, self._limits)

    def _order(self, name: str) -> None:
        errands.order(self.room, name)

    def _note(self, word: Heard) -> None:
        speech = self.speech
        match word:
            case OrderHeard(order=order):
                devices = ", ".join(order.devices)
                text = speech.say("ordered", device=devices, order=care(order.order, speech))
            case ReportHeard(path=path):
                text = speech.say("report-kept", path=str(path))
            case FailedHeard(slot="report", why=why):
                text = speech.say("report-failed", why=why)
            case FailedHeard(why=why):
                text = speech.say("failed", why=why)
            case _:
                return
        self.foot.show_note(text)
        self._forget.start()

    def _face(self, on_map: bool) -> None:
        self.face(on_map=on_map)
        self.show_view()

    def _reach(self, reach: Reach) -> None:
        self.reach = reach
        self.show_view()

    def _report(self, span: str) -> None:
        self.foot.show_note(self.speech.say("report-asked"))
        errands.report(self.room, span, self.setting.reports, self.speech.language)

    def _mute(self) -> None:
        self.bell.muted = not self.bell.muted
        self.show_sound()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no part has taken."""
        act = KEYS.get(Qt.Key(event.key()))
        if act is None:
            event.ignore()
        else:
            self._deeds[act]()

    def _made_deeds(self) -> dict[Act, Callable[[], None]]:
        room = self.room
        return {
            Act.FIND: self._find,
            Act.CLEAR: self._clear,
            Act.NEXT: lambda: self._odd(1),
            Act.PREVIOUS: lambda: self._odd(-1),
            Act.GROUP: self._other_group,
            Act.MAP: lambda: self._face(not self.on_map),
            Act.BACK: lambda: self._step(-1),
            Act.ON: lambda: self._step(1),
            Act.NOW: lambda: room.go(None),
            Act.REACH: lambda: self._reach(Reach.MONTH if self.reach is Reach.DAY else Reach.DAY),
            Act.SOUND: self._mute,
            Act.ALARMS: self.alarms.setFocus,
            Act.TAKE: lambda: self._care_for_chosen("take"),
            Act.SNOOZE: lambda: self._care_for_chosen("snooze", "ring"),
            Act.WRONG: lambda: room.filter(WRONG),
            Act.FROZEN: lambda: room.filter(frozenset({Sign.FROZEN})),
            Act.SILENT: lambda: room.filter(frozenset({Sign.SILENT})),
            Act.DEGRADED: lambda: room.filter(frozenset({Sign.DEGRADED})),
            Act.NEARER: lambda: self.fleet.zoom(1),
            Act.FURTHER: lambda: self.fleet.zoom(-1),
            Act.WHOLE: lambda: self.fleet.zoom(0),
        }

    def _find(self) -> None:
        self.tools.field.setFocus()
        self.tools.field.selectAll()

    def _odd(self, by: int) -> None:
        found = errands.next_odd(self.room, by)
        if found is not None:
            self.room.select(found)

    def _other_group(self) -> None:
        groupings = tuple(Grouping)
        self.room.group(groupings[(groupings.index(self.room.grouping) + 1) % len(groupings)])

    def _step(self, steps: int) -> None:
        now = self.room.now()
        if now is not None:
            self.room.go(stepped(self.room.at, now, self.reach, steps))

    def _clear(self) -> None:
        """One thing after the other: the search, the filter, the alarm."""
        if self.tools.field.text():
            self.tools.field.clear()
        elif self.room.only:
            self.room.filter(self.room.only)
        elif self.room.chosen:
            self.room.choose(self.room.chosen)
        self.fleet.setFocus()

    def _care_for_chosen(self, *wanted: str) -> None:
        """What the chosen alarm's button says."""
        row = next((row for row in self.alarms.rows if row.id == self.room.chosen), None)
        name = next((name for name, _ in row.cares if name in wanted), None) if row else None
        if row is not None and name is not None:
            self._care(row.id, name)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing ticks any more."""
        self._ticking.stop()
        self._forget.stop()
        super().closeEvent(event)
