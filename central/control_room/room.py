"""The control room without its widgets: what is known, what is looked at, what is asked of central."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from central.control_room import questions
from central.control_room.fleet_model import Changed, FleetModel, Grouping
from central.control_room.known import Known
from central.control_room.link import Link, denied, heard, lost, watched
from central.control_room.said import (
    AlarmHeard,
    AlarmsHeard,
    AlarmsThenHeard,
    ChangeHeard,
    DeniedHeard,
    DeviceHeard,
    FailedHeard,
    FleetHeard,
    Heard,
    HistoryHeard,
    LostHeard,
    MeHeard,
    OrderHeard,
    PictureHeard,
    ReportHeard,
    WhereHeard,
)
from central.standing import Alarm
from central.telling.glass import due_item
from central.telling.signs import Key, Sign
from central.telling.told import rings
from central.view import Picture

_HISTORY_EACH: Final = 4
"""The history is asked for at every so many looks at the device."""


class Room(Known):
    """What is known, kept up to date by what the worker brings; what is looked at is asked for."""

    def hear(self, word: Heard) -> None:
        """Take in what the worker brings."""
        match word:
            case LostHeard(cause=cause):
                self._bond(lost(self.link, cause))
            case DeniedHeard():
                self._bond(denied(self.link))
            case MeHeard(me=me):
                self.me = me
            case FleetHeard(fleet=fleet, at=None):
                self._bond(heard(self._steady()))
                self.live = FleetModel(fleet)
                self._fleet_anew()
            case FleetHeard(fleet=fleet):
                if self.at is not None:
                    self.past = FleetModel(fleet)
                    self._fleet_anew()
            case ChangeHeard():
                self._change(word)
            case AlarmsHeard() | AlarmHeard() | AlarmsThenHeard():
                self._hear_of_alarms(word)
            case _:
                self._hear_of_device(word)

    def _hear_of_alarms(self, word: AlarmsHeard | AlarmHeard | AlarmsThenHeard) -> None:
        match word:
            case AlarmsHeard(alarms=alarms):
                self._alarms(alarms)
            case AlarmHeard(alarm=alarm):
                self._alarms(tuple(alarm if one.id == alarm.id else one for one in self.alarms))
            case AlarmsThenHeard(alarms=alarms, at=at) if at == self.at:
                self.then = alarms
                self.alarms_changed.emit()

    def _hear_of_device(self, word: Heard) -> None:
        match word:
            case DeviceHeard(name=name, device=device, at=at):
                if self.selected is not None and name == self.selected.device and at == self.at:
                    self.device, self.gone = device, device is None
                    self._ask_pictures()
                    self.device_changed.emit()
            case HistoryHeard(history=history, at=at):
                if self.selected is not None and history.device == self.selected.device and at == self.at:
                    self.history = history
                    self.device_changed.emit()
            case PictureHeard(key=key, which=which, picture=picture):
                if key == self.selected and self.at is None:
                    self.pictures[key, which] = picture
                    self.device_changed.emit()
            case WhereHeard(where=where):
                if where.item == self._sought:
                    self.where = where
                    self.fleet_changed.emit()
            case _:
                self._note(word)

    def _note(self, word: Heard) -> None:
        """What was done, or was not."""
        self.noted.emit(word)
        match word:
            case OrderHeard():
                self.look()
            case FailedHeard(slot="past"):
                # What is there is now's: the window must not say that it is the past.
                self.go(None)
            case ReportHeard() | FailedHeard():
                pass
            case _:
                raise RuntimeError(f"nobody hears {word}")

    def _bond(self, link: Link) -> None:
        before, self.link = self.link, link
        if before.bond is not link.bond or before.cause is not link.cause:
            self.link_changed.emit()

    def _fleet_anew(self) -> None:
        self.fleet_changed.emit()
        self.figures_changed.emit()
        self.look()

    def _change(self, word: ChangeHeard) -> None:
        if self.live is None:
            return
        changed = self.live.apply(word.change)
        self._bond(heard(self._steady()))
        if word.change.alarms is not None:
            self._alarms(word.change.alarms)
        if self.at is None:
            self._show_change(changed)
        if self.selected and any(line.device == self.selected.device for line in word.change.devices):
            self.look()

    def _show_change(self, changed: Changed) -> None:
        found = self.query and (changed.sought or changed.keys)
        if changed.moved or found or (self.only and changed.keys):
            self.fleet_changed.emit()
        elif changed.keys:
            self.tiles_changed.emit(changed.keys)
        self.figures_changed.emit()

    def _alarms(self, alarms: tuple[Alarm, ...]) -> None:
        """A new severe alarm rings, and one whose quiet is over; what was there at the start does not."""
        self.alarms = alarms
        loud = self._loud()
        if self._rung is not None and loud - self._rung:
            self.alarm_rang.emit()
        self._rung = loud
        self.alarms_changed.emit()

    def _loud(self) -> set[str]:
        """The alarms that call for somebody now."""
        now = self.now()
        return {alarm.id for alarm in self.alarms if now is not None and rings(alarm, now)}

    def tick(self) -> None:
        """A second has gone by: is central still there, is what is looked at still fresh?"""
        self._bond(watched(self.link, self._steady(), self._limits.quiet_s))
        self.figures_changed.emit()
        if self._rung is not None and self._loud() != self._rung:
            self._alarms(self.alarms)
        if self.at is None and self.sure and self._steady() - self._watched > self._limits.watch_s:
            self._seek()
            self.look()

    def select(self, key: Key | None) -> None:
        """Look at a screen."""
        if key != self.selected:
            same = self.selected is not None and key is not None and key.device == self.selected.device
            self.selected, self.pictures = key, {}
            if not same:
                self.device, self.history, self.gone, self._looks = None, None, False, 0
            self._looks = 0
            self.device_changed.emit()
            self.look()

    def look(self) -> None:
        """Ask for the selected device."""
        self._watched = self._steady()
        if self.selected is not None:
            device, end = self.selected.device, self.shown_at()
            self.ask("device", questions.of_device(device, self.at))
            if end is not None and self._looks % _HISTORY_EACH == 0:
                self.ask("history", questions.of_history(device, self.at, end))
            self._looks += 1

    def _ask_pictures(self) -> None:
        key, device = self.selected, self.device
        if key is None or device is None or self.at is not None or not key.screen:
            return
        there = {Picture.SHOWN: key.screen in device.pictures, Picture.DUE: bool(due_item(device, key))}
        for which, is_there in there.items():
            if is_there:
                self.ask(which, questions.of_picture(key, which))
            else:
                self.pictures[key, which] = None

    def go(self, at: datetime | None) -> None:
        """Look at an instant of the past; None comes back to now."""
        if at == self.at:
            return
        self.at, self.history, self._looks, self.pictures, self.then = at, None, 0, {}, None
        self.where, self._sought = None, ""
        if at is None:
            self.past = None
        else:
            self.ask("past", questions.of_fleet(at))
            self.ask("then", questions.of_alarms(at))
        self.view_changed.emit()
        if at is None:
            self.search(self.query)
            self._fleet_anew()

    def search(self, query: str) -> None:
        """Show what a query finds; of one item, also where it is missing."""
        self.query, self.where = query.strip(), None
        items = self.model.items(query) if self.model and self.at is None else ()
        self._sought = items[0] if len(items) == 1 else ""
        self._seek()
        self.fleet_changed.emit()

    def _seek(self) -> None:
        """Ask where the item is that is searched for."""
        if self._sought:
            self.ask("where", questions.of_item(self._sought))

    def filter(self, only: frozenset[Sign]) -> None:
        """Show some signs alone; the same ones again show all."""
        self.only = frozenset() if only == self.only else only
        self.fleet_changed.emit()

    def group(self, grouping: Grouping) -> None:
        """Divide the wall otherwise."""
        self.grouping = grouping
        self.fleet_changed.emit()

    def choose(self, alarm: str) -> None:
        """Look at an alarm, and at the first of its screens."""
        self.chosen = "" if alarm == self.chosen else alarm
        found = next((one for one in self.told if one.id == self.chosen), None)
        self.alarms_changed.emit()
        if found is not None and found.screens and self.model is not None:
            self.select(self.model.key_of(found.screens[0]))
