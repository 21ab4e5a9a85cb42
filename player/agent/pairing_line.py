"""The line to central of a box that has no identity yet: signed questions, and the answers as values."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator
from datetime import datetime
from typing import TypeVar

import httpx
import msgspec

from device_profiles.decoding import from_json
from device_profiles.enrolment import PAIRINGS, Pairing, PairingRequest, PairingState, fingerprint
from device_profiles.identity import DeviceKey
from device_profiles.report import Refusal
from player.agent.connection import retry_after
from player.agent.deadline import within
from player.agent.limits import Limits, PairingLimits

Said = TypeVar("Said", Pairing, PairingState)
_OF_OTHER_DAYS = (9, 10)
"""OpenSSL's word for a certificate that is trusted, and not valid yet, or no more."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """Central says how it stands. `rtt_s` is how long that took."""

    said: Pairing | PairingState
    rtt_s: float


class Denied(msgspec.Struct, frozen=True, kw_only=True):
    """Central, or what stands before it, says no; `at` is its clock where it told it."""

    status: int
    code: str
    rtt_s: float
    at: datetime | None = None
    retry_after: float | None = None


class Silent(msgspec.Struct, frozen=True, kw_only=True):
    """Nothing came that is central's answer: `trouble` names why (a sentence's name), `detail` says it."""

    trouble: str
    detail: str


class _Good(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that is none of the other two."""

    body: bytes
    rtt_s: float


Answer = Told | Denied | Silent
"""What comes of a question."""


class PairingLine:
    """Central as a box without identity reaches it: it signs by its key, and its fingerprint is its name."""

    def __init__(
        self, url: str, key: DeviceKey, client: httpx.Client, limits: tuple[Limits, PairingLimits]
    ) -> None:
        self.url, self.fingerprint = url, fingerprint(key.public)
        self._base, self._key, self._client = url.rstrip("/"), key, client
        self._limits, self._own = limits

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def ask(self, request: PairingRequest, at: datetime) -> Answer:
        """Ask for a code."""
        return self._asked("POST", PAIRINGS, msgspec.json.encode(request), at, Pairing)

    def look(self, at: datetime) -> Answer:
        """Ask how the box stands."""
        return self._asked("GET", self._own_path, b"", at, PairingState)

    def leave(self, farewell: bytes, at: datetime) -> Denied | Silent | None:
        """Say that the box was wiped; None where central has heard it."""
        answer = self._send("DELETE", self._own_path, farewell, at)
        return None if isinstance(answer, _Good) else answer

    def _asked(self, method: str, path: str, body: bytes, at: datetime, kind: type[Said]) -> Answer:
        answer = self._send(method, path, body, at)
        if not isinstance(answer, _Good):
            return answer
        try:
            return Told(said=from_json(answer.body, kind), rtt_s=answer.rtt_s)
        except msgspec.DecodeError:
            return Silent(trouble="other", detail="")

    @property
    def _own_path(self) -> str:
        return f"{PAIRINGS}/{self.fingerprint}"

    def _send(self, method: str, path: str, body: bytes, at: datetime) -> _Good | Denied | Silent:
        headers = self._key.sign(self.fingerprint, method, path, body, at)
        if body:
            headers["Content-Type"] = "application/json"
        began = time.monotonic()
        try:
            request = self._client.build_request(
                method, self._base + path, headers=headers, content=body or None
            )
            with within(self._own.answer_s):
                answer = self._client.send(request, stream=True)
                try:
                    self._client.cookies.clear()
                    return self._judge(answer, time.monotonic() - began)
                finally:
                    answer.close()
        except httpx.HTTPError as error:
            return Silent(trouble=_trouble(error), detail=(str(error) or type(error).__name__)[:120])

    def _judge(self, answer: httpx.Response, rtt_s: float) -> _Good | Denied | Silent:
        body = _bounded(answer.iter_raw(), self._own.answer_bytes)
        if answer.is_redirect or body is None:
            return Silent(trouble="other", detail=f"{answer.status_code}")
        if answer.is_success:
            return _Good(body=body, rtt_s=rtt_s)
        wait = retry_after(answer.headers, self._limits)
        try:
            said = from_json(body, Refusal)
        except msgspec.DecodeError:
            return Denied(status=answer.status_code, code="", rtt_s=rtt_s, retry_after=wait)
        at = said.at if said.at.tzinfo else None
        return Denied(status=answer.status_code, code=said.code, rtt_s=rtt_s, at=at, retry_after=wait)


def _bounded(pieces: Iterator[bytes], most: int) -> bytes | None:
    """All of an answer; None where it is too long."""
    found = b""
    for piece in pieces:
        found += piece
        if len(found) > most:
            return None
    return found


def _trouble(error: BaseException) -> str:
    """What is in the way: nobody answers, another than central, or the days of its certificate."""
    found = [one for one in _causes(error) if isinstance(one, ssl.SSLError)]
    if any(getattr(one, "verify_code", None) in _OF_OTHER_DAYS for one in found):
        return "dated"
    return "certificate" if found else "unreached"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
