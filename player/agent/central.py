"""The line to central: signed reports, and whatever comes back, as values."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import httpx
import msgspec

from device_profiles.decoding import from_json
from device_profiles.identity import DeviceKey
from device_profiles.report import Receipt, Refusal
from player.acceptance import Desk
from player.agent.acceptance import Courier
from player.agent.connection import retry_after
from player.agent.deadline import within
from player.agent.limits import Limits, ReportLimits

REPORTS, PUSH = "/v1/reports", "/v1/push"
"""Paths below central’s address. They are what is signed, whatever address a proxy gives central."""


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """Central has the report. `rtt_s` is how long its answer took, `address` where it was sent from."""

    receipt: Receipt
    rtt_s: float
    address: str = ""


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """Central, or what stands before it, says no; `at` is central’s clock where it told it."""

    status: int
    code: str
    message: str
    rtt_s: float
    at: datetime | None = None
    retry_after: float | None = None


class Unanswered(msgspec.Struct, frozen=True, kw_only=True):
    """Nothing came that is central’s answer to this report; it may have it all the same."""

    why: str


Answer = Taken | Refused | Unanswered


class Central:
    """Central as one device reaches it, below `url`."""

    def __init__(
        self,
        url: str,
        device: str,
        key: DeviceKey,
        client: httpx.Client,
        limits: tuple[Limits, ReportLimits],
    ) -> None:
        self.url = url
        self._base, self._device, self._key, self._client = url.rstrip("/"), device, key, client
        self._limits, self._own = limits

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def courier(self, desk: Desk) -> Courier:
        """Who brings acceptance reports there."""
        return Courier(desk, self._device, self._key, self._base, self._client)

    def signed(self, method: str, path: str, body: bytes, at: datetime) -> httpx.Request:
        """A request that only this device can make, at an instant by central’s clock."""
        headers = self._key.sign(self._device, method, path, body, at)
        if body:
            headers["Content-Type"] = "application/json"
        return self._client.build_request(method, self._base + path, headers=headers, content=body or None)

    def send(self, body: bytes, at: datetime) -> Answer:
        """Hand in a report, once."""
        began = time.monotonic()
        try:
            with within(self._own.answer_s):
                answer = self._client.send(self.signed("POST", REPORTS, body, at), stream=True)
                try:
                    self._client.cookies.clear()
                    return self._judge(answer, began)
                finally:
                    answer.close()
        except httpx.HTTPError as error:
            return Unanswered(why=f"no answer to the end: {str(error) or type(error).__name__}")

    @contextmanager
    def stream(self, path: str, at: datetime, silence_s: float) -> Iterator[httpx.Response]:
        """An answer that goes on, as long as it is never silent for so many seconds.

        Raises `httpx.HTTPError`, also while it is read.
        """
        request = self.signed("GET", path, b"", at)
        request.headers.update({"Accept": "text/event-stream", "Cache-Control": "no-store"})
        times = httpx.Timeout(silence_s, connect=self._limits.connect_s)
        request.extensions["timeout"] = times.as_dict()
        answer = self._client.send(request, stream=True)
        try:
            yield answer
        finally:
            answer.close()

    def asked_s(self, answer: httpx.Response) -> float | None:
        """How long an answer asks to be left alone."""
        return retry_after(answer.headers, self._limits)

    def _judge(self, answer: httpx.Response, began: float) -> Answer:
        address = _own_address(answer)
        body = self._read(answer)
        rtt_s = time.monotonic() - began
        if answer.is_redirect:
            where = answer.headers.get("location", "")[:200]
            return Unanswered(why=f"central is said to be elsewhere ({where}): give its last address")
        if body is None:
            return Unanswered(why=f"an answer of more than {self._own.answer_bytes} bytes")
        if answer.is_success:
            return self._taken(answer, body, rtt_s, address)
        wait = self.asked_s(answer)
        try:
            said = from_json(body, Refusal)
        except msgspec.DecodeError:
            return Refused(
                status=answer.status_code,
                code="",
                message=answer.reason_phrase,
                rtt_s=rtt_s,
                retry_after=wait,
            )
        return Refused(
            status=answer.status_code,
            code=said.code,
            message=said.message,
            rtt_s=rtt_s,
            at=said.at if said.at.tzinfo else None,
            retry_after=wait,
        )

    def _taken(self, answer: httpx.Response, body: bytes, rtt_s: float, address: str) -> Answer:
        if answer.headers.get("content-type", "").lower().startswith("text/html"):
            return Unanswered(why="answered with a web page: a login page of the network?")
        try:
            receipt = from_json(body, Receipt)
        except msgspec.DecodeError as error:
            return Unanswered(why=f"an answer that is no receipt: {error}")
        if receipt.at.tzinfo is None or receipt.upto < 0:
            return Unanswered(why="a receipt that cannot be")
        return Taken(receipt=receipt, rtt_s=rtt_s, address=address)

    def _read(self, answer: httpx.Response) -> bytes | None:
        """The whole answer; None where it is too long."""
        pieces, size = [], 0
        for piece in answer.iter_raw():
            size += len(piece)
            if size > self._own.answer_bytes:
                return None
            pieces.append(piece)
        return b"".join(pieces)


def _own_address(answer: httpx.Response) -> str:
    """Where the request was sent from. To be asked before the body: a server may close with its end."""
    stream = answer.extensions.get("network_stream")
    try:
        address = stream.get_extra_info("client_addr") if stream else None
    except OSError:
        return ""
    return str(address[0]) if address else ""
