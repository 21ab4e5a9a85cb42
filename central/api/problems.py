"""What the API says when it cannot do what was asked: always a JSON body with a code."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException
from litestar.openapi.datastructures import ResponseSpec

from central.api.desk import address
from central.errors import StoreError

_LOG = logging.getLogger(__name__)
_JSON = msgspec.json.Encoder()
_NO_STORE = "the store cannot be read or written now, come again"
_SAID = 200
"""Characters of a path, and of a reason, that the log has."""


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Why not: a code for machines, and what it concerns, in plain English for who writes the client."""

    code: str
    detail: str = ""


class Refused(HTTPException):
    """A request that is refused, with what the answer says."""

    def __init__(
        self, status: HTTPStatus, code: str, detail: str = "", headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(detail=detail or code, status_code=status, headers=headers)
        self.problem = Problem(code=code, detail=detail)


_CODES = {
    HTTPStatus.BAD_REQUEST: "malformed",
    HTTPStatus.UNAUTHORIZED: "unauthorised",
    HTTPStatus.FORBIDDEN: "forbidden",
    HTTPStatus.NOT_FOUND: "unknown",
    HTTPStatus.METHOD_NOT_ALLOWED: "wrong_method",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too_large",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "wrong_type",
    HTTPStatus.TOO_MANY_REQUESTS: "too_often",
}


def unknown(what: str) -> Refused:
    """There is no such thing."""
    return Refused(HTTPStatus.NOT_FOUND, "unknown", what)


def malformed(why: str) -> Refused:
    """This cannot be what was meant."""
    return Refused(HTTPStatus.BAD_REQUEST, "malformed", why)


def problem_of(error: Exception) -> tuple[int, Problem, dict[str, str]]:
    """The status, the body and the headers of what went wrong."""
    if isinstance(error, Refused):
        return error.status_code, error.problem, dict(error.headers or {})
    if isinstance(error, HTTPException) and error.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
        code = _CODES.get(HTTPStatus(error.status_code), "refused")
        return error.status_code, Problem(code=code, detail=_told(error)), dict(error.headers or {})
    if isinstance(error, StoreError):
        _LOG.error("a request failed: %s", str(error).partition("\n")[0][: 2 * _SAID])
        return HTTPStatus.SERVICE_UNAVAILABLE, Problem(code="busy", detail=_NO_STORE), {"Retry-After": "15"}
    _LOG.error("a request failed", exc_info=error)
    return HTTPStatus.INTERNAL_SERVER_ERROR, Problem(code="failed"), {}


def answer(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """The answer of the API to what went wrong."""
    status, problem, headers = problem_of(error)
    note_refusal(request, status, problem)
    headers.pop("content-type", None)
    return Response(
        _JSON.encode(problem), status_code=status, media_type=MediaType.JSON, headers=headers | NEVER_KEPT
    )


def note_refusal(request: Request[Any, Any, Any], status: int, problem: Problem) -> None:
    """Leave a line in the log: who was refused what, and why."""
    path, detail = (ascii(said)[1:-1][:_SAID] for said in (request.url.path, problem.detail))
    _LOG.info(
        "%s %s refused %s: %d %s: %s",
        request.method,
        path,
        address(request.scope),
        status,
        problem.code,
        detail,
    )


NEVER_KEPT = {"Cache-Control": "no-store"}


def _told(error: HTTPException) -> str:
    extra = error.extra if isinstance(error.extra, list) else []
    parts = [
        f"{found.get('key', '')}: {found.get('message', '')}" for found in extra if isinstance(found, dict)
    ]
    return "; ".join([error.detail.split(" - ")[0], *parts])[:400]


def refusals(*statuses: HTTPStatus) -> dict[int, ResponseSpec]:
    """The refusals of an operation, for its description; 401, 403 and 429 are of every one."""
    every = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS)
    return {
        int(status): ResponseSpec(data_container=Problem, description=status.phrase, generate_examples=False)
        for status in sorted({*statuses, *every})
    }
