"""Where alarms are told: mail, Teams, SMS and what else `apprise` speaks; and JSON to a webhook."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlsplit

import httpx
import msgspec

from central.alarming.delivery import Limits, Send, Target
from central.alarming.messages import Kind, Message
from central.errors import DeliveryError, TargetError, UnwantedError
from central.standing import Severity

_TIMEOUT_S = 10.0
WEBHOOKS = ("http", "https")
"""Targets of these schemes get JSON."""
_LATER = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})
"""Refusals that are of this moment, not of the message."""


def target(address: str, limits: Limits | None = None) -> Target:
    """The target of an address: a webhook's URL, or whatever `apprise` understands (`mailto://…`).

    Raises:
        TargetError: nothing can be sent there.
    """
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise TargetError(f"this is no address: {error}") from error
    send = _webhook(address) if parts.scheme in WEBHOOKS else _apprise(address)
    return Target(f"{parts.scheme}://{parts.hostname or ''}", send, limits or Limits())


def _webhook(url: str) -> Send:
    try:
        known = httpx.URL(url).host and urlsplit(url).port != 0
    except (httpx.InvalidURL, ValueError) as error:
        raise TargetError(f"nothing can be sent to this webhook: {error}") from error
    if not known:
        raise TargetError("nothing can be sent to this webhook: it has no host, or no port")

    def send(told: Message) -> None:
        headers = {"Content-Type": "application/json", "Idempotency-Key": told.id}
        try:
            answer = httpx.post(url, content=msgspec.json.encode(told), headers=headers, timeout=_TIMEOUT_S)
        except httpx.HTTPError as error:
            raise DeliveryError(str(error) or type(error).__name__) from error
        status = answer.status_code
        if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR and status not in _LATER:
            raise UnwantedError(f"HTTP {status}")
        if status >= HTTPStatus.MULTIPLE_CHOICES:
            raise DeliveryError(f"HTTP {status}")

    return send


def _apprise(address: str) -> Send:
    from apprise import Apprise  # noqa: PLC0415 - it loads a hundred services, for those who want one

    sender = Apprise()
    if not sender.add(address):
        raise TargetError(
            f"nothing can be sent to {urlsplit(address).scheme}://…: see apprise’s list of addresses"
        )

    def send(told: Message) -> None:
        kind = _type(told)
        if not sender.notify(body=told.text, title=told.title, notify_type=kind):
            raise DeliveryError("apprise could not send it")

    return send


def _type(told: Message) -> str:
    """What kind of notification it is, in apprise’s words."""
    if told.kind is Kind.ENDED:
        return "success"
    return "failure" if told.alarm.severity is Severity.SEVERE else "warning"
