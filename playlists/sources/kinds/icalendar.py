"""iCalendar (RFC 5545) with recurrences. Rules of strangers can count for ever: a child process counts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from device_profiles.decoding import from_json
from playlists.documents import Document, Event
from playlists.errors import SourceError
from playlists.sources.doors import text_of
from playlists.sources.fetch import Answer
from playlists.sources.limits import LIMITS
from playlists.sources.values import Reader, address, identity, instant, soon, sound, title, word
from playlists.sources.written import Calendar

_CHILD = "playlists.sources.calendar_child"


class Request(msgspec.Struct, frozen=True):
    """What the child is asked: a calendar, and between which instants."""

    text: str
    start: datetime
    end: datetime
    zone: str


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One coming of an event, as the calendar says it; times in ISO 8601, dates where it lasts whole days."""

    uid: str
    title: str
    starts: str
    ends: str
    place: str = ""
    theme: str = ""
    url: str = ""


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What the child found: events in the order of time, or what is wrong."""

    rows: tuple[Row, ...] = ()
    fault: str = ""


def read(source: Calendar, answers: Mapping[str, Answer], reader: Reader) -> tuple[Document, ...]:
    """The events of the days to come, each coming of a recurring one for itself."""
    text = text_of(answers[source.url]).strip()
    if not text.startswith("BEGIN:VCALENDAR") or not text.endswith("END:VCALENDAR"):
        raise SourceError("not-calendar")
    if text.count("BEGIN:VEVENT") > LIMITS.entries:
        raise SourceError("flood", most=LIMITS.entries)
    end = soon(source.days, reader.at)
    reply = _asked(Request(text, reader.at, end, reader.zone.key))
    if reply.fault:
        raise SourceError(reply.fault)
    return sound((_event(row, source, reader) for row in reply.rows), source.most)


def _asked(request: Request) -> Reply:
    command = [
        sys.executable,
        "-I",
        "-c",
        f"import sys; sys.path[:] = {sys.path!r}; import {_CHILD} as c; c.main()",
    ]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter, our own module
            command,
            input=msgspec.json.encode(request),
            capture_output=True,
            timeout=LIMITS.calendar_wall_s,
            check=False,
        )
        return from_json(done.stdout, Reply)
    except (subprocess.TimeoutExpired, msgspec.DecodeError) as error:
        raise SourceError("never-ends", seconds=round(LIMITS.calendar_s)) from error


def _event(row: Row, source: Calendar, reader: Reader) -> Event | None:
    whole_days = len(row.starts) == len("2026-11-26")
    starts, ends = instant(row.starts, reader.zone), instant(row.ends, reader.zone)
    name = title(row.title)
    if starts is None or not name:
        return None
    if ends is None or ends < starts:
        ends = starts + (timedelta(days=1) if whole_days else timedelta())
    return Event(
        id=identity(f"{row.uid} {starts:%F %H:%M}"),
        valid_until=max(ends, starts + timedelta(minutes=30)),
        title=name,
        starts=starts,
        ends=ends,
        whole_days=whole_days,
        place=title(row.place),
        theme=word(row.theme) or source.theme,
        address=address(row.url),
    )
