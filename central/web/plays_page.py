"""Proof of play: what was shown, how often and for how long, and the documents of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get

from central.access import Role
from central.answers import Plays
from central.api.asked import days, text
from central.api.desk import HereDesk
from central.api.plays import grouping
from central.api.problems import Refused
from central.view import By
from central.web.house import Ask, Reader, reader

ROWS = 500
"""The most lines that the page shows; the documents have them all."""


@get("/plays", role=Role.VIEW)
async def plays_page(request: Ask, desk: HereDesk) -> Response[bytes]:
    """The form and what it asks for. `by` may be given several times, as a form does."""
    asked = request.query_params
    only = {name: asked.get(name, "") for name in ("campaign", "item", "device")}
    who, said, found = await reader(request, desk), "", None
    parts: tuple[By, ...] = (By.CAMPAIGN,)
    try:
        parts = grouping(",".join(asked.getall("by", [By.CAMPAIGN])))
        span = days(day(asked.get("start")), day(asked.get("end")), desk.view.today())
        kept = {name: text(value, name) for name, value in only.items()}
        found = await desk.view.plays(span[0], span[1], parts, **kept)
    except Refused as refused:
        said = refused.problem.detail
    return await who.page("plays.html", **_facts(found, parts, only, who), said=said, status=_status(said))


def _facts(found: Plays | None, parts: Sequence[By], only: dict[str, str], who: Reader) -> dict[str, Any]:
    lines = found.lines if found else ()
    start, end = (found.start.isoformat(), found.end.isoformat()) if found else ("", "")
    asked = {"start": start, "end": end, "by": ",".join(parts), "language": who.speech.language, **only}
    return {
        "plays": found,
        "lines": lines[:ROWS],
        "start": start,
        "end": end,
        "parts": parts,
        "all_parts": tuple(By),
        "only": only,
        "asked": urlencode(asked),
        "today": who.desk.view.today(),
        "one_day": timedelta(days=1),
        "most": max((line.seconds for line in lines), default=0.0) or 1.0,
    }


def _status(said: str) -> int:
    return HTTPStatus.BAD_REQUEST if said else HTTPStatus.OK


def day(value: str | None) -> date | None:
    """A day as a form sends it. Raises `Refused`."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise Refused(HTTPStatus.BAD_REQUEST, "malformed", "a day is written as 2026-11-26") from None


HANDLERS = (plays_page,)
