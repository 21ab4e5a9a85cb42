"""What people at touch screens said, and how they used them: votes, what is out of date, counters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Response, get

from central.access import Role
from central.api.asked import days, text
from central.api.desk import HereDesk
from central.api.problems import Refused
from central.voices import SIGNALS, USE, VOTES, Part, TallyLine
from central.web.house import Ask, Reader, reader
from central.web.plays_page import day
from device_profiles.report import What
from playlists.services import said

_LEADING = "fr"
ROWS = 100
"""The most lines of what is out of date, and of use, that the page shows; the tables have them all."""


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was counted, in words, and which part of all it is."""

    name: str
    count: int
    part: float = 1.0
    reason: str = ""
    device: str = ""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A poll, and what was answered."""

    question: str
    count: int
    answers: tuple[Bar, ...]


@get("/voices", role=Role.VIEW)
async def voices_page(request: Ask, desk: HereDesk) -> Response[bytes]:
    """The form and what it asks for."""
    asked = request.query_params
    who, wrong, device = await reader(request, desk), "", asked.get("device", "")
    found: dict[str, Any] = {"polls": (), "signals": (), "use": {}, "start": "", "end": "", "asked": ""}
    try:
        span = days(day(asked.get("start")), day(asked.get("end")), desk.view.today())
        device = text(device, "device")
        votes = await desk.view.tallies(*span, VOTES, (), device=device)
        signals = await desk.view.tallies(*span, SIGNALS, (Part.DEVICE,), device=device)
        use = await desk.view.tallies(*span, USE, (), device=device)
        start, end = (one.isoformat() for one in span)
        told = {"start": start, "end": end, "device": device, "language": who.speech.language}
        found = {
            "polls": polls(votes.lines, who),
            "signals": tuple(_signals(signals.lines, who))[:ROWS],
            "use": use_of(use.lines, who),
            "start": start,
            "end": end,
            "asked": urlencode(told),
        }
    except Refused as refused:
        wrong = refused.problem.detail
    status = HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK
    return await who.page("voices.html", **found, device=device, said=wrong, status=status)


def polls(lines: Iterable[TallyLine], who: Reader) -> tuple[Asked, ...]:
    """Polls with their answers, the commonest first."""
    found: dict[str, list[TallyLine]] = {}
    for line in lines:
        found.setdefault(line.name, []).append(line)
    return tuple(
        Asked(
            question=_words(answers[0].title, who) or name,
            count=sum(line.count for line in answers),
            answers=_bars((_words(line.said, who) or line.answer, line) for line in answers),
        )
        for name, answers in found.items()
    )


def use_of(lines: Iterable[TallyLine], who: Reader) -> dict[What, tuple[Bar, ...]]:
    """What was counted of use, by its kind."""
    found: dict[What, list[tuple[str, TallyLine]]] = {}
    for line in lines:
        found.setdefault(line.what, []).append((_name(line, who), line))
    return {what: _bars(named)[:ROWS] for what, named in found.items()}


def _signals(lines: Iterable[TallyLine], who: Reader) -> Iterable[Bar]:
    for line in sorted(lines, key=lambda line: -line.count):
        reason = who.speech.known(f"reason-{line.answer}", line.answer)
        name = _words(line.title, who) or line.name
        yield Bar(name=name, reason=reason, count=line.count, device=line.device)


def _bars(named: Iterable[tuple[str, TallyLine]]) -> tuple[Bar, ...]:
    """The most often first, each as long as its part of the most frequent."""
    lines = sorted(((name, line.count) for name, line in named), key=lambda one: -one[1])
    most = max((count for _, count in lines), default=1)
    return tuple(Bar(name=name, count=count, part=count / most) for name, count in lines)


def _name(line: TallyLine, who: Reader) -> str:
    """What was used, in words; what has none by its name."""
    kind, _, of = line.name.partition("/")
    told = who.speech.known(f"use-{line.what}-{kind}", kind)
    return who.speech.say("use-of", kind=told, of=_words(line.title, who) or of) if of else told


def _words(texts: Mapping[str, str], who: Reader) -> str:
    return said(texts, who.speech.language, _LEADING)


HANDLERS = (voices_page,)
