"""From what is known to what each part of the window says; nothing is drawn here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from central.control_room.alarm_list import AlarmRow
from central.control_room.care_list import Column
from central.control_room.covers import Cover
from central.control_room.curves import LANES
from central.control_room.day_strip import Past, hours_of
from central.control_room.device_head import HeadText
from central.control_room.figures_bar import WRONG, Figure
from central.control_room.fleet_model import Grouping
from central.control_room.link import Bond, Cause
from central.control_room.room import Room
from central.control_room.theme import SIGN_COLOURS
from central.control_room.tiles import Labels
from central.control_room.time_bar import SPANS, Mark, Reach
from central.standing import Verdict
from central.telling.signs import ODD, Key, Sign
from central.telling.speech import Speech
from central.telling.told import (
    alarm_advice,
    alarm_sign,
    alarm_story,
    alarm_title,
    care,
    faults,
    order,
    rings,
    why,
)
from layouts.dates import date_forms

_LEGEND: Final = (Sign.RIGHT, *ODD, Sign.DARK, Sign.OUT, Sign.NEW)
_OPERATORS: Final = ("operate", "admin")


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
    longest = told.silent or "–"
    since = told.silent_since
    said = (
        speech.say("figure-none")
        if since is None
        else speech.say("figure-longest", span=_span(since, at, speech))
    )
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
        Figure("longest", longest, said, Sign.SILENT if told.silent else None),
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


def alarm_rows(room: Room, speech: Speech) -> tuple[AlarmRow, ...]:
    """The alarms, the loudest first, as central has them."""
    now = room.now()
    if now is None or room.at is not None:
        return ()
    may = room.me is not None and room.me.role in _OPERATORS
    rows = []
    for alarm in room.alarms:
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


def head(room: Room, speech: Speech) -> HeadText:
    """Why the selected screen stands as it does."""
    key, model, at = room.selected, room.model, room.shown_at()
    if key is None or model is None or at is None:
        return HeadText(None, speech.say("pick"), "", "", (speech.say("pick-body"),))
    line = model.lines.get(key.device)
    if line is None or room.gone:
        return HeadText(None, key.device, "", "", (speech.say("gone"),))
    sign, screen = model.signs.get(key, Sign.UNKNOWN), speech.screen(key.screen)
    place = " · ".join(part for part in (screen, line.place, speech.family(line.family)) if part)
    sentences = (speech.say("loading"),) if room.device is None else why(room.device, key, speech, at)
    return HeadText(sign, key.device, place, speech.say(f"sign-{sign}"), sentences)


def past(room: Room, speech: Speech) -> Past | None:
    """The strips of the selected screen."""
    key, model, at = room.selected, room.model, room.shown_at()
    if key is None or model is None or at is None:
        return None
    found, start = room.history, at - timedelta(hours=24)
    if found is not None:
        start, at = max(found.start, found.end - timedelta(hours=24)), found.end
    marks = tuple((hour, speech.clock(hour)) for hour in hours_of(start, at, model.zone, 4))
    days = room.device.days if room.device is not None else ()
    due = sum(sum(day.seconds.values()) - day.seconds.get(Verdict.DARK, 0.0) for day in days)
    right = sum(day.seconds.get(Verdict.RIGHT, 0.0) for day in days)
    return Past(
        start,
        at,
        tuple(band for band in found.bands if band.screen == key.screen) if found else (),
        tuple(tick for tick in found.plays if tick.screen == key.screen) if found else (),
        days,
        marks,
        (speech.say("last-day"), speech.say("last-month")),
        speech.say("month-availability", percent=speech.percent(right / due)) if due else "",
    )


def plot_names(speech: Speech) -> tuple[str, ...]:
    """The names of the lanes."""
    return tuple(speech.say(f"plot-{lane.name}") for lane in LANES)


def columns(room: Room, speech: Speech) -> tuple[Column, Column]:
    """Faults and orders of the selected device."""
    device, at = room.device, room.shown_at()
    told: Sequence[tuple[str, str]] = ()
    ordered: Sequence[tuple[str, str]] = ()
    if device is not None and at is not None:
        told = tuple(faults(device, speech, at))
        ordered = tuple((order(line, device.line.device, speech, at), "") for line in device.orders)
    return (
        Column(speech.say("faults"), tuple(told), speech.say("faults-none")),
        Column(speech.say("orders"), tuple(ordered), speech.say("orders-none")),
    )


def cares(room: Room, speech: Speech) -> tuple[tuple[str, str], ...]:
    """What may be ordered now: nothing in the past, nothing by who may only look."""
    if room.me is None or room.me.role not in _OPERATORS or room.at is not None or room.selected is None:
        return ()
    return tuple((name, care(name, speech)) for name in room.me.orders)


def marks(now: datetime, reach: Reach, speech: Speech) -> tuple[Mark, ...]:
    """The marks of the time track."""
    start = now - SPANS[reach]
    if reach is Reach.DAY:
        hours = hours_of(start, now, speech.zone, 2)
        return tuple(Mark(at, speech.clock(at), at.astimezone(speech.zone).hour == 0) for at in hours)
    days = [at.astimezone(speech.zone) for at in hours_of(start, now, speech.zone, 24)]
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


def facts(room: Room, speech: Speech) -> tuple[tuple[str, str], ...]:
    """What the selected device is, in short."""
    device, at = room.device, room.shown_at()
    if device is None or at is None:
        return ()
    line, beat = device.line, device.heartbeat
    said = [
        ("seen", speech.ago(line.seen, at) if line.seen else ""),
        ("generation", str(line.generation or "")),
        ("address", beat.network.address if beat else ""),
        ("version", beat.versions.get("parvis", "") if beat else ""),
        ("booted", speech.instant(beat.machine.booted, at) if beat and beat.machine.booted else ""),
        ("waiting", speech.number(beat.spool.waiting) if beat else ""),
    ]
    return tuple((speech.say(f"fact-{name}"), what) for name, what in said if what)


def legend(room: Room, speech: Speech) -> tuple[tuple[Sign, str, str], ...]:
    """What each sign means, and how many screens bear it."""
    tally = room.model.tally() if room.model is not None else {}
    return tuple((sign, speech.say(f"sign-{sign}"), speech.number(tally.get(sign, 0))) for sign in _LEGEND)
