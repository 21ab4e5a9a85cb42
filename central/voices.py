"""What people at touch screens said by buttons, and what was counted of their use, as central tells of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

import msgspec

from device_profiles.report import What

VOTES = (What.POLL,)
SIGNALS = (What.SIGNAL,)
USE = (What.SESSION, What.TOUCH, What.PAGE, What.LANGUAGE, What.COMFORT)


class Part(StrEnum):
    """What counts may be told apart by, beside what was counted."""

    DEVICE = "device"
    DAY = "day"
    HOUR = "hour"


class TallyLine(msgspec.Struct, frozen=True, kw_only=True):
    """So many times people did the same. What it is not told apart by is empty.

    `name` and `answer` are those of `device_profiles.report.Tally`; `title` and `said` are the texts of them
    that devices show, by language, as far as the feed has them still.
    """

    day: date | None = None
    hour: datetime | None = None
    device: str = ""
    what: What
    name: str
    answer: str = ""
    count: int
    title: Mapping[str, str] = {}
    said: Mapping[str, str] = {}


class Tallies(msgspec.Struct, frozen=True, kw_only=True):
    """What was counted from a day to another, both included."""

    start: date
    end: date
    lines: tuple[TallyLine, ...]
