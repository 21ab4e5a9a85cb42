"""Operations that do something to devices: orders, service, keys."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, delete, get, post, put
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from central.access import Role
from central.answers import Device, OrderLine
from central.api.answer import JSON, answered
from central.api.asked import text
from central.api.desk import LIMITS, Desk, HereDesk
from central.api.fleet import says
from central.api.problems import Refused, malformed, refusals, unknown
from central.errors import OrderError, RetiredError
from device_profiles.errors import IdentityError

Ask = Request[Any, Any, Any]
_BAD, _NONE = HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND


class NewOrder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An order of the list, and the devices that it is for."""

    order: Annotated[str, Meta(max_length=40)]
    devices: Annotated[tuple[str, ...], Meta(min_length=1, max_length=LIMITS.order_devices)]


class Service(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a device is out of service; an empty reason takes it back."""

    out: Annotated[str, Meta(max_length=LIMITS.text_length)]


class Key(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A device's public key: the 32 bytes of Ed25519 in base64."""

    key: Annotated[str, Meta(max_length=100)]


@get("/orders", role=Role.VIEW, responses=says(tuple[OrderLine, ...]), tags=["care"])
async def get_orders(request: Ask, desk: HereDesk) -> Response[bytes]:
    """The orders of the last 30 days, the newest first, with what became of them."""
    return await answered(request, JSON.encode(await desk.view.orders()))


@post(
    "/orders",
    role=Role.OPERATE,
    responses=refusals(_BAD, HTTPStatus.UNPROCESSABLE_ENTITY),
    tags=["care"],
)
async def give_order(request: Ask, desk: HereDesk, data: JSONBody[NewOrder]) -> OrderLine:
    """Order a care of the list; devices carry it out when they hear of it."""
    return await ordered(request, desk, data.order, data.devices)


async def ordered(request: Ask, desk: Desk, order: str, devices: tuple[str, ...]) -> OrderLine:
    """Give an order and note it. Raises `Refused`."""
    try:
        wanted = tuple(dict.fromkeys(devices))
        return await desk.view.order(order, wanted, desk.entry(request, "order", order, ", ".join(wanted)))
    except OrderError as error:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "order", str(error)) from error


@put("/devices/{device:str}/service", role=Role.OPERATE, responses=refusals(_BAD, _NONE), tags=["care"])
async def set_service(request: Ask, desk: HereDesk, device: FromPath[str], data: JSONBody[Service]) -> Device:
    """Take a device out of service for a reason, or back into service."""
    out = text(data.out, "out")
    return _known(device, await desk.view.serve(device, out, desk.entry(request, "service", device, out)))


@put(
    "/devices/{device:str}/key",
    role=Role.ADMIN,
    responses=refusals(_BAD, _NONE, HTTPStatus.CONFLICT),
    tags=["care"],
)
async def set_key(request: Ask, desk: HereDesk, device: FromPath[str], data: JSONBody[Key]) -> Device:
    """Enrol a device: from now on it signs with this key."""
    try:
        found = await desk.view.enrol(device, data.key, desk.entry(request, "enrol", device, data.key))
    except IdentityError as error:
        raise malformed(str(error)) from error
    except RetiredError as error:
        raise Refused(HTTPStatus.CONFLICT, "retired", str(error)) from error
    return _known(device, found)


@delete(
    "/devices/{device:str}/key",
    role=Role.ADMIN,
    status_code=HTTPStatus.OK,
    responses=refusals(_NONE),
    tags=["care"],
)
async def drop_key(request: Ask, desk: HereDesk, device: FromPath[str]) -> Device:
    """A device's key counts no more: what it signs is foreign."""
    return _known(device, await desk.view.enrol(device, None, desk.entry(request, "expel", device)))


def _known(device: str, found: Device | None) -> Device:
    if found is None:
        raise unknown(device)
    return found


HANDLERS = (get_orders, give_order, set_service, set_key, drop_key)
