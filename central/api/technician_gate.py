"""The gate of what technicians may do too: with a token of their own; others come with a role as ever."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any

from litestar import Request
from litestar.handlers import BaseRouteHandler

from central.access import PREFIX, Role, Who
from central.api.desk import Desk, address
from central.api.gate import Connection, gate, must_be_ours, too_often
from central.api.problems import Refused
from central.enrolling.desk import Enrolling
from central.enrolling.pairings import Hand, Technician

TECHNICIAN_COOKIE = "technician"
OPEN = {"technician": True}
"""What a handler says that technicians may use."""
SIGNED = "signed"
"""What a handler has in its `opt` that looks at the signature of a box itself."""
_SAFE = {"GET", "HEAD"}
_ASKED = {"WWW-Authenticate": 'Bearer realm="parvis"'}


class TechnicianWho(Who, frozen=True, kw_only=True):
    """A technician asks."""


def technician_gate(
    desk: Desk, enrolling: Enrolling
) -> Callable[[Connection, BaseRouteHandler], Awaitable[None]]:
    """A guard: a technician where the handler says so, else the role that it wants."""
    usual = gate(desk)

    async def guard(connection: Connection, handler: BaseRouteHandler) -> None:
        if handler.opt.get(SIGNED):
            return
        where = address(connection.scope)
        scheme, _, secret = connection.headers.get("authorization", "").partition(" ")
        bears = scheme.lower() == "bearer"
        if bears and not secret.strip().startswith(PREFIX):
            found: Technician | None = await _by_secret(enrolling, secret, where)
        else:
            word = None if bears else connection.cookies.get(TECHNICIAN_COOKIE)
            found = await enrolling.technicians.by_session(word) if word else None
        if found is None:
            await usual(connection, handler)
            return
        if late := desk.access.wait_s(None, where):
            raise too_often(late)
        if not handler.opt.get("technician"):
            raise Refused(HTTPStatus.FORBIDDEN, "forbidden", "this is nothing for technicians")
        if not bears and connection.scope.get("method") not in _SAFE:
            must_be_ours(connection, desk)
        connection.scope["user"] = TechnicianWho(
            id=found.id, name=found.name, role=Role.VIEW, cookie=not bears
        )

    return guard


def hand_of(request: Request[Any, Any, Any]) -> Hand:
    """Whose hand does what is asked."""
    return Hand(
        name=request.user.name,
        address=address(request.scope),
        token=request.user.id,
        is_technician=isinstance(request.user, TechnicianWho),
    )


def locked(until: datetime, now: datetime) -> Refused:
    """Too many wrong tries."""
    return Refused(
        HTTPStatus.LOCKED,
        "locked",
        f"too many wrong tries: locked until {until:%Y-%m-%dT%H:%M:%SZ}",
        {"Retry-After": str(max(1, round((until - now).total_seconds())))},
    )


async def _by_secret(enrolling: Enrolling, secret: str, where: str) -> Technician:
    if until := enrolling.technicians.locked(where):
        raise locked(until, enrolling.ground.clock())
    found = await enrolling.technicians.by_secret(secret, where)
    if found is None:
        told = "this token is not known, has ended or was revoked"
        raise Refused(HTTPStatus.UNAUTHORIZED, "unauthorised", told, _ASKED)
    return found
