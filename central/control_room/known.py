"""What the control room knows, and what of it is looked at: nothing is asked or heard here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Signal

from central.answers import Device, History, Me, Where
from central.control_room.fleet_model import FleetModel, Grouping
from central.control_room.limits import Limits
from central.control_room.link import Bond, Link
from central.control_room.talk import Question
from central.standing import Alarm
from central.telling.signs import Key, Sign
from central.view import Picture


class Known(QObject):
    """Everything the window shows. `steady` is the monotonic clock in seconds; instants come from central.

    `then` are the alarms of the instant of the past that is looked at, None before they are known.
    """

    link_changed = Signal()
    fleet_changed = Signal()
    tiles_changed = Signal(object)
    figures_changed = Signal()
    device_changed = Signal()
    alarms_changed = Signal()
    view_changed = Signal()
    alarm_rang = Signal()
    noted = Signal(object)

    def __init__(self, steady: Callable[[], float], limits: Limits, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steady, self._limits = steady, limits
        self.ask: Callable[[str, Question], None] = lambda _slot, _question: None
        self.link = Link()
        self.me: Me | None = None
        self.live: FleetModel | None = None
        self.past: FleetModel | None = None
        self.at: datetime | None = None
        self.alarms: tuple[Alarm, ...] = ()
        self.then: tuple[Alarm, ...] | None = None
        self.chosen = ""
        self.selected: Key | None = None
        self.device: Device | None = None
        self.gone = False
        self.history: History | None = None
        self.pictures: dict[tuple[Key, Picture], bytes | None] = {}
        self.where: Where | None = None
        self.query, self._sought = "", ""
        self.only: frozenset[Sign] = frozenset()
        self.grouping = Grouping.GROUP
        self._rung: set[str] | None = None
        self._watched = 0.0
        self._looks = 0

    @property
    def model(self) -> FleetModel | None:
        """The fleet that is shown: now's, or that of the instant that is looked at once it is known."""
        return self.live if self.at is None else self.past

    @property
    def told(self) -> tuple[Alarm, ...]:
        """The alarms that are shown: now's, or those of then as far as they are known."""
        return self.alarms if self.at is None else self.then or ()

    @property
    def sure(self) -> bool:
        """Whether what is shown is what is, or was."""
        return self.link.bond is Bond.LIVE

    @property
    def missing(self) -> frozenset[Key]:
        """The screens where the item that is looked for is due, and is not."""
        names = () if self.where is None else self.where.missing
        return frozenset(Key(device, screen) for device, _, screen in (name.partition("/") for name in names))

    def now(self) -> datetime | None:
        """The instant by central's clock, carried on while it is not heard; None before it ever was."""
        if self.live is None or self.link.heard is None:
            return None
        return self.live.at + timedelta(seconds=self._steady() - self.link.heard)

    def shown_at(self) -> datetime | None:
        """The instant that the window shows."""
        return self.at or self.now()

    def silence_s(self) -> float:
        """For how long nothing was heard of central."""
        return 0.0 if self.link.heard is None else self._steady() - self.link.heard
