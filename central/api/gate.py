"""The gate before every operation: who asks, whether they may, and not too often."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from central.access import Role, Who
from central.api.desk import Desk, address
from central.api.problems import Refused

COOKIE = "parvis"
_SAFE = {"GET", "HEAD", "OPTIONS"}
_ASKED = {"WWW-Authenticate": 'Bearer realm="parvis"'}

Connection = ASGIConnection[Any, Any, Any, Any]


def gate(desk: Desk) -> Callable[[Connection, BaseRouteHandler], Awaitable[None]]:
    """A guard: the role that a handler wants stands in its `opt` as `role`; without one it is an admin's.

    A function, because Litestar copies what is an object, and all that it knows with it.
    """

    async def guard(connection: Connection, handler: BaseRouteHandler) -> None:
        await _Gate(desk).let_in(connection, handler)

    return guard


class _Gate:
    """Who asks, and whether they may."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def let_in(self, connection: Connection, handler: BaseRouteHandler) -> None:
        """Let pass or raise `Refused`."""
        who = await self.who(connection)
        self._pace(who, connection)
        if who is None:
            raise Refused(HTTPStatus.UNAUTHORIZED, "unauthorised", "a token is wanted", _ASKED)
        wanted = handler.opt.get("role", Role.ADMIN)
        if not who.role.may(wanted):
            raise Refused(HTTPStatus.FORBIDDEN, "forbidden", f"this wants the role {wanted}")
        if who.cookie and connection.scope.get("method", "GET") not in _SAFE:
            must_be_ours(connection, self._desk)
        connection.scope["user"] = who

    async def who(self, connection: Connection) -> Who | None:
        """Who asks, by a bearer's token or a browser's session; None for nobody. Raises `Refused`."""
        access, where = self._desk.access, address(connection.scope)
        scheme, _, secret = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            word = connection.cookies.get(COOKIE)
            return await access.by_session(word) if word else None
        who = await access.by_secret(secret.strip())
        if who is None:
            if late := access.shut_out_s(where):
                raise too_often(late)
            access.failed(where)
            raise Refused(HTTPStatus.UNAUTHORIZED, "unauthorised", "this token is not known", _ASKED)
        return who

    def _pace(self, who: Who | None, connection: Connection) -> None:
        if late := self._desk.access.wait_s(who, address(connection.scope)):
            raise too_often(late)


def must_be_ours(connection: Connection, desk: Desk) -> None:
    """A page of central sent this, for a browser says where a form came from. Raises `Refused`."""
    origin = urlsplit(connection.headers.get("origin", "")).netloc
    ours = {connection.headers.get("host", ""), urlsplit(desk.settings.public_url).netloc}
    if not origin or origin not in ours:
        raise Refused(HTTPStatus.FORBIDDEN, "foreign_page", "the page that sent this is not central's")


def too_often(late: float) -> Refused:
    """Come again later."""
    headers = {"Retry-After": str(max(1, round(late)))}
    return Refused(HTTPStatus.TOO_MANY_REQUESTS, "too_often", f"come again in {late:.1f} s", headers)
