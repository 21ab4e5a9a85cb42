"""From dates as editors write them to instants: dates are days here, ends are inclusive."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from layouts.dates import WEEKDAYS
from playlists.daypart import LONGEST_RULE, Daypart, missing_day
from playlists.errors import DaypartError, RuleFault
from playlists.workspace.model import Device, Event, ItemBase, Workspace
from playlists.workspace.outline import Path
from playlists.workspace.problems import Findings
from playlists.workspace.said import LANGUAGES, SILENCE, Said, said, verbatim


def opens_at(moment: date | None, zone: ZoneInfo) -> datetime | None:
    """The first instant of a `from`, in UTC: local midnight of a date, the instant of a date-time."""
    return None if moment is None else _instant(moment, zone)


def closes_at(moment: date | None, zone: ZoneInfo) -> datetime | None:
    """The first instant after an `until`, in UTC: midnight after a date, the instant of a date-time."""
    if moment is None:
        return None
    if isinstance(moment, datetime):
        return _instant(moment, zone)
    return _instant(moment + timedelta(days=1), zone)


def window(written: ItemBase | Event, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    """When an item or event opens and closes; None for ever."""
    return opens_at(written.from_, zone), closes_at(written.until, zone)


def milliseconds(seconds: float) -> int:
    """Whole milliseconds of what an editor wrote in seconds."""
    return round(seconds * 1000)


def daypart_of(workspace: Workspace, rule: str, device: Device | None = None) -> Daypart:
    """A rule read at a device's place, or the site's.

    Raises:
        DaypartError: it does not parse.
    """
    position = workspace.position(device) if device else workspace.site.position
    return Daypart.parse(rule, workspace.site.time_zone, workspace.site.country, position)


def is_sound(
    workspace: Workspace, rule: str | None, findings: Findings, file: str, path: Path, **about: str
) -> bool:
    """Whether a rule parses, and names days that there are; reports it where it does not."""
    if rule is None:
        return True
    try:
        daypart_of(workspace, rule)
    except DaypartError as error:
        findings.error(file, path, _refusal(error), found=_marked(error), hint=_cure(error), **about)
        return False
    column = missing_day(rule)
    if column is not None:
        told = said("schedule.rule-no-day", rest=rule[column:][:40])
        findings.error(file, path, told, found=_caret(rule, column), **about)
    return column is None


def say_moment(at: datetime) -> Said:
    """A local date and time, the date as editors write it."""
    return said("hints.moment", date=f"{at:%Y-%m-%d}", time=f"{at:%H:%M}")


def say_weekday(at: date) -> Said:
    """The day of the week."""
    return Said("weekday", *(WEEKDAYS[language][at.weekday()] for language in LANGUAGES))


def _instant(moment: date, zone: ZoneInfo) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=zone)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _refusal(error: DaypartError) -> Said:
    """What is wrong with a rule."""
    match error.fault:
        case RuleFault.EMPTY:
            return said("schedule.rule-empty")
        case RuleFault.LONG:
            return said("schedule.rule-long", most=LONGEST_RULE)
        case RuleFault.SYNTAX if rest := error.rule[error.column :].strip():
            return said("schedule.rule-syntax", rest=rest[:40])
        case RuleFault.SYNTAX:
            return said("schedule.rule-unfinished")
        case RuleFault.COUNTRY:
            return said("schedule.rule-no-holidays", country=error.country)
        case RuleFault.POSITION:
            return said("schedule.rule-position")


def _marked(error: DaypartError) -> Said:
    """The rule with a caret under the first thing that cannot be understood."""
    if error.fault is not RuleFault.SYNTAX:
        return SILENCE
    return _caret(error.rule, error.column)


def _caret(rule: str, column: int) -> Said:
    return verbatim(f"{rule}\n{' ' * column}^")


def _cure(error: DaypartError) -> Said:
    match error.fault:
        case RuleFault.SYNTAX:
            return said("schedule.rule-days")
        case RuleFault.EMPTY | RuleFault.LONG:
            return said("schedule.rule-example")
        case RuleFault.COUNTRY | RuleFault.POSITION:
            return SILENCE
