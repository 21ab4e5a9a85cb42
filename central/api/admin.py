"""Operations of those who govern central: tokens, and who did what."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, delete, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta

from central.access import LIMITS as ACCESS_LIMITS
from central.access import Role, TokenLine, line
from central.answers import Audit
from central.api.answer import JSON, answered
from central.api.desk import LIMITS, Desk, HereDesk
from central.api.fleet import says
from central.api.problems import malformed, refusals, unknown
from central.errors import TokenError

Ask = Request[Any, Any, Any]


class NewToken(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom a token is for, and what it may."""

    name: Annotated[str, Meta(min_length=1, max_length=ACCESS_LIMITS.name_length)]
    role: Role


class MadeToken(msgspec.Struct, frozen=True, kw_only=True):
    """A new token, and its secret, which is told this once."""

    token: TokenLine
    secret: str


@get("/tokens", role=Role.ADMIN, responses=says(tuple[TokenLine, ...]), tags=["admin"])
async def get_tokens(request: Ask, desk: HereDesk) -> Response[bytes]:
    """All tokens, the newest first."""
    return await answered(request, JSON.encode([line(token) for token in await desk.access.tokens()]))


@post("/tokens", role=Role.ADMIN, responses=refusals(HTTPStatus.BAD_REQUEST), tags=["admin"])
async def make_token(request: Ask, desk: HereDesk, data: JSONBody[NewToken]) -> MadeToken:
    """Make a token."""
    return await made(request, desk, data.name, data.role)


async def made(request: Ask, desk: Desk, name: str, role: Role) -> MadeToken:
    """Make a token and note it. Raises `Refused`."""
    try:
        token, secret = await desk.access.make(name, role, desk.entry(request, "token", detail=role))
    except TokenError as error:
        raise malformed(str(error)) from error
    return MadeToken(token=line(token), secret=secret)


@delete(
    "/tokens/{token:str}",
    role=Role.ADMIN,
    status_code=HTTPStatus.OK,
    responses=refusals(HTTPStatus.NOT_FOUND),
    tags=["admin"],
)
async def revoke_token(request: Ask, desk: HereDesk, token: FromPath[str]) -> TokenLine:
    """Revoke a token: from now on nobody enters with it."""
    found = await desk.access.revoke(token, desk.entry(request, "revoke"))
    if found is None:
        raise unknown(token)
    return line(found)


@get("/audit", role=Role.ADMIN, responses=says(tuple[Audit, ...], HTTPStatus.BAD_REQUEST), tags=["admin"])
async def get_audit(request: Ask, desk: HereDesk, most: FromQuery[int] = 200) -> Response[bytes]:
    """The newest writes: who did what to what."""
    if not 1 <= most <= LIMITS.audit:
        raise malformed(f"most is 1 to {LIMITS.audit}")
    return await answered(request, JSON.encode(await desk.view.audit(most)))


HANDLERS = (get_tokens, make_token, revoke_token, get_audit)
