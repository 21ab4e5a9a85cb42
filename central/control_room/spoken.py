"""What a screen reader is told of the parts that are painted: of each a name, and what it shows now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from central.control_room import panel_props, props
from central.control_room.figures_bar import Figure
from central.control_room.room import Room
from central.telling.speech import Speech
from layouts.dates import say_date


class Spoken(NamedTuple):
    """A part's name, and what it shows."""

    name: str
    shows: str


def figures(shown: Sequence[Figure], speech: Speech) -> Spoken:
    """The truth in figures, one after the other; without the clock, which would never be silent."""
    told = (f"{figure.number} {figure.meaning}" for figure in shown if figure.name != "clock")
    return Spoken(speech.say("spoken-figures"), ", ".join(told))


def fleet(room: Room, speech: Speech, *, on_map: bool) -> Spoken:
    """Where we are on the wall, or on the map."""
    head = panel_props.head(room, speech)
    shows = (head.name, head.place, head.standing) if room.selected is not None else (*head.why,)
    return Spoken(
        speech.say("face-map" if on_map else "face-wall"), ", ".join(part for part in shows if part)
    )


def device(room: Room, speech: Speech) -> Spoken:
    """Why the selected screen stands as it does."""
    head = panel_props.head(room, speech)
    return Spoken(head.name, " ".join(head.why))


def alarms(room: Room, speech: Speech) -> Spoken:
    """How many alarms there are, and the chosen one."""
    rows, (title, none, _) = props.alarm_rows(room, speech), props.alarm_words(room, speech)
    chosen = next((row for row in rows if row.id == room.chosen), None)
    shows = "" if chosen is None else f"{chosen.title}. {chosen.story}. {chosen.advice}"
    return Spoken(f"{title}, {speech.number(len(rows))}" if rows else none, shows)


def track(room: Room, speech: Speech) -> Spoken:
    """Which instant is looked at."""
    if room.at is None:
        return Spoken(speech.say("spoken-track"), speech.say("now"))
    day = say_date(room.at.astimezone(speech.zone).date(), speech.language)
    return Spoken(speech.say("spoken-track"), f"{day}, {speech.clock(room.at)}")
