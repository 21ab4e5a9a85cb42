"""The report on one sheet of A4: what was found, line by line, beside a picture of the glass."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

import msgspec

from device_profiles.acceptance import AcceptanceReport, Check, Verdict
from device_profiles.enrolment import fingerprint, spoken
from layouts.dates import say_dates, say_time
from layouts.sheet import ACCENT, BAD, GROUND, INK, LEFT, QUIET, RIGHT, Paper, Sheets, document
from provisioning.acceptance.photo import Photo
from provisioning.acceptance.words import say

_HEAD_MM = 68.0
_PICTURE_MM = (66.0, 56.0)
_COLUMN_MM, _GAP_MM = 82.0, 6.0
_FOOT_MM = 270.0
_ROW_MM, _GROUP_MM, _WHY_MM = 4.1, 7.0, 3.2
_SIZE, _SMALL = 8.0, 7.0
_WHYS = 3
"""Lines that tell why a check failed; fewer where many did."""
_FIGURE_MM = 34.0
_UNITS = {"d": "j", "MB": "Mo", "MB/s": "Mo/s", "kB/s": "ko/s", "fps": "i/s"}
"""Units that French writes otherwise."""


class _Row(msgspec.Struct, frozen=True):
    """A line of the sheet: the title of a group, or a check."""

    title: str = ""
    check: Check | None = None
    why: Sequence[str] = ()

    @property
    def tall(self) -> float:
        return _GROUP_MM if self.check is None else _ROW_MM + _WHY_MM * len(self.why)


def sheet(report: AcceptanceReport, seen: Photo | None, language: str, zone: tzinfo) -> bytes:
    """The sheet as a PDF, in a language; instants are told in a zone."""
    name = report.device or say("sheet.unnamed", language)
    title = say("sheet.title", language)
    paper = Paper(
        title=f"{title} · {name}",
        foot=say("sheet.foot", language, device=name),
        language=language,
        made=report.at,
    )

    def draw(sheets: Sheets) -> None:
        sheets.page()
        _head(sheets, report, language, zone)
        _glass(sheets, report, seen, language, zone)
        _columns(sheets, report.checks, language)

    return document(paper, draw)


def _head(sheets: Sheets, report: AcceptanceReport, language: str, zone: tzinfo) -> None:
    wide = RIGHT - LEFT - _PICTURE_MM[0] - 8
    top = sheets.y
    sheets.box(LEFT, top, 9.0, 1.2, ACCENT)
    sheets.text(LEFT, top + 8.5, say("sheet.title", language), 11, bold=True)
    sheets.text(LEFT, top + 20.0, report.device or say("sheet.unnamed", language), 22, bold=True, most=wide)
    verdict = {Verdict.PASSED: "accepted", Verdict.FAILED: "refused", Verdict.SKIPPED: "nothing"}
    ink = {Verdict.PASSED: ACCENT, Verdict.FAILED: BAD, Verdict.SKIPPED: QUIET}[report.verdict]
    sheets.box(LEFT, top + 24.5, wide, 10.0, ink)
    sheets.text(
        LEFT + 3,
        top + 31.2,
        say(f"sheet.{verdict[report.verdict]}", language),
        14,
        bold=True,
        colour="#ffffff",
    )
    counts = {str(one): report.count(one) for one in Verdict}
    told = say("sheet.counts", language, **counts)
    sheets.text(LEFT + wide - 3, top + 31.0, told, _SIZE, colour="#ffffff", align="right", most=wide - 45)
    facts = {
        "place": report.place,
        "profile": report.profile,
        "technician": report.technician,
        "when": _moment(report.at, zone, language),
        "edition": (report.edition or "")[:16],
        "key": spoken(fingerprint(report.key)),
    }
    y = top + 40.0
    for name, value in facts.items():
        sheets.text(LEFT, y, say(f"sheet.{name}", language), _SIZE, colour=QUIET)
        for line in sheets.lines(value or "–", _SIZE, wide - 22)[:2]:
            sheets.text(LEFT + 22, y, line, _SIZE, most=wide - 22)
            y += 4.0


def _moment(at: datetime, zone: tzinfo, language: str) -> str:
    here = at.astimezone(zone)
    day = f"{say_dates(here.date(), here.date(), language)}\xa0{here.year}"
    return say("sheet.day-time", language, date=day, time=say_time(here.time(), language))


def _glass(sheets: Sheets, report: AcceptanceReport, seen: Photo | None, language: str, zone: tzinfo) -> None:
    """The picture of the glass, as large as it fits at the right of the head, and when it was."""
    width, height = _PICTURE_MM
    left, top = RIGHT - width, sheets.y
    sheets.box(left, top, width, height, GROUND)
    if seen is None or not report.seen:
        sheets.text(left + 4, top + height / 2, say("sheet.no-glass", language), _SIZE, colour=QUIET)
        return
    scale = min((width - 6) / seen.width, (height - 6) / seen.height)
    wide, tall = seen.width * scale, seen.height * scale
    sheets.picture(seen.png, left + (width - wide) / 2, top + (height - tall) / 2, wide, tall)
    at = say_time(report.seen[0].at.astimezone(zone).time(), language)
    sheets.text(left, top + height + 4.0, say("sheet.glass", language, time=at), _SMALL, colour=QUIET)


def _rows(sheets: Sheets, checks: Sequence[Check], language: str, most: int) -> list[_Row]:
    """The lines of all checks; why one failed is told in `most` lines at most."""
    rows: list[_Row] = []
    group = ""
    for check in checks:
        first, *between, _ = check.name.split("/")
        title = say(f"label.group-{first}", language, screen=" ".join(between))
        if title != group:
            group = title
            rows.append(_Row(title=title))
        why: tuple[str, ...] = ()
        if check.verdict is Verdict.FAILED:
            why = tuple(sheets.lines(check.said.to(language), _SMALL, _COLUMN_MM - 6))[:most]
        rows.append(_Row(check=check, why=why))
    return rows


def _columns(sheets: Sheets, checks: Sequence[Check], language: str) -> None:
    """All rows in two columns, as even as they come; what finds no room is counted."""
    top = sheets.y + _HEAD_MM + 6.0
    sheets.rule(top - 3.0, colour=INK, thick=0.3)
    room = _FOOT_MM - top
    each = (_rows(sheets, checks, language, most) for most in range(_WHYS, -1, -1))
    rows: list[_Row] = []
    for rows in each:
        if sum(row.tall for row in rows) + 2 * _GROUP_MM <= 2 * room:
            break
    half = min(room, max(sum(row.tall for row in rows) / 2 + _GROUP_MM, 30.0))
    x, y, column = LEFT, top, 0
    for number, row in enumerate(rows):
        ahead = row.tall + (rows[number + 1].tall if row.check is None and number + 1 < len(rows) else 0)
        evenly = column == 0 and row.check is None  # a group stays together where it can
        if y + ahead > top + (half if evenly else room):
            if column:
                left = sum(one.check is not None for one in rows[number:])
                sheets.text(x, y + 4, say("sheet.more", language, count=left), _SMALL, colour=QUIET)
                return
            x, y, column = LEFT + _COLUMN_MM + _GAP_MM, top, 1
        _row(sheets, x, y, row, language)
        y += row.tall


def _row(sheets: Sheets, x: float, y: float, row: _Row, language: str) -> None:
    if row.check is None:
        sheets.text(x, y + 5.0, row.title, _SIZE + 1, bold=True, most=_COLUMN_MM)
        sheets.rule(y + 6.2, x=x, to=x + _COLUMN_MM)
        return
    check = row.check
    base = y + 3.2
    _mark(sheets, x + 0.6, base, check.verdict)
    ink = {Verdict.FAILED: BAD, Verdict.SKIPPED: QUIET}.get(check.verdict, INK)
    bold = check.verdict is Verdict.FAILED
    label = say(f"label.{check.name.rpartition('/')[2]}", language)
    sheets.text(x + 5, base, label, _SIZE, bold=bold, colour=ink, most=_COLUMN_MM - _FIGURE_MM - 6)
    sheets.text(
        x + _COLUMN_MM,
        base,
        figured(check, language),
        _SIZE,
        bold=bold,
        colour=ink,
        align="right",
        most=_FIGURE_MM,
    )
    for line in row.why:
        base += _WHY_MM
        sheets.text(x + 5, base, line, _SMALL, colour=BAD)


def figured(check: Check, language: str) -> str:
    """A figure with its unit, and its limit: `38 ms (≤ 300)`, which says nothing false where it failed."""
    if check.figure is None:
        return ""
    unit = _UNITS.get(check.unit, check.unit) if language == "fr" else check.unit
    gap = "\u202f" if language == "fr" or unit != "%" else ""
    value = _number(check.figure, language) + (gap + unit if unit else "")
    if check.limit is None:
        return value
    return f"{value} ({'≥' if check.least else '≤'}\xa0{_number(check.limit, language)})"


def _number(value: float, language: str) -> str:
    digits = 0 if abs(value) >= 100 or value == round(value) else 1  # noqa: PLR2004
    text = f"{value:,.{digits}f}"
    return text.replace(",", "\u202f").replace(".", ",") if language == "fr" else text


def _mark(sheets: Sheets, x: float, base: float, verdict: Verdict) -> None:
    """A tick, a cross or a dash: told apart without colour."""
    match verdict:
        case Verdict.PASSED:
            sheets.stroke([(x, base - 1.2), (x + 0.9, base - 0.3), (x + 2.6, base - 2.4)], colour=ACCENT)
        case Verdict.FAILED:
            sheets.stroke([(x, base - 2.3), (x + 2.3, base)], colour=BAD, thick=0.6)
            sheets.stroke([(x, base), (x + 2.3, base - 2.3)], colour=BAD, thick=0.6)
        case Verdict.SKIPPED:
            sheets.stroke([(x, base - 1.1), (x + 2.3, base - 1.1)], colour=QUIET)
