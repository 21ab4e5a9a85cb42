"""What somebody in the room has central do: care for alarms and devices, make reports."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Final

from central.control_room.limits import Limits
from central.control_room.room import Room
from central.control_room.said import AlarmHeard, OrderHeard, ReportHeard
from central.control_room.talk import Question
from central.telling.signs import ODD, Key

REPORTS: Final = {"day": 1, "week": 7, "month": 30}
"""How many days a report takes in."""


def care(room: Room, alarm: str, name: str, limits: Limits) -> None:
    """Take an alarm, quiet it for an hour, or let it ring again."""
    now = room.now()
    if now is None:
        return
    until = now + timedelta(seconds=limits.snooze_s)
    questions: dict[str, Question] = {
        "take": lambda central: AlarmHeard(alarm=central.acknowledge(alarm)),
        "snooze": lambda central: AlarmHeard(alarm=central.snooze(alarm, until)),
        "ring": lambda central: AlarmHeard(alarm=central.snooze(alarm, None)),
    }
    room.ask(f"{name} {alarm}", questions[name])


def order(room: Room, name: str) -> None:
    """Order a care of the selected device."""
    if room.selected is not None:
        device = room.selected.device
        room.ask(f"order {name} {device}", lambda central: OrderHeard(order=central.order(name, device)))


def report(room: Room, span: str, folder: Path, language: str) -> None:
    """A report of the day, week or month up to the shown instant, as a PDF in a folder."""
    model, at = room.model, room.shown_at()
    if model is None or at is None:
        return
    end = at.astimezone(model.zone).date()
    start = end - timedelta(days=REPORTS[span] - 1)
    path = folder / f"parvis-{start}-{end}.pdf"
    room.ask("report", lambda central: ReportHeard(path=central.report(start, end, language, path)))


def next_odd(room: Room, by: int) -> Key | None:
    """The next screen that is not right, or the one before; round and round."""
    if room.model is None:
        return None
    sections = room.model.sections(room.grouping, room.query, room.only, room.missing)
    keys = [key for section in sections for key in section.keys]
    odd = [number for number, key in enumerate(keys) if room.model.signs[key] in ODD]
    here = keys.index(room.selected) if room.selected in keys else -1
    if not odd:
        return None
    if by > 0:
        return keys[next((number for number in odd if number > here), odd[0])]
    return keys[next((number for number in reversed(odd) if number < here), odd[-1])]
