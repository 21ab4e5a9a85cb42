"""From what is known of the selected device to what its panel says; nothing is drawn here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from central.answers import History
from central.control_room.care_list import Column
from central.control_room.curves import LANES
from central.control_room.day_strip import Past, marks_of
from central.control_room.device_head import HeadText
from central.control_room.room import Room
from central.standing import Verdict
from central.telling.signs import ODD, Sign
from central.telling.speech import Speech
from central.telling.told import GRAVE, care, faults, in_order, order, why

OPERATORS: Final = ("operate", "admin")
"""Roles that may do something."""
_LEGEND: Final = (Sign.RIGHT, *ODD, Sign.DARK, Sign.OUT, Sign.NEW)
_DAY: Final = timedelta(hours=24)
_LEAST: Final = timedelta(minutes=10)
_MARKS: Final = (
    (5, timedelta(minutes=30)),
    (30, timedelta(hours=3)),
    (60, timedelta(hours=9)),
    (240, timedelta(days=9999)),
)
"""Every so many minutes a mark, for spans up to so long."""


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


def _first(found: History, end: datetime) -> datetime:
    """Since when anything is known; a young device's plots begin there."""
    known = [band.start for band in found.bands if band.verdict is not Verdict.UNKNOWN]
    if found.series is not None and found.series.at:
        known.append(datetime.fromtimestamp(found.series.at[0], UTC))
    return min(known, default=end)


def past(room: Room, speech: Speech) -> Past | None:
    """The strips of the selected screen."""
    key, model, at = room.selected, room.model, room.shown_at()
    if key is None or model is None or at is None:
        return None
    found, start = room.history, at - _DAY
    if found is not None:
        at = found.end
        start = min(max(found.start, at - _DAY, _first(found, at)), at - _LEAST)
    each = next(minutes for minutes, span in _MARKS if at - start <= span)
    marks = tuple((mark, speech.clock(mark)) for mark in marks_of(start, at, model.zone, each))
    length = speech.say("last-day") if at - start >= _DAY else speech.span((at - start).total_seconds())
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
        (length, speech.say("last-month")),
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
    """What may be ordered now: nothing in the past, by who may only look, or that must be confirmed."""
    if room.me is None or room.me.role not in OPERATORS or room.at is not None or room.selected is None:
        return ()
    offered = in_order(name for name in room.me.orders if name not in GRAVE)
    return tuple((name, care(name, speech)) for name in offered)


def legend(room: Room, speech: Speech) -> tuple[tuple[Sign, str, str], ...]:
    """What each sign means, and how many screens bear it."""
    tally = room.model.tally() if room.model is not None else {}
    return tuple((sign, speech.say(f"sign-{sign}"), speech.number(tally.get(sign, 0))) for sign in _LEGEND)


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
