"""Proof of play on paper: what one can send to a client."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from central.answers import Plays, PlaysLine
from central.paper.head import Figure, Heading, head, lasting, made_at, more, period
from central.paper.table import Column, Entry, Row, names, table
from central.telling.speech import Speech
from central.view import By
from layouts.sheet import BAD, LEFT, QUIET, RIGHT, Paper, Sheets, document

_WIDE = RIGHT - LEFT
_MOST = 500
"""Lines of one document; who wants more takes the table."""
_FIGURES = (("plays", 18.0), ("time", 27.0), ("share", 19.0), ("booked", 19.0), ("seen", 20.0))


def proof_of_play(plays: Plays, by: Sequence[By], city: str, made: datetime, speech: Speech) -> bytes:
    """The document, in the language of `speech`."""
    title, told = speech.say("proof"), period(plays.start, plays.end, speech)
    foot = speech.say("foot", city=city or "Parvis", title=title, period=told)
    constant = _constant(plays, by, speech)
    heading = Heading(
        city=city,
        title=title,
        lines=[told, *(speech.say(f"only-{part.value}", name=name) for part, name in constant.items())],
        made=made_at(made, speech),
    )
    shown = [part for part in by if part not in constant] or list(by[:1])

    def draw(sheets: Sheets) -> None:
        head(sheets, heading, _figures(plays, speech))
        if plays.lines:
            rows = map(Row.plain, _rows(plays.lines, shown, speech))
            table(sheets, _columns(sheets, plays, shown, speech), rows)
            more(sheets, len(plays.lines) - _MOST, speech)
        else:
            sheets.block(LEFT, speech.say("nothing"), 11, wide=_WIDE)
        _how(sheets, plays, speech)

    return document(Paper(title=title, foot=foot, language=speech.language, made=made), draw)


def _figures(plays: Plays, speech: Speech) -> tuple[Figure, ...]:
    count = sum(line.plays for line in plays.lines)
    seen = sum(line.verified for line in plays.lines)
    seconds = sum(line.seconds for line in plays.lines)
    return (
        Figure(value=speech.number(count), label=speech.say("plays")),
        Figure(value=lasting(seconds, speech), label=speech.say("on-glass")),
        Figure(value=speech.percent(seen / count if count else None), label=speech.say("seen")),
    )


def _constant(plays: Plays, by: Sequence[By], speech: Speech) -> dict[By, str]:
    """What all lines have in common: it stands above, not in each."""
    found = {part: {_name(line, part, speech) for line in plays.lines} for part in by if part is not By.DAY}
    return {part: names.pop() for part, names in found.items() if len(names) == 1}


def _columns(sheets: Sheets, plays: Plays, by: Sequence[By], speech: Speech) -> list[Column]:
    """The names as wide as they need be, then the figures."""
    titles = [speech.say(f"column-{part.value}") for part in by]
    cells = [[_name(line, part, speech) for part in by] for line in plays.lines[:_MOST]]
    left = _WIDE - sum(wide for _, wide in _FIGURES)
    return names(sheets, titles, cells, left) + [
        Column(title=speech.say(f"column-{name}"), wide=wide, figures=True) for name, wide in _FIGURES
    ]


def _rows(lines: Sequence[PlaysLine], by: Sequence[By], speech: Speech) -> Iterator[Entry]:
    for line in lines[:_MOST]:
        seen = line.verified / line.plays if line.plays else None
        named = [_name(line, part, speech) for part in by]
        yield Entry(
            cells=[
                *named,
                speech.number(line.plays),
                lasting(line.seconds, speech),
                speech.percent(line.share),
                speech.percent(line.booked),
                speech.percent(seen),
            ],
            inks={len(named) + 4: BAD} if line.differing else {},
        )
    if len(lines) > 1:
        count, seconds = sum(line.plays for line in lines), sum(line.seconds for line in lines)
        names = [speech.say("total"), *[""] * (len(by) - 1)]
        yield Entry(cells=[*names, speech.number(count), lasting(seconds, speech), "", "", ""], strong=True)


def _name(line: PlaysLine, part: By, speech: Speech) -> str:
    match part:
        case By.DAY:
            return speech.date(line.day) if line.day else ""
        case By.CAMPAIGN:
            return line.campaign
        case By.ITEM:
            return line.item
        case By.DEVICE:
            return line.device


def _how(sheets: Sheets, plays: Plays, speech: Speech) -> None:
    """By what it is known, and whether it still is what was received."""
    if not sheets.room(34.0):
        sheets.page()
    sheets.y += 7.0
    sheets.block(LEFT, speech.say("how"), 8.5, wide=_WIDE, colour=QUIET)
    if any(line.differing for line in plays.lines):
        sheets.y += 1.5
        sheets.block(LEFT, speech.say("red"), 8.5, wide=_WIDE, colour=BAD)
    sheets.y += 1.5
    if plays.broken:
        told = speech.say("broken", what=", ".join(plays.broken))
        sheets.block(LEFT, told, 8.5, wide=_WIDE, colour=BAD, bold=True)
    if plays.unlooked:
        sheets.block(LEFT, speech.count("unlooked", plays.unlooked), 8.5, wide=_WIDE, bold=True)
    if plays.totals_alone:
        sheets.block(LEFT, speech.count("totals-alone", plays.totals_alone), 8.5, wide=_WIDE, bold=True)
    if plays.intact:
        sheets.block(LEFT, speech.say("intact"), 8.5, wide=_WIDE, bold=True)
