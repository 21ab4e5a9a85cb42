"""When items and events are open in the year after today, and dates that make no sense."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from playlists.errors import DaypartError
from playlists.spans import Spans, clip, to_ms
from playlists.workspace.model import Event, ItemBase, Workspace
from playlists.workspace.outline import Path
from playlists.workspace.problems import Findings
from playlists.workspace.said import SILENCE, Said, said, verbatim
from playlists.workspace.times import daypart_of, say_moment, window


@dataclass(slots=True)
class Calendar:
    """The year of a workspace from `today` on; what has been worked out is kept."""

    workspace: Workspace
    today: datetime
    days: int
    _dayparts: dict[str, Spans] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the site's clocks."""
        return ZoneInfo(self.workspace.site.time_zone)

    @property
    def year(self) -> tuple[int, int]:
        """From today to the end of the year looked at, in milliseconds since 1970."""
        return to_ms(self.today), to_ms(self.today + timedelta(days=self.days))

    def spans(self, written: ItemBase | Event) -> Spans:
        """When an item or event is open in the year by its own dates and time rule."""
        start, end = self.year
        opens, closes = window(written, self.zone)
        begin = max(start, to_ms(opens)) if opens else start
        finish = min(end, to_ms(closes)) if closes else end
        if begin >= finish:
            return ()
        return clip(self._open(written.when), begin, finish)

    def begins_later(self, written: ItemBase | Event) -> bool:
        """Whether it opens only after the year looked at."""
        opens, _ = window(written, self.zone)
        return opens is not None and to_ms(opens) >= self.year[1]

    def is_over(self, written: ItemBase | Event) -> bool:
        """Whether its last moment lies before today."""
        _, closes = window(written, self.zone)
        return closes is not None and closes <= self.today

    def check_dates(
        self, written: ItemBase | Event, file: str, path: Path, findings: Findings, **about: str
    ) -> None:
        """Report dates that cannot be met, or are over, and time rules never open between them."""
        opens, closes = window(written, self.zone)
        if opens is not None and closes is not None and closes <= opens:
            message = said("schedule.ends-first")
            found = said("schedule.window", first=_said(written.from_), last=_said(written.until))
            findings.error(file, (*path, "until"), message, found=found, **about)
        elif self.is_over(written):
            message = said("schedule.over", date=_said(written.until))
            hint = said("schedule.remove-or-renew")
            findings.warning(file, (*path, "until"), message, hint=hint, **about)
        elif not self.begins_later(written) and not self.spans(written):
            message = said("schedule.never-open", rule=written.when or "")
            findings.error(file, (*path, "when"), message, hint=said("schedule.change-rule"), **about)

    def _open(self, rule: str | None) -> Spans:
        """When a rule is open in the year; always, where it does not parse (that is reported elsewhere)."""
        if rule is None:
            return (self.year,)
        if rule not in self._dayparts:
            try:
                self._dayparts[rule] = daypart_of(self.workspace, rule).spans(*self.year)
            except DaypartError:
                self._dayparts[rule] = (self.year,)
        return self._dayparts[rule]


def _said(moment: date | None) -> Said:
    """A date, or a date and time, as an editor wrote it."""
    if moment is None:
        return SILENCE
    return say_moment(moment) if isinstance(moment, datetime) else verbatim(moment.isoformat())
