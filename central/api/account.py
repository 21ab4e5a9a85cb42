"""The account of some days: what the fleet did with its time, as JSON or as a document for the team."""

from __future__ import annotations

import asyncio
from datetime import date
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromQuery

from central.access import Role
from central.answers import Account
from central.api.answer import JSON, answered
from central.api.asked import days
from central.api.desk import HereDesk
from central.api.fleet import says
from central.api.plays import today
from central.api.problems import malformed

Ask = Request[Any, Any, Any]
_FORMATS = {"json": "application/json", "pdf": "application/pdf"}
_ANSWERS: dict[int, ResponseSpec] = says(Account, HTTPStatus.BAD_REQUEST)


@get("/account", role=Role.VIEW, responses=_ANSWERS, tags=["fleet"])
async def get_account(
    request: Ask,
    desk: HereDesk,
    *,
    start: FromQuery[date | None] = None,
    end: FromQuery[date | None] = None,
    format: FromQuery[str] = "json",  # noqa: A002 - the API's word
    language: FromQuery[str] = "fr",
) -> Response[bytes]:
    """Availability and lost time from a day to another, by day, family, place and device; alarms by cause.

    `format` is `json` or `pdf`; that one speaks `language`, `fr` or `en`.
    """
    if format not in _FORMATS or language not in {"fr", "en"}:
        raise malformed(f"format is one of {', '.join(_FORMATS)}, language fr or en")
    since, until = days(start, end, await today(desk))
    found = await desk.view.account(since, until)
    if format == "json":
        return await answered(request, JSON.encode(found))
    headers = {"Content-Disposition": f'attachment; filename="parvis-{since}-{until}.pdf"'}
    body = await asyncio.to_thread(desk.exporter.report, found, language)
    return await answered(request, body, _FORMATS[format], headers=headers)


HANDLERS = (get_account,)
