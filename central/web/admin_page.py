"""For those who govern central: tokens, and who did what. And the API, described for people."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, URLEncodedBody

from central.access import Role
from central.api.admin import made
from central.api.desk import Desk, HereDesk
from central.api.problems import malformed, unknown
from central.web.answers import there
from central.web.house import Ask, reader

_AUDIT = 200


class NewToken(msgspec.Struct, frozen=True, kw_only=True):
    """What the form sends."""

    name: str = ""
    role: str = Role.VIEW


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """An operation of the API: `asks` are its parameters, `answers` its statuses."""

    method: str
    path: str
    about: str
    asks: tuple[tuple[str, bool], ...]
    takes: str
    answers: tuple[tuple[str, str], ...]


@get("/admin", role=Role.ADMIN)
async def admin_page(request: Ask, desk: HereDesk) -> Response[bytes]:
    """Tokens and the audit log."""
    return await _page(request, desk)


@post("/admin/tokens", role=Role.ADMIN, status_code=HTTPStatus.OK)
async def make(request: Ask, desk: HereDesk, data: URLEncodedBody[NewToken]) -> Response[bytes]:
    """Make a token; the page tells its secret this once."""
    if data.role not in tuple(Role):
        raise malformed("there is no such role")
    new = await made(request, desk, data.name, Role(data.role))
    return await _page(request, desk, secret=new.secret)


@post("/admin/tokens/{token:str}/revoke", role=Role.ADMIN, status_code=HTTPStatus.OK)
async def revoke(request: Ask, desk: HereDesk, token: FromPath[str]) -> Response[bytes]:
    """Revoke a token."""
    if await desk.access.revoke(token, desk.entry(request, "revoke")) is None:
        raise unknown(token)
    return there(request, "/admin")


@get("/api", role=Role.VIEW)
async def api_page(request: Ask, desk: HereDesk) -> Response[bytes]:
    """What the API can do, and where its description for machines is."""
    schema = request.app.openapi_schema.to_schema()
    return await (await reader(request, desk)).page("api.html", operations=tuple(_operations(schema)))


async def _page(request: Ask, desk: Desk, secret: str = "") -> Response[bytes]:
    who = await reader(request, desk)
    audit = await desk.view.audit(_AUDIT)
    page = await who.page(
        "admin.html", tokens=await desk.access.tokens(), audit=audit, roles=tuple(Role), secret=secret
    )
    page.headers["Cache-Control"] = "no-store"
    return page


def _operations(schema: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in sorted(schema["paths"].items()):
        for method, told in methods.items():
            body = (
                told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            )
            yield Operation(
                method=method.upper(),
                path=path,
                about=told.get("description", ""),
                asks=tuple(
                    (asked["name"], asked.get("required", False)) for asked in told.get("parameters", [])
                ),
                takes=body.get("$ref", "").rpartition("/")[2],
                answers=tuple(
                    (status, answer["description"]) for status, answer in told["responses"].items()
                ),
            )


HANDLERS = (admin_page, make, revoke, api_page)
