"""From what is known to what each part of the window says; nothing is drawn here."""

from __future__ import annotations

from datetime import datetime

from central.control_room.alarm_list import AlarmRow
from central.control_room.covers import Cover
from central.control_room.day_strip import marks_of
from central.control_room.figures_bar import WRONG, Figure
from central.control_room.fleet_model import Grouping
from central.control_room.link import Bond, Cause
from central.control_room.panel_props import OPERATORS
from central.control_room.room import Room
from central.control_room.theme import SIGN_COLOURS
from central.control_room.tiles import Labels
from central.control_room.time_bar import SPANS, Mark, Reach
from central.telling.signs import Key, Sign
from central.telling.speech import Speech
from central.telling.told import (
    alarm_advice,
    alarm_sign,
    alarm_story,
    alarm_title,
    rings,
)
from layouts.dates import date_forms


def figures(room: Room, speech: Speech) -> tuple[Figure, ...]:
    """The truth in figures."""
    model, at = room.model, room.shown_at()
    if model is None or at is None:
        return ()
    tally, told = model.tally(), model.figures
    wrong = sum(tally[sign] for sign in WRONG)
    right = tally[Sign.RIGHT]
    counts = (
        ("wrong", wrong, Sign.WRONG, WRONG),
        ("frozen", tally[Sign.FROZEN], Sign.FROZEN, frozenset({Sign.FROZEN})),
        ("silent", tally[Sign.SILENT], Sign.SILENT, frozenset({Sign.SILENT})),
        ("degraded", tally[Sign.DEGRADED], Sign.DEGRADED, frozenset({Sign.DEGRADED})),
    )
    meaning = speech.say("figure-right-one" if right == 1 else "figure-right-many")
    available = speech.say("figure-availability" if room.at is None else "figure-availability-past")
    since = told.silent_since
    longest = "–" if since is None else _span(since, at, speech)
    said = speech.say("figure-none" if since is None else "figure-longest", device=told.silent)
    heard = (
        speech.say("figure-past")
        if room.at
        else speech.say("figure-heard", ago=_ago(room.silence_s(), speech))
    )
    return (
        Figure("availability", speech.percent(told.availability), available),
        Figure("right", speech.number(right), meaning),
        *(Figure(name, speech.number(number), speech.say(f"figure-{name}"), sign, only)
          for name, number, sign, only in counts),
        Figure("longest", longest, said, Sign.SILENT if told.silent else None, device=told.silent),
        Figure("clock", speech.clock(at, seconds=True), heard),
    )  # fmt: skip


def _span(since: datetime, at: datetime, speech: Speech) -> str:
    return speech.span((at - since).total_seconds())


def _ago(seconds: float, speech: Speech) -> str:
    return speech.say("ago", span=speech.span(seconds))


def cover(room: Room, speech: Speech, url: str) -> Cover | None:
    """What must be said instead of the fleet, or over it."""
    if room.link.bond is Bond.DENIED:
        return Cover(speech.say("denied-title"), speech.say("denied-body"), url, SIGN_COLOURS[Sign.SILENT])
    if room.link.bond is Bond.LOST:
        return _lost(room, speech, url)
    if room.at is not None and room.past is None:
        return Cover(speech.say("loading-past"), speech.say("loading"))
    if room.model is None:
        return Cover(speech.say("connecting"), url)
    if not room.model.lines:
        return Cover(speech.say("empty-title"), speech.say("empty-body"), room.model.name)
    return None


def _lost(room: Room, speech: Speech, url: str) -> Cover:
    cause = room.link.cause or Cause.REFUSED
    foot = speech.say("lost-retry", url=url, cause=speech.say(f"cause-{cause}"))
    title, colour = speech.say("lost-title"), SIGN_COLOURS[Sign.WRONG]
    if room.live is None:
        return Cover(title, speech.say("lost-never"), foot, colour)
    heard = speech.clock(room.live.at, seconds=True)
    body = speech.say("lost-body", span=speech.span(room.silence_s()), time=heard)
    return Cover(title, body, foot, colour, veil=True)


def labels(room: Room, speech: Speech, key: Key) -> Labels:
    """What a large tile says."""
    model, at = room.model, room.shown_at()
    if model is None or at is None:
        return Labels(key.device, ("",), ("",))
    line, sign = model.lines[key.device], model.signs[key]
    screen, brief = speech.screen(key.screen), line.place.partition(",")[0]
    places = (f"{line.place}, {screen}", f"{brief}, {screen}", screen) if screen else (line.place, brief, "")
    said = speech.say(f"sign-{sign}")
    if line.since is None or sign is Sign.RIGHT:
        return Labels(key.device, places, (said,))
    since = speech.say("sign-since", sign=said, since=speech.instant(line.since, at))
    return Labels(key.device, places, (since, said))


def alarm_words(room: Room, speech: Speech) -> tuple[str, str, str]:
    """What stands over the alarms, and what where there is none, or none is known yet."""
    if room.at is None:
        return speech.say("alarms"), speech.say("alarms-none"), speech.say("alarms-none-body")
    if room.then is None:
        return speech.say("alarms-then"), speech.say("loading"), ""
    return speech.say("alarms-then"), speech.say("alarms-none"), speech.say("alarms-then-body")


def alarm_rows(room: Room, speech: Speech) -> tuple[AlarmRow, ...]:
    """The alarms, the loudest first, as central has them."""
    now = room.shown_at()
    if now is None:
        return ()
    may = room.me is not None and room.me.role in OPERATORS and room.at is None
    rows = []
    for alarm in room.told:
        quiet = alarm.snoozed_until is not None and alarm.snoozed_until > now
        cares: tuple[str, ...] = (() if alarm.acknowledged_by else ("take",)) + (
            ("ring",) if quiet else ("snooze",)
        )
        names = {"take": "take", "snooze": "snooze", "ring": "ring-again"}
        rows.append(
            AlarmRow(
                alarm.id,
                alarm_sign(alarm),
                alarm_title(alarm, speech),
                alarm_story(alarm, speech, now),
                alarm_advice(alarm, speech),
                rings(alarm, now),
                tuple((name, speech.say(names[name])) for name in cares) if may else (),
            )
        )
    return tuple(rows)


def marks(now: datetime, reach: Reach, speech: Speech) -> tuple[Mark, ...]:
    """The marks of the time track."""
    start = now - SPANS[reach]
    if reach is Reach.DAY:
        hours = marks_of(start, now, speech.zone, 120)
        return tuple(Mark(at, speech.clock(at), at.astimezone(speech.zone).hour == 0) for at in hours)
    days = [at.astimezone(speech.zone) for at in marks_of(start, now, speech.zone, 1440)]
    return tuple(
        Mark(
            day, date_forms(day.date(), speech.language)[2] if day.weekday() == 0 else "", day.weekday() == 0
        )
        for day in days
    )


def note(room: Room, speech: Speech) -> str:
    """What a search or a filter found."""
    if room.model is None or not (room.query or room.only):
        return ""
    if room.where is not None:
        where = room.where
        return speech.say("where", item=where.item, shown=len(where.shown), missing=len(where.missing))
    found = speech.count("found", sum(1 for _ in room.model.found(room.query, room.only, room.missing)))
    if not room.only:
        return found
    signs = ", ".join(speech.say(f"sign-{sign}") for sign in Sign if sign in room.only)
    return f"{found} · {speech.say('only', signs=signs)}"


def unfound(room: Room, speech: Speech) -> Cover | None:
    """What is said where a search finds nothing."""
    if (
        room.model is None
        or not (room.query or room.only)
        or any(room.model.found(room.query, room.only, room.missing))
    ):
        return None
    return Cover(speech.say("unfound-title"), speech.say("unfound-body"))


def section(title: str, grouping: Grouping, speech: Speech) -> str:
    """The heading of a section."""
    if not title:
        return speech.say("no-group")
    return speech.family(title) if grouping is Grouping.FAMILY else title
