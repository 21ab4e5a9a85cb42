"""Bodies of reports as they come in: none is waited for without end, and all together are bounded."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any

import msgspec

from central.taking.asking import Receive
from device_profiles.report import REPORT_BYTES


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What is waited for, and held."""

    seconds: float = 120.0
    """The longest that a body may take: a line of 64 kbit/s brings the largest in that."""
    together: int = 64 * 2**20
    """The most bytes that all bodies have that are not whole yet; one that comes at once does not count."""


class Cut(msgspec.Struct, frozen=True):
    """A body that is not taken, and why."""

    status: HTTPStatus
    code: str
    message: str


_SLOW = Cut(HTTPStatus.REQUEST_TIMEOUT, "slow", "it took too long to come: send less at once")
_BUSY = Cut(HTTPStatus.SERVICE_UNAVAILABLE, "busy", "too much is coming in, come again")


class Bodies:
    """Reads bodies. Belongs to one event loop."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._held = 0

    async def read(self, receive: Receive) -> bytes | Cut | None:
        """A body, or so much of it as tells that it is too large; None where the client has gone."""
        message = await receive()
        if message["type"] == "http.request" and not message.get("more_body"):
            whole: bytes = message.get("body", b"")
            return whole
        parts: list[bytes] = []
        try:
            async with asyncio.timeout(self._limits.seconds):
                return await self._joined(message, receive, parts)
        except TimeoutError:
            return _SLOW
        finally:
            self._held -= sum(map(len, parts))

    async def _joined(self, message: Any, receive: Receive, parts: list[bytes]) -> bytes | Cut | None:
        size = 0
        while message["type"] == "http.request":
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            self._held += len(parts[-1])
            if self._held > self._limits.together:
                return _BUSY
            if not message.get("more_body") or size > REPORT_BYTES:
                return b"".join(parts)
            message = await receive()
        return None
