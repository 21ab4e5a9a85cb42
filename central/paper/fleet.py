"""The report of the fleet on paper: a day, a week, a month; what was lost, where, and to what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from central.answers import Account, AccountLine
from central.paper.head import Figure, Heading, head, lasting, made_at, more, period, section
from central.paper.table import Column, Entry, Row, names, table
from central.standing import Alarm, Severity, Verdict
from central.telling.signs import sign_of_verdict
from central.telling.speech import Speech
from central.telling.told import alarm_title
from layouts.sheet import BAD, INK, LEFT, QUIET, RIGHT, Paper, Sheets, document

_WIDE: Final = RIGHT - LEFT
_MOST = 12
"""Places, devices: the worst ones."""
_MOST_ALARMS = 40
_GOOD = 0.98
"""Below this, availability stands in red."""
_WEEK, _MONTH = 7, 28
_BAR = 58.0
_LOST: Final = {
    "wrong": (
        "#d55e00",
        (Verdict.WRONG_ITEM, Verdict.WRONG_PICTURE, Verdict.STALE, Verdict.FALLBACK, Verdict.BLACK),
    ),
    "frozen": ("#b0578b", (Verdict.FROZEN,)),
    "unknown": ("#e69f00", (Verdict.UNKNOWN,)),
}
"""What time is lost to, by colour, as on the wall."""


def fleet_report(account: Account, city: str, made: datetime, speech: Speech) -> bytes:
    """The document, in the language of `speech`."""
    title, told = speech.say(_title(account)), period(account.start, account.end, speech)
    heading = Heading(city=city, title=title, lines=[told], made=made_at(made, speech))

    def draw(sheets: Sheets) -> None:
        head(sheets, heading, _figures(account, speech))
        sheets.block(LEFT, speech.say("measure"), 8.5, wide=_WIDE, colour=QUIET)
        if account.devices:
            _sections(sheets, account, speech)
        else:
            sheets.y += 6.0
            sheets.block(LEFT, speech.say("no-reports"), 12, wide=_WIDE, colour=INK)
        _alarms(sheets, account.alarms, made, speech)

    foot = speech.say("foot", city=city or "Parvis", title=title, period=told)
    return document(Paper(title=title, foot=foot, language=speech.language, made=made), draw)


def _sections(sheets: Sheets, account: Account, speech: Speech) -> None:
    """What was done with the time: by day, family, place and device."""
    if len(account.days) > 1:
        _days(sheets, account, speech)
    _families(sheets, account, speech)
    _losses(sheets, "place", account.places, speech)
    _losses(sheets, "device", account.devices, speech)


def _title(account: Account) -> str:
    days = (account.end - account.start).days + 1
    if days == 1:
        return "report-day"
    if days == _WEEK:
        return "report-week"
    whole = account.start.day == 1 and (account.end + timedelta(days=1)).day == 1
    return "report-month" if whole and days >= _MONTH else "report-span"


def _figures(account: Account, speech: Speech) -> tuple[Figure, ...]:
    severe = sum(alarm.severity is Severity.SEVERE for alarm in account.alarms)
    part = account.whole.availability
    return (
        Figure(value=speech.percent(part), label=speech.say("available"), ink=_ink(part)),
        Figure(value=speech.number(account.whole.devices), label=speech.say("screens-seen")),
        Figure(value=speech.number(len(account.alarms)), label=speech.count("alarms-seen", severe)),
    )


def _days(sheets: Sheets, account: Account, speech: Speech) -> None:
    section(sheets, speech.say("head-days"))
    _legend(sheets, speech)
    columns = [
        Column(title=speech.say("column-day"), wide=44),
        Column(title=speech.say("column-availability"), wide=28, figures=True),
        Column(title=speech.say("column-lost"), wide=32, figures=True),
        Column(title="", wide=_WIDE - 104),
    ]
    most = max((line.lost for line in account.days), default=0.0)
    table(sheets, columns, (_day(line, most, speech) for line in account.days))


def _day(line: AccountLine, most: float, speech: Speech) -> Row:
    def bar(sheets: Sheets) -> None:
        x = RIGHT - _BAR
        for colour, verdicts in _LOST.values():
            wide = _BAR * sum(line.seconds.get(verdict, 0.0) for verdict in verdicts) / most if most else 0
            if wide > 0:
                sheets.box(x, sheets.y - 4.6, wide, 2.8, colour)
            x += wide

    cells = [
        speech.day_of(date.fromisoformat(line.name)),
        speech.percent(line.availability),
        _lost(line, speech),
        "",
    ]
    return Row(entry=Entry(cells=cells, inks=_red(line, 1)), draw=bar)


def _legend(sheets: Sheets, speech: Speech) -> None:
    x = RIGHT
    for name, (colour, _) in reversed(_LOST.items()):
        label = speech.say(f"lost-{name}")
        x -= sheets.width(label, 8)
        sheets.text(x, sheets.y - 1.0, label, 8, colour=QUIET)
        sheets.box(x - 4.0, sheets.y - 3.1, 2.4, 2.4, colour)
        x -= 9.0


def _families(sheets: Sheets, account: Account, speech: Speech) -> None:
    section(sheets, speech.say("head-families"))
    titles = [speech.say("column-family"), speech.say("column-devices"), speech.say("column-availability")]
    columns = [
        Column(title=titles[0], wide=62),
        Column(title=titles[1], wide=20, figures=True),
        Column(title=titles[2], wide=28, figures=True),
        Column(title=speech.say("column-lost"), wide=30, figures=True),
        Column(title=speech.say("column-mostly"), wide=_WIDE - 140, figures=True),
    ]
    rows = [
        Entry(
            cells=[
                speech.family(line.name),
                speech.number(line.devices),
                speech.percent(line.availability),
                _lost(line, speech),
                _mostly(line, speech),
            ],
            inks=_red(line, 2),
        )
        for line in account.families
    ]
    table(sheets, columns, map(Row.plain, rows))


def _losses(sheets: Sheets, kind: str, lines: Sequence[AccountLine], speech: Speech) -> None:
    """The worst of many, and how many more lost time."""
    section(sheets, speech.say(f"head-{kind}s"))
    lost = [line for line in lines if line.lost >= 1]
    if not lost:
        sheets.y += 1.0
        sheets.block(LEFT, speech.say("no-losses"), 10, wide=_WIDE, colour=QUIET)
        return
    shown = lost[:_MOST]
    named = [[line.name, line.place] if kind == "device" else [line.name] for line in shown]
    titles = [
        speech.say(f"column-{name}") for name in (("device", "place") if kind == "device" else ("place",))
    ]
    columns = [
        *names(sheets, titles, named, _WIDE - 72),
        Column(title=speech.say("column-availability"), wide=20, figures=True),
        Column(title=speech.say("column-lost"), wide=23, figures=True),
        Column(title=speech.say("column-mostly"), wide=29, figures=True),
    ]
    rows = [
        Entry(
            cells=[
                *cells,
                speech.percent(line.availability),
                _lost(line, speech),
                _mostly(line, speech),
            ],
            inks=_red(line, len(cells)),
        )
        for cells, line in zip(named, shown, strict=True)
    ]
    table(sheets, columns, map(Row.plain, rows))
    more(sheets, len(lost) - len(shown), speech)


def _alarms(sheets: Sheets, alarms: Sequence[Alarm], made: datetime, speech: Speech) -> None:
    section(sheets, speech.say("head-alarms"))
    if not alarms:
        sheets.y += 1.0
        sheets.block(LEFT, speech.say("no-alarms"), 10, wide=_WIDE, colour=QUIET)
        return
    columns = [
        Column(title=speech.say("column-alarm"), wide=82),
        Column(title=speech.say("column-began"), wide=36),
        Column(title=speech.say("column-lasted"), wide=24, figures=True),
        Column(title=speech.say("column-taken"), wide=28, figures=True),
    ]
    ranked = sorted(alarms, key=lambda alarm: (list(Severity).index(alarm.severity), alarm.since))
    rows = list(_told(ranked[:_MOST_ALARMS], made, speech))
    table(sheets, columns, map(Row.plain, rows))
    more(sheets, len(ranked) - len(rows), speech)


def _told(alarms: Sequence[Alarm], made: datetime, speech: Speech) -> Iterator[Entry]:
    for alarm in alarms:
        ended = alarm.ended
        lasted = lasting((ended - alarm.since).total_seconds(), speech) if ended else speech.say("lasts")
        severe = alarm.severity is Severity.SEVERE
        yield Entry(
            cells=[
                alarm_title(alarm, speech),
                speech.instant(alarm.since, made),
                lasted,
                alarm.acknowledged_by or "–",
            ],
            inks={0: BAD} if severe else {},
        )


def _mostly(line: AccountLine, speech: Speech) -> str:
    return speech.say(f"sign-{sign_of_verdict(line.mostly).value}") if line.mostly else "–"


def _lost(line: AccountLine, speech: Speech) -> str:
    return lasting(line.lost, speech) if line.lost >= 1 else "–"


def _red(line: AccountLine, column: int) -> dict[int, str]:
    ink = _ink(line.availability)
    return {column: ink} if ink != INK else {}


def _ink(part: float | None) -> str:
    return BAD if part is not None and part < _GOOD else INK
