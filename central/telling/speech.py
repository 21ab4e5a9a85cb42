"""How a face speaks: sentences in the reader's language, figures and instants as people write them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from central.wording import known, words
from device_profiles.catalog import catalog
from layouts.dates import date_forms, say_date
from layouts.typography import capitalised
from playlists.workspace.said import Fact, Language

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_LONG = 100 * _MINUTE
"""So far time is told in minutes."""
_ALL = 10_000
"""All, in hundredths of a per cent."""


class Speech:
    """Speaks one language, and tells time in one zone. `theme` is the file of the face's own sentences."""

    def __init__(self, theme: str, language: str, zone: str = "UTC") -> None:
        self.language = language
        self.zone = ZoneInfo(zone)
        self._theme = theme
        self._french = language == Language.FRENCH
        self._families = {name: profile.title.get(language, name) for name, profile in catalog().items()}

    def say(self, code: str, **facts: Fact) -> str:
        """A sentence of the face, or else of those that all faces share."""
        own = f"{self._theme}.{code}"
        return words(own if known(own) else f"said.{code}", **facts).to(self.language)

    def known(self, code: str, name: str) -> str:
        """The sentence of the face for something that has a name; the name where there is none."""
        return self.say(code) if known(f"{self._theme}.{code}") else name

    def count(self, code: str, number: int, **facts: Fact) -> str:
        """A sentence in which something is counted: `CODE-one` or `CODE-many`."""
        return self.say(
            f"{code}-one" if self.single(number) else f"{code}-many", count=self.number(number), **facts
        )

    def single(self, number: int) -> bool:
        """Whether so many are said as one: none are, in French."""
        return number < 2 if self._french else number == 1  # noqa: PLR2004 - two are many

    def number(self, number: float, digits: int = 0) -> str:
        """A number with its thousands set apart."""
        told = f"{number:,.{digits}f}"
        if self._french:
            return told.replace(",", "\u202f").replace(".", ",")
        return told

    def percent(self, part: float | None) -> str:
        """A part of one, never rounded up to all: `99.99 %` is not `100 %`."""
        if part is None:
            return "–"
        hundredths = int(part * _ALL + 1e-9)
        told = self.number(hundredths / 100, 0 if hundredths == _ALL else 2)
        return f"{told}\u202f%" if self._french else f"{told}%"

    def clock(self, at: datetime, *, seconds: bool = False) -> str:
        """The time of day."""
        return at.astimezone(self.zone).strftime("%H:%M:%S" if seconds else "%H:%M")

    def day(self, at: datetime) -> str:
        """The day, with its weekday."""
        return capitalised(say_date(at.astimezone(self.zone).date(), self.language))

    def day_of(self, day: date) -> str:
        """A day with its weekday."""
        return capitalised(say_date(day, self.language))

    def date(self, day: date) -> str:
        """A day of the year, in short."""
        return date_forms(day, self.language)[2]

    def instant(self, at: datetime, now: datetime) -> str:
        """An instant as near as it is: the time today, `yesterday 14:26`, or the day of the month."""
        there, here = at.astimezone(self.zone).date(), now.astimezone(self.zone).date()
        if there == here:
            return self.clock(at)
        if there == here - timedelta(days=1):
            return self.say("yesterday", time=self.clock(at))
        return f"{self.date(there)}, {self.clock(at)}"

    def span(self, seconds: float) -> str:
        """A stretch of time in its largest unit."""
        whole = max(0, int(seconds))
        if whole < _MINUTE:
            return self.say("seconds", count=whole)
        if whole < _LONG:
            return self.say("minutes", count=whole // _MINUTE)
        if whole < 2 * _DAY:
            return self.say("hours", count=whole // _HOUR)
        return self.say("days", count=whole // _DAY)

    def ago(self, at: datetime, now: datetime) -> str:
        """How long ago an instant was."""
        return self.say("ago", span=self.span((now - at).total_seconds()))

    def family(self, name: str) -> str:
        """The name of a family of devices."""
        return self._families.get(name, name)

    def screen(self, name: str) -> str:
        """The name of a screen, where it has one that says something."""
        return {"upper": self.say("screen-upper"), "touch": self.say("screen-touch"), "main": ""}.get(
            name, name
        )
