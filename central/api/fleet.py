"""Operations on what is: the fleet, a device, its history and its pictures, where an item is."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery

from central.access import Role
from central.answers import Device, Fleet, History, Where
from central.api.answer import JSON, answered
from central.api.asked import past, span, text
from central.api.desk import HereDesk
from central.api.problems import refusals, unknown
from central.view import Picture

_BAD, _NONE = HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND
Ask = Request[Any, Any, Any]


def says(kind: Any, *refused: HTTPStatus) -> dict[int, ResponseSpec]:
    """The answers of an operation, for its description."""
    said = ResponseSpec(data_container=kind, description="What is so.", generate_examples=False)
    return {int(HTTPStatus.OK): said, **refusals(*refused)}


@get("/fleet", role=Role.VIEW, responses=says(Fleet, _BAD), tags=["fleet"])
async def get_fleet(request: Ask, desk: HereDesk, at: FromQuery[str | None] = None) -> Response[bytes]:
    """All devices, now or at an instant of the past, and the truth in figures."""
    fleet = await desk.view.fleet(past(at, desk.clock()))
    mark = JSON.encode((fleet.figures, fleet.devices, fleet.name, at))
    return await answered(request, JSON.encode(fleet), mark=mark)


@get("/devices/{device:str}", role=Role.VIEW, responses=says(Device, _BAD, _NONE), tags=["fleet"])
async def get_device(
    request: Ask, desk: HereDesk, device: FromPath[str], at: FromQuery[str | None] = None
) -> Response[bytes]:
    """One device, whole, now or at an instant of the past."""
    found = await desk.view.device(device, past(at, desk.clock()))
    if found is None:
        raise unknown(device)
    return await answered(request, JSON.encode(found))


@get("/devices/{device:str}/history", role=Role.VIEW, responses=says(History, _BAD, _NONE), tags=["fleet"])
async def get_history(
    request: Ask,
    desk: HereDesk,
    device: FromPath[str],
    start: FromQuery[str | None] = None,
    end: FromQuery[str | None] = None,
) -> Response[bytes]:
    """What a device did from an instant to another; the last 24 hours where nothing is said."""
    found = await desk.view.history(device, *span(start, end, desk.clock()))
    if found is None:
        raise unknown(device)
    return await answered(request, JSON.encode(found))


@get(
    "/devices/{device:str}/screens/{screen:str}/{which:str}",
    role=Role.VIEW,
    tags=["fleet"],
    responses={
        int(HTTPStatus.OK): ResponseSpec(
            data_container=bytes, media_type="image/*", description="A picture.", generate_examples=False
        ),
        **refusals(_NONE),
    },
)
async def get_picture(
    request: Ask, desk: HereDesk, device: FromPath[str], screen: FromPath[str], which: FromPath[str]
) -> Response[bytes]:
    """A picture of a screen: what was on the glass (`shown`), or what should have been (`due`)."""
    if which not in tuple(Picture):
        raise unknown("a picture is `shown` or `due`")
    found = await desk.view.picture(device, screen, Picture(which))
    if found is None:
        raise unknown(f"{device}/{screen}")
    return await answered(request, *found)


@get("/where", role=Role.VIEW, responses=says(Where, _BAD), tags=["fleet"])
async def get_where(request: Ask, desk: HereDesk, item: FromQuery[str]) -> Response[bytes]:
    """Where an item is on the glass now, and where it is due and is not."""
    where = await desk.view.where(text(item, "item"))
    mark = JSON.encode(msgspec.structs.replace(where, at=desk.clock().min))
    return await answered(request, JSON.encode(where), mark=mark)


HANDLERS = (get_fleet, get_device, get_history, get_picture, get_where)
