"""`POST /v1/reports`: the way in for devices, answered when the report is durable. Bare ASGI, for speed."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any, Protocol, assert_never

import msgspec
from msgspec.structs import replace

from central.errors import StoreError
from central.standing import Refusal
from central.store.taken import Untaken
from central.taking.bodies import Bodies, Cut
from central.taking.intake import Accepted, Intake, Refused, refuse
from device_profiles.quick import claimed
from device_profiles.report import Receipt, Report

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
Clock = Callable[[], datetime]
"""Tells the instant; the composition root has it."""

REPORTS = "/v1/reports"
RETRY_S = 15
"""After so many seconds one may come again where all that can wait waits already."""
_HARMLESS = frozenset({"replayed", "too_often", "busy", "slow", "unsigned"})
"""Codes of refusals that a device gets that is well, or that no device gets."""
_CUT = frozenset({HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.REQUEST_TIMEOUT})
"""What is answered before all has come: nothing more is read from there."""
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
        bodies: Bodies | None = None,
    ) -> None:
        self._intake, self._keeper, self._clock = intake, keeper, clock
        self._unwanted, self._bodies = unwanted, bodies or Bodies()
        self.counts: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take one request."""
        if scope["method"] != "POST":
            refused = refuse(HTTPStatus.METHOD_NOT_ALLOWED, "method", "POST a report", self._clock())
            await answer_refused(scope, send, refused, allow="POST")
            return
        arrived, headers = self._clock(), headers_of(scope)
        answer: Receipt | Refused | None = self._intake.unwelcome(headers, arrived)
        answer = answer or await self._heard(scope, headers, receive, arrived)
        if answer is None:
            return
        self.counts["taken" if isinstance(answer, Receipt) else answer.refusal.code] += 1
        if isinstance(answer, Receipt):
            await answer_json(send, HTTPStatus.OK, answer)
        else:
            self._note(headers, answer, arrived)
            await answer_refused(scope, send, answer)

    def _note(self, headers: Mapping[str, str], refused: Refused, at: datetime) -> None:
        """Let know under which name something was refused, unless a well device gets that too."""
        name, code = refused.signer or claimed(headers), refused.refusal.code
        if name is not None and code not in _HARMLESS:
            self._unwanted(name, Refusal(code, at, at, signed=bool(refused.signer)))

    async def _heard(
        self, scope: Scope, headers: Mapping[str, str], receive: Receive, received: datetime
    ) -> Receipt | Refused | None:
        """What a report gets once it is whole; None where its sender has gone."""
        match await self._bodies.read(receive):
            case None:
                return None
            case Cut(status, code, message):
                return refuse(status, code, message, received, RETRY_S)
            case body:
                return await self._answer(scope, headers, body, received)

    async def _answer(
        self, scope: Scope, headers: Mapping[str, str], body: bytes, received: datetime
    ) -> Receipt | Refused:
        """What a report gets. It was made when its head arrived: a slow line brings the rest much later."""
        match self._intake.take(scope["method"], path_of(scope), headers, body, received):
            case Accepted(report):
                kept = await self._kept(report, received)
                return replace(kept, signer=report.device) if isinstance(kept, Refused) else kept
            case Refused() as refused:
                return refused
            case never:
                assert_never(never)

    async def _kept(self, report: Report, received: datetime) -> Receipt | Refused:
        try:
            kept = await self._keeper.report(report, received)
        except StoreError:
            kept = Untaken.BUSY
        except Exception:  # noqa: BLE001 - whatever it is, the device may bring it again, or without records
            _log.exception("a report of %s could not be taken", report.device)
            self._intake.untake(report)
            failed = "central could not take it: its log says why"
            return refuse(HTTPStatus.INTERNAL_SERVER_ERROR, "failed", failed, received, RETRY_S)
        match kept:
            case Receipt() as receipt:
                return receipt
            case Untaken.REPLAYED:
                return refuse(HTTPStatus.CONFLICT, "replayed", "it was taken before", received)
            case Untaken.TOO_MANY:
                self._intake.untake(report)
                many = "no screen shows so many new things on a day"
                return refuse(HTTPStatus.TOO_MANY_REQUESTS, "too_many", many, received, RETRY_S)
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
    """Send a refusal, and log it in one line, with what a proxy says of who asks, if it says anything."""
    address = (scope.get("client") or ("?",))[0]
    if (told := headers_of(scope).get("x-forwarded-for")) not in (None, address):
        address = f"{address} for {ascii(told)[1:-1][:_SAID]}"
    said = ascii(refused.refusal.message)[1:-1][:_SAID]
    _log.warning(
        "%s refused %s: %d %s: %s", path_of(scope), address, refused.status, refused.refusal.code, said
    )
    headers = {"cache-control": "no-store"}
    if refused.retry_s is not None:
        headers["retry-after"] = str(refused.retry_s)
    if allow is not None:
        headers["allow"] = allow
    if refused.status in _CUT:
        headers["connection"] = "close"
    await answer_json(send, refused.status, refused.refusal, headers)
