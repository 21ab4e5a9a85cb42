"""Proof of play and the fleet’s report as files to hand on: tables for spreadsheets, documents for people."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import datetime

from central.answers import Account, Plays, PlaysLine
from central.telling.speech import Speech
from central.view import By
from central.voices import Part, Tallies
from playlists.services import said
from playlists.workspace.said import Language

_BOM = "\ufeff"
"""By it a spreadsheet knows that this is UTF-8."""
_FIGURES = ("plays", "seconds", "share", "booked", "verified", "differing")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so would be reckoned by a spreadsheet."""


class Exporter:
    """Writes files in one of the languages. `city` names whose they are, `zone` is its time zone."""

    def __init__(
        self, city: Callable[[], str], zone: Callable[[], str], clock: Callable[[], datetime]
    ) -> None:
        self._city, self._zone, self._clock = city, zone, clock

    def csv(self, plays: Plays, by: Sequence[By], language: str) -> bytes:
        """A table in UTF-8: in French with semicolons and decimal commas, as spreadsheets there expect."""
        french = language == Language.FRENCH
        speech = self._speech(language)
        out = io.StringIO()
        writer = csv.writer(out, delimiter=";" if french else ",", lineterminator="\r\n")
        names = (*(part.value for part in by), *_FIGURES)
        writer.writerow(speech.say(f"column-{name}") for name in names)
        for line in plays.lines:
            writer.writerow([*(_name(line, part) for part in by), *_figures(line, comma=french)])
        return (_BOM + out.getvalue()).encode()

    def tallies(self, found: Tallies, by: Sequence[Part], language: str) -> bytes:
        """What was counted as a table, likewise."""
        speech, out = self._speech(language), io.StringIO()
        delimiter = ";" if language == Language.FRENCH else ","
        writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
        columns = (*by, "what", "name", "title", "answer", "said", "count")
        writer.writerow(speech.say(f"column-{name}") for name in columns)
        for line in found.lines:
            told = {
                Part.DAY: line.day.isoformat() if line.day else "",
                Part.HOUR: line.hour.astimezone(speech.zone).isoformat() if line.hour else "",
                Part.DEVICE: _text(line.device),
            }
            texts = (line.name, said(line.title, language, ""), line.answer, said(line.said, language, ""))
            what = speech.say(f"what-{line.what}")
            writer.writerow([*(told[part] for part in by), what, *map(_text, texts), line.count])
        return (_BOM + out.getvalue()).encode()

    def pdf(self, plays: Plays, by: Sequence[By], language: str) -> bytes:
        """Proof of play as a document that one can send to a client."""
        from central.paper.proof import proof_of_play  # noqa: PLC0415 - fpdf is a third of central's start

        return proof_of_play(plays, by, self._city(), self._clock(), self._speech(language))

    def report(self, account: Account, language: str) -> bytes:
        """The report of the fleet as a document."""
        from central.paper.fleet import fleet_report  # noqa: PLC0415 - likewise

        return fleet_report(account, self._city(), self._clock(), self._speech(language))

    def _speech(self, language: str) -> Speech:
        return Speech("paper", language, self._zone())


def _name(line: PlaysLine, part: By) -> str:
    match part:
        case By.DAY:
            return line.day.isoformat() if line.day else ""
        case By.CAMPAIGN:
            return _text(line.campaign)
        case By.ITEM:
            return _text(line.item)
        case By.DEVICE:
            return _text(line.device)


def _text(name: str) -> str:
    """A name that no spreadsheet takes for a formula."""
    return f"'{name}" if name.startswith(_FORMULA) else name


def _figures(line: PlaysLine, *, comma: bool) -> list[str]:
    def number(value: float | None, digits: int) -> str:
        told = "" if value is None else f"{value:.{digits}f}"
        return told.replace(".", ",") if comma else told

    return [
        str(line.plays),
        number(line.seconds, 1),
        number(line.share, 6),
        number(line.booked, 6),
        str(line.verified),
        str(line.differing),
    ]
