"""The window as it shows the room: each part is told what concerns it when that changes."""

from __future__ import annotations

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from central.control_room import panel_props, props, spoken
from central.control_room.curves import curves
from central.control_room.day_strip import Past
from central.control_room.fleet_model import Section
from central.control_room.glass_pair import Glass
from central.control_room.parts import Parts, Setting
from central.control_room.room import Room
from central.control_room.sound import Bell
from central.control_room.theme import SIGN_COLOURS
from central.control_room.tiles import Labels
from central.control_room.time_bar import Reach
from central.telling.glass import due_item, glass_item, item_name
from central.telling.signs import BAD, Key, Sign
from central.telling.speech import Speech
from central.telling.told import keys_of_alarm
from central.view import Picture
from layouts.dates import say_date


class Board(Parts):
    """Shows a room."""

    def __init__(self, room: Room, setting: Setting) -> None:
        self.room = room
        self._drawn: tuple[object, ...] = (None, None, None)
        super().__init__(setting, Speech("room", setting.language), self._sign, self._labels)
        self.bell = Bell(self, audible=setting.audible)
        self.reach = Reach.DAY
        speech = self.speech
        self.panel.plots.set_words(panel_props.plot_names(speech), speech.say("plots-none"), speech.number)
        room.link_changed.connect(self._show_link)
        room.fleet_changed.connect(self._show_fleet)
        room.tiles_changed.connect(self._show_tiles)
        room.figures_changed.connect(self._show_figures)
        room.device_changed.connect(self._show_device)
        room.alarms_changed.connect(self._show_alarms)
        room.view_changed.connect(self.show_view)
        room.alarm_rang.connect(self.bell.ring)
        self.show_view()
        self._show_link()

    def _sign(self, key: Key) -> Sign:
        model = self.room.model
        return Sign.UNKNOWN if model is None else model.signs.get(key, Sign.UNKNOWN)

    def _labels(self, key: Key) -> Labels:
        return props.labels(self.room, self.speech, key)

    def _show_link(self) -> None:
        for face in (self.wall, self.map):
            face.set_sure(self.room.sure)
        self._show_figures()

    def _show_figures(self) -> None:
        """What changes each second: the figures, the cover, where we are in time."""
        room, speech = self.room, self.speech
        if room.model is not None:
            speech.zone = room.model.zone
        shown = props.figures(room, speech)
        self.figures.show_figures(shown, room.only, sure=room.sure)
        _tell(self.figures, spoken.figures(shown, speech))
        self.panel.legend.show_rows(panel_props.legend(room, speech))
        self.cover.show_cover(props.cover(room, speech, self.setting.url))
        _tell(self.foot.track, spoken.track(room, speech))
        now = room.now()
        if now is not None:
            self.foot.track.show_time(room.at, now, self.reach, props.marks(now, self.reach, speech))

    def _show_fleet(self) -> None:
        room, speech = self.room, self.speech
        if room.model is None:
            return
        speech.zone = room.model.zone
        sections = tuple(
            Section(props.section(section.title, room.grouping, speech), section.keys)
            for section in room.model.sections(room.grouping, room.query, room.only, room.missing)
        )
        self.wall.show_sections(sections)
        placed = {
            key: position
            for section in sections
            for key in section.keys
            if (position := room.model.lines[key.device].position) is not None
        }
        missing = sum(len(section.keys) for section in sections) - len(placed)
        self.map.show_positions(placed, speech.count("unplaced", missing) if missing else "")
        self.show_view()
        self._show_device()

    def _show_tiles(self, keys: frozenset[Key]) -> None:
        for face in (self.wall, self.map):
            face.mark(keys)
        if self.room.selected in keys:
            self._show_device()

    def _show_alarms(self) -> None:
        room = self.room
        before = self.alarms.wanted()
        self.alarms.set_words(*props.alarm_words(room, self.speech))
        self.alarms.show_rows(props.alarm_rows(room, self.speech), room.chosen)
        if self.alarms.wanted() != before:
            self.arrange()
        _tell(self.alarms, spoken.alarms(room, self.speech))
        found = next((alarm for alarm in room.told if alarm.id == room.chosen), None)
        ringed = room.missing
        if found is not None and room.model is not None:
            named = keys_of_alarm(found)
            ringed = frozenset(key for key in room.model.signs if key in named or (key.device, "") in named)
        for face in (self.wall, self.map):
            face.ring(ringed)

    def show_view(self) -> None:
        """How the room is looked at: when, by what, found by which words."""
        room, speech = self.room, self.speech
        text = ""
        if room.at is not None:
            text = speech.say(
                "past-banner",
                day=say_date(room.at.astimezone(speech.zone).date(), speech.language),
                time=speech.clock(room.at),
            )
        self.banner.show_text(text)
        self.tools.show_view(room.grouping, props.note(room, speech), on_map=self.on_map)
        self.unfound.show_cover(props.unfound(room, speech))
        self.show_sound()
        self.retheme(past=room.at is not None)
        self._show_alarms()
        self._show_figures()

    def show_sound(self) -> None:
        """Whether an alarm would be heard."""
        sound = "none" if not self.bell.can_ring else "off" if self.bell.muted else "on"
        self.foot.show_state(self.reach, sound, past=self.room.at is not None)

    def _show_device(self) -> None:
        room, speech, panel = self.room, self.speech, self.panel
        for face in (self.wall, self.map):
            face.select(room.selected)
        panel.head.show_text(panel_props.head(room, speech))
        _tell(panel.head, spoken.device(room, speech))
        for face in (self.wall, self.map):
            _tell(face, spoken.fleet(room, speech, on_map=face is self.map))
        past = panel_props.past(room, speech)
        if past is not None:
            panel.strip.show_past(past)
            self._show_curves(past)
        panel.care.show_columns(*panel_props.columns(room, speech))
        panel.buttons.show_cares(panel_props.cares(room, speech))
        self._show_glass()
        panel.stack(only_head=room.selected is None or room.device is None)

    def _show_curves(self, past: Past) -> None:
        """The plots, drawn anew only where the history is another one."""
        drawn = (self.room.history, self.room.selected, self.theme)
        if any(one is not other for one, other in zip(drawn, self._drawn, strict=True)):
            self._drawn = drawn
            found = curves(self.room.history.series, past.bands) if self.room.history else None
            self.panel.plots.show_curves(found, past.start.timestamp(), past.end.timestamp())

    def _show_glass(self) -> None:
        room, speech, key = self.room, self.speech, self.room.selected
        at, device = room.shown_at(), room.device
        if key is None or device is None or at is None:
            return
        line = next((screen for screen in device.line.screens if screen.screen == key.screen), None)
        taken = device.pictures.get(key.screen)
        bare = speech.say("picture-past") if room.at is not None else ""
        shown = (
            speech.say("shown", ago=speech.ago(taken, at)) if taken and not bare else speech.say("shown-none")
        )
        item = "" if bare else glass_item(device, key, speech, at)
        due = item_name(due_item(device, key), speech)
        self.panel.glass.show_facts(panel_props.facts(room, speech))
        self.panel.glass.show_sides(
            Glass(_picture(room.pictures.get((key, Picture.SHOWN))), shown, bare or speech.say("shown-none")),
            Glass(
                _picture(room.pictures.get((key, Picture.DUE))),
                f"{speech.say('due')} · {due}" if due else speech.say("due"),
                bare or speech.say("due-none"),
            ),
            (line.width, line.height) if line else (16, 9),
            rim=SIGN_COLOURS[self._sign(key)] if self._sign(key) in BAD else "",
            seen=speech.say("on-glass", items=item) if item else "",
        )


def _tell(part: QWidget, said: spoken.Spoken) -> None:
    """Have a screen reader told what a part shows, where that is something else than before."""
    if (part.accessibleName(), part.accessibleDescription()) != said:
        part.setAccessibleName(said.name)
        part.setAccessibleDescription(said.shows)


def _picture(found: bytes | None) -> QPixmap | None:
    """A picture that came, unless it is none."""
    if found is None:
        return None
    picture = QPixmap()
    picture.loadFromData(found)
    return None if picture.isNull() else picture
