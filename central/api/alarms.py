"""Operations on alarms: which last, which ended, who takes care."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from central.access import Role
from central.api.answer import JSON, answered
from central.api.asked import instant
from central.api.desk import LIMITS, Desk, HereDesk
from central.api.fleet import says
from central.api.problems import malformed, refusals, unknown
from central.standing import Alarm

Ask = Request[Any, Any, Any]


class Snooze(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Until when an alarm rings no more; null lets it ring again."""

    until: str | None


@get("/alarms", role=Role.VIEW, responses=says(tuple[Alarm, ...], HTTPStatus.BAD_REQUEST), tags=["alarms"])
async def get_alarms(request: Ask, desk: HereDesk, ended: FromQuery[bool] = False) -> Response[bytes]:
    """The alarms that last, the loudest first; or those that ended in the last 30 days."""
    return await answered(request, JSON.encode(await desk.view.alarms(ended=ended)))


@post(
    "/alarms/{alarm:str}/acknowledge",
    role=Role.OPERATE,
    status_code=HTTPStatus.OK,
    responses=refusals(HTTPStatus.NOT_FOUND),
    tags=["alarms"],
)
async def acknowledge(request: Ask, desk: HereDesk, alarm: FromPath[str]) -> Alarm:
    """Whoever asks takes care of an alarm."""
    found = await desk.view.acknowledge(alarm, desk.entry(request, "acknowledge", alarm))
    if found is None:
        raise unknown(alarm)
    return found


@post(
    "/alarms/{alarm:str}/snooze",
    role=Role.OPERATE,
    status_code=HTTPStatus.OK,
    responses=refusals(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND),
    tags=["alarms"],
)
async def snooze(request: Ask, desk: HereDesk, alarm: FromPath[str], data: JSONBody[Snooze]) -> Alarm:
    """An alarm rings no more until an instant."""
    until = awake(instant(data.until, "until"), desk)
    entry = desk.entry(request, "snooze", alarm, until.isoformat() if until else "")
    found = await desk.view.snooze(alarm, until, entry)
    if found is None:
        raise unknown(alarm)
    return found


def awake(until: datetime | None, desk: Desk) -> datetime | None:
    """An instant until which an alarm may sleep. Raises `Refused`."""
    if until and not desk.clock() < until <= desk.clock() + LIMITS.snooze:
        raise malformed(f"until is at most {LIMITS.snooze.days} days ahead")
    return until


HANDLERS = (get_alarms, acknowledge, snooze)
