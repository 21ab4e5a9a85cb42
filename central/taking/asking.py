"""What a device asks and what it is told, as values: the same whether it came by ASGI or the short way."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any, NamedTuple

import msgspec

from central.taking.intake import Refused

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
Clock = Callable[[], datetime]
"""Tells the instant; the composition root has it."""
Field = tuple[bytes, bytes]
"""A header: its name in lower case, and its value."""

CLOSES: Field = (b"connection", b"close")
_CUT = frozenset({HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.REQUEST_TIMEOUT})
"""What is answered before all has come: nothing more is read from there."""
_SAID = 200
"""Characters of a refusal that the log has."""
_log = logging.getLogger(__name__)
_encode = msgspec.json.Encoder().encode


class Asked(NamedTuple):
    """The head of a request. `client` is the address that it came from."""

    method: str
    path: str
    headers: Mapping[str, str]
    client: str


class Answer(NamedTuple):
    """A whole answer."""

    status: HTTPStatus
    fields: list[Field]
    body: bytes


def asked_of(scope: Scope) -> Asked:
    """The head of a request that came by ASGI."""
    client = (scope.get("client") or ("?",))[0]
    return Asked(scope["method"], path_of(scope), headers_of(scope["headers"]), client)


def headers_of(fields: Iterable[Field]) -> dict[str, str]:
    """Headers by their names in lower case; of several of one name the values with commas."""
    found: dict[str, str] = {}
    for name, value in fields:
        key, said = name.decode("latin-1"), value.decode("latin-1")
        found[key] = f"{found[key]}, {said}" if key in found else said
    return found


def path_of(scope: Scope) -> str:
    """The path as it was sent: that is what is signed."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    return raw.decode("latin-1")


def told(status: HTTPStatus, said: msgspec.Struct, headers: Mapping[str, str] | None = None) -> Answer:
    """An answer that says something in JSON."""
    body = _encode(said)
    fields = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    fields += [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
    return Answer(status, fields, body)


def told_no(asked: Asked, refused: Refused, allow: str | None = None) -> Answer:
    """A refusal, in the log too: in one line, with what a proxy says of who asks, if it says anything."""
    address = asked.client
    if (behind := asked.headers.get("x-forwarded-for")) not in (None, address):
        address = f"{address} for {ascii(behind)[1:-1][:_SAID]}"
    said = ascii(refused.refusal.message)[1:-1][:_SAID]
    _log.warning("%s refused %s: %d %s: %s", asked.path, address, refused.status, refused.refusal.code, said)
    headers = {"cache-control": "no-store"}
    if refused.retry_s is not None:
        headers["retry-after"] = str(refused.retry_s)
    if allow is not None:
        headers["allow"] = allow
    answer = told(refused.status, refused.refusal, headers)
    return answer._replace(fields=[*answer.fields, CLOSES]) if refused.status in _CUT else answer


async def send_answer(send: Send, answer: Answer) -> None:
    """Send it by ASGI."""
    status, fields, body = answer
    await send({"type": "http.response.start", "status": int(status), "headers": fields})
    await send({"type": "http.response.body", "body": body})
