"""What people at touch screens said, and how they used them: votes, what is out of date, counters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromQuery

from central.access import Role
from central.api.answer import JSON, answered, document
from central.api.asked import days, text, written
from central.api.desk import LIMITS, HereDesk
from central.api.fleet import says
from central.api.problems import malformed
from central.voices import SIGNALS, USE, VOTES, Part, Tallies
from device_profiles.report import What

Ask = Request[Any, Any, Any]
_ANSWERS: dict[int, ResponseSpec] = says(Tallies, HTTPStatus.BAD_REQUEST)


_ASKED: Mapping[str, Sequence[What]] = {"/polls": VOTES, "/signals": SIGNALS, "/usage": USE}


@get(list(_ASKED), role=Role.VIEW, responses=_ANSWERS, tags=["voices"])
async def get_tallies(
    request: Ask,
    desk: HereDesk,
    *,
    start: FromQuery[date | None] = None,
    end: FromQuery[date | None] = None,
    by: FromQuery[str] = "",
    device: FromQuery[str] = "",
    format: FromQuery[str] = "json",  # noqa: A002 - the API's word
    language: FromQuery[str] = "fr",
) -> Response[bytes]:
    """`polls`: votes by poll and answer. `signals`: of which entries people said what is out of date.

    `usage`: sessions, touches, pages, languages and comforts. Each told apart by none, some or all of
    `device`, `day` and `hour`. `format` is `json` or `csv`; the latter speaks `language`, `fr` or `en`.
    """
    written(format, language, ("json", "csv"))
    kind = request.url.path.rpartition("/")[2]
    parts = grouping(by)
    since, until = days(start, end, desk.view.today())
    if parts and until - since >= LIMITS.usage:
        raise malformed(f"at most {LIMITS.usage.days} days, told apart by {', '.join(parts)}")
    only = text(device, "device")
    found = await desk.view.tallies(since, until, _ASKED[f"/{kind}"], parts, device=only)
    if format == "json":
        return await answered(request, JSON.encode(found))
    write = partial(desk.exporter.tallies, found, parts, language)
    return await document(request, write, f"parvis-{kind}-{since}-{until}", format)


def grouping(by: str) -> tuple[Part, ...]:
    """What to tell apart by, each once. Raises `Refused`."""
    names = [name.strip() for name in by.split(",") if name.strip()]
    if not all(name in tuple(Part) for name in names):
        raise malformed(f"by names some of {', '.join(Part)}")
    return tuple(dict.fromkeys(Part(name) for name in names))


HANDLERS = (get_tallies,)
