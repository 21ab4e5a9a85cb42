"""The process that counts recurrences: bounded in processor time and memory before it reads anything."""

from __future__ import annotations

import itertools
import resource
import sys
from datetime import date, datetime
from typing import Any

import msgspec

from device_profiles.decoding import from_json
from playlists.sources.kinds.icalendar import Reply, Request, Row
from playlists.sources.limits import LIMITS

_MEMORY_BYTES = 2**30


def main() -> None:
    """Read a `Request` from standard input, write a `Reply` to standard output."""
    seconds = round(LIMITS.calendar_s)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    request = from_json(sys.stdin.buffer.read(), Request)
    sys.stdout.buffer.write(msgspec.json.encode(_reply(request)))


def _reply(request: Request) -> Reply:
    import icalendar  # noqa: PLC0415 - within the limits
    import recurring_ical_events  # noqa: PLC0415

    try:
        calendar = icalendar.Calendar.from_ical(request.text)
        found = recurring_ical_events.of(calendar, skip_bad_series=True).between(request.start, request.end)
        rows = [row for event in itertools.islice(found, LIMITS.entries) if (row := _row(event))]
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, OverflowError, RecursionError):
        return Reply(fault="not-calendar")
    return Reply(rows=tuple(sorted(rows, key=lambda row: row.starts)))


def _row(event: Any) -> Row | None:
    if str(event.get("STATUS", "")).upper() == "CANCELLED" or "DTSTART" not in event:
        return None
    categories = event.get("CATEGORIES")
    first = next(iter(getattr(categories, "cats", ())), "") if categories is not None else ""
    return Row(
        uid=str(event.get("UID", "")),
        title=str(event.get("SUMMARY", "")),
        starts=_iso(event["DTSTART"].dt),
        ends=_iso(event["DTEND"].dt) if "DTEND" in event else "",
        place=str(event.get("LOCATION", "")),
        theme=str(first),
        url=str(event.get("URL", "")),
    )


def _iso(moment: date | datetime) -> str:
    return moment.isoformat()
