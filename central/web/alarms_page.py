"""The alarms: those that last, with what to do and who takes care; those that ended."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, URLEncodedBody

from central.access import Role
from central.api.alarms import awake
from central.api.desk import Desk, HereDesk
from central.api.problems import unknown
from central.web.answers import back
from central.web.fleet_page import alarm_facts
from central.web.house import Ask, reader

NAPS = (1, 4, 24)
"""For how many hours an alarm may be put to sleep by a press."""


class Nap(msgspec.Struct, frozen=True, kw_only=True):
    """For how many hours an alarm rings no more; 0 lets it ring again."""

    hours: int = 0


@get("/alarms", role=Role.VIEW)
async def alarms_page(request: Ask, desk: HereDesk) -> Response[bytes]:
    """All alarms."""
    who = await reader(request, desk)
    ended = await desk.view.alarms(ended=True)
    return await who.page("alarms.html", **await alarm_facts(desk), ended=ended)


@get("/parts/alarms", role=Role.VIEW)
async def alarms_part(request: Ask, desk: HereDesk) -> Response[bytes]:
    """The alarms that last alone."""
    return await (await reader(request, desk)).page("parts/alarms.html", **await alarm_facts(desk))


@post("/alarms/{alarm:str}/acknowledge", role=Role.OPERATE, status_code=HTTPStatus.OK)
async def take(request: Ask, desk: HereDesk, alarm: FromPath[str]) -> Response[bytes]:
    """The reader takes care of an alarm."""
    if await desk.view.acknowledge(alarm, desk.entry(request, "acknowledge", alarm)) is None:
        raise unknown(alarm)
    return await _after(request, desk)


@post("/alarms/{alarm:str}/snooze", role=Role.OPERATE, status_code=HTTPStatus.OK)
async def nap(
    request: Ask,
    desk: HereDesk,
    alarm: FromPath[str],
    data: URLEncodedBody[Nap],
) -> Response[bytes]:
    """An alarm rings no more for some hours."""
    hours = data.hours if data.hours in NAPS else 0
    until = awake(desk.clock() + timedelta(hours=hours), desk) if hours else None
    entry = desk.entry(request, "snooze", alarm, until.isoformat() if until else "")
    if await desk.view.snooze(alarm, until, entry) is None:
        raise unknown(alarm)
    return await _after(request, desk)


async def _after(request: Ask, desk: Desk) -> Response[bytes]:
    who = await reader(request, desk)
    if who.is_part:
        return await who.page("parts/alarms.html", **await alarm_facts(desk))
    return back(request, "/alarms")


HANDLERS = (alarms_page, alarms_part, take, nap)
