"""The account of some days: what screens did with the time that was due, as JSON or as a document."""

from __future__ import annotations

from datetime import date
from functools import partial
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromQuery

from central.access import Role
from central.answers import Account
from central.api.answer import JSON, answered, document
from central.api.asked import days, written
from central.api.desk import HereDesk
from central.api.fleet import says

Ask = Request[Any, Any, Any]
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
    """Seconds by verdict from a day to another: in all, by day, family, place and device; and the alarms.

    `format` is `json` or `pdf`; the latter speaks `language`, `fr` or `en`.
    """
    written(format, language, ("json", "pdf"))
    since, until = days(start, end, desk.view.today())
    found = await desk.view.account(since, until)
    if format == "json":
        return await answered(request, JSON.encode(found))
    return await document(
        request, partial(desk.exporter.report, found, language), f"parvis-{since}-{until}", format
    )


HANDLERS = (get_account,)
