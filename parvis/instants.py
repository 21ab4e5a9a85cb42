"""Instants as people type them, and as the command line tells them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from parvis.words import SaidError, words

_FIRST, _LAST = datetime(1970, 1, 2, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


class InstantError(SaidError):
    """Words that name no instant: what was found and what would do."""


def parse_instant(text: str, zone: ZoneInfo) -> datetime:
    """The UTC instant that `text` names: ISO 8601 with offset, or local time in `zone`.

    A date alone is its first moment. Of a local time that happens twice (the autumn clock change) the
    first is meant; one that never happens (spring) is read with the offset before the change.

    Raises:
        InstantError: `text` is not ISO 8601, or lies outside the years 1970 to 8999.
    """
    try:
        instant = datetime.fromisoformat(text.strip())
    except ValueError:
        raise InstantError(words("command.not-an-instant", text=text)) from None
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=zone)
    try:
        moment = instant.astimezone(UTC)
    except OverflowError:
        moment = None
    if moment is None or not _FIRST <= moment < _LAST:
        raise InstantError(words("command.instant-out-of-range", text=text))
    return moment


def tell_instant(instant: datetime) -> str:
    """An instant in UTC for machines, with milliseconds only where there are some."""
    moment = instant.astimezone(UTC)
    return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds")
