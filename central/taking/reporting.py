"""`POST /v1/reports`: the way in for devices, answered when the report is durable. Bare ASGI, for speed."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any, Protocol, assert_never

import msgspec

from central.errors import StoreError
from central.standing import Refusal
from central.store.taken import Untaken
from central.taking.intake import Accepted, Intake, Refused, refuse
from device_profiles.quick import claimed
from device_profiles.report import REPORT_BYTES, Receipt, Report

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
Clock = Callable[[], datetime]
"""Tells the instant; the composition root has it."""

REPORTS = "/v1/reports"
RETRY_S = 15
"""After so many seconds one may come again where all that can wait waits already."""
_HARMLESS = frozenset({"replayed", "too_often", "unsigned"})
"""Codes of refusals that a device gets that is well, or that no device gets."""
_log = logging.getLogger(__name__)
_encode = msgspec.json.Encoder().encode
_SAID = 200
"""Characters of a refusal that the log has."""


class Keeper(Protocol):
    """Keeps reports: central’s service."""

    async def report(self, report: Report, received: datetime) -> Receipt | Untaken:
        """Judge and keep a report; durable when this returns. Raises `StoreError`: it cannot be written."""
        ...


class Reports:
    """The application that takes reports. `counts` goes by outcome: `taken`, or a refusal’s code.

    `unwanted` hears under which name something came that is not taken, by which code, when, and whether it
    was signed with the key of that name.
    """

    def __init__(
        self,
        intake: Intake,
        keeper: Keeper,
        clock: Clock,
        unwanted: Callable[[str, Refusal], None] = lambda _name, _refusal: None,
    ) -> None:
        self._intake, self._keeper, self._clock = intake, keeper, clock
        self._unwanted = unwanted
        self.counts: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take one request."""
        if scope["method"] != "POST":
            refused = refuse(HTTPStatus.METHOD_NOT_ALLOWED, "method", "POST a report", self._clock())
            await answer_refused(scope, send, refused, allow="POST")
            return
        arrived = self._clock()
        body = await _body(receive)
        if body is None:
            return
        answer = await self._answer(scope, body, arrived)
        self.counts["taken" if isinstance(answer, Receipt) else answer.refusal.code] += 1
        if isinstance(answer, Receipt):
            await answer_json(send, HTTPStatus.OK, answer)
        else:
            await answer_refused(scope, send, answer)

    async def _answer(self, scope: Scope, body: bytes, received: datetime) -> Receipt | Refused:
        """What a report gets. It was made when its head arrived: a slow line brings the rest much later."""
        headers = headers_of(scope)
        match self._intake.take(scope["method"], path_of(scope), headers, body, received):
            case Accepted(report):
                return await self._kept(report, received)
            case Refused() as refused:
                name, code = refused.signer or claimed(headers), refused.refusal.code
                if name is not None and code not in _HARMLESS:
                    self._unwanted(name, Refusal(code, received, received, signed=bool(refused.signer)))
                return refused
            case never:
                assert_never(never)

    async def _kept(self, report: Report, received: datetime) -> Receipt | Refused:
        try:
            kept = await self._keeper.report(report, received)
        except StoreError:
            kept = Untaken.BUSY
        match kept:
            case Receipt() as receipt:
                return receipt
            case Untaken.REPLAYED:
                return refuse(HTTPStatus.CONFLICT, "replayed", "it was taken before", received)
            case Untaken.BUSY:
                self._intake.untake(report)
                busy = "it cannot be written now, come again"
                return refuse(HTTPStatus.SERVICE_UNAVAILABLE, "busy", busy, received, RETRY_S)
            case never:
                assert_never(never)


def headers_of(scope: Scope) -> dict[str, str]:
    """A request’s headers by their names in lower case; of several of one name the values with commas."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, said = name.decode("latin-1"), value.decode("latin-1")
        found[key] = f"{found[key]}, {said}" if key in found else said
    return found


def path_of(scope: Scope) -> str:
    """The path as it was sent: that is what is signed."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    return raw.decode("latin-1")


async def answer_json(
    send: Send, status: HTTPStatus, said: msgspec.Struct, headers: Mapping[str, str] | None = None
) -> None:
    """Send a whole answer."""
    body = _encode(said)
    fields = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    fields += [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
    await send({"type": "http.response.start", "status": int(status), "headers": fields})
    await send({"type": "http.response.body", "body": body})


async def answer_refused(scope: Scope, send: Send, refused: Refused, allow: str | None = None) -> None:
    """Send a refusal, and log it in one line."""
    address = (scope.get("client") or ("?",))[0]
    said = ascii(refused.refusal.message)[1:-1][:_SAID]
    _log.warning(
        "%s refused %s: %d %s: %s", path_of(scope), address, refused.status, refused.refusal.code, said
    )
    headers = {"cache-control": "no-store"}
    if refused.retry_s is not None:
        headers["retry-after"] = str(refused.retry_s)
    if allow is not None:
        headers["allow"] = allow
    if refused.status is HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        headers["connection"] = "close"
    await answer_json(send, refused.status, refused.refusal, headers)


async def _body(receive: Receive) -> bytes | None:
    """The body, or so much of it as tells that it is too large; None where the client has gone."""
    message = await receive()
    if message["type"] == "http.request" and not message.get("more_body"):
        whole: bytes = message.get("body", b"")
        return whole
    parts, size = [], 0
    while message["type"] == "http.request":
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if not message.get("more_body") or size > REPORT_BYTES:
            return b"".join(parts)
        message = await receive()
    return None
