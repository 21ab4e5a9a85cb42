"""What people are told of an alarm, away from any face: a title and a few lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

import msgspec

from central.standing import Alarm
from central.telling.causes import alarm_cause, alarm_remedy
from central.telling.speech import Speech
from central.telling.told import alarm_story, alarm_title

_MOST_SCREENS = 20
"""Screens that are named in one message."""


class Kind(StrEnum):
    """Why somebody is told."""

    NEW = "new"
    LOUDER = "louder"
    ENDED = "ended"


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """Something to be told. `id` is the same each time that it is tried."""

    id: str
    kind: Kind
    at: datetime
    alarm: Alarm
    title: str
    text: str


def message(kind: Kind, alarm: Alarm, at: datetime, speech: Speech, *, url: str = "") -> Message:
    """What is said of an alarm; `url` is where central's pages are."""
    title = speech.say(f"deliver-{kind.value}", title=alarm_title(alarm, speech))
    return Message(
        id=f"{alarm.id}-{kind.value}-{round(at.timestamp())}",
        kind=kind,
        at=at,
        alarm=alarm,
        title=title,
        text="\n".join(_lines(kind, alarm, at, speech, url)),
    )


def _lines(kind: Kind, alarm: Alarm, at: datetime, speech: Speech, url: str) -> Iterator[str]:
    if kind is Kind.ENDED:
        lasted = speech.span(((alarm.ended or at) - alarm.since).total_seconds())
        yield speech.say("deliver-lasted", span=lasted)
    else:
        yield alarm_story(alarm, speech, at)
        yield ""
        yield speech.say("deliver-cause", cause=alarm_cause(alarm, speech))
        yield speech.say("deliver-remedy", remedy=alarm_remedy(alarm, speech))
    if len(alarm.screens) > 1:
        shown = ", ".join(alarm.screens[:_MOST_SCREENS])
        more = len(alarm.screens) - _MOST_SCREENS
        what = "devices" if alarm.of_devices else "screens"
        yield ""
        yield speech.say(f"deliver-{what}", **{what: f"{shown} (+{more})" if more > 0 else shown})
    if url:
        yield ""
        yield url
