"""What is asked for, once it was looked at: instants with a zone, spans that end, lines of sane length."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta

from central.api.desk import LIMITS
from central.api.problems import malformed

_FIRST, _LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def instant(text: str | None, name: str) -> datetime | None:
    """An instant as ISO 8601 with an offset, in UTC. Raises `Refused`."""
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise malformed(f"{name} is an instant as 2026-11-26T13:32:07Z") from None
    if found.tzinfo is None:
        raise malformed(f"{name} has no offset; Z or +01:00 belongs at its end")
    if not _FIRST.replace(tzinfo=None) < found.replace(tzinfo=None) < _LAST.replace(tzinfo=None):
        raise malformed(f"{name} is not of this time")
    return found.astimezone(UTC)


def past(text: str | None, now: datetime) -> datetime | None:
    """An instant that has been. Raises `Refused`."""
    found = instant(text, "at")
    if found and found > now:
        raise malformed("at has not been yet")
    return found


def span(start: str | None, end: str | None, now: datetime) -> tuple[datetime, datetime]:
    """From an instant to another; the last 24 hours where nothing is said. Raises `Refused`."""
    until = instant(end, "end") or now
    since = instant(start, "start") or until - timedelta(days=1)
    if not since < until:
        raise malformed("start is before end")
    if until - since > LIMITS.history:
        raise malformed(f"at most {LIMITS.history.days} days")
    return since, until


def days(start: date | None, end: date | None, today: date) -> tuple[date, date]:
    """From a day to another, both included; the last seven where nothing is said. Raises `Refused`."""
    until = end or today
    since = start or max(until, date(2000, 1, 8)) - timedelta(days=6)
    if since > until:
        raise malformed("start is not after end")
    if not _FIRST.date() <= since <= until <= _LAST.date():
        raise malformed("start and end are days of this time")
    if until - since >= LIMITS.plays:
        raise malformed(f"at most {LIMITS.plays.days} days")
    return since, until


def text(value: str, name: str) -> str:
    """A line that a person wrote. Raises `Refused`."""
    if len(value) > LIMITS.text_length or not value.isprintable():
        raise malformed(f"{name} is a line of at most {LIMITS.text_length} letters")
    return value.strip()


def written(format_: str, language: str, formats: Collection[str]) -> None:
    """Require that an answer can be written so. Raises `Refused`."""
    if format_ not in formats or language not in {"fr", "en"}:
        raise malformed(f"format is one of {', '.join(formats)}, language fr or en")
