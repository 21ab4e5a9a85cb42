"""Proof of play: asked by campaign, item, device and day, as JSON, as a table or as a document."""

from __future__ import annotations

from datetime import date
from functools import partial
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromQuery

from central.access import Role
from central.answers import Plays
from central.api.answer import FORMATS, JSON, answered, document
from central.api.asked import days, text, written
from central.api.desk import HereDesk
from central.api.fleet import says
from central.api.problems import malformed
from central.view import By

Ask = Request[Any, Any, Any]
_ANSWERS: dict[int, ResponseSpec] = says(Plays, HTTPStatus.BAD_REQUEST)


@get("/plays", role=Role.VIEW, responses=_ANSWERS, tags=["plays"])
async def get_plays(
    request: Ask,
    desk: HereDesk,
    *,
    start: FromQuery[date | None] = None,
    end: FromQuery[date | None] = None,
    by: FromQuery[str] = "campaign",
    campaign: FromQuery[str] = "",
    item: FromQuery[str] = "",
    device: FromQuery[str] = "",
    format: FromQuery[str] = "json",  # noqa: A002 - the API's word
    language: FromQuery[str] = "fr",
) -> Response[bytes]:
    """Plays, seconds and shares from a day to another. `by` names one or more of campaign, item, device, day.

    `format` is `json`, `csv` or `pdf`; the last two speak `language`, `fr` or `en`.
    """
    written(format, language, FORMATS)
    parts = grouping(by)
    since, until = days(start, end, desk.view.today())
    only = {
        "campaign": text(campaign, "campaign"),
        "item": text(item, "item"),
        "device": text(device, "device"),
    }
    found = await desk.view.plays(since, until, parts, **only)
    if format == "json":
        return await answered(request, JSON.encode(found))
    write = desk.exporter.csv if format == "csv" else desk.exporter.pdf
    name = f"parvis-{'-'.join(parts)}-{since}-{until}"
    return await document(request, partial(write, found, parts, language), name, format)


def grouping(by: str) -> tuple[By, ...]:
    """What to group by, each once. Raises `Refused`."""
    names = [name.strip() for name in by.split(",")]
    if not all(name in tuple(By) for name in names):
        raise malformed(f"by names some of {', '.join(By)}")
    return tuple(dict.fromkeys(By(name) for name in names))


HANDLERS = (get_plays,)
